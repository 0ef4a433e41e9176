import type { Clock } from '#platform/clock.ts'
import { catalogueErrors } from './errors.ts'

/** Today as the city counts days, `YYYY-MM-DD`. */
export function cityDay(clock: Clock, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(clock.now())
}

/** The day itself when the calendar has it; 30 February is refused. */
export function getRealDay(text: string): string {
  const parsed = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text)
    throw catalogueErrors.wrongDay(text)
  return text
}
