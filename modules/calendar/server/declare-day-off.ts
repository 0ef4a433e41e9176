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
  minutesOn,
  weekdayOf,
  type CivilDate,
  type DayNumber,
  type DayOff,
  type DayOffDeclared,
  type DeclareDayOff,
  type SwapDay,
  type WorkingCalendar,
} from '../contract.ts'
import { addDaysOff, addSwapDays, raiseVersions, recordChange } from './calendar-store.ts'
import { calendarRefusals, refusing } from './errors.ts'
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
 * With a make-up day the exchange is declared whole: the day off and the day of rest that is worked for it.
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
  const swapDay = refusing(() => swapDayOf(ask, affected, now))

  const versions = await inTransaction(parts.db, async (tx) => {
    const raised = await raiseVersions(tx, calendarId)
    const added = await addDaysOff(tx, [
      { ...dayOff, calendarId, sourceNote: null, declaredAt: now, declaredBy: officer.accountId },
    ])
    if (added.length === 0) throw calendarRefusals.dayAlreadyOff(dayOff.date)
    if (swapDay) {
      const made = await addSwapDays(tx, [{ ...swapDay, calendarId, sourceNote: null }])
      if (made.length === 0) throw calendarRefusals.makeUpNotRest(swapDay.date)
    }
    await recordChange(tx, raised, {
      changedAt: now,
      changedBy: officer.accountId,
      what: { dayOff, swapDay },
    })
    return raised
  })

  await parts.registry.reload()
  return { dayOff, swapDay, versions }
}

function dayOffOf(ask: DeclareDayOff, affected: readonly WorkingCalendar[], now: Date): DayOff {
  const [first] = affected
  if (!first) throw calendarRefusals.notLoaded()
  const day = dayWithin(affected, ask.date)
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

function swapDayOf(ask: DeclareDayOff, affected: readonly WorkingCalendar[], now: Date): SwapDay | null {
  if (ask.workedOn === undefined) return null
  const day = dayWithin(affected, ask.date)
  const workDay = dayWithin(affected, ask.workedOn)
  const inRange = affected.filter(
    (calendar) => covers(calendar, ask.date) && covers(calendar, ask.workedOn ?? ''),
  )
  if (inRange.some((calendar) => workDay <= dayOf(calendar, now)))
    throw calendarRefusals.makeUpNotAhead(ask.workedOn)
  const isRest = inRange.some((calendar) => minutesOn(calendar, workDay) < minutesOn(calendar, day))
  if (!isRest || inRange.some(({ daysOffByDay }) => daysOffByDay.has(workDay)))
    throw calendarRefusals.makeUpNotRest(ask.workedOn)
  const { legalGround } = ask
  return {
    date: ask.workedOn,
    hoursOfWeekday: weekdayOf(day),
    nameVi: `Làm bù cho ngày nghỉ ${written(ask.date)}`,
    nameEn: `Make-up day for the day off on ${written(ask.date)}`,
    legalGround,
    certainty: 'verified',
  }
}

function dayWithin(affected: readonly WorkingCalendar[], date: CivilDate): DayNumber {
  const day = dayNumberOf(date)
  const [first] = affected
  if (first && !affected.some((calendar) => covers(calendar, date)))
    throw new CalendarRangeError(first.code, first.firstYear, first.lastYear, date)
  return day
}

function covers({ firstYear, lastYear }: WorkingCalendar, date: CivilDate): boolean {
  const year = Number(date.slice(0, 4))
  return firstYear <= year && year <= lastYear
}

function written(date: CivilDate): string {
  return `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(0, 4)}`
}
