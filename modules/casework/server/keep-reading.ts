import { isConnectionLost } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import { runLoop, type Loop } from '#platform/run-loop.ts'

/** Many wake-ups within this time are one reading. */
const SHORTEST_PAUSE_MS = 250
/** Without any wake-up, another process's events are found after this time. */
const LONGEST_PAUSE_MS = 1_000
const LONGEST_BACK_OFF_MS = 10_000

/** Keeps reading the event log in this process; in as many processes as you like. `read` answers how many events it handled. */
export function keepReading(
  name: string,
  log: Log,
  read: () => Promise<number>,
  how: { makesEvents: boolean } | { pauseAfter(): number },
): Loop {
  let backOff = SHORTEST_PAUSE_MS
  return runLoop(
    name,
    log,
    async () => {
      try {
        const handled = await read()
        backOff = SHORTEST_PAUSE_MS
        if ('pauseAfter' in how) return how.pauseAfter()
        return how.makesEvents && handled > 0 ? SHORTEST_PAUSE_MS : LONGEST_PAUSE_MS
      } catch (error) {
        backOff = Math.min(backOff * 2, LONGEST_BACK_OFF_MS)
        if (isConnectionLost(error)) log.warn({ retryMs: backOff }, `${name}: waiting for the database`)
        else log.error({ err: error, retryMs: backOff }, `${name}: could not go on; it is tried again`)
        return backOff
      }
    },
    { shortestPauseMs: SHORTEST_PAUSE_MS },
  )
}
