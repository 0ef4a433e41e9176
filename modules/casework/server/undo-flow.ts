import { isDeepStrictEqual } from 'node:util'
import type { CaseEvent, CaseSnapshot, CaseState, StateChange } from '../contract.ts'

/**
 * What would put back all that an event set; undefined when something later touched the same. Of the tags only those
 * the event changed go back, and numbers of tasks and tokens are never given twice.
 */
export function undoOf(
  snapshot: CaseSnapshot,
  events: readonly CaseEvent[],
  seq: number,
): StateChange | undefined {
  const before = fold(events.filter((event) => event.seq < seq))
  const undone = events.find((event) => event.seq === seq)?.payload.set
  if (!undone || seq === 1) return undefined
  const later = fold(events.filter((event) => event.seq > seq))
  const fields = Object.keys(undone) as (keyof CaseState)[]
  if (fields.some((field) => field !== 'tags' && field in later)) return undefined
  const back = Object.fromEntries(fields.map((field) => [field, before[field]])) as StateChange
  if (undone.tags) {
    const earlier = before.tags ?? {}
    const changed = Object.keys({ ...earlier, ...undone.tags }).filter(
      (tag) => !isDeepStrictEqual(earlier[tag], undone.tags?.[tag]),
    )
    if (changed.some((tag) => !isDeepStrictEqual(undone.tags?.[tag], snapshot.tags[tag]))) return undefined
    back.tags = { ...snapshot.tags, ...Object.fromEntries(changed.map((tag) => [tag, earlier[tag] ?? null])) }
  }
  if (back.process && snapshot.process) back.process = { ...back.process, next: snapshot.process.next }
  return back
}

function fold(events: readonly CaseEvent[]): StateChange {
  return Object.assign({}, ...events.map((event) => event.payload.set))
}
