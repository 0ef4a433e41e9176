import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { mayWithin } from './permission-scope.ts'
import { demoPassword } from './password.ts'
import { signIn } from './sign-in.ts'
import { aCaller, aSmallCity, signedIn } from './small-city.ts'
import { raiseRevision } from './unit-store.ts'
import { authenticate, changePassword, getMe, signOut, signOutEverywhere, switchPost } from './use-session.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

dbTest('a session that is used goes on, one that is not used ends', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { token } = await signedIn(parts, 'quantri')
  for (let hour = 0; hour < 5; hour++) {
    clock.advance(100 * MINUTE)
    expect(await authenticate(parts, token)).toBeDefined()
  }
  clock.advance(121 * MINUTE)
  expect(await authenticate(parts, token)).toBeUndefined()
})

dbTest('no use keeps a session alive past its absolute end', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { token } = await signedIn(parts, 'quantri')
  for (let hour = 0; hour < 13; hour++) {
    clock.advance(HOUR)
    expect(await authenticate(parts, token)).toBeDefined()
  }
  clock.advance(HOUR)
  expect(await authenticate(parts, token)).toBeUndefined()
})

dbTest('signing out ends this session at once and leaves the others', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const here = await signedIn(parts, 'quantri')
  const there = await signedIn(parts, 'quantri')
  await signOut(parts, here.token)
  expect(await authenticate(parts, here.token)).toBeUndefined()
  expect(await authenticate(parts, there.token)).toBeDefined()
})

dbTest(
  'signing out everywhere ends every session of the account and nobody else’s',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const here = await signedIn(parts, 'quantri')
    const there = await signedIn(parts, 'quantri')
    const other = await signedIn(parts, 'kiemsoat')
    await signOutEverywhere(parts, here.officer)
    expect(await authenticate(parts, here.token)).toBeUndefined()
    expect(await authenticate(parts, there.token)).toBeUndefined()
    expect(await authenticate(parts, other.token)).toBeDefined()
  },
)

dbTest(
  'a session looked up a moment ago costs no round trip, one revoked elsewhere ends within five seconds',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const { token, officer } = await signedIn(parts, 'quantri')
    await parts.db.updateTable('organisation.session').set({ revoked_at: clock.now() }).execute()
    clock.advance(5_000)
    expect(await authenticate(parts, token)).toBe(officer)
    clock.advance(1)
    expect(await authenticate(parts, token)).toBeUndefined()
  },
)

dbTest(
  'somebody with two posts works on one at a time and may change to the other',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const { token, officer } = await signedIn(parts, 'haivitri')
    const me = await getMe(parts, officer)
    expect(me.posts.map((post) => post.unitName)).toEqual(['Phường Phúc Xá', 'Phường Phúc Tân'])
    expect(mayWithin(parts.registry.units(), officer, 'dossiers.receive', officer.unitId)).toBe(true)

    await switchPost(parts, officer, token, { postId: me.posts[1]?.postId ?? 0 })
    const there = await authenticate(parts, token)
    expect(there).toMatchObject({
      postKind: 'specialist',
      fields: ['Hộ tịch', 'Chứng thực'],
      personId: officer.personId,
    })
    if (!there) return
    expect(mayWithin(parts.registry.units(), there, 'dossiers.receive')).toBe(false)
    expect(mayWithin(parts.registry.units(), there, 'dossiers.process', officer.unitId)).toBe(false)
  },
)

dbTest('nobody can sit on a post of somebody else', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const operator = await signedIn(parts, 'quantri')
  const { token, officer } = await signedIn(parts, 'haivitri')
  await expect(switchPost(parts, officer, token, { postId: operator.officer.postId })).rejects.toMatchObject({
    code: 'organisation.post_not_held',
  })
  expect((await authenticate(parts, token))?.postId).toBe(officer.postId)
})

dbTest('when an assignment ends its holder is no longer signed in to that post', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { token, officer } = await signedIn(parts, 'haivitri')
  await parts.db
    .updateTable('organisation.assignment')
    .set({ valid_to: '2023-11-10' })
    .where('post_id', '=', officer.postId)
    .execute()
  clock.set('2023-11-09T16:50:00Z')
  const { token: evening } = await signedIn(parts, 'haivitri')
  expect(await authenticate(parts, evening)).toMatchObject({ postId: officer.postId })
  clock.set('2023-11-09T17:00:00Z')
  expect(await authenticate(parts, token)).toBeUndefined()
  expect(await authenticate(parts, evening)).toBeUndefined()
  expect((await signedIn(parts, 'haivitri')).officer).toMatchObject({ postKind: 'specialist' })
})

dbTest('when a unit closes nobody works in it any more', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { token } = await signedIn(parts, 'motcua.00001')
  await parts.db
    .updateTable('organisation.unit')
    .set({ closed_on: '2023-11-09' })
    .where('code', '=', '00001')
    .execute()
  await raiseRevision(parts.db)
  clock.advance(6_000)
  expect(await authenticate(parts, token)).toBeUndefined()
})

dbTest(
  'a grant that the city ends is gone for everybody signed in, and does not come back at the next start',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const { token } = await signedIn(parts, 'vanthu.001')
    await parts.db
      .updateTable('organisation.post_grant')
      .set({ valid_to: '2023-11-09', legal_ground: 'Quyết định thử' })
      .where('permission', '=', 'dossiers.issue')
      .execute()
    await raiseRevision(parts.db)
    await parts.registry.start()
    clock.advance(6_000)
    expect((await authenticate(parts, token))?.grants).toEqual([
      { permission: 'dossiers.read', scope: 'unit' },
    ])
  },
)

dbTest('behind a one-time password nothing is granted until it is changed', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  await parts.db.updateTable('organisation.account').set({ password_changed_at: null }).execute()
  const { token, officer } = await signedIn(parts, 'quantri')
  expect(officer.grants).toEqual([])
  expect((await getMe(parts, officer)).mustChangePassword).toBe(true)

  await changePassword(parts, officer, token, aCaller.ip, { current: demoPassword, next: 'hồ Tây buổi sáng' })
  const after = await authenticate(parts, token)
  expect(after?.grants).toContainEqual({ permission: 'organisation.manage', scope: 'city' })
})

dbTest(
  'a changed password ends the other sessions, and works in every Unicode form',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const here = await signedIn(parts, 'quantri')
    const there = await signedIn(parts, 'quantri')
    await changePassword(parts, here.officer, here.token, aCaller.ip, {
      current: demoPassword,
      next: 'hồ Tây buổi sáng',
    })
    expect(await authenticate(parts, here.token)).toBeDefined()
    expect(await authenticate(parts, there.token)).toBeUndefined()
    const login = 'quantri'
    await signIn(parts, { login, password: 'hồ Tây buổi sáng'.normalize('NFD') }, aCaller)
    await expect(signIn(parts, { login, password: demoPassword }, aCaller)).rejects.toMatchObject({
      code: 'organisation.wrong_credentials',
    })
  },
)

dbTest(
  'a weak new password and a wrong current one are refused and nothing changes',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const { token, officer } = await signedIn(parts, 'quantri')
    const change = (current: string, next: string) =>
      changePassword(parts, officer, token, aCaller.ip, { current, next })
    for (const next of [
      'ngắn',
      'aaaaaaaaaaaaa',
      'toi-la-quantri-day',
      demoPassword,
      demoPassword.toUpperCase(),
      'x9'.repeat(200),
    ]) {
      await expect(change(demoPassword, next)).rejects.toMatchObject({ code: 'organisation.weak_password' })
    }
    await expect(change('sai', 'hồ Tây buổi sáng')).rejects.toMatchObject({
      code: 'organisation.current_password_wrong',
    })
    await signIn(parts, { login: 'quantri', password: demoPassword }, aCaller)
  },
)
