import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { DelegatedQuery } from './lists.ts'

test('a number larger than any case bears is refused before the database is asked', () => {
  const isTaken = (after: string) => Value.Check(DelegatedQuery, { after })
  expect(['510275546358249679', '8999999999999999999', '0'].map(isTaken)).toEqual([true, true, true])
  expect(['9999999999999999999', '00000000000000000001', ''].map(isTaken)).toEqual([false, false, false])
})
