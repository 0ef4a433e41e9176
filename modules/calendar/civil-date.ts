import { calendarErrors } from './calendar-errors.ts'

/** A calendar date without time or zone, `YYYY-MM-DD`. */
export type CivilDate = string

/** Days since 1970-01-01 in the city's own calendar. */
export type DayNumber = number

export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000
export const MINUTES_OF_DAY = 1440

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

export function dayNumberOf(date: CivilDate): DayNumber {
  const parts = DATE.exec(date)
  if (!parts) throw calendarErrors.dateInvalid(date)
  const day = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / DAY_MS
  if (dateOfDay(day) !== date) throw calendarErrors.dateInvalid(date)
  return day
}

export function dateOfDay(day: DayNumber): CivilDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** The same day number some months later; the last day of that month when it has no such day. */
export function addMonths(day: DayNumber, months: number): DayNumber {
  const date = new Date(day * DAY_MS)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth() + months
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / DAY_MS
}

/** A moment as text; refuses a date object that holds none. */
export function momentText(at: Date): string {
  if (Number.isNaN(at.getTime())) throw calendarErrors.timeInvalid()
  return at.toISOString()
}

const offsets = new Map<string, number>()

/**
 * The one distance of a zone from UTC through all the given years, in minutes.
 * Refuses a zone that changes its clocks: positions of working time would no longer be plain arithmetic.
 */
export function fixedOffsetOf(timeZone: string, firstYear: number, lastYear: number): number {
  const key = `${timeZone} ${firstYear} ${lastYear}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const offsetAt = offsetReader(timeZone)
  const offset = offsetAt(Date.UTC(firstYear, 0, 1))
  for (let year = firstYear; year <= lastYear; year++) {
    for (const month of [0, 3, 6, 9]) {
      if (offsetAt(Date.UTC(year, month, 1)) !== offset) throw calendarErrors.zoneUnusable(timeZone)
    }
  }
  offsets.set(key, offset)
  return offset
}

function offsetReader(timeZone: string): (ms: number) => number {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    throw calendarErrors.zoneUnusable(timeZone)
  }
  return (ms) => {
    const name = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? ''
    if (name === 'GMT') return 0
    const parts = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name)
    if (!parts) throw calendarErrors.zoneUnusable(timeZone)
    return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]))
  }
}
