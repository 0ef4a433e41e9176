import type { Clock } from '#platform/clock.ts'
import type { Day } from '../contract.ts'
import { organisationErrors } from './errors.ts'

/** Tells the city's day; it is asked on every step, so the answer of the current minute is kept. */
export function dayTeller(clock: Clock, timeZone: string): () => Day {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  let minute = Number.NaN
  let day: Day = ''
  return () => {
    const now = clock.now()
    const current = Math.floor(now.getTime() / 60_000)
    if (current !== minute) {
      minute = current
      day = format.format(now)
    }
    return day
  }
}

/** The day itself when it exists in the calendar; 30 February is refused. */
export function getRealDay(text: string): Day {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  if (!parsed || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text)
    throw organisationErrors.wrongDay(text)
  return text
}

/** Days are half open: a row holds on its first day and no longer on `validTo`. */
export function holdsOn(day: Day, validFrom: Day, validTo: Day | null): boolean {
  return validFrom <= day && (validTo === null || day < validTo)
}

/** The day after. */
export function nextDay(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** The first moment of a day in a zone. */
export function startOfDay(day: Day, timeZone: string): Date {
  const guess = new Date(`${day}T00:00:00Z`)
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    guess,
  )
  const [, sign = '+', hours = '0', minutes = '0'] =
    /GMT([+-])(\d{2}):(\d{2})/.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '') ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  return new Date(guess.getTime() - offset * 60_000)
}
