import type { Clock } from '#platform/clock.ts'
import { catalogueErrors } from './errors.ts'

// Making a formatter costs a hundred times what using one does.
const formats = new Map<string, Intl.DateTimeFormat>()

/** Today as the city counts days, `YYYY-MM-DD`. */
export function cityDay(clock: Clock, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  return format.format(clock.now())
}

/** The day itself when the calendar has it; 30 February is refused. */
export function getRealDay(text: string): string {
  const parsed = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text)
    throw catalogueErrors.wrongDay(text)
  return text
}
