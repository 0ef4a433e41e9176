import type { CaseSnapshot, OpenTask, StateChange } from '#modules/casework/contract.ts'
import type { Doer } from './dossier-flow.ts'
import { asideOfDesk } from './suspension-flow.ts'

/** Below zero, where the process draws no numbers, and below all that opinions take. */
const TASK_NO = -1_000_000

const doneAtDesk: readonly string[] = ['awaiting_supplement', 'withdrawal_requested']

/** What the receiving desk is to do, in the words of its list. */
export const deskWork = 'Nhận giấy tờ bổ sung, trả lời yêu cầu rút'

/**
 * Papers and withdrawals are the receiving desk's, wherever the dossier lies: while it waits for one of them the desk
 * has a task beside the process, so that its list and its counts show it. It waits as long as only the owner can act.
 */
export function settleDesk(snapshot: CaseSnapshot, set: StateChange, now: Date): StateChange {
  const { status = snapshot.status, marking = snapshot.marking, tags = snapshot.tags } = set
  const { receivingUnitId = snapshot.receivingUnitId, calendarId = snapshot.calendarId } = set
  const closedAt = set.closedAt === undefined ? snapshot.closedAt : set.closedAt
  const present = marking.find(({ aside }) => aside === asideOfDesk)
  const hasDesk = marking.some(
    ({ aside, unitId, postKind }) =>
      aside === undefined && unitId === receivingUnitId && postKind === 'one_stop',
  )
  const wanted = !closedAt && !hasDesk && doneAtDesk.includes(status)
  if (!wanted) return present ? { ...set, marking: marking.filter((task) => task !== present) } : set
  const waiting = status === 'awaiting_supplement' && tags.supplementExpired !== true
  if (present?.waiting === waiting) return set
  const task: OpenTask = {
    taskNo: TASK_NO,
    stepKey: asideOfDesk,
    unitId: receivingUnitId,
    postKind: 'one_stop',
    field: null,
    assigneeId: null,
    openedAt: now.toISOString(),
    calendarId,
    dueWt: null,
    ...present,
    waiting,
    aside: asideOfDesk,
  }
  return { ...set, marking: [...marking.filter((one) => one !== present), task] }
}

/** The task beside the process that lies before this desk. */
export function deskTaskBefore(
  { marking }: Pick<CaseSnapshot, 'marking'>,
  { unitId, postKind }: Pick<Doer, 'unitId' | 'postKind'>,
): OpenTask | undefined {
  return marking.find(
    (task) => task.aside === asideOfDesk && task.unitId === unitId && task.postKind === postKind,
  )
}
