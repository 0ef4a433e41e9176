import type { Limit } from '#modules/calendar/contract.ts'
import type { Proposal, QuarantineReason } from '../../contract.ts'

export type LimitCell = { printed: string; amount: number | null; unit: string | null }
export type ReadLimit = { limit: Limit; reason?: QuarantineReason; proposals: Proposal[] }

const undefinedLimit: Limit = { unit: 'undefined' }

const unitWords: Record<string, 'hours' | 'working_days' | 'calendar_days' | 'months'> = {
  giờ: 'hours',
  'giờ làm việc': 'hours',
  'ngày làm việc': 'working_days',
  ngày: 'calendar_days',
  tháng: 'months',
}

/** Beyond these nobody promises anything: such a number is a slip of the keyboard. */
const largest = { hours: 720, working_days: 400, calendar_days: 730, months: 60 } as const

const words = {
  hours: { vi: 'giờ làm việc', en: 'working hours' },
  working_days: { vi: 'ngày làm việc', en: 'working days' },
  calendar_days: { vi: 'ngày', en: 'days' },
  months: { vi: 'tháng', en: 'months' },
} as const

/** `evidence` is the row's own description; `steps` is read only for the rule of 15:00, which many records state there. */
export function readLimit(cell: LimitCell, evidence: string, steps: string): ReadLimit {
  const named = durationsIn(evidence)
  if (cell.amount === null) {
    const proposals = named.map(propose)
    return proposals.length > 0
      ? { limit: undefinedLimit, reason: 'time_in_words', proposals }
      : { limit: undefinedLimit, proposals: [] }
  }
  if (cell.unit === null) {
    return {
      limit: undefinedLimit,
      reason: 'number_without_unit',
      proposals: unitsFor(cell.amount, named, steps),
    }
  }
  const unit = unitWords[cell.unit.toLowerCase()]
  if (!unit)
    return { limit: undefinedLimit, reason: 'unknown_unit', proposals: unitsFor(cell.amount, named, steps) }
  const limit: Limit = { unit, amount: cell.amount }
  if (cell.amount <= 0 || cell.amount > largest[unit]) {
    return { limit: undefinedLimit, reason: 'implausibly_large', proposals: named.map(propose) }
  }
  const only = onlyLimitIn(evidence)
  if (only && !sameLimit(only, limit)) {
    return {
      limit: undefinedLimit,
      reason: 'time_contradicts_note',
      proposals: [propose(limit), propose(only)],
    }
  }
  return { limit, proposals: [] }
}

/** Every unit a bare number could have had, the ones the text speaks for first. */
export function unitsFor(amount: number, named: Limit[], steps: string): Proposal[] {
  const agreeing = named.filter((limit) => limit.amount === amount)
  const sameDay: Limit[] =
    amount === 1 && /15\s*(giờ|h|:00)/i.test(steps) ? [{ unit: 'same_day_before', cutoff: '15:00' }] : []
  const all: Limit[] = [
    { unit: 'working_days', amount },
    { unit: 'calendar_days', amount },
    { unit: 'hours', amount },
  ]
  return [...agreeing, ...sameDay, ...all].map(propose)
}

/** Spoken durations such as "05 ngày làm việc", in the order of the text. */
export function durationsIn(text: string): Limit[] {
  const found: Limit[] = []
  const pattern =
    /(?<![\d.,/])(\d{1,3})\s*(?:\([^)]{1,40}\)\s*)?(ngày làm việc|giờ làm việc|ngày|giờ|tháng)(?!\s*\d)/giu
  for (const match of text.matchAll(pattern)) {
    const unit = unitWords[(match[2] ?? '').toLowerCase()]
    const amount = Number(match[1])
    if (unit && amount > 0) found.push({ unit, amount })
  }
  return found
}

/** A description that names a single duration speaks of the whole limit. */
function onlyLimitIn(evidence: string): Limit | undefined {
  const found = durationsIn(evidence)
  return found.length === 1 ? found[0] : undefined
}

function sameLimit(a: Limit, b: Limit): boolean {
  return a.unit === b.unit && a.amount === b.amount
}

export function propose(limit: Limit): Proposal {
  return { value: limit, ...limitInWords(limit) }
}

function limitInWords(limit: Limit): { vi: string; en: string } {
  const amount = limit.amount ?? 0
  if (limit.unit === 'same_day_before') {
    const cutoff = limit.cutoff ?? '15:00'
    return { vi: `trong ngày nếu nhận trước ${cutoff}`, en: `the same day when received before ${cutoff}` }
  }
  if (limit.unit === 'immediate') return { vi: 'giải quyết ngay', en: 'at once' }
  if (limit.unit === 'undefined') return { vi: 'không quy định', en: 'not defined' }
  const unit = words[limit.unit]
  return { vi: `${amount} ${unit.vi}`, en: `${amount} ${unit.en}` }
}
