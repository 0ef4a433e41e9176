import type { ColumnType } from 'kysely'
import type { Db } from '#platform/database.ts'
import type { Certainty, DayOffKind, DuePolicy } from '../contract.ts'

// A `date` is written as text and read with `::text`: the driver would make a local midnight of it.
type DayColumn = ColumnType<never, string, never>
// JSON is written as text, since the driver would take an array for one of PostgreSQL's own.
type JsonColumn = ColumnType<unknown, string, string>

export type CalendarTables = {
  'calendar.calendar': {
    id: number
    code: string
    name_vi: string
    name_en: string
    policy: DuePolicy
    minutes_per_day: number
    hours: JsonColumn
    first_year: number
    last_year: number
    legal_ground: string
    version: ColumnType<number, number | undefined, number>
  }
  'calendar.day_off': {
    id: string
    calendar_id: number | null
    off_on: DayColumn
    from_minute: number
    kind: DayOffKind
    name_vi: string
    name_en: string
    legal_ground: string
    certainty: Certainty
    source_note: string | null
    declared_at: Date
    declared_by: number | null
  }
  'calendar.swap_day': {
    id: string
    calendar_id: number | null
    work_on: DayColumn
    hours_of_weekday: number
    name_vi: string
    name_en: string
    legal_ground: string
    certainty: Certainty
    source_note: string | null
  }
  'calendar.change': {
    calendar_id: number
    version: number
    changed_at: Date
    changed_by: number | null
    what: JsonColumn
  }
}

export type CalendarDb = Db<CalendarTables>
