import { expect, test } from 'vitest'
import { isInScope } from '../contract.ts'
import { scopeOf, sharesWork } from './substitution-flow.ts'

const fields = (...names: string[]) => ({ fields: names, procedureCodes: [] })
const codes = (...names: string[]) => ({ fields: [], procedureCodes: names })
const all = { fields: [], procedureCodes: [] }

test('two may stand in on one post side by side only where nobody could take the work of one for the other’s', () => {
  expect(sharesWork(fields('Hộ tịch'), fields('Đất đai'))).toBe(false)
  expect(sharesWork(codes('1'), codes('2'))).toBe(false)
  expect(sharesWork(fields('Hộ tịch', 'Đất đai'), fields('Đất đai'))).toBe(true)
  expect(sharesWork(codes('1', '2'), codes('2'))).toBe(true)
  // A code may stand under the field: nobody here can say.
  expect(sharesWork(fields('Hộ tịch'), codes('1'))).toBe(true)
  expect(sharesWork(codes('1'), fields('Hộ tịch'))).toBe(true)
  for (const other of [all, fields('Hộ tịch'), codes('1')]) {
    expect(sharesWork(all, other)).toBe(true)
    expect(sharesWork(other, all)).toBe(true)
  }
})

test('who stands in for a part of the work is bound to it, and nobody else is', () => {
  const birth = { code: '1.001193', field: 'Hộ tịch' }
  const part = scopeOf({ scopeFields: ['Hộ tịch'], procedureCodes: ['2'] })
  expect(isInScope(part, birth)).toBe(true)
  expect(isInScope(part, { code: '2', field: null })).toBe(true)
  expect(isInScope(part, { code: '3', field: null })).toBe(false)
  expect(isInScope(part, { code: '3', field: 'Đất đai' })).toBe(false)
  expect(scopeOf({ scopeFields: [], procedureCodes: [] })).toEqual({})
  expect(isInScope({}, birth)).toBe(true)
  expect(isInScope(undefined, birth)).toBe(true)
})
