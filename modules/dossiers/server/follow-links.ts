import { isConnectionLost } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import { runLoop, type Loop } from '#platform/run-loop.ts'
import { isEndBySelf, linkOf, linkTypes } from './linked-flow.ts'
import { moveLinkCursor, readLinkCursor } from './link-store.ts'
import { onLinkEvent } from './on-link-event.ts'
import type { Parts } from './parts.ts'

const BATCH = 500
/** Many wake-ups within this time are one reading. */
const SHORTEST_PAUSE_MS = 60
/** Without any wake-up, another process's events are found after this time. */
const LONGEST_PAUSE_MS = 1_000
const LONGEST_BACK_OFF_MS = 10_000

/**
 * Handles what was committed about linked procedures since this reader came last; answers how many events it handled.
 * The place moves on after each batch: what was handled before a stop is handled again and changes nothing.
 */
export async function followLinks(parts: Parts): Promise<number> {
  const { casework, db, clock } = parts
  let handled = 0
  for (;;) {
    const cursor = await readLinkCursor(db)
    const { events, next } = await casework.readOfTypes(db, cursor, linkTypes, BATCH)
    const linked = events.filter((event) => linkOf(event) !== undefined || isEndBySelf(event))
    for (const event of linked) await onLinkEvent(parts, event)
    handled += linked.length
    await moveLinkCursor(db, next, linked.length, clock.now())
    if (events.length < BATCH) return handled
  }
}

/** Keeps following in this process; in as many processes as you like. */
export function startLinkReader(parts: Parts, log: Log): Loop {
  let backOff = SHORTEST_PAUSE_MS
  return runLoop(
    'following linked procedures',
    log,
    async () => {
      try {
        const handled = await followLinks(parts)
        backOff = SHORTEST_PAUSE_MS
        // What was handled makes events of its own.
        return handled > 0 ? SHORTEST_PAUSE_MS : LONGEST_PAUSE_MS
      } catch (error) {
        backOff = Math.min(backOff * 2, LONGEST_BACK_OFF_MS)
        if (isConnectionLost(error)) log.warn({ retryMs: backOff }, 'linked procedures wait for the database')
        else
          log.error({ err: error, retryMs: backOff }, 'a linked procedure could not go on; it is tried again')
        return backOff
      }
    },
    { shortestPauseMs: SHORTEST_PAUSE_MS },
  )
}
