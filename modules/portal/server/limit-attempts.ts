import { createHash } from 'node:crypto'
import { countAttempts, deleteOldAttempts, forgetAttempts, sumAttempts } from './attempt-store.ts'
import { portalErrors } from './errors.ts'
import type { PortalDb } from './tables.ts'

const MINUTE_MS = 60_000
const WINDOW_MS = 15 * MINUTE_MS

/**
 * Tries allowed in a quarter of an hour. An address may stand for a whole apartment house or a commune's
 * public computer, so it is wider than one login from one address.
 */
const LIMITS = { login: 30, loginAndAddress: 8, address: 200, register: 20, lookUp: 60 }
export type AttemptKind = keyof typeof LIMITS

export type Attempts = readonly (readonly [kind: AttemptKind, subject: string])[]

/** Counts tries before they are looked at, so that guesses made together cannot slip under the limit. Errors: `portal.too_many_attempts`. */
export async function limitAttempts(db: PortalDb, now: Date, attempts: Attempts): Promise<void> {
  const keys = attempts.map(([kind, subject]) => keyOf(kind, subject))
  const sums = await sumAttempts(db, keys, new Date(now.getTime() - WINDOW_MS))
  const over = attempts.some(([kind], index) => (sums.get(keys[index] ?? '') ?? 0) >= LIMITS[kind])
  if (over) throw portalErrors.tooManyAttempts(WINDOW_MS / 1000)
  await countAttempts(db, keys, new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS))
}

/** The try was right: what was counted against its owner is forgotten. */
export async function forgiveAttempts(db: PortalDb, now: Date, attempts: Attempts): Promise<void> {
  await forgetAttempts(
    db,
    attempts.map(([kind, subject]) => keyOf(kind, subject)),
  )
  await deleteOldAttempts(db, new Date(now.getTime() - WINDOW_MS))
}

/** Refuses without counting, where only failures count. Errors: `portal.too_many_attempts`. */
export async function assertBelowLimit(
  db: PortalDb,
  now: Date,
  kind: AttemptKind,
  subject: string,
): Promise<void> {
  const key = keyOf(kind, subject)
  const sums = await sumAttempts(db, [key], new Date(now.getTime() - WINDOW_MS))
  if ((sums.get(key) ?? 0) >= LIMITS[kind]) throw portalErrors.tooManyAttempts(WINDOW_MS / 1000)
}

/** Hashed, because people type their password into the login field. */
function keyOf(kind: AttemptKind, subject: string): string {
  return `${kind}:${createHash('sha256').update(subject).digest('base64url').slice(0, 22)}`
}
