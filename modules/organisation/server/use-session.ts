import { inTransaction } from '#platform/database.ts'
import type { ChangePassword, HeldPost, Me, Officer, PersonId, PostId } from '../contract.ts'
import { findAccount, listHeldPosts, setPassword } from './account-store.ts'
import { followPostMove } from './apply-store.ts'
import { onBehalfOf } from './find-stand-in.ts'
import { organisationErrors } from './errors.ts'
import { countAttempt, forgive } from './limit-attempts.ts'
import { heldPostView, officerOf, type Parts } from './parts.ts'
import { requireStrongPassword } from './password.ts'
import {
  findSession,
  revokeSession,
  revokeSessionsOf,
  setSessionPost,
  touchSession,
} from './session-store.ts'
import { actingBy, standInPost, standInsOf } from './substitutions.ts'
import { expiryOf, hashToken, isToken } from './sign-in.ts'

/** How often the last use of a session is written down; its end may be off by this much. */
const TOUCH_MS = 60_000

/** Who holds this token now; undefined for anything that is not a session in force. */
export async function authenticate(parts: Parts, token: string | undefined): Promise<Officer | undefined> {
  if (token === undefined || !isToken(token)) return undefined
  const { db, registry, sessions } = parts
  const now = parts.clock.now()
  const tokenHash = hashToken(token)
  const key = tokenHash.toString('base64')
  const known = sessions.find(key, now.getTime())
  if (known) return known

  const begun = sessions.begin()
  const today = parts.today()
  let row = await findSession(db, tokenHash, now, today)
  // The post may have gone to another unit overnight: whoever sat on it works on from there.
  while (!row && (await followPostMove(db, tokenHash, today)))
    row = await findSession(db, tokenHash, now, today)
  if (!row) return undefined
  await registry.follow(row.revision)
  const standsIn = row.substitution === null ? undefined : actingBy(parts, row.personId, row.substitution)
  if (row.substitution !== null && standsIn?.postId !== row.postId) {
    // The substitution is over: one's own first post is where one goes on.
    const [own] = await heldPostsOf(parts, row.personId)
    if (!own) return undefined
    await setSessionPost(db, tokenHash, own.postId, null)
    return authenticate(parts, token)
  }
  if (!registry.units().isOpen(row.unitId)) return undefined
  let { expiresAt } = row
  if (now.getTime() - row.lastSeenAt.getTime() >= TOUCH_MS) {
    expiresAt = expiryOf(parts.times, row.createdAt, now)
    await touchSession(db, tokenHash, now, expiresAt)
  }
  const officer = officerOf(registry, row, standsIn && onBehalfOf(standsIn))
  sessions.keep(key, { officer, readAt: now.getTime(), expiresAt: expiresAt.getTime() }, begun)
  return officer
}

export async function signOut(parts: Parts, token: string): Promise<void> {
  const tokenHash = hashToken(token)
  await revokeSession(parts.db, tokenHash, parts.clock.now())
  parts.sessions.forget(tokenHash.toString('base64'))
}

/** Ends all sessions of the officer's account, on every machine, this one too. */
export async function signOutEverywhere(parts: Parts, officer: Officer): Promise<void> {
  await revokeSessionsOf(parts.db, officer.accountId, parts.clock.now())
  parts.sessions.forgetAccount(officer.accountId)
}

/** Goes on working in the same session on another post, one's own or one where one stands in. */
export async function switchPost(
  parts: Parts,
  officer: Officer,
  token: string,
  { postId, substitution }: { postId: PostId; substitution?: number },
): Promise<void> {
  const posts = await postsOf(parts, officer.personId)
  if (!posts.some((post) => post.postId === postId && post.onBehalfOf?.substitution === substitution))
    throw organisationErrors.postNotHeld(postId)
  const tokenHash = hashToken(token)
  await setSessionPost(parts.db, tokenHash, postId, substitution ?? null)
  parts.sessions.forget(tokenHash.toString('base64'))
}

/** Changes one's own password; other sessions end, this one goes on. */
export async function changePassword(
  parts: Parts,
  officer: Officer,
  token: string,
  ip: string,
  { current, next }: ChangePassword,
): Promise<void> {
  const account = await findAccount(parts.db, officer.accountId)
  if (!account) throw organisationErrors.noPost()
  const now = parts.clock.now()
  const attempt = await countAttempt(parts.db, now, account.login, ip)
  if (!(await parts.passwords.matches(current, account.passwordHash)))
    throw organisationErrors.currentPasswordWrong()
  await forgive(parts.db, now, attempt)
  requireStrongPassword(next, account.login)
  if (await parts.passwords.matches(next, account.passwordHash)) throw organisationErrors.weakPassword()

  const passwordHash = await parts.passwords.hash(next)
  await inTransaction(parts.db, async (tx) => {
    await setPassword(tx, account.accountId, passwordHash, now)
    await revokeSessionsOf(tx, account.accountId, now, hashToken(token))
  })
  parts.sessions.forgetAccount(account.accountId)
}

/** Who I am, where I sit, where else I could, and what I may do from here. */
export async function getMe(parts: Parts, officer: Officer): Promise<Me> {
  const [account, posts] = [
    await findAccount(parts.db, officer.accountId),
    await postsOf(parts, officer.personId),
  ]
  const post = posts.find(
    (held) =>
      held.postId === officer.postId && held.onBehalfOf?.substitution === officer.onBehalfOf?.substitution,
  )
  if (!account || !post) throw organisationErrors.noPost()
  return {
    accountId: officer.accountId,
    personId: officer.personId,
    name: account.name,
    login: account.login,
    post,
    posts,
    grants: [...officer.grants],
    mustChangePassword: account.passwordChangedAt === null,
  }
}

/** One's own posts, and those where one stands in. */
async function postsOf(parts: Parts, personId: PersonId): Promise<HeldPost[]> {
  return [
    ...(await heldPostsOf(parts, personId)),
    ...standInsOf(parts, personId).map((one) => standInPost(parts, one)),
  ]
}

async function heldPostsOf(parts: Parts, personId: PersonId): Promise<HeldPost[]> {
  const rows = await listHeldPosts(parts.db, parts.today(), [personId])
  return rows
    .filter((row) => parts.registry.units().isOpen(row.unitId))
    .map((row) => heldPostView(parts, row))
}
