import type { Day, WorkScope } from '../contract.ts'
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

/** The stage as people are told it: what ended before anybody approved it was refused, or withdrawn by whoever asked. */
export function toldStageOf(
  one: Pick<Substitution, 'validFrom' | 'validTo' | 'endedOn' | 'approver' | 'endedBy' | 'recordedBy'>,
  day: Day,
): SubstitutionStage {
  const stage = stageOf(one, day)
  if (stage !== 'ended' || one.approver !== null) return stage
  return one.endedBy === one.recordedBy ? 'withdrawn' : 'refused'
}

/** The day after a day, or before it. */
export function dayBeside(day: Day, by: 1 | -1): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

/** Whether two may not stand in side by side: the same work might be both of theirs. What names fields and what names codes may. */
export function sharesWork(a: WorkScope, b: WorkScope): boolean {
  const isAll = ({ fields, procedureCodes }: WorkScope) => fields.length + procedureCodes.length === 0
  return (
    isAll(a) ||
    isAll(b) ||
    a.fields.some((field) => b.fields.includes(field)) ||
    a.procedureCodes.some((code) => b.procedureCodes.includes(code)) ||
    (a.fields.length > 0 && b.procedureCodes.length > 0) ||
    (a.procedureCodes.length > 0 && b.fields.length > 0)
  )
}

/** What a substitution is for, as the officer who acts by it carries it; nothing where it is for all the work. */
export function scopeOf({
  scopeFields,
  procedureCodes,
}: Pick<Substitution, 'scopeFields' | 'procedureCodes'>): {
  scope?: { fields: string[]; procedureCodes: string[] }
} {
  return scopeFields.length + procedureCodes.length === 0
    ? {}
    : { scope: { fields: scopeFields, procedureCodes } }
}

/** Whether two spans of days meet. */
export function meets(a: { validFrom: Day; validTo: Day }, b: { validFrom: Day; validTo: Day }): boolean {
  return a.validFrom < b.validTo && b.validFrom < a.validTo
}
