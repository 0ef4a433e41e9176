import { isConnectionLost } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import { runLoop, type Loop } from '#platform/run-loop.ts'

/** Many wake-ups within this time are one reading. */
const SHORTEST_PAUSE_MS = 250
/** Without any wake-up, another process's events are found after this time. */
const LONGEST_PAUSE_MS = 1_000
const LONGEST_BACK_OFF_MS = 10_000

/**
 * Keeps reading the event log in this process; in as many processes as you like. `read` answers how soon it would read on
 * if nobody woke it; undefined where it waits only for what other processes write.
 */
export function keepReading(name: string, log: Log, read: () => Promise<number | undefined>): Loop {
  let backOff = SHORTEST_PAUSE_MS
  return runLoop(
    name,
    log,
    async () => {
      try {
        const pause = await read()
        backOff = SHORTEST_PAUSE_MS
        return pause ?? LONGEST_PAUSE_MS
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
