import { describe, expect, test } from 'vitest'
import {
  defaultGrants,
  permissions,
  postKinds,
  worksOn,
  type Grant,
  type Officer,
  type PermissionWord,
} from '../contract.ts'
import { mayWithin, unitsWithin, unitsWithinOn } from './permission-scope.ts'
import { buildUnitTree, type UnitRow } from './unit-tree.ts'

const CITY = 1
const DISTRICT = 2
const COMMUNE = 3
const OTHER = 4

const parents: readonly [id: number, tier: UnitRow['tier'], parentId: number | null][] = [
  [CITY, 'city', null],
  [DISTRICT, 'district', CITY],
  [COMMUNE, 'commune', DISTRICT],
  [OTHER, 'district', CITY],
]
const tree = buildUnitTree(
  parents.map(([id, tier]) => ({
    id,
    code: `${id}`,
    tier,
    agencyCode: null,
    calendarId: 1,
    openedOn: '2020-01-01',
    closedOn: null,
  })),
  parents.map(([unitId, , parentId]) => ({
    unitId,
    parentId,
    name: `${unitId}`,
    kind: 'Phường',
    validFrom: '2020-01-01',
    validTo: null,
  })),
  '2023-11-09',
)

function officer(unitId: number, ...grants: Grant[]): Officer {
  return {
    accountId: 1,
    personId: 1,
    name: 'Nguyễn Thị Ánh',
    unitId,
    postId: 1,
    postKind: 'leader',
    postTitle: 'Lãnh đạo',
    fields: [],
    grants,
  }
}

describe('what a post may do', () => {
  test('a grant over the own unit ends at its door', () => {
    const leader = officer(DISTRICT, { permission: 'dossiers.decide', scope: 'unit' })
    expect(mayWithin(tree, leader, 'dossiers.decide', DISTRICT)).toBe(true)
    expect(mayWithin(tree, leader, 'dossiers.decide', COMMUNE)).toBe(false)
    expect(mayWithin(tree, leader, 'dossiers.decide', CITY)).toBe(false)
  })

  test('a grant over the subtree reaches down and not sideways or up', () => {
    const leader = officer(DISTRICT, { permission: 'dossiers.read', scope: 'subtree' })
    expect(mayWithin(tree, leader, 'dossiers.read', COMMUNE)).toBe(true)
    expect(mayWithin(tree, leader, 'dossiers.read', OTHER)).toBe(false)
    expect(mayWithin(tree, leader, 'dossiers.read', CITY)).toBe(false)
  })

  test('a grant over the city reaches everywhere', () => {
    const controller = officer(COMMUNE, { permission: 'catalogue.review', scope: 'city' })
    expect(
      [CITY, DISTRICT, COMMUNE, OTHER].every((id) => mayWithin(tree, controller, 'catalogue.review', id)),
    ).toBe(true)
  })

  test('without a unit the question is whether the post may do it anywhere', () => {
    const clerk = officer(COMMUNE, { permission: 'dossiers.issue', scope: 'unit' })
    expect(mayWithin(tree, clerk, 'dossiers.issue')).toBe(true)
    expect(mayWithin(tree, clerk, 'dossiers.decide')).toBe(false)
  })

  test('the widest of several grants of one word counts', () => {
    const grants: Grant[] = [
      { permission: 'dossiers.read', scope: 'unit' },
      { permission: 'dossiers.read', scope: 'subtree' },
    ]
    expect(mayWithin(tree, officer(DISTRICT, ...grants), 'dossiers.read', COMMUNE)).toBe(true)
  })

  test('a list of units answers exactly as asking for each unit does', () => {
    const everyGrant = (['unit', 'subtree', 'city'] as const).map(
      (scope) => ({ permission: 'dossiers.read', scope }) as const,
    )
    for (const home of [CITY, DISTRICT, COMMUNE, OTHER]) {
      for (const grant of everyGrant) {
        const asked = officer(home, grant)
        const units = unitsWithin(tree, asked, 'dossiers.read')
        for (const id of [CITY, DISTRICT, COMMUNE, OTHER]) {
          expect(units === 'all' || units.has(id)).toBe(mayWithin(tree, asked, 'dossiers.read', id))
        }
      }
    }
  })

  test('a post takes work of its own fields, of any field when it has none, and work that has no field', () => {
    expect(worksOn({ fields: ['Hộ tịch'] }, 'Hộ tịch')).toBe(true)
    expect(worksOn({ fields: ['Hộ tịch'] }, 'Đất đai')).toBe(false)
    expect(worksOn({ fields: [] }, 'Đất đai')).toBe(true)
    expect(worksOn({ fields: ['Hộ tịch'] }, null)).toBe(true)
  })

  test('every permission word belongs to some post, and no post is granted a word twice', () => {
    const words = postKinds.flatMap((kind) => defaultGrants[kind].map((grant) => grant.permission))
    expect(new Set<PermissionWord>(words)).toEqual(new Set(Object.keys(permissions)))
    for (const kind of postKinds) {
      const own = defaultGrants[kind].map((grant) => grant.permission)
      expect(own).toEqual([...new Set(own)])
    }
  })

  test('nobody who takes a dossier in may also decide it or manage accounts', () => {
    for (const kind of postKinds) {
      const words: readonly PermissionWord[] = defaultGrants[kind].map((grant) => grant.permission)
      if (words.includes('dossiers.receive')) expect(words).not.toContain('dossiers.decide')
      if (words.includes('organisation.manage'))
        expect(words.filter((word) => word.startsWith('dossiers.'))).toEqual([])
    }
  })
})

describe('what a post may do on the map of another day', () => {
  const rows: readonly [id: number, openedOn: string, closedOn: string | null][] = [
    [CITY, '2020-01-01', null],
    [DISTRICT, '2020-01-01', '2025-07-01'],
    [COMMUNE, '2020-01-01', '2025-07-01'],
    [OTHER, '2020-01-01', '2025-07-01'],
    [5, '2025-07-01', null],
    [6, '2020-01-01', '2025-07-01'],
  ]
  const on = (day: string) =>
    buildUnitTree(
      rows.map(([id, openedOn, closedOn]) => ({
        id,
        code: `${id}`,
        tier: 'commune',
        agencyCode: null,
        calendarId: 1,
        openedOn,
        closedOn,
      })),
      rows.map(([unitId, validFrom, validTo]) => ({
        unitId,
        parentId: unitId === CITY ? null : unitId === COMMUNE || unitId === 6 ? DISTRICT : CITY,
        name: `${unitId}`,
        kind: 'Phường',
        validFrom,
        validTo,
      })),
      day,
      [DISTRICT, COMMUNE].map((predecessorId) => ({
        predecessorId,
        successorId: 5,
        effectiveOn: '2025-07-01',
        extent: 'full' as const,
        share: null,
      })),
    )
  const [then, now] = [on('2024-01-01'), on('2025-07-01')]

  test('a subtree is that of the day', () => {
    const head = officer(DISTRICT, { permission: 'dossiers.read', scope: 'subtree' })
    expect(unitsWithinOn(then, then, head, 'dossiers.read')).toEqual(new Set([DISTRICT, COMMUNE, 6]))
  })

  test('an heir reads what it has inherited, not what lay below that, and others read nothing', () => {
    const heir = officer(5, { permission: 'dossiers.read', scope: 'subtree' })
    expect(unitsWithinOn(then, now, heir, 'dossiers.read')).toEqual(new Set([DISTRICT, COMMUNE]))
    expect(unitsWithinOn(now, now, heir, 'dossiers.read')).toEqual(new Set([5]))
    expect(unitsWithinOn(then, now, officer(5), 'dossiers.read')).toEqual(new Set())
    const everywhere = officer(CITY, { permission: 'dossiers.read', scope: 'city' })
    expect(unitsWithinOn(then, now, everywhere, 'dossiers.read')).toBe('all')
  })
})
