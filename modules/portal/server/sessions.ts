import { createHash } from 'node:crypto'
import { newToken } from '#platform/ids.ts'
import { citizenCookie, type Citizen, type PersonTyped } from '../contract.ts'
import { findAccount } from './account-store.ts'
import { adoptDrafts } from './draft-store.ts'
import { forgiveAttempts, limitAttempts, type Attempts } from './limit-attempts.ts'
import type { Parts } from './parts.ts'
import type { Passwords } from './passwords.ts'
import {
  deleteEndedSessions,
  findSession,
  insertSession,
  revokeSession,
  touchSession,
} from './session-store.ts'

const HOUR_MS = 3_600_000
/** A session ends after a day without use, and after two weeks in any case. */
const IDLE_MS = 24 * HOUR_MS
export const longestSessionMs = 14 * 24 * HOUR_MS
/** How often the last use is written down. */
const TOUCH_MS = 60_000

export type Cookies = Readonly<Record<string, string | undefined>>
export type Visit = { ip: string; userAgent: string }

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The hash of a token that could be one of ours. */
export function tokenHashOf(token: string | undefined): Buffer | undefined {
  return token !== undefined && /^[\w-]{43}$/.test(token) ? hashToken(token) : undefined
}

/** The citizen a cookie belongs to now, if any. */
export async function citizenOf(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  cookies: Cookies,
): Promise<Citizen | undefined> {
  const tokenHash = tokenHashOf(cookies[citizenCookie])
  if (!tokenHash) return undefined
  const now = clock.now()
  const row = await findSession(db, tokenHash, now)
  if (!row) return undefined
  if (now.getTime() - row.lastSeenAt.getTime() >= TOUCH_MS) {
    await touchSession(db, tokenHash, now, expiryOf(row.createdAt, now))
  }
  return citizenFrom(row.accountId, row.login, row.person)
}

export function citizenFrom(id: string, login: string, person: PersonTyped): Citizen {
  return { id, login, name: person.fullName || login, person }
}

/** Signs in with login and password: a new session's token, or undefined when they do not match. Errors: `portal.too_many_attempts`. */
export async function signIn(
  parts: Pick<Parts, 'db' | 'clock'>,
  passwords: Passwords,
  typed: { login: string; password: string },
  visit: Visit,
  holderHash: Buffer | undefined,
): Promise<string | undefined> {
  const { db, clock } = parts
  const login = loginAsTyped(typed.login)
  const own: Attempts = [
    ['loginAndAddress', `${login}\n${visit.ip}`],
    ['login', login],
  ]
  await limitAttempts(db, clock.now(), [...own, ['address', visit.ip]])
  const account = await findAccount(db, login)
  if (!(await passwords.matches(typed.password, account?.passwordHash)) || !account) return undefined
  await forgiveAttempts(db, clock.now(), own)
  return startSession(parts, account.id, visit, holderHash)
}

/** A new session, which takes over the drafts begun in this browser. */
export async function startSession(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  accountId: string,
  { ip, userAgent }: Visit,
  holderHash: Buffer | undefined,
): Promise<string> {
  const token = newToken(32)
  const now = clock.now()
  await deleteEndedSessions(db, accountId, new Date(now.getTime() - longestSessionMs))
  await insertSession(db, {
    tokenHash: hashToken(token),
    accountId,
    now,
    expiresAt: expiryOf(now, now),
    ip,
    userAgent: userAgent.slice(0, 300),
  })
  if (holderHash) await adoptDrafts(db, holderHash, accountId)
  return token
}

export async function signOut({ db, clock }: Pick<Parts, 'db' | 'clock'>, cookies: Cookies): Promise<void> {
  const tokenHash = tokenHashOf(cookies[citizenCookie])
  if (tokenHash) await revokeSession(db, tokenHash, clock.now())
}

/** Logins differ neither by case nor by the composition of their letters. */
export function loginAsTyped(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase().slice(0, 200)
}

function expiryOf(createdAt: Date, now: Date): Date {
  return new Date(Math.min(createdAt.getTime() + longestSessionMs, now.getTime() + IDLE_MS))
}

/** A device in a word or two, as its browser calls itself. */
export function deviceOf(userAgent: string): string {
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(userAgent)?.[0] ?? ''
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(userAgent)?.[0] ?? ''
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'Mac' }
  return [browser, system]
    .filter(Boolean)
    .map((name) => names[name] ?? name)
    .join(', ')
}
