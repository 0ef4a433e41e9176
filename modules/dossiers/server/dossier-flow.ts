import { actionPermissions, type DossierAction, type DossierStatus } from '../contract.ts'
import type { CaseSnapshot, OpenTask } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import { worksOn, type PostKind } from '#modules/organisation/contract.ts'

/** Every lawful move of a dossier; `same`: the status stays, `prior`: it goes back to what it was before the stop. */
export const flow: Record<DossierStatus, Partial<Record<DossierAction, DossierStatus | 'same' | 'prior'>>> = {
  submitted: {
    receive: 'received',
    refuse: 'refused',
    request_supplement: 'awaiting_supplement',
    withdraw: 'stopped',
  },
  received: {
    hand_over: 'processing',
    request_supplement: 'awaiting_supplement',
    withdraw: 'withdrawal_requested',
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
    request_supplement: 'awaiting_supplement',
    withdraw: 'withdrawal_requested',
  },
  awaiting_supplement: { supply_supplement: 'prior', withdraw: 'withdrawal_requested' },
  awaiting_payment: { withdraw: 'withdrawal_requested' },
  withdrawal_requested: { accept_withdrawal: 'stopped', reject_withdrawal: 'prior' },
  decided: { return_result: 'returned' },
  refused: {},
  stopped: {},
  returned: {},
}

/** What a post does to the step that lies before it. */
export const stepActions: Record<PostKind, readonly DossierAction[]> = {
  one_stop: ['receive', 'refuse', 'hand_over', 'request_supplement', 'return_result'],
  specialist: ['claim', 'release', 'propose', 'request_supplement'],
  head: ['review', 'return_for_rework'],
  leader: ['approve', 'return_for_rework'],
  clerk: ['issue'],
  controller: [],
  operator: [],
}

/** What the receiving desk does for the owner, whatever step is open. */
const deskActions: readonly DossierAction[] = ['supply_supplement', 'accept_withdrawal', 'reject_withdrawal']

export type Doer = {
  accountId: number
  unitId: number
  postKind: PostKind
  fields: readonly string[]
  may(action: DossierAction): boolean
}

/** The open task that lies before this official, if any. */
export function taskBefore(
  snapshot: CaseSnapshot,
  doer: Pick<Doer, 'unitId' | 'postKind' | 'fields'>,
): OpenTask | undefined {
  return snapshot.marking.find(
    (task) => task.unitId === doer.unitId && task.postKind === doer.postKind && worksOn(doer, task.field),
  )
}

export function statusOf(snapshot: Pick<CaseSnapshot, 'status'>): DossierStatus {
  return snapshot.status as DossierStatus
}

export function supplementsOf(snapshot: CaseSnapshot): number {
  return Number(snapshot.tags.supplements ?? 0)
}

/** Everything this official may do to the dossier now. */
export function allowedActions(snapshot: CaseSnapshot, machine: Machine, doer: Doer): DossierAction[] {
  const task = taskBefore(snapshot, doer)
  const moves = Object.keys(flow[statusOf(snapshot)]) as DossierAction[]
  return moves.filter((action) => {
    if (actionPermissions[action] === null || !doer.may(action)) return false
    if (deskActions.includes(action))
      return doer.postKind === 'one_stop' && doer.unitId === snapshot.receivingUnitId
    return (
      task !== undefined &&
      !task.waiting &&
      stepActions[doer.postKind].includes(action) &&
      fitsTask(snapshot, machine, task, action, doer)
    )
  })
}

function fitsTask(
  snapshot: CaseSnapshot,
  machine: Machine,
  task: OpenTask,
  action: DossierAction,
  doer: Doer,
): boolean {
  const mine = task.assigneeId === doer.accountId
  if (task.assigneeId !== null && !mine) return false
  switch (action) {
    case 'claim':
      return task.assigneeId === null
    case 'release':
    case 'propose':
      return mine
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

/** What the owner may do without an official. */
export function ownerActions(snapshot: CaseSnapshot): ('supply_supplement' | 'withdraw')[] {
  const moves = flow[statusOf(snapshot)]
  return (['supply_supplement', 'withdraw'] as const).filter((action) => moves[action] !== undefined)
}
