import { describe, expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { committedTest, dbTest } from '#testing/db-test.ts'
import type { RecordSubstitution } from '../substitution.ts'
import { aSmallCity, signedIn } from './small-city.ts'
import {
  approveSubstitution,
  endSubstitution,
  listSubstitutionViews,
  recordSubstitution,
} from './substitutions.ts'
import { lockSubstitutions } from './substitution-store.ts'
import { authenticate, getMe, switchPost } from './use-session.ts'

async function aLeave(db: AnyDb, clock: FakeClock) {
  const parts = await aSmallCity(db, clock)
  const leader = await signedIn(parts, 'lanhdao.001')
  const clerk = await signedIn(parts, 'vanthu.001')
  const wish: RecordSubstitution = {
    postId: leader.officer.postId,
    substituteId: clerk.officer.personId,
    from: '2023-11-09',
    through: '2023-11-10',
    reason: 'Nghỉ phép',
    legalNumber: '12/GPC',
  }
  return { parts, leader, clerk, wish }
}

describe('standing in for somebody who is away', () => {
  dbTest(
    'lets the substitute act on the post in their own name until its last day',
    async ({ db, clock }) => {
      const { parts, leader, clerk, wish } = await aLeave(db, clock)
      const one = await recordSubstitution(parts, leader.officer, wish)
      expect(one).toMatchObject({ stage: 'in_force', approvedBy: leader.officer.name })
      const posts = (await getMe(parts, clerk.officer)).posts
      expect(posts.map((post) => post.onBehalfOf?.name)).toEqual([undefined, leader.officer.name])
      await switchPost(parts, clerk.officer, clerk.token, { postId: wish.postId, substitution: one.id })
      const acting = await authenticate(parts, clerk.token)
      expect(acting).toMatchObject({
        accountId: clerk.officer.accountId,
        postId: wish.postId,
        onBehalfOf: { substitution: one.id, accountId: leader.officer.accountId, decision: '12/GPC' },
      })
      expect(acting?.grants.map((grant) => grant.permission)).toContain('dossiers.decide')
      clock.set('2023-11-10T17:00:00.000Z')
      expect(await authenticate(parts, clerk.token)).toBeUndefined()
      const later = await signedIn(parts, 'vanthu.001')
      expect((await getMe(parts, later.officer)).posts).toHaveLength(1)
    },
  )

  dbTest(
    'ends at once when it is ended, and the substitute is back on their own post',
    async ({ db, clock }) => {
      const { parts, leader, clerk, wish } = await aLeave(db, clock)
      const { id } = await recordSubstitution(parts, leader.officer, wish)
      await switchPost(parts, clerk.officer, clerk.token, { postId: wish.postId, substitution: id })
      expect((await authenticate(parts, clerk.token))?.postId).toBe(wish.postId)
      expect(await endSubstitution(parts, leader.officer, id)).toMatchObject({
        stage: 'ended',
        allowedActions: [],
      })
      const back = await authenticate(parts, clerk.token)
      expect(back?.postId).toBe(clerk.officer.postId)
      expect(back?.onBehalfOf).toBeUndefined()
      await expect(
        switchPost(parts, clerk.officer, clerk.token, { postId: wish.postId, substitution: id }),
      ).rejects.toMatchObject({ code: 'organisation.post_not_held' })
      await expect(endSubstitution(parts, leader.officer, id)).rejects.toMatchObject({
        code: 'organisation.substitution_over',
      })
      expect((await recordSubstitution(parts, leader.officer, wish)).stage).toBe('in_force')
    },
  )

  dbTest(
    'asked for by whoever may not appoint, holds only once another has approved',
    async ({ db, clock }) => {
      const { parts, leader, clerk } = await aLeave(db, clock)
      const asked = await recordSubstitution(parts, clerk.officer, {
        postId: clerk.officer.postId,
        substituteId: leader.officer.personId,
        from: '2023-11-09',
        through: '2023-11-09',
        reason: 'Nghỉ ốm',
        legalNumber: 'Đơn ngày 9/11',
      })
      expect(asked).toMatchObject({ stage: 'asked', approvedBy: null })
      expect((await getMe(parts, leader.officer)).posts).toHaveLength(1)
      // The leader would be the substitute: another has to approve.
      await expect(approveSubstitution(parts, leader.officer, asked.id)).rejects.toMatchObject({
        code: 'organisation.substitute_wrong',
        facts: { problem: 'approver' },
      })
      await expect(approveSubstitution(parts, clerk.officer, asked.id)).rejects.toMatchObject({
        code: 'organisation.forbidden',
      })
      const head = await signedIn(parts, 'truong.001')
      expect(await approveSubstitution(parts, head.officer, asked.id)).toMatchObject({ stage: 'in_force' })
      expect((await getMe(parts, leader.officer)).posts).toHaveLength(2)
    },
  )

  dbTest('asked for and never approved is told as withdrawn, or as refused', async ({ db, clock }) => {
    const { parts, leader, clerk } = await aLeave(db, clock)
    const ask = () =>
      recordSubstitution(parts, clerk.officer, {
        postId: clerk.officer.postId,
        substituteId: leader.officer.personId,
        from: '2023-11-09',
        through: '2023-11-09',
        reason: 'Nghỉ ốm',
        legalNumber: 'Đơn ngày 9/11',
      })
    const head = await signedIn(parts, 'truong.001')
    expect(await endSubstitution(parts, head.officer, (await ask()).id)).toMatchObject({
      stage: 'refused',
      approvedBy: null,
      allowedActions: [],
    })
    expect(await endSubstitution(parts, clerk.officer, (await ask()).id)).toMatchObject({
      stage: 'withdrawn',
    })
    expect((await getMe(parts, leader.officer)).posts).toHaveLength(1)
  })

  dbTest(
    'cannot be passed on, overlap, be for oneself, or go to a stranger or one who is away',
    async ({ db, clock }) => {
      const { parts, leader, clerk, wish } = await aLeave(db, clock)
      const wrong = (change: Partial<RecordSubstitution>) =>
        recordSubstitution(parts, leader.officer, { ...wish, ...change })
      const stranger = await signedIn(parts, 'haivitri')
      const problems: [Partial<RecordSubstitution>, string][] = [
        [{ substituteId: leader.officer.personId }, 'self'],
        [{ through: '2023-11-08' }, 'days'],
        [{ from: '2023-10-01', through: '2023-10-02' }, 'days'],
        [{ through: '2025-01-01' }, 'days'],
        [{ postId: 999_999 }, 'post'],
      ]
      for (const [change, problem] of problems)
        await expect(wrong(change)).rejects.toMatchObject({
          code: 'organisation.substitute_wrong',
          facts: { problem },
        })
      await expect(wrong({ from: '2023-02-30' })).rejects.toMatchObject({ code: 'organisation.wrong_day' })
      const head = await signedIn(parts, 'truong.001')
      await expect(
        recordSubstitution(parts, stranger.officer, { ...wish, substituteId: head.officer.personId }),
      ).rejects.toMatchObject({ code: 'organisation.forbidden' })

      const { id } = await recordSubstitution(parts, leader.officer, wish)
      await switchPost(parts, clerk.officer, clerk.token, { postId: wish.postId, substitution: id })
      const acting = await authenticate(parts, clerk.token)
      if (!acting) throw new Error('nobody acts')
      await expect(
        recordSubstitution(parts, acting, { ...wish, substituteId: head.officer.personId }),
      ).rejects.toMatchObject({ code: 'organisation.no_passing_on' })
      await expect(
        recordSubstitution(parts, head.officer, {
          ...wish,
          postId: head.officer.postId,
          substituteId: leader.officer.personId,
        }),
      ).rejects.toMatchObject({ facts: { problem: 'away' } })
      await expect(wrong({ substituteId: head.officer.personId })).rejects.toMatchObject({
        code: 'organisation.substituted_already',
      })
    },
  )

  dbTest('may be for a part of the work, and others stand in for other parts', async ({ db, clock }) => {
    const { parts, leader, clerk, wish } = await aLeave(db, clock)
    const head = await signedIn(parts, 'truong.001')
    const one = await recordSubstitution(parts, leader.officer, { ...wish, fields: ['Hộ tịch'] })
    expect(one).toMatchObject({ fields: ['Hộ tịch'], procedureCodes: [] })
    const beside = (change: Partial<RecordSubstitution>) =>
      recordSubstitution(parts, leader.officer, { ...wish, substituteId: head.officer.personId, ...change })
    for (const change of [{}, { fields: ['Hộ tịch'] }, { procedureCodes: ['1.001193'] }])
      await expect(beside(change)).rejects.toMatchObject({ code: 'organisation.substituted_already' })
    expect(await beside({ fields: ['Đất đai'] })).toMatchObject({ stage: 'in_force' })
    await switchPost(parts, clerk.officer, clerk.token, { postId: wish.postId, substitution: one.id })
    const acting = await authenticate(parts, clerk.token)
    expect(acting?.onBehalfOf?.scope).toEqual({ fields: ['Hộ tịch'], procedureCodes: [] })
    const sits = await signedIn(parts, 'haivitri')
    const specialist = (await getMe(parts, sits.officer)).posts.find((post) => post.kind === 'specialist')
    await expect(
      recordSubstitution(parts, (await signedIn(parts, 'quantri')).officer, {
        ...wish,
        postId: specialist?.postId ?? 0,
        substituteId: (await signedIn(parts, 'kiemsoat')).officer.personId,
        fields: ['Đất đai'],
      }),
    ).rejects.toMatchObject({ facts: { problem: 'scope' } })
  })

  dbTest('is told for any day, and of another unit only to whoever appoints there', async ({ db, clock }) => {
    const { parts, leader, clerk, wish } = await aLeave(db, clock)
    await recordSubstitution(parts, leader.officer, wish)
    const on = async (day: string) =>
      (await listSubstitutionViews(parts, clerk.officer, { on: day })).substitutions.map(
        (one) => one.substitute,
      )
    expect(await on('2023-11-08')).toEqual([])
    expect(await on('2023-11-10')).toEqual([clerk.officer.name])
    expect(await on('2023-11-11')).toEqual([])
    const desk = await signedIn(parts, 'motcua.00001')
    const { unitId } = leader.officer
    await expect(listSubstitutionViews(parts, desk.officer, { unitId })).rejects.toMatchObject({
      code: 'organisation.forbidden',
    })
    expect(await listSubstitutionViews(parts, desk.officer, {})).toMatchObject({
      substitutions: [],
      mayAppoint: false,
    })
  })
})

committedTest(
  'two for the same part of a post, recorded at the same moment on two connections, do not both hold',
  async ({ db, database, clock }) => {
    const { parts, leader, wish } = await aLeave(db, clock)
    const head = await signedIn(parts, 'truong.001')
    const part = { ...wish, procedureCodes: ['1.001193'] }
    let both: Promise<PromiseSettledResult<unknown>[]> = Promise.resolve([])
    await parts.db.transaction().execute(async (tx) => {
      await lockSubstitutions(tx)
      both = Promise.allSettled(
        [part, { ...part, substituteId: head.officer.personId }].map((one) =>
          recordSubstitution(parts, leader.officer, one),
        ),
      )
      // Both have read what stands and want to write before either has written.
      let waiting = 0
      while (waiting < 2) {
        const { rows } = await database.pool.query<{ waiting: number }>(
          'select count(*)::int as waiting from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
        )
        waiting = rows[0]?.waiting ?? 0
      }
    })
    const refused = (await both).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toMatchObject([{ code: 'organisation.substituted_already' }])
    const { substitutions } = await listSubstitutionViews(parts, leader.officer, {})
    expect(substitutions).toHaveLength(1)
  },
)
