import type { AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import { runLoop, type Loop } from '#platform/run-loop.ts'
import type { Cursor, OutboxEvent } from '../contract.ts'
import { currentCursor } from './outbox-store.ts'
import type { RecentLog } from './recent-log.ts'

const BATCH = 1000
/** Many wake-ups within this time are one reading. */
const SHORTEST_PAUSE_MS = 60
/** Without any wake-up, another process's events are found after this time. */
const LONGEST_PAUSE_MS = 500
const BACK_OFF_MS = 2_000

/** Follows the outbox from now on and hands over what was committed, in commit order; forgets nothing while it runs. */
export function tailOutbox({
  db,
  recent,
  log,
  onEvents,
}: {
  db: AnyDb
  recent: RecentLog
  log: Log
  onEvents(events: readonly OutboxEvent[]): void
}): Loop {
  let cursor: Cursor | undefined
  return runLoop(
    'tail of the outbox',
    log,
    async () => {
      cursor ??= await currentCursor(db)
      const events = await recent.readAfter(cursor, BATCH)
      const last = events[events.length - 1]
      if (last) {
        cursor = last.cursor
        onEvents(events)
      }
      return events.length === BATCH ? 0 : LONGEST_PAUSE_MS
    },
    { shortestPauseMs: SHORTEST_PAUSE_MS, backOffMs: BACK_OFF_MS },
  )
}
