import type { AnyDb } from '#platform/database.ts'
import type { CaseEvent, OpenTask } from '../../contract.ts'
import { tasksMoved } from '../../insight/follow-tasks.ts'
import { putCourses } from './course-store.ts'
import type { LearntWords } from './course-words.ts'
import { historiesOf } from './history-store.ts'
import { packCourse, type Course, type CourseMove } from './packed-course.ts'

/** Reads the histories of these cases, keeps their courses and answers them. */
export async function makeCourses(
  db: AnyDb,
  caseIds: readonly string[],
  words: LearntWords,
): Promise<Map<string, Course>> {
  const byCase = await historiesOf(db, caseIds)
  const read = [...byCase].map(([caseId, history]) => ({
    caseId,
    version: history.at(-1)?.seq ?? 0,
    ...courseOf(history),
  }))
  await words.learn(
    db,
    read.flatMap(({ moves }) => moves.flatMap(({ stepKey, postKind }) => [stepKey, postKind])),
  )
  const made = read.map(({ caseId, version, moves, isOpen }) => ({
    caseId,
    version,
    course: packCourse(moves, isOpen, words),
  }))
  await putCourses(db, made)
  return new Map(made.map(({ caseId, course }) => [caseId, course]))
}

/** What happened to the tasks of a case, as its events tell it from the first on. */
export function courseOf(events: readonly CaseEvent[]): {
  moves: CourseMove[]
  isOpen: boolean
} {
  const moves: CourseMove[] = []
  let tasks: readonly OpenTask[] = []
  let latest = 0
  for (const event of events) {
    // Papers may be entered later than they were handed in; within a case nothing happens before what led to it.
    latest = Math.max(latest, Date.parse(event.happenedAt))
    const moved = tasksMoved(tasks, event)
    for (const { lifecycle, task, actorId } of moved.moves)
      moves.push({
        lifecycle,
        at: latest,
        stepKey: task.stepKey,
        postKind: task.postKind,
        unitId: task.unitId,
        personId: task.assigneeId ?? actorId,
      })
    tasks = moved.tasks
  }
  return { moves, isOpen: tasks.length > 0 }
}
