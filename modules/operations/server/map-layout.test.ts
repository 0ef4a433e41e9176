import fc from 'fast-check'
import { expect, test } from 'vitest'
import units2023 from '#data/hanoi/units-2023.json' with { type: 'json' }
import { keyOf, layOut, neighbours, type MapUnit } from './map-layout.ts'

const idOf = new Map(units2023.units.map((unit, index) => [unit.code, index + 1]))
const communes: MapUnit[] = units2023.units
  .filter((unit) => unit.tier === 'commune')
  .map((unit) => ({
    id: idOf.get(unit.code) ?? 0,
    parentId: idOf.get(unit.parentCode ?? '') ?? 0,
    position: [unit.position?.[0] ?? 105.8, unit.position?.[1] ?? 21],
  }))

test('all 579 communes of Hà Nội in 30 districts get a cell of their own', () => {
  const clusters = layOut(communes)
  const cells = clusters.flatMap((cluster) => cluster.cells)
  expect(clusters.length).toBe(30)
  expect(cells.length).toBe(579)
  expect(new Set(cells.map(({ cell }) => keyOf(cell))).size).toBe(579)
  expect(new Set(cells.map(({ unitId }) => unitId)).size).toBe(579)
})

test('a cell of one district never touches a cell of another', () => {
  const clusters = layOut(communes)
  const owner = new Map(
    clusters.flatMap(({ groupId, cells }) => cells.map(({ cell }) => [keyOf(cell), groupId] as const)),
  )
  for (const { groupId, cells } of clusters) {
    for (const beside of cells.flatMap(({ cell }) => neighbours(cell)))
      expect([undefined, groupId]).toContain(owner.get(keyOf(beside)))
  }
})

test('the same units in any order give the same map', () => {
  expect(layOut(communes.toReversed())).toEqual(layOut(communes))
})

test('any units anywhere are placed, even all on one spot', () => {
  const unit = fc.record({
    parentId: fc.integer({ min: 1, max: 4 }),
    longitude: fc.double({ min: 105, max: 106, noNaN: true }),
    latitude: fc.double({ min: 20, max: 22, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 40 }), fc.boolean(), (given, onOneSpot) => {
      const units = given.map(
        ({ parentId, longitude, latitude }, index): MapUnit => ({
          id: index + 1,
          parentId,
          position: onOneSpot ? [105.8, 21] : [longitude, latitude],
        }),
      )
      const cells = layOut(units).flatMap((cluster) => cluster.cells)
      expect(new Set(cells.map(({ cell }) => keyOf(cell))).size).toBe(units.length)
    }),
    { numRuns: 60 },
  )
})
