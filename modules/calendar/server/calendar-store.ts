import { sql } from 'kysely'
import type { Certainty, DayOff, DayOffKind, DuePolicy, SwapDay } from '../contract.ts'
import type { CalendarDb } from './tables.ts'

export type CalendarRow = {
  id: number
  code: string
  nameVi: string
  nameEn: string
  policy: DuePolicy
  minutesPerDay: number
  hours: unknown
  firstYear: number
  lastYear: number
  version: number
}

export type NewCalendar = Omit<CalendarRow, 'hours' | 'version'> & {
  hours: readonly unknown[]
  legalGround: string
}
export type ScopedDayOff = DayOff & { calendarId: number | null }
export type ScopedSwapDay = SwapDay & { calendarId: number | null }
export type NewDayOff = ScopedDayOff & {
  sourceNote: string | null
  declaredAt: Date
  declaredBy: number | null
}
export type NewSwapDay = ScopedSwapDay & { sourceNote: string | null }
export type CalendarVersion = { calendarId: number; version: number }

export async function listCalendars(db: CalendarDb): Promise<CalendarRow[]> {
  return db
    .selectFrom('calendar.calendar')
    .select([
      'id',
      'code',
      'name_vi as nameVi',
      'name_en as nameEn',
      'policy',
      'minutes_per_day as minutesPerDay',
      'hours',
      'first_year as firstYear',
      'last_year as lastYear',
      'version',
    ])
    .orderBy('id')
    .execute()
}

export async function listVersions(db: CalendarDb): Promise<CalendarVersion[]> {
  return db.selectFrom('calendar.calendar').select(['id as calendarId', 'version']).orderBy('id').execute()
}

export async function listDaysOff(db: CalendarDb): Promise<ScopedDayOff[]> {
  return db
    .selectFrom('calendar.day_off')
    .select([
      'calendar_id as calendarId',
      sql<string>`off_on::text`.as('date'),
      'from_minute as fromMinute',
      'kind',
      'name_vi as nameVi',
      'name_en as nameEn',
      'legal_ground as legalGround',
      'certainty',
    ])
    .orderBy('off_on')
    .orderBy('id')
    .execute()
}

export async function listSwapDays(db: CalendarDb): Promise<ScopedSwapDay[]> {
  return db
    .selectFrom('calendar.swap_day')
    .select([
      'calendar_id as calendarId',
      sql<string>`work_on::text`.as('date'),
      'hours_of_weekday as hoursOfWeekday',
      'name_vi as nameVi',
      'name_en as nameEn',
      'legal_ground as legalGround',
      'certainty',
    ])
    .orderBy('work_on')
    .orderBy('id')
    .execute()
}

/** Adds calendars that are not there yet and says which. */
export async function addCalendars(db: CalendarDb, calendars: readonly NewCalendar[]): Promise<number[]> {
  if (calendars.length === 0) return []
  const added = await db
    .insertInto('calendar.calendar')
    .values(
      calendars.map((calendar) => ({
        id: calendar.id,
        code: calendar.code,
        name_vi: calendar.nameVi,
        name_en: calendar.nameEn,
        policy: calendar.policy,
        minutes_per_day: calendar.minutesPerDay,
        hours: JSON.stringify(calendar.hours),
        first_year: calendar.firstYear,
        last_year: calendar.lastYear,
        legal_ground: calendar.legalGround,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return added.map(({ id }) => id)
}

/**
 * Adds days off and says which dates were added. A day that is off already stays as it is,
 * except that a closure of part of a day may grow to an earlier hour.
 */
export async function addDaysOff(db: CalendarDb, days: readonly NewDayOff[]): Promise<string[]> {
  if (days.length === 0) return []
  const added = await db
    .insertInto('calendar.day_off')
    .values(
      days.map((day) => ({
        id: scopedId(day),
        calendar_id: day.calendarId,
        off_on: day.date,
        from_minute: day.fromMinute,
        kind: day.kind,
        name_vi: day.nameVi,
        name_en: day.nameEn,
        legal_ground: day.legalGround,
        certainty: day.certainty,
        source_note: day.sourceNote,
        declared_at: day.declaredAt,
        declared_by: day.declaredBy,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(({ ref }) => ({
          from_minute: ref('excluded.from_minute'),
          kind: sql<DayOffKind>`excluded.kind`,
          name_vi: ref('excluded.name_vi'),
          name_en: ref('excluded.name_en'),
          legal_ground: ref('excluded.legal_ground'),
          certainty: sql<Certainty>`excluded.certainty`,
          source_note: ref('excluded.source_note'),
          declared_at: ref('excluded.declared_at'),
          declared_by: ref('excluded.declared_by'),
        }))
        .whereRef('calendar.day_off.from_minute', '>', 'excluded.from_minute'),
    )
    .returning(sql<string>`off_on::text`.as('date'))
    .execute()
  return added.map(({ date }) => date)
}

/** Adds swap days that are not there yet and says which dates. */
export async function addSwapDays(db: CalendarDb, days: readonly NewSwapDay[]): Promise<string[]> {
  if (days.length === 0) return []
  const added = await db
    .insertInto('calendar.swap_day')
    .values(
      days.map((day) => ({
        id: scopedId(day),
        calendar_id: day.calendarId,
        work_on: day.date,
        hours_of_weekday: day.hoursOfWeekday,
        name_vi: day.nameVi,
        name_en: day.nameEn,
        legal_ground: day.legalGround,
        certainty: day.certainty,
        source_note: day.sourceNote,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning(sql<string>`work_on::text`.as('date'))
    .execute()
  return added.map(({ date }) => date)
}

/** Raises the version of one calendar, or of all; the row lock keeps two changes from taking one number. */
export async function raiseVersions(db: CalendarDb, calendarId: number | null): Promise<CalendarVersion[]> {
  return db
    .updateTable('calendar.calendar')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .$if(calendarId !== null, (query) => query.where('id', '=', calendarId))
    .returning(['id as calendarId', 'version'])
    .execute()
}

export async function recordChange(
  db: CalendarDb,
  versions: readonly CalendarVersion[],
  change: { changedAt: Date; changedBy: number | null; what: unknown },
): Promise<void> {
  if (versions.length === 0) return
  await db
    .insertInto('calendar.change')
    .values(
      versions.map(({ calendarId, version }) => ({
        calendar_id: calendarId,
        version,
        changed_at: change.changedAt,
        changed_by: change.changedBy,
        what: JSON.stringify(change.what),
      })),
    )
    .execute()
}

function scopedId({ calendarId, date }: { calendarId: number | null; date: string }): string {
  return `${calendarId ?? 'all'}:${date}`
}
