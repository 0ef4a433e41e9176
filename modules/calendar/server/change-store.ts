import { sql } from 'kysely'
import type { CalendarDb } from './tables.ts'

export type ChangeRow = {
  calendarIds: number[]
  versions: number[]
  changedAt: Date
  changedBy: number | null
  what: unknown
}

/** What officials declared, the newest first: what one act changed in several calendars is one row. */
export async function listChanges(db: CalendarDb, limit: number): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select array_agg(calendar_id order by calendar_id) as "calendarIds", array_agg(version order by calendar_id) as versions,
      changed_at as "changedAt", changed_by as "changedBy", what
    from calendar.change where what ? 'dayOff' group by changed_at, changed_by, what
    order by changed_at desc, min(calendar_id) limit ${limit}`.execute(db)
  return rows
}

/** What made each version of one calendar from a version on, the oldest first. */
export async function listChangesFrom(
  db: CalendarDb,
  calendarId: number,
  version: number,
): Promise<{ version: number; what: unknown }[]> {
  return db
    .selectFrom('calendar.change')
    .select(['version', 'what'])
    .where('calendar_id', '=', calendarId)
    .where('version', '>=', version)
    .orderBy('version')
    .execute()
}

export type CalendarChangeRow = { calendarId: number; version: number; changedAt: Date; what: unknown }

/** Everything that ever changed the calendars which were changed since a moment, the oldest first. */
export async function listChangesOfChangedSince(db: CalendarDb, at: Date): Promise<CalendarChangeRow[]> {
  const { rows } = await sql<CalendarChangeRow>`
    select calendar_id as "calendarId", version, changed_at as "changedAt", what from calendar.change
    where calendar_id in (select calendar_id from calendar.change where version > 1 and changed_at >= ${at.toISOString()}::timestamptz)
    order by calendar_id, version`.execute(db)
  return rows
}
