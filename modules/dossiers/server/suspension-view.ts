import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type {
  ExtensionView,
  Fault,
  GivenReason,
  ProposalView,
  StopView,
  SuspensionFacts,
  SuspensionView,
} from '../contract.ts'
import { statusOf } from './dossier-flow.ts'
import { isWaitingStatus } from './dossier-ends.ts'
import { isSupplementExpired, supplementsOf } from './suspension-flow.ts'

/** Everything a history tells about standing still, going on and ending early. */
export function standingOf(
  snapshot: CaseSnapshot,
  events: readonly CaseEvent[],
  today: string,
): SuspensionFacts {
  return {
    suspension: suspensionOf(snapshot, events),
    extension: extensionOf(events),
    stopped: stopOf(events),
    supplements: supplementsOf(snapshot),
    supplementExpired: isSupplementExpired(snapshot, today),
  }
}

function lastOf(events: readonly CaseEvent[], ...names: string[]): CaseEvent | undefined {
  return events.findLast(({ type }) => names.some((name) => type === `dossiers.${name}`))
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function suspensionOf(snapshot: CaseSnapshot, events: readonly CaseEvent[]): SuspensionView | null {
  const status = statusOf(snapshot)
  const held = status === 'withdrawal_requested' ? String(snapshot.tags.priorStatus) : status
  if (held !== 'suspended' && held !== 'awaiting_payment') return null
  const event = lastOf(events, 'suspended')
  if (!event) return null
  const { payload, happenedAt } = event
  return {
    reason: payload['reason'] as GivenReason,
    since: happenedAt,
    expectedOn: textOr(payload['expectedOn']),
    capAt: textOr(payload['capAt']),
    documentNumber: textOr(payload['documentNumber']),
  }
}

function extensionOf(events: readonly CaseEvent[]): ExtensionView | null {
  const event = lastOf(events, 'extended')
  if (!event) return null
  const { payload, happenedAt } = event
  return {
    at: happenedAt,
    reason: payload['reason'] as GivenReason,
    note: textOr(payload['why']),
    previousDueAt: String(payload['previousDueAt']),
    newDueOn: String(payload['newDueOn']),
    timing: payload['timing'] as ExtensionView['timing'],
    documentNumber: textOr(payload['documentNumber']),
  }
}

const withdrawnByOwner: GivenReason = {
  code: 'withdrawn',
  vi: 'Người nộp rút hồ sơ',
  en: 'The owner withdrew the dossier',
  legalGround: null,
}

function stopOf(events: readonly CaseEvent[]): StopView | null {
  const event = lastOf(events, 'stopped', 'withdrawn')
  if (!event) return null
  const { payload, happenedAt } = event
  return {
    at: happenedAt,
    reason: (payload['reason'] as GivenReason | undefined) ?? withdrawnByOwner,
    note: textOr(payload['note']),
    documentNumber: textOr(payload['documentNumber']),
    papersReturned: textOr(payload['papersReturned']),
    feesReturned: textOr(payload['feesReturned']),
  }
}

/** What waits for a head or a leader to answer. */
export function proposalsOf(
  snapshot: CaseSnapshot,
  events: readonly CaseEvent[],
  names: ReadonlyMap<number, string>,
): ProposalView[] {
  const { tags, closedAt } = snapshot
  if (closedAt) return []
  return (['supplement', 'extension'] as const).flatMap((kind) => {
    const event = tags[`${kind}Proposed`] == null ? undefined : lastOf(events, `${kind}_proposed`)
    if (!event) return []
    const { payload, actorId, happenedAt } = event
    return [
      {
        kind,
        reason: payload['reason'] as GivenReason,
        day: String(payload['day']),
        faults: (payload['proposedFaults'] as Fault[] | undefined) ?? [],
        note: textOr(payload['note']),
        by: actorId === null ? null : (names.get(actorId) ?? null),
        at: happenedAt,
      },
    ]
  })
}

/** What the history says beside such an event: the reason, the day, and how late an apology came. */
export function suspensionNote({ type, payload }: CaseEvent): string | null {
  const reason = (payload['reason'] as GivenReason | undefined)?.vi
  const parts = [
    reason,
    dayNote(type, payload),
    type === 'dossiers.extended' ? timingNotes[payload['timing'] as ExtensionView['timing']] : undefined,
    textOr(payload['documentNumber']) ? `văn bản ${String(payload['documentNumber'])}` : undefined,
    textOr(payload['why']) ?? textOr(payload['note']) ?? undefined,
  ].filter((part) => part !== undefined && part !== '')
  return reason === undefined || parts.length === 0 ? null : parts.join('; ')
}

const timingNotes: Record<ExtensionView['timing'], string> = {
  in_time: '',
  short_notice: 'xin lỗi sát hạn',
  late: 'xin lỗi sau khi đã quá hạn',
}

function dayNote(type: string, payload: CaseEvent['payload']): string | undefined {
  const day = textOr(payload['newDueOn']) ?? textOr(payload['day']) ?? textOr(payload['expectedOn'])
  if (day === null) return undefined
  const shown = `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
  return type === 'dossiers.suspended' ? `dự kiến đến ${shown}` : `ngày ${shown}`
}

/** A proposal or a wait that the work list marks. */
export function openProposal({ tags, closedAt }: CaseSnapshot): 'supplement' | 'extension' | null {
  if (closedAt) return null
  if (tags.extensionProposed != null) return 'extension'
  return tags.supplementProposed == null ? null : 'supplement'
}

/** Whether an apology with a new date is due soon or was due already: asked of dossiers that are being worked on. */
export function apologyOf(
  snapshot: CaseSnapshot,
  remainingMinutes: number | null,
  warnMinutes: number,
): 'soon' | 'late' | null {
  const { clock, closedAt, tags } = snapshot
  if (!clock || closedAt || remainingMinutes === null || tags.extensionProposed != null) return null
  if (statusOf(snapshot) !== 'processing' || isWaitingStatus(statusOf(snapshot))) return null
  if (clock.extensions.length > 0 || remainingMinutes > warnMinutes) return null
  return remainingMinutes < 0 ? 'late' : 'soon'
}
