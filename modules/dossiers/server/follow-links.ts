import { isConnectionLost } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
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

export type LinkReader = { wake(): void; stop(): Promise<void> }

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
export function startLinkReader(parts: Parts, log: Log): LinkReader {
  let stopping = false
  let woken = false
  let timer: NodeJS.Timeout | undefined
  let backOff = SHORTEST_PAUSE_MS
  let running = Promise.resolve()

  async function turn() {
    timer = undefined
    woken = false
    let pause = LONGEST_PAUSE_MS
    try {
      // What was handled makes events of its own.
      if ((await followLinks(parts)) > 0) pause = SHORTEST_PAUSE_MS
      backOff = SHORTEST_PAUSE_MS
    } catch (error) {
      backOff = Math.min(backOff * 2, LONGEST_BACK_OFF_MS)
      pause = backOff
      if (isConnectionLost(error)) log.warn({ retryMs: pause }, 'linked procedures wait for the database')
      else log.error({ err: error, retryMs: pause }, 'a linked procedure could not go on; it is tried again')
    }
    if (!stopping) sleep(woken ? SHORTEST_PAUSE_MS : pause)
  }

  function sleep(milliseconds: number) {
    timer = setTimeout(() => {
      running = turn()
    }, milliseconds)
  }

  sleep(0)
  return {
    wake() {
      if (woken || stopping) return
      woken = true
      if (!timer) return
      clearTimeout(timer)
      sleep(SHORTEST_PAUSE_MS)
    },
    async stop() {
      stopping = true
      clearTimeout(timer)
      await running
    },
  }
}
