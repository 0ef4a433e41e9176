import { expect, test } from 'vitest'
import type { UnitView } from '#modules/organisation/contract.ts'
import { consultProblems, emptyConsultDraft, findUnits, readLimit } from './opinion-draft.ts'
import { opinionsVi } from './opinion-messages.vi.ts'

function aUnit(id: number, name: string): UnitView {
  return { id, code: String(id), tier: 'department', kind: 'Sở', name, parentId: 1 }
}

test('agencies are found by words of their names without marks, those that begin so first', () => {
  const units = [
    aUnit(1, 'Phường Sở Thượng'),
    aUnit(2, 'Sở Tư pháp'),
    aUnit(3, 'Sở Tài nguyên và Môi trường'),
  ]
  expect(findUnits(units, 'so t').map(({ id }) => id)).toEqual([3, 2, 1])
  expect(findUnits(units, 'môi tài').map(({ id }) => id)).toEqual([3])
  expect(findUnits(units, 'xxx')).toEqual([])
})

test('a limit is read with a comma or a point, and working days only by halves', () => {
  expect(readLimit({ amount: '1,5', unit: 'working_days' })).toEqual({ unit: 'working_days', amount: 1.5 })
  expect(readLimit({ amount: '2.25', unit: 'hours' })).toEqual({ unit: 'hours', amount: 2.25 })
  for (const amount of ['1,3', '0', '-1', 'x', ''])
    expect(readLimit({ amount, unit: 'working_days' })).toBeUndefined()
})

test('a question without agency, text or ground is told at its fields', () => {
  const draft = { ...emptyConsultDraft(), silence: 'consent' as const }
  expect(Object.keys(consultProblems(draft, opinionsVi.problem))).toEqual(['unit', 'question', 'legalGround'])
})
