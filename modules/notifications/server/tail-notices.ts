import { runLoop, type Loop } from '#platform/run-loop.ts'
import type { Recipient } from '../contract.ts'
import { findEnded, listTold } from './notice-store.ts'
import type { Parts } from './parts.ts'
import { recipientOf } from './recipient.ts'

/** Many wake-ups within this time are one reading. */
const SHORTEST_PAUSE_MS = 250
/** Without any wake-up, what another process wrote is found after this time. */
const LONGEST_PAUSE_MS = 2_000

/** Says who was told something, from now on, after it was committed and whoever committed it. */
export function tailNotices(
  { db, log }: Pick<Parts, 'db' | 'log'>,
  onTold: (told: readonly Recipient[]) => void,
): Loop {
  let from: string | undefined
  return runLoop(
    'tail of notices',
    log,
    async () => {
      const until = await findEnded(db)
      if (from !== undefined && from !== until) {
        const told = await listTold(db, from, until)
        if (told.length > 0) onTold(told.map(recipientOf))
      }
      from = until
      return LONGEST_PAUSE_MS
    },
    { shortestPauseMs: SHORTEST_PAUSE_MS, backOffMs: LONGEST_PAUSE_MS },
  )
}
