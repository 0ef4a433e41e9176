import { expect, test } from 'vitest'
import { askedOfForm, formFacts } from './filing-terms-flow.ts'

const field = (key: string, type: 'text' | 'number' | 'date') => ({
  key,
  type,
  vi: key,
  en: key,
  required: false,
})

test('numbers are numbers however they are written, and what is empty is nothing', () => {
  const fields = [
    field('area', 'number'),
    field('floors', 'number'),
    field('from', 'date'),
    field('why', 'text'),
  ]
  expect(formFacts(fields, { area: '1 250,5', floors: 'ba', from: '2023-01-05', why: ' ' })).toEqual({
    area: 1250.5,
    floors: null,
    from: '2023-01-05',
    why: null,
  })
})

test('a case takes only the answers its process asks for and that were given', () => {
  expect(askedOfForm(['area', 'floors', 'channel'], { area: 30, floors: null, why: 'x' })).toEqual({
    area: 30,
  })
})
