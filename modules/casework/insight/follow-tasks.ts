import type { CaseEvent, OpenTask } from '../contract.ts'
import type { Lifecycle } from './event-log.ts'

/** What an event of the history did to one task of people. */
export type TaskMove = { lifecycle: Lifecycle; task: OpenTask; actorId: number | null }

/** Units changed or the case went on under another version: nobody did or left undone any work. */
const carried = new Set(['casework.rehomed', 'casework.migrated'])

/**
 * What happened to the tasks of a case by this event, given the tasks that stood open before it. Tasks beside the
 * process are none of its steps. A task that is gone was done only where one who had it before them acted; what a
 * timer, a withdrawal or a stop takes away was not done.
 */
export function tasksMoved(
  before: readonly OpenTask[],
  { type, actorId, actorUnitId, payload }: CaseEvent,
): { moves: TaskMove[]; tasks: readonly OpenTask[] } {
  const { marking } = payload.set
  if (!marking) return { moves: [], tasks: before }
  // A step that was taken back puts away the task it had laid before another.
  const isNobodys = actorId === null || carried.has(type) || payload['undone'] !== undefined
  const moves: TaskMove[] = []
  const tasks = marking.filter(({ aside }) => aside === undefined)
  const add = (lifecycle: Lifecycle, task: OpenTask) => moves.push({ lifecycle, task, actorId })
  for (const task of before) {
    if (tasks.some(({ taskNo }) => taskNo === task.taskNo)) continue
    const acted =
      task.assigneeId === null
        ? actorUnitId === task.unitId
        : task.assigneeId === actorId || payload['onBehalfOf'] !== undefined
    add(acted && !isNobodys ? 'complete' : 'withdraw', task)
  }
  for (const task of tasks) {
    const known = before.find(({ taskNo }) => taskNo === task.taskNo)
    if (!known) add('schedule', task)
    if (task.assigneeId !== null && (known?.assigneeId ?? null) === null) add('start', task)
    if (task.waiting !== (known?.waiting ?? false)) add(task.waiting ? 'suspend' : 'resume', task)
  }
  return { moves, tasks }
}
