import type { CaseEvent, CaseSnapshot, StateChange } from '#modules/casework/contract.ts'
import type { LinkedPart } from '#modules/catalogue/contract.ts'
import type { AuthorityGiven } from '#modules/organisation/contract.ts'
import type { DossierAction, DossierStatus, PartEnd } from '../contract.ts'

/** A part as it was planned when its parent was received. */
export type PlannedPart = Pick<
  LinkedPart,
  'key' | 'name' | 'procedureCode' | 'limit' | 'after' | 'required' | 'whenRefused'
> & {
  /** Who does it; null where nobody competent was found. */
  unitId: number | null
  /** By which delegation that unit decides it. */
  authority?: AuthorityGiven
}

/** What an event says about linked procedures: its fact `link`. */
export type LinkFact =
  | { kind: 'plan'; parts: PlannedPart[] }
  | { kind: 'unplaced'; part: string; name: string; reason: string }
  | { kind: 'placed'; part: string; name: string; unitId: number }
  | {
      kind: 'opened'
      part: string
      name: string
      childId: string
      childCode: string
      fromUnitId: number
      toUnitId: number
    }
  | {
      kind: 'ended'
      part: string
      name: string
      childId: string
      end: PartEnd
      resultNumber: string | null
      fromUnitId: number
      toUnitId: number
      endedAt: string
      /** How the giver's slice ended: before, at or after its due moment; null where none was set. */
      slice: 'early' | 'on_time' | 'late' | null
    }
  | { kind: 'extended'; part: string | null; name: string | null; workingDays: number; legalGround: string }
  | { kind: 'parent_ended' }
  | { kind: 'child'; parentId: string; part: string; fromUnitId: number; toUnitId: number; passed: string[] }
  | { kind: 'child_ended'; parentId: string; part: string }
  | { kind: 'child_supplement'; parentId: string; part: string }
  | { kind: 'handed_back'; parentId: string; part: string; fromUnitId: number; toUnitId: number }

/** Types of the events that may say so; the reader of linked procedures looks at no others. */
export const linkTypes = [
  'dossiers.received',
  'dossiers.refused',
  'dossiers.decided',
  'dossiers.withdrawn',
  'dossiers.withdrawal_requested',
  'dossiers.supplement_requested',
  'dossiers.second_supplement_requested',
  'dossiers.stopped',
  'dossiers.process_ended',
  'dossiers.part_placed',
  'dossiers.part_ended',
  'dossiers.stopped_for_part',
  'dossiers.stopped_with_parent',
]

export type PartState = PlannedPart & {
  state: 'waiting' | 'unplaced' | 'open' | 'ended' | 'dropped'
  reason: string | null
  childId: string | null
  childCode: string | null
  openedAt: string | null
  endedAt: string | null
  end: PartEnd | null
  resultNumber: string | null
}

export function linkOf(event: Pick<CaseEvent, 'payload'>): LinkFact | undefined {
  // Written by this module alone.
  return event.payload.link as LinkFact | undefined
}

/** An event as the fold sees it, before it is written. */
export function noted(caseId: string, link: LinkFact, at: Date): CaseEvent {
  const moment = at.toISOString()
  return {
    caseId,
    seq: 0,
    type: '',
    actorId: null,
    postId: null,
    actorUnitId: null,
    happenedAt: moment,
    recordedAt: moment,
    payload: { link, set: {} },
  }
}

/** The parts of a parent as its events tell them; none for a dossier that has none. */
export function partsOf(events: readonly CaseEvent[]): PartState[] {
  let parts: PartState[] = []
  for (const event of events) {
    const link = linkOf(event)
    if (!link) continue
    if (link.kind === 'plan') parts = link.parts.map(planned)
    else if ('part' in link) {
      const change = changeOf(link, event.happenedAt)
      if (change) parts = parts.map((part) => (part.key === link.part ? { ...part, ...change } : part))
    }
  }
  return withDropped(parts)
}

function planned(part: PlannedPart): PartState {
  return {
    ...part,
    state: 'waiting',
    reason: null,
    childId: null,
    childCode: null,
    openedAt: null,
    endedAt: null,
    end: null,
    resultNumber: null,
  }
}

function changeOf(link: LinkFact, at: string): Partial<PartState> | undefined {
  switch (link.kind) {
    case 'unplaced':
      return { state: 'unplaced', reason: link.reason }
    case 'placed':
      return { state: 'waiting', reason: null, unitId: link.unitId }
    case 'opened':
      return {
        state: 'open',
        unitId: link.toUnitId,
        childId: link.childId,
        childCode: link.childCode,
        openedAt: at,
      }
    case 'ended':
      return {
        state: 'ended',
        childId: link.childId,
        end: link.end,
        endedAt: link.endedAt,
        resultNumber: link.resultNumber,
      }
    default:
      return undefined
  }
}

/** What waits for a part that was not granted will never begin. */
function withDropped(parts: readonly PartState[]): PartState[] {
  const dead = new Set(parts.filter((part) => part.state === 'ended' && part.end !== 'granted').map(keyOf))
  let grown = dead.size > 0
  while (grown) {
    const more = parts.filter(
      (part) => !dead.has(part.key) && isAhead(part) && part.after.some((key) => dead.has(key)),
    )
    for (const part of more) dead.add(part.key)
    grown = more.length > 0
  }
  return parts.map((part) => (isAhead(part) && dead.has(part.key) ? { ...part, state: 'dropped' } : part))
}

function keyOf({ key }: { key: string }): string {
  return key
}

function isAhead({ state }: PartState): boolean {
  return state === 'waiting' || state === 'unplaced'
}

/** Parts that may begin now: everything they wait for is granted, and a unit is known or still to be looked for. */
export function readyParts(parts: readonly PartState[]): PartState[] {
  const granted = new Set(parts.filter((part) => part.end === 'granted').map(keyOf))
  return parts.filter((part) => part.state === 'waiting' && part.after.every((key) => granted.has(key)))
}

/** Required parts that are not over, as the parent's row keeps them: it may not be decided before. */
export function openRequired(parts: readonly PartState[]): string {
  return parts
    .filter((part) => part.required && part.state !== 'ended' && part.state !== 'dropped')
    .map(keyOf)
    .join(',')
}

/** The same before anything of them has begun. */
export function requiredKeys(plan: readonly PlannedPart[]): string {
  return openRequired(plan.map(planned))
}

const deciding: readonly DossierAction[] = ['propose', 'review', 'approve', 'issue']

/** Whether an act would decide a parent whose required parts are still open. */
export function waitsForParts({ tags }: Pick<CaseSnapshot, 'tags'>, action: DossierAction): boolean {
  return deciding.includes(action) && typeof tags.openParts === 'string' && tags.openParts !== ''
}

/** The parent a dossier is a part of. */
export function parentOf({
  tags,
}: Pick<CaseSnapshot, 'tags'>): { parentId: string; part: string } | undefined {
  return typeof tags.parentId === 'string' && typeof tags.part === 'string'
    ? { parentId: tags.parentId, part: tags.part }
    : undefined
}

export function isParent({ tags }: Pick<CaseSnapshot, 'tags'>): boolean {
  return tags.openParts !== undefined
}

const ends: readonly DossierStatus[] = ['decided', 'refused', 'stopped']

/** What those linked to a dossier must hear of a step that sets this. */
export function linkOfStep(
  snapshot: Pick<CaseSnapshot, 'tags' | 'status'>,
  set: StateChange,
): LinkFact | undefined {
  if (set.status === undefined || set.status === snapshot.status) return undefined
  const parent = parentOf(snapshot)
  const hasEnded = ends.some((status) => status === set.status)
  if (parent && hasEnded) return { kind: 'child_ended', ...parent }
  if (parent && set.status === 'awaiting_supplement') return { kind: 'child_supplement', ...parent }
  if (isParent(snapshot) && hasEnded && set.status !== 'decided') return { kind: 'parent_ended' }
  return undefined
}

/** Whether an event may have ended a dossier without a person, so that it could not say whom that concerns. */
export function isEndBySelf({ actorId, payload }: Pick<CaseEvent, 'actorId' | 'payload'>): boolean {
  return actorId === null && !payload.link && ends.some((status) => status === payload.set.status)
}

/** How a part ended, from its own dossier. */
export function endOf({ status, outcome }: Pick<CaseSnapshot, 'status' | 'outcome'>): PartEnd | undefined {
  if (status === 'decided' || status === 'returned') return outcome === 'denied' ? 'denied' : 'granted'
  return status === 'refused' || status === 'stopped' ? status : undefined
}
