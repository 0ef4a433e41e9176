import { createHash } from 'node:crypto'
import { inTransaction } from '#platform/database.ts'
import {
  addAttempts,
  deleteOldAttempts,
  forgiveAttempts,
  listAttempts,
  type AttemptCount,
} from './attempt-store.ts'
import { organisationErrors } from './errors.ts'
import type { OrganisationDb } from './tables.ts'

const MINUTE_MS = 60_000
const WINDOW_MS = 15 * MINUTE_MS

/**
 * Failed sign-ins allowed in a quarter of an hour. One person mistyping is stopped first; the login from
 * everywhere is wider, so that a stranger cannot easily lock an officer out; an address is widest, because
 * a whole district office may stand behind one.
 */
const LIMITS = { loginAndAddress: 8, login: 50, address: 300 }

export type Attempt = {
  limits: ReadonlyMap<string, number>
  cleared: readonly string[]
  shared: string
  minute: Date
}

/**
 * Counts a sign-in before its password is looked at, so that guesses made at the same time cannot slip
 * under the limit together. Over the limit it is refused uncounted: waiting always helps.
 */
export async function countAttempt(
  db: OrganisationDb,
  now: Date,
  login: string,
  ip: string,
): Promise<Attempt> {
  const both = keyOf('both', `${login}\n${ip}`)
  const alone = keyOf('login', login)
  const address = keyOf('address', ip)
  const limits = new Map([
    [both, LIMITS.loginAndAddress],
    [alone, LIMITS.login],
    [address, LIMITS.address],
  ])
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS)
  const keys = [...limits.keys()]

  await inTransaction(db, async (tx) => {
    await addAttempts(tx, keys, minute)
    const counts = await listAttempts(tx, keys, windowStart(now))
    const wait = Math.max(
      ...keys.map((key) =>
        secondsToWait(
          counts.filter((count) => count.key === key),
          limits.get(key) ?? 0,
          now,
        ),
      ),
    )
    if (wait > 0) throw organisationErrors.tooManyAttempts(wait)
  })
  return { limits, cleared: [both, alone], shared: address, minute }
}

/** The password was right: what was counted on the way to it is forgiven. */
export async function forgive(db: OrganisationDb, now: Date, attempt: Attempt): Promise<void> {
  await forgiveAttempts(db, attempt.cleared, attempt.shared, attempt.minute)
  await deleteOldAttempts(db, windowStart(now))
}

/** Until enough of the oldest minutes have left the window for one more attempt; 0 when there is room now. */
export function secondsToWait(counts: readonly AttemptCount[], limit: number, now: Date): number {
  let excess = counts.reduce((sum, count) => sum + count.failures, 0) - limit
  for (const count of [...counts].sort((a, b) => a.minute.getTime() - b.minute.getTime())) {
    if (excess <= 0) return 0
    excess -= count.failures
    if (excess <= 0)
      return Math.max(1, Math.ceil((count.minute.getTime() + WINDOW_MS - now.getTime()) / 1000))
  }
  return 0
}

function windowStart(now: Date): Date {
  return new Date(now.getTime() - WINDOW_MS)
}

/** Hashed, because people type their password into the login field. */
function keyOf(kind: string, text: string): string {
  return `${kind}:${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
}
