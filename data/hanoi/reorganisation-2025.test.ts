import { expect, test } from 'vitest'
import { hanoiReorganisation2025 } from './reorganisation-2025.ts'
import { hanoiUnits2023 } from './units.ts'

const { units, rows } = hanoiReorganisation2025()

test('the change of 1 July 2025 closes 30 districts and 579 communes and opens 126 units', () => {
  const acts = (act: string) => units.filter((unit) => unit.act === act).length
  expect([acts('close'), acts('open')]).toEqual([609, 126])
  expect(new Set(rows.map((row) => row.successorCode)).size).toBe(126)
})

test('53 communes of 2023 had merged before and are left for people to decide', () => {
  const followed = new Set(rows.map((row) => row.predecessorCode))
  const communes = hanoiUnits2023().filter((unit) => unit.tier === 'commune')
  expect(communes.filter((unit) => !followed.has(unit.code))).toHaveLength(53)
  for (const code of followed) expect(communes.some((unit) => unit.code === code)).toBe(true)
})

test('a unit goes whole to one place or in parts to several', () => {
  const ways = new Map<string, string[]>()
  for (const row of rows)
    ways.set(row.predecessorCode, [...(ways.get(row.predecessorCode) ?? []), row.extent])
  for (const [code, extents] of ways)
    expect(extents.length === 1 ? extents[0] : new Set(extents), code).toEqual(
      extents.length === 1 ? 'full' : new Set(['partial']),
    )
})
