import { isOverdue, type LegalClock } from '#modules/calendar/contract.ts'
import type { CaseSnapshot, StateChange } from '#modules/casework/contract.ts'
import type { DossierStatus } from '../contract.ts'
import { supplementsOf } from './suspension-flow.ts'
import type { Situation } from './situation.ts'

/** The end of processing: the clock no longer matters, nobody has work on it. */
export function ending(situation: Pick<Situation, 'now' | 'snapshot'>, status: DossierStatus): StateChange {
  return {
    status,
    closedAt: situation.now.toISOString(),
    marking: [],
    ...(situation.snapshot.process ? { process: null } : {}),
  }
}

export function clockFields(clock: LegalClock | null): StateChange {
  return { clock, dueWt: clock?.dueWt ?? null }
}

/**
 * Why a dossier counts as late, whatever its present due date: its time ran out, papers were asked for more than
 * once, or the new date was given only after the old one had passed. Null where it is on time or has no limit.
 */
export function lateBecause({
  snapshot,
  calendar,
  now,
}: Pick<Situation, 'snapshot' | 'calendar' | 'now'>): 'due' | 'supplements' | 'late_apology' | null {
  if (snapshot.clock && isOverdue(snapshot.clock, calendar, now)) return 'due'
  if (supplementsOf(snapshot) > 1) return 'supplements'
  return snapshot.tags.lateApology === true ? 'late_apology' : null
}

/** What every event that ends a dossier says for the reports. */
export function punctuality(situation: Pick<Situation, 'snapshot' | 'calendar' | 'now'>) {
  const because = lateBecause(situation)
  return { onTime: because === null, ...(because === null ? {} : { lateBecause: because }) }
}

export function givenReason({ code, vi, en, legalGround }: NonNullable<Situation['reason']>) {
  return { code, vi, en, legalGround }
}

/** Where time stands still for another reason than work to do. */
export function isWaitingStatus(status: DossierStatus): boolean {
  return status === 'awaiting_supplement' || status === 'awaiting_payment' || status === 'suspended'
}

/** Every task of the process waits, or none does; tasks beside it live their own lives. */
export function waitingTasks({ marking }: Pick<CaseSnapshot, 'marking'>, waiting: boolean) {
  return marking.map((task) => ({ ...task, waiting }))
}
