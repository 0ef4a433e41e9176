import { addMonths, dayOf, toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { TimerSet } from '../process/marking.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** A week of work, in working days. */
const WORKING_WEEK = 5
/** No timer is due later, however long it was said to be. */
const LAST_MS = Date.UTC(9999, 11, 31)
const LAST_WT = 2_000_000_000

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const DATE = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/

export type Due = { calendarId: number; dueWt: number } | { at: string }

/**
 * When a timer that was set at `from` is due. Working durations become a position on the calendar, which a later
 * holiday moves; anything else is a moment. Days, weeks, months and years are those of the city's own days.
 * Errors: those of the calendar, where working time ends beyond its years.
 */
export function dueOf(
  timer: Pick<TimerSet, 'by' | 'value' | 'working'>,
  calendar: WorkingCalendar,
  from: Date,
): Due {
  if (timer.by === 'date') return { at: momentText(momentOf(timer.value, calendar)) }
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = (
    DURATION.exec(timer.value) ?? []
  )
    .slice(1)
    .map((part) => Number(part ?? 0))
  const later = afterMonths(from, years * 12 + months, calendar)
  if (timer.working) {
    const work =
      (weeks * WORKING_WEEK + days) * calendar.minutesPerDay + hours * 60 + minutes + Math.ceil(seconds / 60)
    const start = toOrdinal(calendar, new Date(Math.min(later, LAST_MS)))
    return { calendarId: calendar.id, dueWt: Math.min(start + work, LAST_WT) }
  }
  const rest = (weeks * 7 + days) * DAY_MS + (hours * 3600 + minutes * 60 + seconds) * 1000
  return { at: momentText(later + rest) }
}

function momentText(ms: number): string {
  return new Date(ms < LAST_MS ? ms : LAST_MS).toISOString()
}

/** A date alone begins with its day in the city; a time without an offset is the city's. */
function momentOf(text: string, { utcOffsetMinutes }: WorkingCalendar): number {
  const [, day = '', time = '00:00', offset] = DATE.exec(text) ?? []
  const at = Date.parse(`${day}T${time}${offset ?? 'Z'}`)
  return offset ? at : at - utcOffsetMinutes * MINUTE_MS
}

function afterMonths(from: Date, months: number, calendar: WorkingCalendar): number {
  if (months === 0) return from.getTime()
  const day = dayOf(calendar, from)
  return from.getTime() + (addMonths(day, months) - day) * DAY_MS
}
