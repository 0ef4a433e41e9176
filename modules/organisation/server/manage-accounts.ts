import { inTransaction } from '#platform/database.ts'
import type { AccountView, OneTimePassword, OpenAccount } from '../accounts.ts'
import type { AccountId, Officer, PostKind, UnitId } from '../contract.ts'
import {
  findAccount,
  findAccountByLogin,
  listHeldPosts,
  listStaff,
  setDisabled,
  setPassword,
  type AccountRow,
  type HeldPostRow,
} from './account-store.ts'
import { organisationErrors } from './errors.ts'
import { cleanName, getLogin, givenNameKey } from './names.ts'
import { heldPostView, requirePermission, type Parts } from './parts.ts'
import { newOneTimePassword } from './password.ts'
import { insertStaff, lockIds } from './seed-store.ts'
import { revokeSessionsOf } from './session-store.ts'

/** The people who work in a unit, with their accounts and posts. */
export async function listAccounts(parts: Parts, officer: Officer, unitId: UnitId): Promise<AccountView[]> {
  requirePermission(parts, officer, 'organisation.manage', unitId)
  const staff = await listStaff(parts.db, parts.today(), unitId)
  const posts = await listHeldPosts(
    parts.db,
    parts.today(),
    staff.map((account) => account.personId),
  )
  return staff.map((account) => accountView(parts, account, posts))
}

/** Takes a person on: person, post, assignment and account with a one-time password. */
export async function openAccount(
  parts: Parts,
  officer: Officer,
  wish: OpenAccount,
): Promise<OneTimePassword> {
  requireManages(parts, officer, wish.unitId, wish.postKind)
  if (!parts.registry.units().isOpen(wish.unitId)) throw organisationErrors.unitNotFound(wish.unitId)
  const login = getLogin(wish.login)
  const name = cleanName(wish.fullName)
  const oneTimePassword = newOneTimePassword()
  const passwordHash = await parts.passwords.hash(oneTimePassword)

  const accountId = await inTransaction(parts.db, async (tx) => {
    const last = await lockIds(tx)
    if (await findAccountByLogin(tx, login)) throw organisationErrors.loginTaken(login)
    const person_id = last.person + 1
    const id = last.account + 1
    await insertStaff(
      tx,
      {
        people: [{ id: person_id, full_name: name, given_name_key: givenNameKey(name) }],
        accounts: [{ id, person_id, login }],
        posts: [
          {
            id: last.post + 1,
            unit_id: wish.unitId,
            kind: wish.postKind,
            title: wish.title.normalize('NFC'),
            fields: (wish.fields ?? []).map((field) => field.normalize('NFC')),
            person_id,
          },
        ],
      },
      { validFrom: parts.today(), passwordHash, passwordChangedAt: null },
    )
    return id
  })
  return { account: await getAccountView(parts, accountId), oneTimePassword }
}

/** Shuts an account at once, on every machine where it is signed in. */
export async function disableAccount(
  parts: Parts,
  officer: Officer,
  accountId: AccountId,
): Promise<AccountView> {
  await requireManagesAccount(parts, officer, accountId)
  const now = parts.clock.now()
  await inTransaction(parts.db, async (tx) => {
    await setDisabled(tx, accountId, now)
    await revokeSessionsOf(tx, accountId, now)
  })
  parts.sessions.forgetAccount(accountId)
  return getAccountView(parts, accountId)
}

export async function enableAccount(
  parts: Parts,
  officer: Officer,
  accountId: AccountId,
): Promise<AccountView> {
  await requireManagesAccount(parts, officer, accountId)
  await setDisabled(parts.db, accountId, null)
  return getAccountView(parts, accountId)
}

/** Gives a new one-time password; whoever was signed in with the old one no longer is. */
export async function resetPassword(
  parts: Parts,
  officer: Officer,
  accountId: AccountId,
): Promise<OneTimePassword> {
  await requireManagesAccount(parts, officer, accountId)
  const oneTimePassword = newOneTimePassword()
  const passwordHash = await parts.passwords.hash(oneTimePassword)
  await inTransaction(parts.db, async (tx) => {
    await setPassword(tx, accountId, passwordHash, null)
    await revokeSessionsOf(tx, accountId, parts.clock.now())
  })
  parts.sessions.forgetAccount(accountId)
  return { account: await getAccountView(parts, accountId), oneTimePassword }
}

async function requireManagesAccount(parts: Parts, officer: Officer, accountId: AccountId) {
  requirePermission(parts, officer, 'organisation.manage')
  if (accountId === officer.accountId) throw organisationErrors.ownAccount()
  const account = await findAccount(parts.db, accountId)
  if (!account) throw organisationErrors.accountNotFound(accountId)
  const posts = await listHeldPosts(parts.db, parts.today(), [account.personId])
  for (const post of posts) requireManages(parts, officer, post.unitId, post.kind)
  // Somebody without a post today belongs to no unit: only the whole city's manager answers for them.
  if (posts.length === 0) requireManagesCity(officer)
}

/** Nobody may make or take over a post that reaches further than they themselves manage. */
function requireManages(parts: Parts, officer: Officer, unitId: UnitId, kind: PostKind) {
  requirePermission(parts, officer, 'organisation.manage', unitId)
  if (
    parts.registry
      .grantsOf(kind)
      .some(
        (grant) =>
          grant.scope === 'city' &&
          !grant.permission.endsWith('.read') &&
          !grant.permission.endsWith('.watch'),
      )
  ) {
    requireManagesCity(officer)
  }
}

function requireManagesCity(officer: Officer) {
  const citywide = officer.grants.some(
    (grant) => grant.permission === 'organisation.manage' && grant.scope === 'city',
  )
  if (!citywide) throw organisationErrors.forbidden('organisation.manage')
}

async function getAccountView(parts: Parts, accountId: AccountId): Promise<AccountView> {
  const account = await findAccount(parts.db, accountId)
  if (!account) throw organisationErrors.accountNotFound(accountId)
  return accountView(parts, account, await listHeldPosts(parts.db, parts.today(), [account.personId]))
}

function accountView(parts: Parts, account: AccountRow, posts: readonly HeldPostRow[]): AccountView {
  return {
    accountId: account.accountId,
    personId: account.personId,
    name: account.name,
    login: account.login,
    disabled: account.disabledAt !== null,
    mustChangePassword: account.passwordChangedAt === null,
    posts: posts
      .filter((post) => post.personId === account.personId)
      .map((post) => heldPostView(parts, post)),
  }
}
