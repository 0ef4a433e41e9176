import {
  addPause,
  dueAt,
  startClock,
  toInstant,
  toOrdinal,
  type LegalClock,
  type Limit,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { CaseSnapshot } from '#modules/casework/contract.ts'
import { inOrder, type LinkedExtension } from '#modules/catalogue/contract.ts'

/** A part as its time is counted: its slice, on the calendar of whoever does it. */
export type TimedPart = {
  key: string
  after: readonly string[]
  limit: Limit
  calendar: WorkingCalendar
  /** When it really began and what is known of its end; absent while it waits. */
  begun?: { at: Date; dueAt: Date | null; endedAt: Date | null }
}

export type Span = { opensAt: Date; dueAt: Date }

/**
 * When each part is to begin and to end: it begins when everything it waits for is due, and takes its own slice.
 * With `now`, what really happened counts instead: an ended part ends when it did, one that is late not before now.
 */
export function scheduleParts(
  parts: readonly TimedPart[],
  from: Date,
  now?: Date,
): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>()
  for (const part of inOrder(parts.map((one) => ({ ...one, after: [...one.after] }))) ?? []) {
    const opensAt = latest([from, ...part.after.flatMap((key) => spans.get(key)?.dueAt ?? [])])
    spans.set(part.key, spanOf(part, opensAt, now))
  }
  return spans
}

/** The end of the longest path over the parts: the whole cannot be ready before. */
export function endOfLongestPath(parts: readonly TimedPart[], from: Date, now?: Date): Date {
  return latest([from, ...[...scheduleParts(parts, from, now).values()].map((span) => span.dueAt)])
}

function spanOf({ limit, calendar, begun }: TimedPart, opensAt: Date, now: Date | undefined): Span {
  if (!begun || !now) {
    // What waits cannot begin before now.
    const at = now ? latest([opensAt, now]) : opensAt
    return { opensAt: at, dueAt: endOfSlice(limit, calendar, at) }
  }
  const end = begun.endedAt ?? latest([now, begun.dueAt ?? endOfSlice(limit, calendar, begun.at)])
  return { opensAt: begun.at, dueAt: end }
}

/** When a slice that begins at a moment is over; a slice without a limit takes no time. */
export function endOfSlice(limit: Limit, calendar: WorkingCalendar, at: Date): Date {
  return dueAt(startClock(calendar, limit, at), calendar) ?? at
}

function latest(moments: readonly Date[]): Date {
  return new Date(Math.max(...moments.map((moment) => moment.getTime())))
}

/** The limit of the whole: what the law states, or the longest path where it states none. */
export function limitOfWhole(
  stated: Limit,
  parts: readonly TimedPart[],
  calendar: WorkingCalendar,
  from: Date,
): Limit {
  if (stated.unit !== 'undefined') return stated
  const minutes = toOrdinal(calendar, endOfLongestPath(parts, from)) - toOrdinal(calendar, from)
  return minutes > 0 ? { unit: 'hours', amount: minutes / 60 } : stated
}

/** More time for the whole, as the law gives it: that many working days are left out, and the clock says why. */
export function extendBy(
  clock: LegalClock,
  calendar: WorkingCalendar,
  { workingDays, legalGround }: Pick<LinkedExtension, 'workingDays' | 'legalGround'>,
  at: Date,
): LegalClock {
  const until = toOrdinal(calendar, at) + Math.round(workingDays * calendar.minutesPerDay)
  return addPause(clock, calendar, { cause: 'other_law', legalGround }, at, toInstant(calendar, until, 'end'))
}

/** How a slice ended against its due moment; null while it runs or where none was set. */
export function sliceOf(
  { clock, closedAt }: Pick<CaseSnapshot, 'clock' | 'closedAt'>,
  calendar: WorkingCalendar,
): 'early' | 'on_time' | 'late' | null {
  if (!clock || !closedAt) return null
  const end = new Date(closedAt)
  const due = dueAt(clock, calendar, end)
  if (!due) return null
  if (end > due) return 'late'
  return end < due ? 'early' : 'on_time'
}
