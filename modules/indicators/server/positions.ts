import { lineBounds, lineNumberOf, toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import { DUE_SOON_MINUTES, type OpenCase, type Position } from '../contract.ts'

/** Where a moment lies on each line of each calendar: worked out once per reading, not once per case. */
export function positionsAt(calendars: Iterable<WorkingCalendar>, now: Date): Position[] {
  return [...calendars].flatMap((calendar) => {
    const nowWt = toOrdinal(calendar, now)
    return lineBounds(calendar, now, DUE_SOON_MINUTES).map(({ number, overdueBelow, soonBelow }) => ({
      calendarId: calendar.id,
      line: number,
      nowWt,
      overdueBelow,
      soonBelow,
    }))
  })
}

/** The position an open case is compared with; undefined where its calendar is unknown. */
export function positionFinder(positions: readonly Position[]) {
  const byLine = new Map(positions.map((each) => [`${each.calendarId}.${each.line}`, each]))
  return ({ calendarId, dueWt }: Pick<OpenCase, 'calendarId' | 'dueWt'>): Position | undefined =>
    byLine.get(`${calendarId}.${lineNumberOf(dueWt ?? 0)}`)
}
