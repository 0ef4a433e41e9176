import { expect, test } from 'vitest'
import type { ProcessRow } from '../contract.ts'
import { isComplete, isUnfit, sumOf, withNewStep, withoutSteps, withStep } from './edit-steps.ts'

const row = (no: number, key: string, more: Partial<ProcessRow> = {}): ProcessRow => ({
  no,
  key,
  work: key,
  doer: { postKind: 'specialist', unit: 'competent' },
  hours: 2,
  ...more,
})
const table = [
  row(1, 'receive', { doer: { postKind: 'one_stop', unit: 'receiving' } }),
  row(2, 'appraise'),
  row(3, 'review', { doer: { postKind: 'head', unit: 'competent' }, notBy: 'appraise' }),
  row(4, 'sign', { doer: { postKind: 'leader', unit: 'competent' }, notBy: 'review' }),
  row(5, 'return', { doer: { postKind: 'one_stop', unit: 'receiving' }, hours: 0 }),
]

test('steps that are left out leave no gap in the numbers and no rule about themselves', () => {
  const left = withoutSteps(table, ({ key }) => key === 'review')
  expect(left.map(({ no, key, notBy }) => [no, key, notBy])).toEqual([
    [1, 'receive', undefined],
    [2, 'appraise', undefined],
    [3, 'sign', undefined],
    [4, 'return', undefined],
  ])
  expect(left.some((one) => 'notBy' in one)).toBe(false)
})

test('a new step stands before the one that returns the result, under a key nobody has', () => {
  const once = withNewStep(table)
  expect(once.map(({ no, key }) => `${no} ${key}`)).toEqual([
    '1 receive',
    '2 appraise',
    '3 review',
    '4 sign',
    '5 step_6',
    '6 return',
  ])
  expect(withNewStep(once)[5]?.key).toBe('step_7')
  expect(withNewStep([]).map(({ no }) => no)).toEqual([1])
  expect(isComplete(once)).toBe(false)
  expect(isComplete(withStep(once, 4, { work: 'Kiểm tra' }))).toBe(true)
})

test('a step is unfit where whoever decides has no such post, and the sum counts every step', () => {
  const atCommune = ['one_stop', 'specialist', 'leader', 'clerk'] as const
  expect(table.filter((one) => isUnfit(one, atCommune)).map(({ key }) => key)).toEqual(['review'])
  expect(table.some((one) => isUnfit(one, undefined))).toBe(false)
  expect(sumOf(table)).toBe(8)
})
