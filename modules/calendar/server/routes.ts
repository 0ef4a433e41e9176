import { Type } from 'typebox'
import { route, type AnyRoute } from '#platform/http-route.ts'
import {
  CalendarChangeSchema,
  CalendarRangeError,
  CalendarViewSchema,
  DayOffDeclaredSchema,
  DeclareDayOffSchema,
  ExplainDueSchema,
  YearDaysSchema,
  dateOfDay,
  dayOf,
  type CalendarView,
  type WorkingCalendar,
  type YearDays,
} from '../contract.ts'
import { declareDayOff, type Parts } from './declare-day-off.ts'
import { asRefusal, calendarRefusals } from './errors.ts'
import { explainDue } from './explain-due.ts'
import { listDeclarations } from './list-changes.ts'

export function calendarRoutes(parts: Parts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/calendars',
      access: 'public',
      summary: 'List the working calendars with their opening hours and versions',
      response: Type.Object({ today: Type.String(), calendars: Type.Array(CalendarViewSchema) }),
      handle: () => ({ today: today(parts), calendars: parts.registry.all().map(viewOf) }),
    }),
    route({
      method: 'GET',
      path: '/api/calendars/:id/days',
      access: 'public',
      summary: 'List the days off and the make-up days of one year',
      params: Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
      query: Type.Object({ year: Type.Integer({ minimum: 1900, maximum: 2200 }) }),
      response: YearDaysSchema,
      handle: ({ params, query }) => daysOf(parts.registry.get(params.id), query.year),
    }),
    route({
      method: 'GET',
      path: '/api/calendars/changes',
      access: 'signed_in',
      summary: 'List the newest declarations of days off, with the version each made of the calendars',
      response: Type.Object({ changes: Type.Array(CalendarChangeSchema) }),
      handle: async () => ({ changes: await listDeclarations(parts) }),
    }),
    route({
      method: 'POST',
      path: '/api/calendars/days-off',
      access: { permission: 'calendar.declare' },
      summary: 'Declare a holiday, a day in lieu or an emergency closure',
      body: DeclareDayOffSchema,
      response: DayOffDeclaredSchema,
      handle({ body, officer }) {
        if (!officer) throw calendarRefusals.signInNeeded()
        return declareDayOff(parts, officer, body)
      },
    }),
    route({
      method: 'POST',
      path: '/api/calendars/explain',
      access: 'signed_in',
      summary: 'Reckon a due date and explain it; nothing is stored',
      body: ExplainDueSchema,
      handle: ({ body }) => explainDue(parts.registry, body),
    }),
  ]
}

/** The city's date; all calendars live in its one zone. */
function today({ registry, clock }: Parts): string {
  const [first] = registry.all()
  if (!first) throw calendarRefusals.notLoaded()
  return dateOfDay(dayOf(first, clock.now()))
}

function viewOf(calendar: WorkingCalendar): CalendarView {
  const { id, code, nameVi, nameEn, version, policy, minutesPerDay, firstYear, lastYear, timeZone } = calendar
  const hours = calendar.hours.map(({ from, week }) => ({
    from,
    week: Object.fromEntries(
      Object.entries(week).map(([weekday, spans]) => [weekday, (spans ?? []).map((span) => [...span])]),
    ),
  }))
  const yearsWithoutHolidays = [...calendar.yearsWithoutHolidays]
  return {
    id,
    code,
    nameVi,
    nameEn,
    version,
    policy,
    minutesPerDay,
    firstYear,
    lastYear,
    timeZone,
    hours,
    yearsWithoutHolidays,
  }
}

function daysOf(calendar: WorkingCalendar, year: number): YearDays {
  if (year < calendar.firstYear || year > calendar.lastYear) {
    throw asRefusal(
      new CalendarRangeError(calendar.code, calendar.firstYear, calendar.lastYear, String(year)),
    )
  }
  const inYear = ({ date }: { date: string }) => date.startsWith(`${year}-`)
  return {
    calendarId: calendar.id,
    version: calendar.version,
    year,
    daysOff: calendar.daysOff
      .filter(inYear)
      .map(({ date, fromMinute, kind, nameVi, nameEn, legalGround, certainty }) => ({
        date,
        fromMinute,
        kind,
        nameVi,
        nameEn,
        legalGround,
        certainty,
      })),
    swapDays: calendar.swapDays
      .filter(inYear)
      .map(({ date, hoursOfWeekday, nameVi, nameEn, legalGround, certainty }) => ({
        date,
        hoursOfWeekday,
        nameVi,
        nameEn,
        legalGround,
        certainty,
      })),
  }
}
