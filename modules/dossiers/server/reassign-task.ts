import type { CaseSnapshot, OpenTask } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Reassignable } from '../contract.ts'
import { doneEarlier, tasksAt } from './dossier-flow.ts'
import { dossierErrors } from './errors.ts'
import type { Parts } from './parts.ts'

/** The open tasks of the officer's unit on a dossier, each with those who may be given it. */
export async function listReassignable(
  parts: Parts,
  officer: Officer,
  caseId: string,
): Promise<Reassignable[]> {
  const { casework, organisation, db } = parts
  const snapshot = await casework.getCase(db, caseId)
  const tasks = tasksAt(snapshot, officer.unitId)
  if (tasks.length === 0) throw dossierErrors.notYours()
  const machine = await casework.getMachine(db, snapshot.definitionId)
  const loads = await casework.countByAssignee(db, officer.unitId)
  const names = await organisation.namesOf(tasks.flatMap((task) => task.assigneeId ?? []))
  return Promise.all(
    tasks.map(async (task) => ({
      taskNo: task.taskNo,
      work: machine.step(task.stepKey).work,
      postKind: task.postKind,
      assigneeId: task.assigneeId,
      assigneeName: task.assigneeId === null ? null : (names.get(task.assigneeId) ?? null),
      candidates: (await candidatesFor(parts, snapshot, machine, task)).map(
        ({ accountId, name, postTitle }) => ({
          accountId,
          name,
          postTitle,
          openTasks: loads.get(accountId) ?? 0,
        }),
      ),
    })),
  )
}

/** Errors: `dossiers.not_for_reassigning`, `dossiers.same_person`. */
export async function assertReassignable(
  parts: Parts,
  unitId: number,
  snapshot: CaseSnapshot,
  machine: Machine,
  { taskNo, assigneeId }: { taskNo: number; assigneeId: number },
): Promise<void> {
  const task = tasksAt(snapshot, unitId).find((one) => one.taskNo === taskNo)
  if (!task) {
    throw dossierErrors.notForReassigning({
      vi: 'Việc này không còn mở ở đơn vị của bạn. Hãy tải lại hồ sơ.',
      en: 'This task is no longer open in your unit. Load the dossier again.',
    })
  }
  if (task.assigneeId === assigneeId) {
    throw dossierErrors.notForReassigning({
      vi: 'Người này đang giữ việc rồi. Hãy chọn người khác.',
      en: 'This person holds the task already. Choose somebody else.',
    })
  }
  const earlier = doneEarlier(snapshot, machine, task, { accountId: assigneeId })
  if (earlier !== undefined) throw dossierErrors.samePerson(machine.step(earlier).work)
  const candidates = await candidatesFor(parts, snapshot, machine, task)
  if (!candidates.some(({ accountId }) => accountId === assigneeId)) {
    throw dossierErrors.notForReassigning({
      vi: 'Người này không giữ vị trí làm được việc này ở đơn vị. Hãy chọn trong danh sách.',
      en: 'This person holds no post in the unit that may do this task. Choose from the list.',
    })
  }
}

/** Who sits in the unit on a post of the kind and field, and may do the step. */
async function candidatesFor(
  { organisation }: Parts,
  snapshot: CaseSnapshot,
  machine: Machine,
  task: OpenTask,
): Promise<Officer[]> {
  const holders = await organisation.postHolders(task.unitId, task.postKind, task.field ?? undefined)
  return holders.filter(
    ({ accountId }) =>
      accountId !== task.assigneeId && doneEarlier(snapshot, machine, task, { accountId }) === undefined,
  )
}
