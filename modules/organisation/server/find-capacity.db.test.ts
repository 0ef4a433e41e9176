import { describe, expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { findCapacity } from './find-capacity.ts'
import { aSmallCity, signedIn } from './small-city.ts'
import { recordSubstitution } from './substitutions.ts'

describe('the capacity of a signature on record', () => {
  dbTest('follows the substitution, and the rules of the day', async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const { officer: leader } = await signedIn(parts, 'lanhdao.001')
    const { officer: head } = await signedIn(parts, 'truong.001')
    const one = await recordSubstitution(parts, leader, {
      postId: leader.postId,
      substituteId: head.personId,
      from: '2023-11-09',
      through: '2023-11-10',
      reason: 'Nghỉ phép',
      legalNumber: '12/GPC',
    })
    const signing = { postId: leader.postId, onDay: '2023-11-09' }
    expect(await findCapacity(parts, signing)).toEqual(['VỊ TRÍ THỬ'])
    expect(await findCapacity(parts, { ...signing, substitution: one.id })).toEqual([
      'TUQ. VỊ TRÍ THỬ',
      'VỊ TRÍ THỬ',
    ])
    expect(await findCapacity(parts, { ...signing, postId: head.postId })).toEqual([
      'TL. VỊ TRÍ THỬ',
      'VỊ TRÍ THỬ',
    ])
    expect(await findCapacity(parts, { ...signing, onDay: '2020-01-01', substitution: one.id })).toEqual([
      'VỊ TRÍ THỬ',
    ])
  })

  dbTest('is none for a post that signs for nobody', async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const { officer } = await signedIn(parts, 'motcua.00001')
    expect(await findCapacity(parts, { postId: officer.postId, onDay: '2023-11-09' })).toEqual([])
    expect(await findCapacity(parts, { postId: 99_999, onDay: '2023-11-09' })).toEqual([])
  })
})
