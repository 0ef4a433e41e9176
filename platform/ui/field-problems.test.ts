import { expect, test } from 'vitest'
import { ApiError } from './api.ts'
import { fieldProblems } from './field-problems.ts'

function refusalWith(facts: Record<string, unknown>) {
  return new ApiError(400, { code: 'a.b', kind: 'invalid', vi: 'Sai.', en: 'Wrong.', facts, requestId: null })
}

test('a complaint about input names its fields by path', () => {
  const error = refusalWith({ problems: [{ at: '/owner/fullName', problem: 'too short' }, { at: 3 }] })
  expect(fieldProblems(error)).toEqual([{ path: 'owner.fullName', vi: 'too short', en: 'too short' }])
})

test('a refusal that names one field is shown at that field', () => {
  expect(fieldProblems(refusalWith({ field: 'procedureCode' }))).toEqual([
    { path: 'procedureCode', vi: 'Sai.', en: 'Wrong.' },
  ])
})

test('a complaint in both languages is kept in both', () => {
  const error = refusalWith({ problems: [{ field: 'childName', vi: 'hãy điền', en: 'fill in' }] })
  expect(fieldProblems(error)).toEqual([{ path: 'childName', vi: 'hãy điền', en: 'fill in' }])
})

test('any other error belongs to no field', () => {
  expect(fieldProblems(new Error('x'))).toEqual([])
  expect(fieldProblems(refusalWith({}))).toEqual([])
})
