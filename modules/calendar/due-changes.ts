import type { DayNumber } from './civil-date.ts'
import { closeOf, dueOf, duePosition, LINE_BITS, type DueLine } from './due-line.ts'
import { CalendarRangeError } from './calendar-errors.ts'
import { openingOrdinal, spansOn, type WorkingCalendar } from './working-time.ts'

/** Stored due positions, from the first to the last, that a change of a calendar may have moved. */
export type MovedRange = { from: number; to: number }

/** Limits of days roll over at most a long holiday with its weekends. */
const LONGEST_REST_DAYS = 40

/**
 * Which due positions another version of a calendar may have moved, a range for each line; empty where nothing moved.
 * Exact at the front; a swap day can leave unmoved positions inside, which `hasMoved` tells.
 */
export function movedRanges(before: WorkingCalendar, after: WorkingCalendar): MovedRange[] {
  const days = differingDays(before, after)
  const first = days[0]
  if (first === undefined) return []
  const endsDifferently = daysEndingDifferently(before, after, days)
  const [firstEnding = first] = endsDifferently
  const lastEnding = endsDifferently.at(-1) ?? first
  const lastWt = 2 ** LINE_BITS - 1
  return [
    range('minute', openingOrdinal(before, first) + 1, lastWt),
    range('closing', openingOrdinal(before, Math.min(first, firstEnding)) + 1, lastWt),
    range('day', firstEnding, lastEnding),
  ]
}

/** Whether the due moment of a position differs between two versions; beyond the years of either it cannot be said. */
export function hasMoved(before: WorkingCalendar, after: WorkingCalendar, dueWt: number): boolean {
  return momentOf(before, dueWt) !== momentOf(after, dueWt)
}

function momentOf(calendar: WorkingCalendar, dueWt: number): number | undefined {
  return withinYears(() => dueOf(calendar, dueWt).at.getTime())
}

function range(line: DueLine, from: number, to: number): MovedRange {
  return { from: duePosition(line, from), to: duePosition(line, to) }
}

function differingDays(before: WorkingCalendar, after: WorkingCalendar): DayNumber[] {
  const days: DayNumber[] = []
  const end = before.firstDay + Math.min(before.patternOf.length, after.patternOf.length)
  for (let day = Math.max(before.firstDay, after.firstDay); day < end; day++) {
    const isOff = before.daysOffByDay.has(day) !== after.daysOffByDay.has(day)
    if (isOff || !sameSpans(spansOn(before, day), spansOn(after, day))) days.push(day)
  }
  return days
}

function sameSpans(one: ReturnType<typeof spansOn>, other: ReturnType<typeof spansOn>): boolean {
  return (
    one.length === other.length &&
    one.every(([from, to], index) => other[index]?.[0] === from && other[index]?.[1] === to)
  )
}

/** Days on which a limit in days would end at another moment, in order: those from which one rolls to a changed day. */
function daysEndingDifferently(
  before: WorkingCalendar,
  after: WorkingCalendar,
  changed: readonly DayNumber[],
): DayNumber[] {
  const found = new Set<DayNumber>()
  for (const day of changed) {
    for (let from = Math.max(before.firstDay, day - LONGEST_REST_DAYS); from <= day; from++) {
      const ends = (calendar: WorkingCalendar) => withinYears(() => closeOf(calendar, from).at.getTime())
      if (ends(before) !== ends(after)) found.add(from)
    }
  }
  return [...found].sort((a, b) => a - b)
}

function withinYears<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof CalendarRangeError) return undefined
    throw error
  }
}
