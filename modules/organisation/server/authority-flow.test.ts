import { describe, expect, test } from 'vitest'
import type { AuthorityKind, UnitId } from '../contract.ts'
import { authorityFor, authorityStage, clashOf, notCompetentFor } from './authority-flow.ts'
import type { Authority } from './authority-flow.ts'

const unit = (id: number) => id as UnitId
const allOpen = { isOpen: (_: UnitId) => true, heirs: (id: UnitId) => new Set([id]) }
const licence = { code: 'L1', field: 'Luật sư' }

let ids = 0
function given(from: number, to: number, more: Partial<Authority> = {}): Authority {
  ids += 1
  return {
    id: ids,
    fromUnitId: unit(from),
    toUnitId: unit(to),
    kind: 'delegated',
    legalNumber: `${from}-${to}/QĐ`,
    decidedOn: '2023-10-01',
    legalGround: 'Luật thử',
    validFrom: '2023-11-01',
    validTo: null,
    procedureCodes: ['L1'],
    fields: [],
    conditions: '',
    recorder: 'Người ghi',
    recordedAt: new Date('2023-10-01T00:00:00Z'),
    endedOn: null,
    endLegalNumber: null,
    endDecidedOn: null,
    ender: null,
    endedAt: null,
    ...more,
  }
}

const decides = (all: readonly Authority[], day = '2023-11-09', tree = allOpen) =>
  authorityFor(all, tree, { unitId: unit(1), procedure: licence, day })?.toUnitId

describe('who decides in the place of the competent unit', () => {
  test('is the unit it was given to from its first day up to its end, and nobody else', () => {
    const one = given(1, 2, { validTo: '2023-12-01' })
    expect(
      ['2023-10-31', '2023-11-01', '2023-11-30', '2023-12-01'].map((day) => decides([one], day)),
    ).toEqual([undefined, 2, 2, undefined])
    expect(decides([{ ...one, endedOn: '2023-11-09' }])).toBeUndefined()
    expect(decides([{ ...one, endedOn: '2023-11-10' }])).toBe(2)
    expect(decides([given(3, 2)])).toBeUndefined()
    expect(decides([given(1, 2, { procedureCodes: ['L2'] })])).toBeUndefined()
  })

  test('follows a field as it follows a code', () => {
    expect(decides([given(1, 2, { procedureCodes: [], fields: ['Luật sư'] })])).toBe(2)
    expect(decides([given(1, 2, { procedureCodes: [], fields: ['Đất đai'] })])).toBeUndefined()
  })

  test('goes on where the competence was given away, and ends where it was only delegated', () => {
    const away = given(1, 2, { kind: 'decentralised' })
    expect(decides([away, given(2, 3), given(3, 4)])).toBe(3)
    expect(decides([given(1, 2), given(2, 3)])).toBe(2)
    expect(decides([away, given(2, 1, { kind: 'decentralised' })])).toBe(2)
  })

  test('is the one heir of a unit that has closed, and nobody where there are several', () => {
    const closed = (heirs: number[]) => ({
      isOpen: (id: UnitId) => id !== 2,
      heirs: () => new Set(heirs.map(unit)),
    })
    expect(decides([given(1, 2)], '2023-11-09', closed([5]))).toBe(5)
    expect(decides([given(1, 2)], '2023-11-09', closed([5, 6]))).toBeUndefined()
    expect(authorityStage(given(1, 2), closed([5, 6]), '2023-11-09')).toBe('without_unit')
    expect(authorityStage(given(1, 2), closed([1]), '2023-11-09')).toBe('without_unit')
    expect(authorityStage(given(1, 2), closed([5]), '2023-11-09')).toBe('in_force')
  })
})

type Wished = {
  from?: string
  through?: string | null
  kind?: AuthorityKind
  codes?: string[]
  fields?: string[]
}

function clash(all: readonly Authority[], from: number, to: number, more: Wished = {}) {
  const wish = {
    fromUnitId: unit(from),
    toUnitId: unit(to),
    kind: more.kind ?? ('delegated' as const),
    from: more.from ?? '2023-11-09',
    procedureCodes: more.codes ?? (more.fields ? [] : ['L1']),
    fields: more.fields ?? [],
  }
  return clashOf(all, wish, more.through ?? null, (code) => (code === 'L1' ? 'Luật sư' : null))?.problem
}

describe('what stands in the way of a new delegation', () => {
  test('is one of the same unit and procedure on one of the same days, whether named by code or by field', () => {
    expect(clash([given(1, 2)], 1, 3)).toBe('overlaps')
    expect(clash([given(1, 2)], 1, 3, { codes: ['L2'] })).toBeUndefined()
    expect(clash([given(1, 2, { validTo: '2023-11-09' })], 1, 3)).toBeUndefined()
    expect(clash([given(1, 2, { endedOn: '2023-11-09' })], 1, 3)).toBeUndefined()
    expect(clash([given(1, 2, { validFrom: '2024-01-01' })], 1, 3, { through: '2024-01-01' })).toBeUndefined()
    // Ended before its first day it never held.
    expect(clash([given(1, 2, { validFrom: '2024-01-01', endedOn: '2023-12-01' })], 1, 3)).toBeUndefined()
    const field = given(1, 2, { procedureCodes: [], fields: ['Luật sư'] })
    expect(clash([field], 1, 3)).toBe('overlaps')
    expect(clash([given(1, 2)], 1, 3, { fields: ['Luật sư'] })).toBe('overlaps')
    expect(clash([field], 1, 3, { fields: ['Đất đai'] })).toBeUndefined()
  })

  test('is a delegation that would be passed on, before or after', () => {
    expect(clash([given(1, 2)], 2, 3)).toBe('passed_on')
    expect(clash([given(1, 2, { kind: 'decentralised' })], 2, 3)).toBeUndefined()
    expect(clash([given(2, 3)], 1, 2)).toBe('receiver_passes_on')
    expect(clash([given(2, 3)], 1, 2, { kind: 'decentralised' })).toBeUndefined()
  })

  test('is a way back to the giver, over however many steps', () => {
    const all = [given(2, 3, { kind: 'decentralised' }), given(3, 1, { kind: 'decentralised' })]
    expect(clash(all, 1, 2, { kind: 'decentralised' })).toBe('circle')
    expect(clash(all.slice(0, 1), 1, 2, { kind: 'decentralised' })).toBeUndefined()
  })
})

test('a unit gives away only what it decides by law or was given for good', () => {
  const department = { id: unit(1), code: 'so', tier: 'department' as const }
  const known = new Map([
    ['L1', { name: '', field: null, tier: 'department' as const, unitCode: 'so', postKinds: [] }],
    ['L2', { name: '', field: null, tier: 'department' as const, unitCode: 'so-khac', postKinds: [] }],
    ['C1', { name: '', field: null, tier: 'commune' as const, unitCode: null, postKinds: [] }],
  ])
  const lacking = (codes: string[], all: Authority[] = []) =>
    notCompetentFor(department, { procedureCodes: codes, from: '2023-11-09' }, known, all)
  expect(lacking(['L1'])).toEqual([])
  expect(lacking(['L1', 'L2', 'C1'])).toEqual(['L2', 'C1'])
  expect(lacking(['L2'], [given(9, 1, { procedureCodes: ['L2'], kind: 'decentralised' })])).toEqual([])
  expect(lacking(['L2'], [given(9, 1, { procedureCodes: ['L2'] })])).toEqual(['L2'])
})
