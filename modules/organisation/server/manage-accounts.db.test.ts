import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import type { OpenAccount } from '../accounts.ts'
import type { UnitId } from '../contract.ts'
import { disableAccount, enableAccount, listAccounts, openAccount, resetPassword } from './manage-accounts.ts'
import type { Parts } from './parts.ts'
import { demoPassword } from './password.ts'
import { signIn } from './sign-in.ts'
import { aCaller, aSmallCity, signedIn } from './small-city.ts'
import { authenticate } from './use-session.ts'

const forbidden = { code: 'organisation.forbidden', kind: 'forbidden' }

function unitId(parts: Parts, code: string): UnitId {
  return parts.registry.units().byCode(code)?.id ?? 0
}

function aWish(parts: Parts, more: Partial<OpenAccount> = {}): OpenAccount {
  return {
    fullName: 'Ngô Thị Khánh',
    login: 'moi.00001',
    unitId: unitId(parts, '00001'),
    postKind: 'one_stop',
    title: 'Cán bộ một cửa',
    ...more,
  }
}

/** The head of a district whom the city lets manage the staff of the district and its communes. */
async function aDistrictManager(parts: Parts) {
  await parts.db
    .insertInto('organisation.post_grant')
    .values({
      post_kind: 'head',
      permission: 'organisation.manage',
      scope: 'subtree',
      valid_from: '2023-01-01',
      legal_ground: 'Quyết định thử',
    })
    .execute()
  await parts.registry.refresh()
  return (await signedIn(parts, 'truong.001')).officer
}

dbTest('the operator sees who works in a unit, in the order of given names', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { officer } = await signedIn(parts, 'quantri')
  const accounts = await listAccounts(parts, officer, unitId(parts, '00001'))
  expect(accounts.map((account) => account.name)).toEqual(['Nguyễn Thị Ánh', 'Trần Văn Bình', 'Bùi Thanh Hà'])
  expect(JSON.stringify(accounts)).not.toContain('argon2')
})

dbTest('a new account works once with its one-time password and then with its own', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { officer } = await signedIn(parts, 'quantri')
  const { account, oneTimePassword } = await openAccount(parts, officer, aWish(parts))
  expect(account).toMatchObject({
    login: 'moi.00001',
    mustChangePassword: true,
    posts: [{ kind: 'one_stop' }],
  })
  const { token } = await signIn(parts, { login: 'moi.00001', password: oneTimePassword }, aCaller)
  expect(await authenticate(parts, token)).toMatchObject({ name: 'Ngô Thị Khánh', grants: [] })
})

dbTest(
  'a login that is taken or misshapen, a name with markup and an unknown unit are refused and nothing is written',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const { officer } = await signedIn(parts, 'quantri')
    const open = (more: Partial<OpenAccount>) => openAccount(parts, officer, aWish(parts, more))
    await expect(open({ login: 'QuanTri' })).rejects.toMatchObject({
      code: 'organisation.login_taken',
      kind: 'conflict',
    })
    await expect(open({ login: 'a b' })).rejects.toMatchObject({ code: 'organisation.bad_login' })
    await expect(open({ fullName: '<img src=x>' })).rejects.toMatchObject({ code: 'organisation.bad_name' })
    await expect(open({ unitId: 999 })).rejects.toMatchObject({ code: 'organisation.unit_not_found' })
    const people = await parts.db.selectFrom('organisation.person').select('id').execute()
    expect(people).toHaveLength(8)
  },
)

dbTest('a disabled account is out at once and comes back when enabled', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { officer } = await signedIn(parts, 'quantri')
  const clerk = await signedIn(parts, 'vanthu.001')
  expect(await disableAccount(parts, officer, clerk.officer.accountId)).toMatchObject({ disabled: true })
  expect(await authenticate(parts, clerk.token)).toBeUndefined()
  await enableAccount(parts, officer, clerk.officer.accountId)
  expect(await authenticate(parts, clerk.token)).toBeUndefined()
  expect(await authenticate(parts, (await signedIn(parts, 'vanthu.001')).token)).toBeDefined()
})

dbTest('a reset password ends the old one and every session behind it', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { officer } = await signedIn(parts, 'quantri')
  const clerk = await signedIn(parts, 'vanthu.001')
  const { oneTimePassword } = await resetPassword(parts, officer, clerk.officer.accountId)
  expect(await authenticate(parts, clerk.token)).toBeUndefined()
  await expect(signIn(parts, { login: 'vanthu.001', password: demoPassword }, aCaller)).rejects.toMatchObject(
    {
      code: 'organisation.wrong_credentials',
    },
  )
  await signIn(parts, { login: 'vanthu.001', password: oneTimePassword }, aCaller)
})

dbTest('operators cannot shut themselves out', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { officer } = await signedIn(parts, 'quantri')
  await expect(disableAccount(parts, officer, officer.accountId)).rejects.toMatchObject({
    code: 'organisation.own_account',
  })
  await expect(resetPassword(parts, officer, 99_999)).rejects.toMatchObject({
    code: 'organisation.account_not_found',
  })
})

dbTest('who may not manage staff can neither see nor touch accounts', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { officer } = await signedIn(parts, 'lanhdao.001')
  const clerk = await signedIn(parts, 'vanthu.001')
  await expect(listAccounts(parts, officer, officer.unitId)).rejects.toMatchObject(forbidden)
  await expect(openAccount(parts, officer, aWish(parts))).rejects.toMatchObject(forbidden)
  await expect(disableAccount(parts, officer, clerk.officer.accountId)).rejects.toMatchObject(forbidden)
  await expect(resetPassword(parts, officer, clerk.officer.accountId)).rejects.toMatchObject(forbidden)
})

dbTest(
  'a district’s manager manages its own tree and cannot make or take over a post that reaches further',
  async ({ db, clock }) => {
    const parts = await aSmallCity(db, clock)
    const manager = await aDistrictManager(parts)
    const operator = await signedIn(parts, 'quantri')
    await openAccount(parts, manager, aWish(parts))
    await expect(
      openAccount(parts, manager, aWish(parts, { login: 'm2', unitId: unitId(parts, '00037') })),
    ).rejects.toMatchObject(forbidden)
    await expect(
      openAccount(parts, manager, aWish(parts, { login: 'm3', postKind: 'operator' })),
    ).rejects.toMatchObject(forbidden)
    await expect(resetPassword(parts, manager, operator.officer.accountId)).rejects.toMatchObject(forbidden)
    // Two posts, one of them in another district: only the city may.
    const both = await signedIn(parts, 'haivitri')
    await expect(disableAccount(parts, manager, both.officer.accountId)).rejects.toMatchObject(forbidden)
  },
)
