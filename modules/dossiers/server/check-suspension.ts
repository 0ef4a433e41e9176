import { dueAt } from '#modules/calendar/contract.ts'
import type { CaseSnapshot } from '#modules/casework/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  fitsStop,
  mustSayWhy,
  type ActionBody,
  type DossierAction,
  type Fault,
  type GivenReason,
} from '../contract.ts'
import { listRules } from './dossier-store.ts'
import { dayIn, type Parts } from './parts.ts'
import type { Proposed, Situation } from './situation.ts'
import { suspensionErrors } from './suspension-errors.ts'
import { isSupplementExpired, isSuspensionAction, supplementsOf } from './suspension-flow.ts'
import { capOfReason, cityDay } from './suspension-transitions.ts'
import { isDay } from './validate-filing.ts'

/** Looks up what such a command is decided from, and refuses what the law, the list of reasons or the day forbid. */
export async function prepareSuspension<Action extends DossierAction>(
  parts: Parts,
  officer: Officer,
  action: Action,
  body: ActionBody<Action>,
  situation: Situation,
): Promise<void> {
  if (!isSuspensionAction(action)) return
  const { snapshot, reason } = situation
  if (mustSayWhy.includes(action) && (body.note ?? '').trim().length < 3) throw suspensionErrors.sayWhy()
  if (reason?.who && !reason.who.includes(officer.postKind))
    throw suspensionErrors.reasonNotYours(reason.code, reason.who)
  if (action === 'propose_extension' || action === 'approve_extension') {
    const rules = await listRules(parts.db, dayIn(parts.timeZone, situation.now))
    situation.apologyDays = Number(rules.get('apology_days_before') ?? 1)
  }
  if (action.startsWith('approve_') || action.startsWith('reject_')) {
    const kind = action.endsWith('supplement') ? 'supplement' : 'extension'
    const proposed = await findProposed(parts, snapshot.caseId, kind)
    if (proposed) situation.proposed = proposed
    if (action === 'approve_extension' && proposed) assertExtensionDay(situation, proposed.day)
  }
  if ('newDueOn' in body) assertExtensionDay(situation, body.newDueOn)
  if ('expectedOn' in body) assertExpectedOn(situation, body.expectedOn)
  if (action === 'stop') assertReasonFits(situation)
}

async function findProposed(
  parts: Parts,
  caseId: string,
  kind: 'supplement' | 'extension',
): Promise<Proposed | undefined> {
  const events = await parts.casework.listEvents(parts.db, caseId)
  const event = events.findLast(({ type }) => type === `dossiers.${kind}_proposed`)
  if (!event) return undefined
  const { reason, day, proposedFaults, note } = event.payload as unknown as {
    reason: GivenReason
    day: string
    proposedFaults?: Fault[]
    note?: string
  }
  return {
    seq: event.seq,
    reason: { ...reason, kind },
    day,
    faults: proposedFaults ?? [],
    note: note ?? null,
    byId: event.actorId,
  }
}

function assertExtensionDay({ snapshot, calendar, now }: Situation, day: string) {
  const due = snapshot.clock && dueAt(snapshot.clock, calendar, now)
  if (!due) return
  const today = cityDay(calendar, now)
  const dueOn = cityDay(calendar, due)
  if (!isDay(day) || day <= today || day <= dueOn || day > inOneYear(today))
    throw suspensionErrors.extensionDay(day, dueOn)
}

function assertExpectedOn({ reason, calendar, now }: Situation, day: string) {
  const today = cityDay(calendar, now)
  const cap = reason && capOfReason(reason, calendar, now)
  // A cap that ends at midnight ends on the day before.
  const last = cap ? cityDay(calendar, new Date(cap.at.getTime() - 1)) : inOneYear(today)
  if (!isDay(day) || day <= today || day > last) throw suspensionErrors.beyondCap(day, last)
}

function assertReasonFits({ snapshot, reason, doer }: Situation) {
  const fits = fitsStop(reason?.cause, {
    isAwaitingPayment: snapshot.status === 'awaiting_payment',
    supplementExpired: isSupplementExpired(snapshot, doer?.today),
  })
  if (!fits) throw suspensionErrors.reasonDoesNotFit(reason?.code ?? '', snapshot.status)
}

function inOneYear(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
}

/** Why such an action is not offered, where there is a better answer than that it is not. */
export function refusedSuspension(action: DossierAction, snapshot: CaseSnapshot, accountId: number) {
  const { tags, clock } = snapshot
  const supplements = supplementsOf(snapshot)
  if (action === 'request_supplement' && supplements === 1 && tags.supplementProposed == null)
    return suspensionErrors.supplementNeedsApproval()
  if ((action === 'request_supplement' || action === 'propose_supplement') && supplements > 0)
    return suspensionErrors.supplementUsed()
  if (action === 'propose_extension' && (clock?.extensions.length || tags.extensionProposed != null))
    return suspensionErrors.extensionUsed()
  const proposer = action.endsWith('_extension') ? tags.extensionProposed : tags.supplementProposed
  if (/^(approve|reject)_(extension|supplement)$/.test(action) && proposer === accountId)
    return suspensionErrors.ownProposal()
  return undefined
}
