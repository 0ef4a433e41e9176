import type { CaseEvent, CaseSnapshot, OpenTask, StateChange } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import { dossierErrors } from './errors.ts'
import { handedOnTask, type Doer } from './dossier-flow.ts'
import { momentIn } from './moment-words.ts'
import type { Parts } from './parts.ts'

/** Events by which work goes on to the next desk. */
const handingOn = ['dossiers.handed_over', 'dossiers.proposed', 'dossiers.reviewed', 'dossiers.approved']

/**
 * What puts a step back that this person handed on and nobody has opened.
 * Errors: `dossiers.opened_already`, `dossiers.not_taken_back`.
 */
export async function undoHandingOn(
  { casework, db, organisation, timeZone }: Parts,
  snapshot: CaseSnapshot,
  machine: Machine,
  doer: Doer,
): Promise<{ set: StateChange; seq: number }> {
  const task = handedOnTask(snapshot, machine, doer)
  const events = await casework.listEvents(db, snapshot.caseId)
  const last = events.findLast((event) => handingOn.includes(event.type) && !wasUndone(events, event.seq))
  if (!task || last?.actorId !== doer.accountId) throw whyNot(snapshot, machine, last, doer)
  const seen = await casework.findSeen(db, snapshot.caseId, task.taskNo)
  if (seen) {
    const names = await organisation.namesOf([seen.accountId])
    throw dossierErrors.openedAlready(names.get(seen.accountId) ?? '', momentIn(timeZone, seen.seenAt))
  }
  const set = casework.undoOf(snapshot, events, last.seq)
  if (!set) {
    throw dossierErrors.notTakenBack({
      vi: 'hồ sơ đã có thay đổi khác sau khi chuyển. Hãy đề nghị người nhận trả lại.',
      en: 'something else has changed since. Ask the receiver to send it back.',
    })
  }
  return { set, seq: last.seq }
}

/** Whether a step was taken back later. */
export function wasUndone(events: readonly CaseEvent[], seq: number): boolean {
  return events.some((event) => event.payload.undone === seq)
}

/** Why what this person handed on cannot be taken back; a refusal that names who has it and since when. */
export async function refuseRecall(
  parts: Parts,
  snapshot: CaseSnapshot,
  machine: Machine,
  doer: Doer,
): Promise<Error> {
  const events = await parts.casework.listEvents(parts.db, snapshot.caseId)
  const last = events.findLast((event) => handingOn.includes(event.type) && !wasUndone(events, event.seq))
  const [holder] = snapshot.marking.flatMap((task) => task.assigneeId ?? [])
  const taken = last && events.find((event) => event.seq > last.seq && holds(event, holder))
  if (last?.actorId === doer.accountId && taken && holder !== undefined) {
    const names = await parts.organisation.namesOf([holder])
    return dossierErrors.openedAlready(names.get(holder) ?? '', momentIn(parts.timeZone, taken.happenedAt))
  }
  return whyNot(snapshot, machine, last, doer)
}

function holds({ payload }: CaseEvent, holder: number | undefined): boolean {
  return payload.set.marking?.some((task: OpenTask) => task.assigneeId === holder) ?? false
}

function whyNot(snapshot: CaseSnapshot, machine: Machine, last: CaseEvent | undefined, doer: Doer): Error {
  if (last?.actorId !== doer.accountId) {
    return dossierErrors.notTakenBack({
      vi: 'bước gần nhất không do bạn chuyển. Chỉ người đã chuyển mới rút lại được.',
      en: 'you did not hand on the last step. Only whoever did may take it back.',
    })
  }
  const isLine =
    snapshot.marking.length === 1 &&
    snapshot.marking.every((task) => task.aside === undefined && machine.handedFrom(task.stepKey))
  return isLine
    ? dossierErrors.notTakenBack({
        vi: 'hồ sơ không còn ở chỗ đã chuyển đến, hoặc bạn đang ở vị trí khác. Hãy tải lại hồ sơ.',
        en: 'the dossier no longer lies where it was handed, or you sit on another post. Load it again.',
      })
    : dossierErrors.notTakenBack({
        vi: 'sau bước này quy trình rẽ nhánh, gộp nhánh hoặc chờ sự kiện. Hãy đề nghị người nhận trả lại.',
        en: 'the process splits, joins or waits after this step. Ask the receiver to send it back.',
      })
}
