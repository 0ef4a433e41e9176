import type { AnyDb } from '#platform/database.ts'
import { isSamePlace } from '#platform/log-place.ts'
import type { Cursor, OutboxEvent } from '../contract.ts'
import { readCommitted } from './outbox-store.ts'

const BATCH = 1000
/** At the fullest hour readers are some hundred events apart. */
const MOST_KEPT = 2000

/** The newest end of the event log, read and unpacked once for all readers of this process. */
export type RecentLog = {
  /** Like `readCommitted`: events after a reader's place, in commit order; from the database where they are not kept. */
  readAfter(cursor: Cursor, limit: number): Promise<readonly OutboxEvent[]>
}

export function recentLog(db: AnyDb): RecentLog {
  let kept: OutboxEvent[] = []
  /** The place that what is kept follows without a gap. */
  let beginning: Cursor | undefined
  let turn: Promise<unknown> = Promise.resolve()

  async function extend(): Promise<void> {
    const end = kept.at(-1)?.cursor ?? beginning
    if (!end) return
    kept.push(...(await readCommitted(db, end, BATCH)))
    if (kept.length <= MOST_KEPT) return
    beginning = kept[kept.length - MOST_KEPT - 1]?.cursor
    kept = kept.slice(-MOST_KEPT)
  }

  /** How many of those kept come before a reader's place; unknown where the place is none of theirs. */
  function passed(cursor: Cursor): number | undefined {
    for (let index = kept.length; index > 0; index--) {
      const place = kept[index - 1]?.cursor
      if (place && isSamePlace(place, cursor)) return index
    }
    return beginning && isSamePlace(beginning, cursor) ? 0 : undefined
  }

  async function read(cursor: Cursor, limit: number) {
    beginning ??= cursor
    await extend()
    const from = passed(cursor)
    return from === undefined ? readCommitted(db, cursor, limit) : kept.slice(from, from + limit)
  }

  return {
    readAfter(cursor, limit) {
      // Each looks anew, after the one before him: a reading under way may have begun before what he was woken for.
      const mine = turn.then(() => read(cursor, limit))
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}
