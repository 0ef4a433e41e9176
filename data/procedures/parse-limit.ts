import type { Channel } from '#modules/catalogue/contract.ts'

/** `before 15:00`, `8 hours`, `3 working days` or `10 calendar days` as a limit. */
export function parseLimit(text: string): Channel['limit'] {
  const [first = '', second = ''] = text.split(' ')
  if (first === 'before') return { unit: 'same_day_before', cutoff: second }
  const amount = Number(first)
  if (second === 'working') return { unit: 'working_days', amount }
  if (second === 'calendar') return { unit: 'calendar_days', amount }
  return { unit: 'hours', amount }
}
