import { actionPermissions, type DossierAction, type DossierStatus, type OpinionAction } from '../contract.ts'
import type { CaseSnapshot, OpenTask } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import { waitsForParts } from './linked-flow.ts'
import { isInScope, worksOn, type OnBehalfOf, type PostKind } from '#modules/organisation/contract.ts'
import { actionsOn, awaited, opinionsOf, type Opinion } from './opinion-flow.ts'
import {
  asideOfDesk,
  isSuspensionAction,
  maySuspensionAction,
  secondSupplementMoves,
  supplementsOf,
  suspensionMoves,
} from './suspension-flow.ts'

/** What agencies that were asked may do while the dossier lives, whatever else it waits for. */
const opinionMoves = {
  give_opinion: 'same',
  extend_opinion: 'same',
  answer_extension: 'same',
  accept_late_opinion: 'same',
  withdraw_consultation: 'same',
} as const

/** Every lawful move of a dossier; `same`: the status stays, `prior`: it goes back to what it was before the stop. */
export const flow: Record<DossierStatus, Partial<Record<DossierAction, DossierStatus | 'same' | 'prior'>>> = {
  submitted: {
    receive: 'received',
    refuse: 'refused',
    request_supplement: 'awaiting_supplement',
    withdraw: 'stopped',
    ...secondSupplementMoves,
  },
  received: {
    hand_over: 'processing',
    release: 'same',
    reassign: 'same',
    request_supplement: 'awaiting_supplement',
    withdraw: 'withdrawal_requested',
    stop: 'stopped',
    ...secondSupplementMoves,
  },
  processing: {
    hand_over: 'same',
    claim: 'same',
    release: 'same',
    propose: 'same',
    review: 'same',
    approve: 'same',
    return_for_rework: 'same',
    issue: 'decided',
    reassign: 'same',
    recall: 'same',
    request_supplement: 'awaiting_supplement',
    withdraw: 'withdrawal_requested',
    consult: 'same',
    ...opinionMoves,
    stop: 'stopped',
    ...secondSupplementMoves,
    ...suspensionMoves,
  },
  awaiting_supplement: {
    supply_supplement: 'prior',
    reassign: 'same',
    withdraw: 'withdrawal_requested',
    stop: 'stopped',
    ...opinionMoves,
  },
  awaiting_payment: { resume: 'prior', withdraw: 'withdrawal_requested', stop: 'stopped', ...opinionMoves },
  suspended: { resume: 'prior', withdraw: 'withdrawal_requested', stop: 'stopped', ...opinionMoves },
  withdrawal_requested: { accept_withdrawal: 'stopped', reject_withdrawal: 'prior', ...opinionMoves },
  decided: { return_result: 'returned', release: 'same', reassign: 'same' },
  refused: {},
  stopped: {},
  returned: {},
}

/** What a post does to the step that lies before it. */
export const stepActions: Record<PostKind, readonly DossierAction[]> = {
  one_stop: ['receive', 'refuse', 'hand_over', 'release', 'request_supplement', 'return_result'],
  specialist: ['claim', 'release', 'propose', 'request_supplement', 'consult'],
  head: ['review', 'release', 'return_for_rework'],
  leader: ['approve', 'release', 'return_for_rework'],
  clerk: ['issue', 'release'],
  controller: [],
  operator: [],
}

/** What the receiving desk does for the owner, whatever step is open. */
const deskActions: readonly DossierAction[] = ['supply_supplement', 'accept_withdrawal', 'reject_withdrawal']

export type Doer = {
  accountId: number
  /** Whose claimed work is theirs to do: their own, or that of whom they stand in for. */
  holderId: number
  onBehalfOf?: OnBehalfOf
  unitId: number
  postKind: PostKind
  fields: readonly string[]
  /** The city's day, by which a last day has passed or not. */
  today?: string
  may(action: DossierAction): boolean
}

/** The open task that lies before this official, if any. */
export function taskBefore(
  snapshot: CaseSnapshot,
  doer: Pick<Doer, 'unitId' | 'postKind' | 'fields'>,
): OpenTask | undefined {
  return snapshot.marking.find((task) => task.aside === undefined && isBefore(task, doer))
}

function isBefore(task: OpenTask, doer: Pick<Doer, 'unitId' | 'postKind' | 'fields'>): boolean {
  return task.unitId === doer.unitId && task.postKind === doer.postKind && worksOn(doer, task.field)
}

/** The opinion asked of this official's desk, the most pressing first. */
export function opinionBefore(
  snapshot: CaseSnapshot,
  doer: Pick<Doer, 'unitId' | 'postKind' | 'fields'>,
): OpenTask | undefined {
  return snapshot.marking
    .filter((task) => task.aside !== undefined && task.aside !== asideOfDesk && isBefore(task, doer))
    .toSorted((a, b) => (a.dueWt ?? 0) - (b.dueWt ?? 0))[0]
}

/** Posts that deal with the answers to what their step has asked. */
const askingPosts: readonly PostKind[] = ['specialist', 'head', 'leader']

/** What this official may do to one opinion now. */
export function opinionActions(snapshot: CaseSnapshot, opinion: Opinion, doer: Doer): OpinionAction[] {
  if (!standsInFor(snapshot, doer)) return []
  const task = taskBefore(snapshot, doer)
  const holds =
    task !== undefined &&
    askingPosts.includes(doer.postKind) &&
    (task.assigneeId === doer.accountId || (task.assigneeId === null && doer.postKind !== 'specialist'))
  const moves = flow[statusOf(snapshot)]
  return actionsOn(snapshot, opinion, doer, holds, (one) => isBefore(one, doer)).filter(
    (action) => moves[action] !== undefined && doer.may(action),
  )
}

export function statusOf(snapshot: Pick<CaseSnapshot, 'status'>): DossierStatus {
  return snapshot.status as DossierStatus
}

/** Everything this official may do to the dossier now. */
export function allowedActions(snapshot: CaseSnapshot, machine: Machine, doer: Doer): DossierAction[] {
  if (!standsInFor(snapshot, doer)) return []
  const moves = Object.keys(flow[statusOf(snapshot)]) as DossierAction[]
  return moves.filter(judging(snapshot, machine, doer))
}

/** Whether `allowedActions` holds this one; a step asks for no other. */
export function isAllowed(
  snapshot: CaseSnapshot,
  machine: Machine,
  doer: Doer,
  action: DossierAction,
): boolean {
  return (
    flow[statusOf(snapshot)][action] !== undefined &&
    standsInFor(snapshot, doer) &&
    judging(snapshot, machine, doer)(action)
  )
}

/** Judges the moves of the present status for one official. */
function judging(snapshot: CaseSnapshot, machine: Machine, doer: Doer): (action: DossierAction) => boolean {
  const task = taskBefore(snapshot, doer)
  let onOpinions: ReadonlySet<DossierAction> | undefined
  return (action) => {
    if (actionPermissions[action] === null || !doer.may(action)) return false
    if (isOpinionMove(action)) {
      onOpinions ??= new Set(opinionsOf(snapshot).flatMap((one) => opinionActions(snapshot, one, doer)))
      return onOpinions.has(action)
    }
    if (action === 'reassign') return tasksAt(snapshot, doer.unitId).length > 0
    if (action === 'recall') return handedOnTask(snapshot, machine, doer) !== undefined
    if (isSuspensionAction(action)) return maySuspensionAction(action, snapshot, doer, task)
    if (waitsForParts(snapshot, action)) return false
    if (deskActions.includes(action))
      return doer.postKind === 'one_stop' && doer.unitId === snapshot.receivingUnitId
    return (
      task !== undefined &&
      !task.waiting &&
      stepActions[doer.postKind].includes(action) &&
      fitsTask(snapshot, machine, task, action, doer)
    )
  }
}

function isOpinionMove(action: DossierAction): action is keyof typeof opinionMoves {
  return Object.hasOwn(opinionMoves, action)
}

/** Whether somebody who stands in does so for this dossier; whoever is on a post of their own is not bound. */
export function standsInFor(
  { tags }: Pick<CaseSnapshot, 'tags'>,
  { onBehalfOf }: { onBehalfOf?: OnBehalfOf | undefined },
): boolean {
  const { procedureCode, field } = tags
  return isInScope(onBehalfOf, {
    code: String(procedureCode),
    field: typeof field === 'string' ? field : null,
  })
}

function fitsTask(
  snapshot: CaseSnapshot,
  machine: Machine,
  task: OpenTask,
  action: DossierAction,
  doer: Doer,
): boolean {
  const mine = task.assigneeId === doer.holderId
  if (task.assigneeId !== null && !mine) return false
  if (doings.includes(action) && doneEarlier(snapshot, machine, task, doer)) return false
  switch (action) {
    case 'claim':
      return task.assigneeId === null
    case 'release':
    case 'consult':
      return mine
    case 'propose':
      return mine && awaited(snapshot).length === 0
    case 'request_supplement':
      return supplementsOf(snapshot) === 0 && (doer.postKind !== 'specialist' || mine)
    case 'hand_over':
      return !machine.isFinal(task.stepKey)
    case 'return_for_rework':
      return machine.previous(task.stepKey) !== undefined
    default:
      return true
  }
}

/** Open steps of the process that lie in the unit. */
export function tasksAt({ marking }: Pick<CaseSnapshot, 'marking'>, unitId: number): OpenTask[] {
  return marking.filter((task) => task.aside === undefined && task.unitId === unitId)
}

/** The task this person handed on and may take back from the same post, as far as the case itself tells. */
export function handedOnTask(
  snapshot: CaseSnapshot,
  machine: Machine,
  doer: Pick<Doer, 'accountId' | 'unitId' | 'postKind'>,
): OpenTask | undefined {
  const [task, ...others] = snapshot.marking
  if (!task || task.aside !== undefined || others.length > 0 || task.waiting || task.assigneeId !== null)
    return undefined
  if (task.handedBy !== doer.accountId) return undefined
  const from = machine.handedFrom(task.stepKey)
  if (!from) return undefined
  const unitId = from.place === 'receiving' ? snapshot.receivingUnitId : snapshot.authorityId
  return from.postKind === doer.postKind && unitId === doer.unitId ? task : undefined
}

/** What carries a step out; the rule of two persons asks about these. */
const doings: readonly DossierAction[] = ['claim', 'hand_over', 'propose', 'review', 'approve', 'issue']

/** The earlier step that this person did, where the process wants the present one done by another. */
export function doneEarlier(
  { tags }: Pick<CaseSnapshot, 'tags'>,
  machine: Machine,
  { stepKey }: Pick<OpenTask, 'stepKey'>,
  { accountId }: Pick<Doer, 'accountId'>,
): string | undefined {
  const { notBy } = machine.step(stepKey)
  return notBy !== undefined && tags[doerTag(notBy)] === accountId ? notBy : undefined
}

/** Under which tag a case keeps who did a step that another step names. */
export function doerTag(stepKey: string): string {
  return `doneBy_${stepKey}`
}

/** What the owner may do without an official. */
export function ownerActions(snapshot: CaseSnapshot): ('supply_supplement' | 'withdraw')[] {
  const moves = flow[statusOf(snapshot)]
  return (['supply_supplement', 'withdraw'] as const).filter((action) => moves[action] !== undefined)
}
