import type { Clock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import type { AnyRoute } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import { DEFAULT_TIME_ZONE, type DayOffDeclared, type DeclareDayOff } from '../contract.ts'
import { calendarsAt, type CalendarsAt } from './calendars-at.ts'
import { declareDayOff } from './declare-day-off.ts'
import { versionsAround } from './list-changes.ts'
import { calendarRegistry, type CalendarRegistry } from './load-calendars.ts'
import { calendarRoutes } from './routes.ts'
import type { CalendarTables } from './tables.ts'

export { seedCalendars } from './seed-calendars.ts'
export type { CalendarRegistry, ChangedCalendar } from './load-calendars.ts'

/** What the apps and other modules may use. Everything else in this folder is private. */
export type CalendarModule = CalendarRegistry & {
  /** Compiles every calendar; to be awaited before anything else, and after seeding. */
  start(): Promise<void>
  routes: AnyRoute[]
  declareDayOff(officer: Officer, ask: DeclareDayOff): Promise<DayOffDeclared>
  /** A calendar as it was before one of its versions, and as that version made it. */
  versionsAround(calendarId: number, version: number): ReturnType<typeof versionsAround>
  /** Every calendar as it was known at a moment. */
  knownAt(at: Date): Promise<CalendarsAt>
}

/** The calendars of a city over one database; `get` refuses until `start` has compiled them. */
export function calendarModule({
  db,
  clock,
  organisation,
  timeZone = DEFAULT_TIME_ZONE,
}: {
  db: AnyDb
  clock: Clock
  organisation: Pick<Organisation, 'requirePermission'>
  timeZone?: string
}): CalendarModule {
  const calendars = db.withTables<CalendarTables>()
  const registry = calendarRegistry(calendars, timeZone)
  const parts = { db: calendars, clock, registry, organisation }
  return {
    ...registry,
    start: registry.reload,
    routes: calendarRoutes(parts),
    declareDayOff: (officer, ask) => declareDayOff(parts, officer, ask),
    versionsAround: (calendarId, version) => versionsAround(parts, calendarId, version),
    knownAt: (at) => calendarsAt(parts, at),
  }
}
