import type { DayNumber } from './civil-date.ts'
import {
  closingOrdinal,
  dayOf,
  endingDayFrom,
  findEndingDay,
  lastOrdinal,
  overdueBefore,
  toInstant,
  toOrdinal,
  type WorkingCalendar,
} from './working-time.ts'

/**
 * How a stored due position follows its calendar. Each is a line on which a newly declared day off moves every due
 * date at once, without a write:
 * - `minute`: the very working minute at which the time runs out (hours, working days to the minute);
 * - `closing`: a working minute, due at the close of the day it falls on (working days to the end of the day, same-day);
 * - `day`: a date, due at the close of the first day on or after it on which a limit may end (calendar days, months,
 *   an extended date).
 */
export const dueLines = ['minute', 'closing', 'day'] as const
export type DueLine = (typeof dueLines)[number]

/** A line's number stands above the bits of its positions, so that one integer says both. */
export const LINE_BITS = 29
const POSITION_MASK = (1 << LINE_BITS) - 1

/** Where a due moment lies: the line and the position on it, in one integer for a column and an index. */
export function duePosition(line: DueLine, position: number): number {
  return (dueLines.indexOf(line) << LINE_BITS) | position
}

/** The number of a position's line: what stands above these bits, in the database too. */
export function lineNumberOf(dueWt: number): number {
  return dueWt >> LINE_BITS
}

/** The position on its line. */
export function positionOf(dueWt: number): number {
  return dueWt & POSITION_MASK
}

export function lineOf(dueWt: number): DueLine {
  return dueLines[lineNumberOf(dueWt)] ?? 'minute'
}

/** A due moment, and the working minute of it. */
export type Due = { at: Date; wt: number }

/** The due moment of a stored position, on the calendar as it is now. */
export function dueOf(calendar: WorkingCalendar, dueWt: number): Due {
  const position = positionOf(dueWt)
  switch (lineOf(dueWt)) {
    case 'minute':
      return atOrdinal(calendar, position)
    case 'closing':
      return closeOf(calendar, dayOf(calendar, toInstant(calendar, position, 'end')))
    case 'day':
      return closeOf(calendar, position)
  }
}

/** The closing time of the first day on or after a day on which a limit may end. */
export function closeOf(calendar: WorkingCalendar, day: DayNumber): Due {
  return atOrdinal(calendar, closingOrdinal(calendar, endingDayFrom(calendar, day)))
}

function atOrdinal(calendar: WorkingCalendar, wt: number): Due {
  return { wt, at: toInstant(calendar, wt, 'end') }
}

/**
 * The bounds of one line at a moment, as they are compared with stored positions of that line:
 * overdue is `dueWt < overdueBelow`, due within the span asked for is `overdueBelow <= dueWt < soonBelow`.
 */
export type LineBounds = { line: DueLine; number: number; overdueBelow: number; soonBelow: number }

/** The bounds of every line; `soonMinutes` are working minutes from the moment on. */
export function lineBounds(calendar: WorkingCalendar, at: Date, soonMinutes: number): LineBounds[] {
  const soonWt = Math.min(toOrdinal(calendar, at) + soonMinutes, lastOrdinal(calendar))
  // Due at that very moment is still within the span.
  const soonAt = new Date(toInstant(calendar, soonWt, 'end').getTime() + 1)
  return dueLines.map((line, number) => ({
    line,
    number,
    overdueBelow: duePosition(line, passedBefore(calendar, line, at)),
    soonBelow: line === 'minute' ? soonWt + 1 : duePosition(line, passedBefore(calendar, line, soonAt)),
  }))
}

/** The lowest position of a line whose due moment has not passed. */
function passedBefore(calendar: WorkingCalendar, line: DueLine, at: Date): number {
  if (line === 'minute') return overdueBefore(calendar, at)
  const day = lastDayClosedBefore(calendar, at)
  if (day < calendar.firstDay) return 0
  return line === 'day' ? day + 1 : closingOrdinal(calendar, day) + 1
}

/** The last day for which a limit that ends on it has run out. */
function lastDayClosedBefore(calendar: WorkingCalendar, at: Date): DayNumber {
  let day = dayOf(calendar, at)
  while (day >= calendar.firstDay && !hasClosed(calendar, day, at)) day--
  return day
}

function hasClosed(calendar: WorkingCalendar, day: DayNumber, at: Date): boolean {
  const ending = findEndingDay(calendar, day)
  if (ending === undefined) return false
  return toInstant(calendar, closingOrdinal(calendar, ending), 'end').getTime() < at.getTime()
}
