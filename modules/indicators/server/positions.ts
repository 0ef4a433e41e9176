import { overdueBefore, toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { Position } from '../contract.ts'

/** Where a moment lies on each calendar: worked out once per reading, not once per case. */
export function positionsAt(calendars: Iterable<WorkingCalendar>, now: Date): Position[] {
  return [...calendars].map((calendar) => ({
    calendarId: calendar.id,
    nowWt: toOrdinal(calendar, now),
    overdueBelow: overdueBefore(calendar, now),
  }))
}
