import { expect, test } from 'vitest'
import { readIdentityCard } from './read-identity-card.ts'

test('one scan of an identity card fills name, number, birth date and address', () => {
  const scanned = '999087000123||Nguyễn Văn Thử|05031987|Nam|Số 1, phố Mẫu, Hà Nội|01012022'
  expect(readIdentityCard(scanned)).toEqual({
    kind: 'citizen',
    identityNumber: '999087000123',
    fullName: 'Nguyễn Văn Thử',
    dateOfBirth: '05/03/1987',
    address: 'Số 1, phố Mẫu, Hà Nội',
  })
})

test('a number typed by hand is no scan of a card', () => {
  expect(readIdentityCard('999087000123')).toBeUndefined()
  expect(readIdentityCard('a|b|c')).toBeUndefined()
})
