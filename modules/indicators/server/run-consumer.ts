import { isConnectionLost, type AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import type { Cursor, Lag, LoggedEvent } from '../contract.ts'
import { FOLD, foldEvents, newestOf, type Folded, type FoldOptions, type Known } from './fold-events.ts'
import { ensureCheckpoint, findCheckpoint } from './fold-store.ts'

export type ConsumerOptions<Event extends LoggedEvent> = FoldOptions & {
  db: AnyDb
  clock: Clock
  log: Log
  readOutbox(cursor: Cursor, limit: number): Promise<readonly Event[]>
  /** Called after each batch that is folded and committed, with the events in it; empty when another process folded. */
  onFolded?: (batch: readonly Event[], folded: Folded) => void
  /** Called when the hour changes, to note how things stand. */
  onHour?: (at: Date) => Promise<void>
  batchSize?: number
  /** Shortest pause between two readings; many wake-ups in it are one. */
  shortestPauseMs?: number
  /** Longest pause: how long another process's events may go unnoticed without a wake-up. */
  longestPauseMs?: number
}

/** The one reader of the log that keeps the figures; run it in as many processes as you like, one works at a time. */
export type IndicatorConsumer = {
  /** To be called when something was committed; cheap, and only a hint. */
  wake(): void
  lag(): Lag
  /** Resolves when everything visible now has been folded; for tests and for imports. */
  catchUp(): Promise<void>
  stop(): Promise<void>
}

const LONGEST_BACKOFF_MS = 5_000
const HOUR_MS = 3_600_000

export function startIndicatorConsumer<Event extends LoggedEvent>(
  options: ConsumerOptions<Event>,
): IndicatorConsumer {
  const { db, clock, log, batchSize = 1000, shortestPauseMs = 60, longestPauseMs = 500 } = options
  const lag: Lag = { handled: 0, newestAt: null, checkedAt: null, behind: true, error: null }
  let known: Known | undefined
  let stopping = false
  let woken = false
  let rouse: (() => void) | undefined
  let hour = Math.floor(clock.now().getTime() / HOUR_MS)
  const waiting: { resolve: () => void; since: number }[] = []
  let round = 0

  async function turn(): Promise<void> {
    round++
    known ??= await takeUp()
    // Read before anything is locked or written, so that this reader's own transaction never holds back the log.
    const batch = await options.readOutbox(known.cursor, batchSize)
    lag.behind = batch.length === batchSize
    if (batch.length > 0) await fold(batch, known)
    lag.checkedAt = clock.now().toISOString()
    lag.error = null
    await noteHour()
  }

  /** Where the checkpoint is, whoever moved it there. */
  async function takeUp(): Promise<Known> {
    await ensureCheckpoint(db, FOLD)
    const found = await findCheckpoint(db, FOLD)
    lag.handled = found?.handled ?? 0
    lag.newestAt = found && found.handled > 0 ? found.newestAt : null
    return { cursor: found?.cursor ?? { xid: '0', caseId: '0', seq: 0 }, open: new Map() }
  }

  async function fold(batch: readonly Event[], from: Known): Promise<void> {
    const folded = await foldEvents(db, batch, options, from)
    if (folded.handled === 0 || !folded.cursor) {
      // Another process is at it, or somebody sent the fold back: look again from its checkpoint.
      known = await takeUp()
      options.onFolded?.([], folded)
      return
    }
    known = { cursor: folded.cursor, open: from.open }
    lag.handled += folded.handled
    lag.newestAt = newestOf(batch, lag.newestAt ?? '')
    options.onFolded?.(batch, folded)
  }

  async function noteHour(): Promise<void> {
    const now = Math.floor(clock.now().getTime() / HOUR_MS)
    if (now === hour) return
    hour = now
    await options.onHour?.(new Date(now * HOUR_MS))
  }

  function settle(): void {
    if (lag.behind) return
    for (const each of waiting.splice(0)) {
      if (each.since < round) each.resolve()
      else waiting.push(each)
    }
  }

  async function pause(milliseconds: number, wakeable: boolean): Promise<void> {
    if (stopping || (wakeable && woken)) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      const end = () => {
        clearTimeout(timer)
        resolve()
      }
      rouse = () => {
        if (wakeable || stopping) end()
      }
    })
    rouse = undefined
  }

  async function run(): Promise<void> {
    let backoff = 100
    while (!stopping) {
      woken = false
      try {
        await turn()
        settle()
        backoff = 100
        if (lag.behind) continue
        await pause(shortestPauseMs, false)
        if (waiting.length === 0) await pause(longestPauseMs - shortestPauseMs, true)
      } catch (error) {
        lag.error = error instanceof Error ? error.message : String(error)
        if (isConnectionLost(error))
          log.warn({ retryMs: backoff }, 'indicators: the database is away; the fold waits')
        else
          log.error(
            { err: error, retryMs: backoff },
            'indicators: a batch could not be folded; it is tried again',
          )
        known = undefined
        lag.behind = true
        await pause(backoff, false)
        backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS)
      }
    }
  }

  const running = run()
  return {
    wake() {
      woken = true
      rouse?.()
    },
    lag: () => ({ ...lag }),
    catchUp: () =>
      new Promise((resolve) => {
        waiting.push({ resolve, since: round })
        woken = true
        rouse?.()
      }),
    async stop() {
      stopping = true
      rouse?.()
      await running
      for (const each of waiting.splice(0)) each.resolve()
    },
  }
}
