import { calendarErrors } from './calendar-errors.ts'
import { MINUTES_OF_DAY } from './civil-date.ts'
import type { WorkingCalendar } from './working-time.ts'

export const limitUnits = [
  'hours',
  'working_days',
  'calendar_days',
  'months',
  'immediate',
  'same_day_before',
  'undefined',
] as const
export type LimitUnit = (typeof limitUnits)[number]

/**
 * How long the State may take. Hours, working days (halves too), calendar days and months need an amount;
 * `same_day_before` may name its cutoff as `HH:MM`; `undefined` says that no limit is known.
 */
export type Limit = { unit: LimitUnit; amount?: number; cutoff?: string }

/** After this hour a same-day procedure is answered on the next working day, unless its limit says otherwise. */
export const DEFAULT_CUTOFF = '15:00'

/** Working minutes of a limit counted in working time; null for the others. */
export function limitMinutes(limit: Limit, calendar: WorkingCalendar): number | null {
  if (limit.unit === 'hours') return Math.round((limit.amount ?? 0) * 60)
  if (limit.unit === 'working_days') return Math.round((limit.amount ?? 0) * calendar.minutesPerDay)
  return null
}

/** The cutoff of a same-day limit as a minute of the day. */
export function cutoffMinute(limit: Limit): number {
  const parts = /^(\d{2}):(\d{2})$/.exec(limit.cutoff ?? DEFAULT_CUTOFF)
  if (!parts) throw calendarErrors.limitInvalid(`${limit.unit} ${limit.cutoff}`, 0)
  return Number(parts[1]) * 60 + Number(parts[2])
}

/** Refuses an amount that is no amount, such as 0.3 working days or no hours at all. */
export function checkLimit(limit: Limit) {
  if (!isLimit(limit)) throw calendarErrors.limitInvalid(limit.unit, limit.amount ?? 0)
}

function isLimit(limit: Limit): boolean {
  const amount = limit.amount ?? 0
  switch (limit.unit) {
    case 'hours':
      return amount > 0 && Number.isFinite(amount)
    case 'working_days':
      return amount > 0 && Number.isInteger(amount * 2)
    case 'calendar_days':
    case 'months':
      return amount > 0 && Number.isInteger(amount)
    case 'same_day_before':
      return cutoffMinute(limit) < MINUTES_OF_DAY
    case 'immediate':
    case 'undefined':
      return true
  }
}
