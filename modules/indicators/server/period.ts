import type { Period } from '../contract.ts'
import { addDays, isDay, monthOf, nextMonth } from './city-day.ts'
import { indicatorErrors } from './errors.ts'

const LONGEST_DAYS = 3660

/** `today`, `month` or `from..to` as days. */
export function periodOf(text: string, today: string): Period {
  if (text === 'today') return { from: today, to: today }
  if (text === 'month') return { from: monthOf(today), to: today }
  const [from = '', to = ''] = text.split('..')
  return checkedPeriod({ from, to })
}

export function checkedPeriod(period: Period): Period {
  const { from, to } = period
  if (!isDay(from) || !isDay(to) || from > to || addDays(from, LONGEST_DAYS) < to) {
    throw indicatorErrors.periodInvalid(`${from}..${to}`)
  }
  return period
}

/** Half-open ranges of days. */
export type Span = { from: string; to: string }

/** A period as whole months and the days at its edges; a month that is still running counts as whole when the period reaches today. */
export function splitPeriod({ from, to }: Period, today: string): { months: Span; days: [Span, Span] } {
  const end = to >= today ? nextMonth(to > today ? to : today) : addDays(to, 1)
  const firstMonth = from === monthOf(from) ? from : nextMonth(from)
  const endMonth = monthOf(end)
  if (firstMonth >= endMonth)
    return {
      months: { from: firstMonth, to: firstMonth },
      days: [
        { from, to: end },
        { from: end, to: end },
      ],
    }
  return {
    months: { from: firstMonth, to: endMonth },
    days: [
      { from, to: firstMonth },
      { from: endMonth, to: end },
    ],
  }
}
