import { expect, test } from 'vitest'
import type { Officer } from '../contract.ts'
import { sessionCache } from './session-cache.ts'

const officer: Officer = {
  accountId: 7,
  personId: 7,
  name: 'Nguyễn Thị Ánh',
  unitId: 1,
  postId: 1,
  postKind: 'one_stop',
  postTitle: 'Cán bộ một cửa',
  fields: [],
  grants: [],
}

test('a session is remembered for five seconds and never past its end', () => {
  const cache = sessionCache()
  cache.keep('a', { officer, readAt: 0, expiresAt: 100_000 }, cache.begin())
  cache.keep('b', { officer, readAt: 0, expiresAt: 2_000 }, cache.begin())
  expect(cache.find('a', 5_000)).toBe(officer)
  expect(cache.find('a', 5_001)).toBeUndefined()
  expect(cache.find('b', 2_000)).toBeUndefined()
})

test('a session revoked while it is being looked up is not remembered', () => {
  const cache = sessionCache()
  const begun = cache.begin()
  cache.forgetAccount(7)
  cache.keep('a', { officer, readAt: 0, expiresAt: 100_000 }, begun)
  expect(cache.find('a', 0)).toBeUndefined()
})

test('of too many sessions the one unused for longest is forgotten', () => {
  const cache = sessionCache()
  const keep = (key: string) => cache.keep(key, { officer, readAt: 0, expiresAt: 100_000 }, cache.begin())
  for (let index = 0; index < 10_000; index++) keep(`${index}`)
  cache.find('0', 1)
  keep('one more')
  expect(cache.find('0', 1)).toBe(officer)
  expect(cache.find('1', 1)).toBeUndefined()
})

test('a clock that goes back does not keep a session alive', () => {
  const cache = sessionCache()
  cache.keep('a', { officer, readAt: 10_000, expiresAt: 100_000 }, cache.begin())
  expect(cache.find('a', 9_000)).toBeUndefined()
})
