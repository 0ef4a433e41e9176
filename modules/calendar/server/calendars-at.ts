import type { WorkingCalendar } from '../contract.ts'
import { listChangesOfChangedSince, type CalendarChangeRow } from './change-store.ts'
import { declaredIn, without } from './list-changes.ts'
import type { CalendarRegistry } from './load-calendars.ts'
import type { CalendarDb } from './tables.ts'

/** Calendars as they were known at a moment. */
export type CalendarsAt = Pick<CalendarRegistry, 'get'>

/** Every calendar as it was known at the moment: without what was declared from then on. */
export async function calendarsAt(
  { db, registry }: { db: CalendarDb; registry: CalendarRegistry },
  at: Date,
): Promise<CalendarsAt> {
  const changes = await listChangesOfChangedSince(db, at)
  if (changes.length === 0) return registry
  const made = new Map<number, WorkingCalendar>()
  return {
    get(calendarId) {
      const known = made.get(calendarId)
      if (known) return known
      const own = changes.filter((change) => change.calendarId === calendarId)
      const calendar = asKnown(registry.get(calendarId), own, at)
      made.set(calendarId, calendar)
      return calendar
    },
  }
}

/** What a calendar began with was always known, whenever it was installed. */
function asKnown(
  calendar: WorkingCalendar,
  changes: readonly CalendarChangeRow[],
  at: Date,
): WorkingCalendar {
  const later = changes.filter(({ version, changedAt }) => version > 1 && changedAt >= at)
  const earlier = changes.filter((one) => !later.includes(one))
  const then = later.reduceRight((one, change) => without(one, change), calendar)
  // A closure that grew to an earlier hour was declared twice: the first declaration held until then.
  return earlier.reduce((one, change) => declaredIn(one, change), then)
}
