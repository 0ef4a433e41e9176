import { expect, test } from 'vitest'
import { committedTest, dbTest } from '#testing/db-test.ts'
import { setDisabled } from './account-store.ts'
import { countAttempt, secondsToWait } from './limit-attempts.ts'
import { demoPassword } from './password.ts'
import { signIn } from './sign-in.ts'
import { aCaller, aSmallCity, signedIn } from './small-city.ts'
import type { OrganisationTables } from './tables.ts'
import { authenticate } from './use-session.ts'

const wrong = { code: 'organisation.wrong_credentials', kind: 'forbidden' }
const tooMany = { code: 'organisation.too_many_attempts', kind: 'forbidden' }

dbTest('an officer signs in and has the permissions of the post', async ({ db, clock }) => {
  const { officer } = await signedIn(await aSmallCity(db, clock), 'motcua.00001')
  expect(officer).toMatchObject({ name: 'Nguyễn Thị Ánh', postKind: 'one_stop' })
  expect(officer.grants).toContainEqual({ permission: 'dossiers.receive', scope: 'unit' })
})

dbTest('the database keeps a hash of the token and never the token', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { token } = await signedIn(parts, 'quantri')
  const [session] = await parts.db.selectFrom('organisation.session').select('token_hash').execute()
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(session?.token_hash).toHaveLength(32)
  expect(session?.token_hash.equals(Buffer.from(token, 'base64url'))).toBe(false)
})

dbTest('a wrong password and an unknown login are refused in the same words', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  await expect(signIn(parts, { login: 'quantri', password: 'sai' }, aCaller)).rejects.toMatchObject(wrong)
  await expect(signIn(parts, { login: 'khongco', password: demoPassword }, aCaller)).rejects.toMatchObject(
    wrong,
  )
  expect(await parts.db.selectFrom('organisation.session').select('account_id').execute()).toEqual([])
})

dbTest('an unknown login costs a whole verification of a password', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const verified: (string | undefined)[] = []
  const passwords = {
    ...parts.passwords,
    async matches(password: string, stored: string | undefined) {
      verified.push(stored)
      return parts.passwords.matches(password, stored)
    },
  }
  await expect(
    signIn({ ...parts, passwords }, { login: 'khongco', password: 'x' }, aCaller),
  ).rejects.toMatchObject(wrong)
  expect(verified).toEqual([undefined])
})

dbTest('odd logins are wrong credentials and not errors', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  for (const login of ["' or 1=1 --", '<script>', 'quantri\u0000', '\u202equantri', 'x'.repeat(1000), ' ']) {
    await expect(signIn(parts, { login, password: demoPassword }, aCaller)).rejects.toMatchObject(wrong)
  }
})

dbTest('capitals, blanks and decomposed letters in a login still find the account', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  await parts.db
    .updateTable('organisation.account')
    .set({ login: 'quảntrị' })
    .where('login', '=', 'quantri')
    .execute()
  expect((await signedIn(parts, ' QuảnTrị '.normalize('NFD'))).officer.postKind).toBe('operator')
})

dbTest('a disabled account is told so only with the right password', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { officer } = await signedIn(parts, 'kiemsoat')
  await setDisabled(parts.db, officer.accountId, clock.now())
  await expect(signIn(parts, { login: 'kiemsoat', password: 'sai' }, aCaller)).rejects.toMatchObject(wrong)
  await expect(signIn(parts, { login: 'kiemsoat', password: demoPassword }, aCaller)).rejects.toMatchObject({
    code: 'organisation.account_disabled',
  })
})

dbTest('a person without a post today cannot sign in', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  await parts.db.updateTable('organisation.assignment').set({ valid_to: '2023-11-09' }).execute()
  await expect(signIn(parts, { login: 'quantri', password: demoPassword }, aCaller)).rejects.toMatchObject({
    code: 'organisation.no_post',
  })
})

dbTest(
  'after eight wrong passwords even the right one must wait, and then is welcome',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    for (let guess = 0; guess < 8; guess++) {
      await expect(
        signIn(parts, { login: 'quantri', password: `sai ${guess}` }, aCaller),
      ).rejects.toMatchObject(wrong)
    }
    await expect(signIn(parts, { login: 'quantri', password: demoPassword }, aCaller)).rejects.toMatchObject({
      ...tooMany,
      facts: { retryAfterSeconds: 900 },
    })
    // Somebody else at the same counter, and the same officer elsewhere, are not held up.
    await signIn(parts, { login: 'kiemsoat', password: demoPassword }, aCaller)
    await signIn(parts, { login: 'quantri', password: demoPassword }, { ...aCaller, ip: '192.0.2.2' })
    // The success elsewhere forgave the login, not the address the guesses came from.
    await expect(signIn(parts, { login: 'quantri', password: demoPassword }, aCaller)).rejects.toMatchObject(
      tooMany,
    )
    clock.advance(900_000)
    await signIn(parts, { login: 'quantri', password: demoPassword }, aCaller)
  },
)

dbTest('a right password clears what was mistyped before it', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  for (let round = 0; round < 4; round++) {
    for (let guess = 0; guess < 7; guess++) {
      await expect(signIn(parts, { login: 'quantri', password: 'sai' }, aCaller)).rejects.toMatchObject(wrong)
    }
    await signIn(parts, { login: 'quantri', password: demoPassword }, aCaller)
  }
})

dbTest('guesses at one login from many addresses are stopped too', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  for (let guess = 0; guess < 50; guess++) {
    await expect(
      signIn(parts, { login: 'quantri', password: 'sai' }, { ...aCaller, ip: `198.51.100.${guess}` }),
    ).rejects.toMatchObject(wrong)
  }
  await expect(
    signIn(parts, { login: 'quantri', password: 'sai' }, { ...aCaller, ip: '203.0.113.1' }),
  ).rejects.toMatchObject(tooMany)
})

committedTest(
  'guesses made at the same moment cannot slip under the limit together',
  async ({ db, clock }) => {
    const tables = db.withTables<OrganisationTables>()
    const guesses = await Promise.allSettled(
      Array.from({ length: 24 }, () => countAttempt(tables, clock.now(), 'cùng lúc', '203.0.113.7')),
    )
    await tables.deleteFrom('organisation.sign_in_attempt').execute()
    expect(guesses.filter((guess) => guess.status === 'fulfilled')).toHaveLength(8)
    for (const guess of guesses) if (guess.status === 'rejected') expect(guess.reason).toMatchObject(tooMany)
  },
)

test('the wait ends when enough of the oldest minutes have left the window', () => {
  const now = new Date('2023-11-09T02:10:30Z')
  const counts = [
    { key: 'k', minute: new Date('2023-11-09T02:00:00Z'), failures: 2 },
    { key: 'k', minute: new Date('2023-11-09T02:05:00Z'), failures: 5 },
  ]
  expect(secondsToWait(counts, 7, now)).toBe(0)
  expect(secondsToWait(counts, 6, now)).toBe(270)
  expect(secondsToWait(counts, 4, now)).toBe(570)
})

dbTest('a token that was never given out opens nothing', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  for (const token of [undefined, '', 'x', 'A'.repeat(43), 'A'.repeat(10_000), "';--"]) {
    expect(await authenticate(parts, token)).toBeUndefined()
  }
})
