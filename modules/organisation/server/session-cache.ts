import type { AccountId, Officer } from '../contract.ts'

type Entry = { officer: Officer; readAt: number; expiresAt: number }

/** How long another process may still honour a session after it was revoked here. */
const FRESH_MS = 5_000
const MOST_ENTRIES = 10_000

/**
 * Sessions seen in the last seconds, so that a step costs no extra round trip. What is revoked in this
 * process is forgotten at once, also when a look-up of it is under way.
 */
export type SessionCache = {
  find(key: string, now: number): Officer | undefined
  /** Marks the start of a look-up; its answer is kept only if nothing was forgotten meanwhile. */
  begin(): number
  keep(key: string, entry: Entry, begun: number): void
  forget(key: string): void
  forgetAccount(accountId: AccountId): void
  forgetAll(): void
}

export function sessionCache(): SessionCache {
  const entries = new Map<string, Entry>()
  let changes = 0
  return {
    find(key, now) {
      const entry = entries.get(key)
      if (!entry) return undefined
      const age = now - entry.readAt
      if (age < 0 || age > FRESH_MS || entry.expiresAt <= now) {
        entries.delete(key)
        return undefined
      }
      // Least recently used first: a map keeps the order in which keys were set.
      entries.delete(key)
      entries.set(key, entry)
      return entry.officer
    },
    begin: () => changes,
    keep(key, entry, begun) {
      if (begun !== changes) return
      entries.set(key, entry)
      if (entries.size > MOST_ENTRIES) {
        const oldest = entries.keys().next()
        if (!oldest.done) entries.delete(oldest.value)
      }
    },
    forget(key) {
      changes++
      entries.delete(key)
    },
    forgetAccount(accountId) {
      changes++
      for (const [key, entry] of entries) if (entry.officer.accountId === accountId) entries.delete(key)
    },
    forgetAll() {
      changes++
      entries.clear()
    },
  }
}
