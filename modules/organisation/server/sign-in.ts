import { hash } from 'node:crypto'
import { newToken } from '#platform/ids.ts'
import type { SignIn } from '../contract.ts'
import { findAccountByLogin, listHeldPosts } from './account-store.ts'
import { organisationErrors } from './errors.ts'
import { countAttempt, forgive } from './limit-attempts.ts'
import { findLogin } from './names.ts'
import type { Parts, SessionTimes } from './parts.ts'
import { deleteEndedSessions, insertSession } from './session-store.ts'

const TOKEN_BYTES = 32
const INQUIRY_MS = 30 * 24 * 3_600_000

/** What a session token looks like; anything else in the cookie is not looked up. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/

export type Caller = { ip: string; userAgent: string }

/** Opens a session for a login and its password, on the first post the person holds today. */
export async function signIn(
  parts: Parts,
  { login, password }: SignIn,
  caller: Caller,
): Promise<{ token: string; expiresAt: Date }> {
  const { db, clock, passwords, log } = parts
  const now = clock.now()
  const name = findLogin(login)

  const attempt = await countAttempt(db, now, name ?? login.slice(0, 64), caller.ip)
  const account = name === undefined ? undefined : await findAccountByLogin(db, name)
  if (!(await passwords.matches(password, account?.passwordHash)) || !account) {
    log.warn({ ip: caller.ip }, 'organisation.sign_in_failed')
    throw organisationErrors.wrongCredentials()
  }
  if (account.disabledAt !== null) throw organisationErrors.accountDisabled()
  const post = (await listHeldPosts(db, parts.today(), [account.personId])).find((held) =>
    parts.registry.units().isOpen(held.unitId),
  )
  if (!post) throw organisationErrors.noPost()

  await forgive(db, now, attempt)
  await deleteEndedSessions(db, account.accountId, new Date(now.getTime() - INQUIRY_MS))
  const token = newToken(TOKEN_BYTES)
  const expiresAt = expiryOf(parts.times, now, now)
  await insertSession(db, {
    tokenHash: hashToken(token),
    accountId: account.accountId,
    postId: post.postId,
    now,
    expiresAt,
    ip: caller.ip.slice(0, 64),
    userAgent: caller.userAgent.slice(0, 300),
  })
  log.info({ accountId: account.accountId, ip: caller.ip }, 'organisation.signed_in')
  return { token, expiresAt }
}

/** Use moves the end forward; nothing moves it past the absolute end. */
export function expiryOf(times: SessionTimes, createdAt: Date, seenAt: Date): Date {
  return new Date(
    Math.min(
      seenAt.getTime() + times.idleMinutes * 60_000,
      createdAt.getTime() + times.absoluteHours * 3_600_000,
    ),
  )
}

export function isToken(token: string): boolean {
  return TOKEN.test(token)
}

export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
