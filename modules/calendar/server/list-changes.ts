import {
  compileCalendar,
  type CalendarChange,
  type DayOff,
  type SwapDay,
  type WorkingCalendar,
} from '../contract.ts'
import { listChanges, listChangesFrom } from './change-store.ts'
import type { Parts } from './declare-day-off.ts'
import { calendarRefusals } from './errors.ts'

const MOST = 100

/** The newest declarations of days off and days worked instead. */
export async function listDeclarations({ db }: Parts): Promise<CalendarChange[]> {
  const rows = await listChanges(db, MOST)
  return rows.map(({ calendarIds, versions, changedAt, changedBy, what }) => ({
    calendars: calendarIds.map((calendarId, index) => ({ calendarId, version: versions[index] ?? 0 })),
    changedAt: changedAt.toISOString(),
    changedBy,
    dayOff: (what as Required<Change>).dayOff,
    swapDay: (what as Change).swapDay ?? null,
  }))
}

/** A calendar as it was before one of its versions, and as that version made it. Errors: `calendar.no_such_version`. */
export async function versionsAround(
  { db, registry }: Parts,
  calendarId: number,
  version: number,
): Promise<{ before: WorkingCalendar; after: WorkingCalendar }> {
  const [change, ...later] = await listChangesFrom(db, calendarId, version)
  if (change?.version !== version || version === 1) throw calendarRefusals.noSuchVersion(calendarId, version)
  const after = later.reduceRight((calendar, one) => without(calendar, one), registry.get(calendarId))
  return { before: without(after, change), after }
}

/** The calendar as it was before the change. */
export function without(
  calendar: WorkingCalendar,
  { version, what }: { version: number; what: unknown },
): WorkingCalendar {
  const { release, dayOff, swapDay } = what as Change
  const gone = new Set(
    release ? [...release.daysOff, ...release.swapDays] : [dayOff?.date, swapDay?.date ?? undefined],
  )
  const stays = ({ date }: { date: string }) => !gone.has(date)
  return compileCalendar({
    ...calendar,
    version: version - 1,
    daysOff: calendar.daysOff.filter(stays),
    swapDays: calendar.swapDays.filter(stays),
  })
}

/** The calendar with the day off that the change declared, where nothing is declared of that day any more. */
export function declaredIn(calendar: WorkingCalendar, { what }: { what: unknown }): WorkingCalendar {
  const { dayOff } = what as Change
  if (!dayOff || calendar.daysOff.some(({ date }) => date === dayOff.date)) return calendar
  return compileCalendar({ ...calendar, daysOff: [...calendar.daysOff, dayOff] })
}

/** A declaration holds what an official declared; a release the dates it brought. */
type Change = {
  dayOff?: DayOff
  swapDay?: SwapDay | null
  release?: { daysOff: string[]; swapDays: string[] }
}
