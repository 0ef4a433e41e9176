import type { Day } from '../contract.ts'
import type { SubstitutionStage } from '../substitution.ts'
import type { Substitution } from './substitution-store.ts'

/** Where a substitution stands on a day; it holds on the days from `validFrom` up to, not including, `validTo`. */
export function stageOf(
  {
    validFrom,
    validTo,
    endedOn,
    approver,
  }: Pick<Substitution, 'validFrom' | 'validTo' | 'endedOn' | 'approver'>,
  day: Day,
): SubstitutionStage {
  // On the day it was ended it held for a part; of that day and all after it is told as ended.
  if (endedOn !== null && endedOn <= day) return 'ended'
  if (validTo <= day) return 'over'
  if (approver === null) return 'asked'
  return validFrom <= day ? 'in_force' : 'ahead'
}

/** The day after a day, or before it. */
export function dayBeside(day: Day, by: 1 | -1): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

/** Whether two spans of days meet. */
export function meets(a: { validFrom: Day; validTo: Day }, b: { validFrom: Day; validTo: Day }): boolean {
  return a.validFrom < b.validTo && b.validFrom < a.validTo
}
