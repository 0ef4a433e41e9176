import type { AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import type { Cursor, OutboxEvent } from '../contract.ts'
import { currentCursor, readCommitted } from './outbox-store.ts'

const BATCH = 1000
/** Many wake-ups within this time are one reading. */
const SHORTEST_PAUSE_MS = 30
/** Without any wake-up, another process's events are found after this time. */
const LONGEST_PAUSE_MS = 500
const BACK_OFF_MS = 2_000

export type Tail = { wake(): void; stop(): Promise<void> }

/** Follows the outbox from now on and hands over what was committed, in commit order; forgets nothing while it runs. */
export function tailOutbox({
  db,
  log,
  onEvents,
}: {
  db: AnyDb
  log: Log
  onEvents(events: readonly OutboxEvent[]): void
}): Tail {
  let cursor: Cursor | undefined
  let stopping = false
  let timer: NodeJS.Timeout | undefined
  let woken = false
  let ended = () => {}
  const done = new Promise<void>((resolve) => (ended = resolve))

  async function turn() {
    timer = undefined
    woken = false
    let pause = LONGEST_PAUSE_MS
    try {
      cursor ??= await currentCursor(db)
      const events = await readCommitted(db, cursor, BATCH)
      const last = events[events.length - 1]
      if (last) {
        cursor = last.cursor
        onEvents(events)
      }
      if (events.length === BATCH) pause = 0
    } catch (error) {
      log.warn({ err: error }, 'tail of the outbox failed; trying again')
      pause = BACK_OFF_MS
    }
    if (stopping) return ended()
    timer = setTimeout(() => void turn(), woken ? Math.min(pause, SHORTEST_PAUSE_MS) : pause)
  }

  timer = setTimeout(() => void turn(), 0)
  return {
    wake() {
      if (woken || stopping) return
      woken = true
      if (!timer) return
      clearTimeout(timer)
      timer = setTimeout(() => void turn(), SHORTEST_PAUSE_MS)
    },
    async stop() {
      stopping = true
      if (timer) {
        clearTimeout(timer)
        return
      }
      await done
    },
  }
}
