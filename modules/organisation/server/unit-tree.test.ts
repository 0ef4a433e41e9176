import { describe, expect, test } from 'vitest'
import type { Day, UnitId } from '../contract.ts'
import { buildUnitTree, type UnitRow, type UnitTerm } from './unit-tree.ts'

const CITY = 1
const DISTRICT = 2
const OLD = 3
const NEW = 4
const NEIGHBOUR = 5

function row(
  id: UnitId,
  code: string,
  tier: UnitRow['tier'],
  openedOn: Day,
  closedOn: Day | null = null,
): UnitRow {
  return { id, code, tier, agencyCode: null, calendarId: 1, openedOn, closedOn }
}

function term(
  unitId: UnitId,
  name: string,
  parentId: UnitId | null,
  validFrom: Day,
  validTo: Day | null = null,
): UnitTerm {
  return { unitId, name, kind: 'Phường', parentId, validFrom, validTo }
}

const rows = [
  row(CITY, '01', 'city', '2020-01-01'),
  row(DISTRICT, '001', 'district', '2020-01-01', '2025-07-01'),
  row(OLD, '00001', 'commune', '2020-01-01', '2025-07-01'),
  row(NEW, '00004', 'commune', '2025-07-01'),
  row(NEIGHBOUR, '00007', 'commune', '2020-01-01'),
]
const terms = [
  term(CITY, 'Thành phố Hà Nội', null, '2020-01-01'),
  term(DISTRICT, 'Quận Ba Đình', CITY, '2020-01-01', '2025-07-01'),
  term(OLD, 'Phường Phúc Xá', DISTRICT, '2020-01-01', '2025-07-01'),
  term(NEW, 'Phường Ba Đình', CITY, '2025-07-01'),
  term(NEIGHBOUR, 'Xã Trúc Bạch', DISTRICT, '2020-01-01', '2024-01-01'),
  term(NEIGHBOUR, 'Phường Trúc Bạch', DISTRICT, '2024-01-01', '2025-07-01'),
  term(NEIGHBOUR, 'Phường Trúc Bạch', CITY, '2025-07-01'),
]

describe('units in time', () => {
  test('under three tiers a commune lies within its district and its city', () => {
    const tree = buildUnitTree(rows, terms, '2023-11-09')
    expect(tree.isWithin(OLD, DISTRICT)).toBe(true)
    expect(tree.isWithin(OLD, CITY)).toBe(true)
    expect(tree.isWithin(DISTRICT, OLD)).toBe(false)
    expect(tree.isWithin(OLD, OLD)).toBe(true)
    expect(tree.path(OLD).map((unit) => unit.code)).toEqual(['01', '001', '00001'])
    expect(tree.ancestors(OLD).map((unit) => unit.id)).toEqual([DISTRICT, CITY])
    expect([...tree.subtree(DISTRICT)]).toEqual([DISTRICT, OLD, NEIGHBOUR])
  })

  test('a unit bears the name of the day that is asked about', () => {
    expect(buildUnitTree(rows, terms, '2023-12-31').nameOf(NEIGHBOUR)).toBe('Xã Trúc Bạch')
    expect(buildUnitTree(rows, terms, '2024-01-01').nameOf(NEIGHBOUR)).toBe('Phường Trúc Bạch')
  })

  test('on the day of the merger old units close, new ones open, and those that stay change their parent', () => {
    const before = buildUnitTree(rows, terms, '2025-06-30')
    const after = buildUnitTree(rows, terms, '2025-07-01')
    expect(before.all().map((unit) => unit.id)).toEqual([CITY, DISTRICT, OLD, NEIGHBOUR])
    expect(after.all().map((unit) => unit.id)).toEqual([CITY, NEW, NEIGHBOUR])
    expect(after.children(CITY).map((unit) => unit.code)).toEqual(['00004', '00007'])
    expect(before.find(NEW)).toBeUndefined()
  })

  test('a closed unit keeps its last name and place for the dossiers that speak of it', () => {
    const tree = buildUnitTree(rows, terms, '2025-08-01')
    expect(tree.isOpen(OLD)).toBe(false)
    expect(tree.nameOf(OLD)).toBe('Phường Phúc Xá')
    expect(tree.isWithin(OLD, CITY)).toBe(true)
    expect(tree.subtree(CITY).has(OLD)).toBe(false)
  })

  test('an unknown unit is refused by its id and not found by its code', () => {
    const tree = buildUnitTree(rows, terms, '2023-11-09')
    expect(() => tree.get(99)).toThrow(
      expect.objectContaining({ code: 'organisation.unit_not_found', kind: 'not_found' }),
    )
    expect(tree.byCode('99999')).toBeUndefined()
    expect(tree.isWithin(99, CITY)).toBe(false)
  })

  test('units that belong to one another in a circle are refused by name', () => {
    const circle = [term(CITY, 'A', DISTRICT, '2020-01-01'), term(DISTRICT, 'B', CITY, '2020-01-01')]
    expect(() => buildUnitTree(rows.slice(0, 2), circle, '2023-11-09')).toThrow(
      expect.objectContaining({ code: 'organisation.unit_tree_broken', facts: { codes: ['01', '001'] } }),
    )
  })
})
