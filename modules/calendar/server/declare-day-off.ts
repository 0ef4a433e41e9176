import { inTransaction } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import { MINUTES_OF_DAY, MINUTE_MS } from '../civil-date.ts'
import {
  CalendarRangeError,
  dateOfDay,
  dayNumberOf,
  dayOf,
  type DayOff,
  type DayOffDeclared,
  type DeclareDayOff,
  type WorkingCalendar,
} from '../contract.ts'
import { addDaysOff, raiseVersions, recordChange } from './calendar-store.ts'
import { asRefusal, calendarRefusals, refusing } from './errors.ts'
import type { CalendarRegistry } from './load-calendars.ts'
import type { CalendarDb } from './tables.ts'

/** What the use cases of this module work with. */
export type Parts = {
  db: CalendarDb
  clock: Clock
  registry: CalendarRegistry
  organisation: Pick<Organisation, 'requirePermission'>
}

/**
 * Declares a holiday or a closure for one calendar or for all. Due dates move because the calendar moved:
 * no dossier is touched. What has been worked stays worked, so a past day is refused and today closes from now on.
 */
export async function declareDayOff(
  parts: Parts,
  officer: Officer,
  ask: DeclareDayOff,
): Promise<DayOffDeclared> {
  parts.organisation.requirePermission(officer, 'calendar.declare')

  const calendarId = ask.calendarId ?? null
  const affected = calendarId === null ? parts.registry.all() : [parts.registry.get(calendarId)]
  const now = parts.clock.now()
  const dayOff = refusing(() => dayOffOf(ask, affected, now))

  const versions = await inTransaction(parts.db, async (tx) => {
    const raised = await raiseVersions(tx, calendarId)
    const added = await addDaysOff(tx, [
      { ...dayOff, calendarId, sourceNote: null, declaredAt: now, declaredBy: officer.accountId },
    ])
    if (added.length === 0) throw calendarRefusals.dayAlreadyOff(dayOff.date)
    await recordChange(tx, raised, { changedAt: now, changedBy: officer.accountId, what: { dayOff } })
    return raised
  })

  await parts.registry.reload()
  return { dayOff, versions }
}

function dayOffOf(ask: DeclareDayOff, affected: readonly WorkingCalendar[], now: Date): DayOff {
  const [first] = affected
  if (!first) throw calendarRefusals.notLoaded()
  const day = dayNumberOf(ask.date)
  const year = Number(ask.date.slice(0, 4))
  if (!affected.some(({ firstYear, lastYear }) => firstYear <= year && year <= lastYear)) {
    throw asRefusal(new CalendarRangeError(first.code, first.firstYear, first.lastYear, ask.date))
  }
  // All calendars live in the city's one zone.
  const today = dayOf(first, now)
  if (day < today) throw calendarRefusals.dayInThePast(dateOfDay(day))
  const closedFrom = ask.closedFrom
    ? Number(ask.closedFrom.slice(0, 2)) * 60 + Number(ask.closedFrom.slice(3))
    : 0
  const passed =
    day > today ? 0 : Math.ceil(now.getTime() / MINUTE_MS) + first.utcOffsetMinutes - today * MINUTES_OF_DAY
  return {
    date: ask.date,
    fromMinute: Math.min(Math.max(closedFrom, passed), MINUTES_OF_DAY - 1),
    kind: ask.kind,
    nameVi: ask.nameVi,
    nameEn: ask.nameEn,
    legalGround: ask.legalGround,
    certainty: 'verified',
  }
}
