import { setImmediate as breathe } from 'node:timers/promises'
import type { AnyDb } from '#platform/database.ts'
import { toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { CaseEvent, OpenTask } from '../../contract.ts'
import type { DurationKind } from '../../insight.ts'
import { LogBuilder, type EventLog } from '../../insight/event-log.ts'
import { tasksMoved } from '../../insight/follow-tasks.ts'
import { listCourses, putCourses, type StoredCourse } from './course-store.ts'
import { listCaseLines, listEventsOf, type CaseLine, type DefinitionScope } from './history-store.ts'
import {
  CourseBuilder,
  eachMove,
  emptyCourse,
  isEmpty,
  packCourse,
  unpackCourse,
  type Course,
} from './packed-course.ts'

/** Cases looked up in one go. */
const PAGE = 1_000
/** Cases whose events are unpacked in one go; few, so that those who work meanwhile do not wait for it. */
const EVENTS_PAGE = 100
const MINUTE_MS = 60_000

/** What happened in one case. */
export type CaseCourse = {
  line: CaseLine
  course: Course
  /** Work lies open, though the law may hold the case closed already, as while a result waits to be fetched. */
  isOpen: boolean
}

/** How much is read: cases in all, and histories that have not been read before. */
export type Most = { cases: number; unread: number }

/** The courses of the newest cases of a scope, page by page; a history once read is kept packed until its case goes on. */
export async function* readCourses(
  db: AnyDb,
  scope: DefinitionScope,
  most: Most,
): AsyncGenerator<CaseCourse[]> {
  const lines = await listCaseLines(db, scope, most.cases)
  const pageAt = (first: number) => lines.slice(first, first + PAGE)
  let unread = 0
  let next = knownCourses(db, pageAt(0))
  for (let first = 0; first < lines.length && unread < most.unread; first += PAGE) {
    const page = pageAt(first)
    const known = await next
    const missing = page.filter(({ caseId }) => !known.has(caseId))
    for (let from = 0; from < missing.length; from += EVENTS_PAGE) {
      await makeCourses(db, missing.slice(from, from + EVENTS_PAGE), known)
      await breathe()
    }
    unread += missing.length
    // The database looks for the next page while this one is worked on.
    next = knownCourses(db, pageAt(first + PAGE))
    // Told when it is waited for; whoever stops before that does not care.
    next.catch(() => undefined)
    yield page.map((line): CaseCourse => {
      const course = known.get(line.caseId) ?? emptyCourse
      return { line, course, isOpen: !line.isClosed || course.hasTasks }
    })
    await breathe()
  }
  await next
}

async function knownCourses(db: AnyDb, lines: readonly CaseLine[]): Promise<Map<string, Course>> {
  const known = new Map<string, Course>()
  if (lines.length === 0) return known
  const versions = new Map(lines.map(({ caseId, version }) => [caseId, version]))
  for (const { caseId, version, moves } of await listCourses(db, [...versions.keys()])) {
    const course = version === versions.get(caseId) ? unpackCourse(moves) : undefined
    if (course) known.set(caseId, course)
  }
  return known
}

async function makeCourses(db: AnyDb, lines: readonly CaseLine[], known: Map<string, Course>): Promise<void> {
  const byCase = new Map<string, CaseEvent[]>()
  const events = await listEventsOf(
    db,
    lines.map(({ caseId }) => caseId),
  )
  for (const event of events) {
    const same = byCase.get(event.caseId)
    if (same) same.push(event)
    else byCase.set(event.caseId, [event])
  }
  const made: StoredCourse[] = []
  for (const [caseId, history] of byCase) {
    const course = courseOf(history)
    known.set(caseId, course)
    made.push({ caseId, version: history.at(-1)?.seq ?? 0, moves: packCourse(course) })
  }
  await putCourses(db, made)
}

function courseOf(events: readonly CaseEvent[]): Course {
  const course = new CourseBuilder()
  let tasks: readonly OpenTask[] = []
  let latest = 0
  for (const event of events) {
    // Papers may be entered later than they were handed in; within a case nothing happens before what led to it.
    latest = Math.max(latest, Date.parse(event.happenedAt))
    const moved = tasksMoved(tasks, event)
    for (const { lifecycle, task, actorId } of moved.moves)
      course.add({
        lifecycle,
        at: latest,
        stepKey: task.stepKey,
        postKind: task.postKind,
        unitId: task.unitId,
        personId: task.assigneeId ?? actorId,
      })
    tasks = moved.tasks
  }
  return course.build(tasks.length > 0)
}

/** The courses as an event log: activities are the keys of steps, resources kinds of posts, units their ids. */
export async function readHistory(
  db: AnyDb,
  scope: DefinitionScope,
  {
    most,
    durations,
    calendarOf,
  }: { most: Most; durations: DurationKind; calendarOf(id: number): WorkingCalendar },
): Promise<{ log: EventLog; casesRead: number }> {
  const builder = new LogBuilder()
  let casesRead = 0
  for await (const courses of readCourses(db, scope, most)) {
    for (const { line, course, isOpen } of courses) {
      casesRead++
      const calendar = durations === 'working' ? calendarOf(line.calendarId) : undefined
      eachMove(course, ({ lifecycle, at, stepKey, postKind, unitId }) =>
        builder.add({
          caseId: line.caseId,
          activity: stepKey,
          at,
          lifecycle,
          resource: postKind,
          unit: String(unitId),
          workAt: calendar && toOrdinal(calendar, new Date(at)) * MINUTE_MS,
        }),
      )
      if (isOpen && !isEmpty(course)) builder.markOpen(line.caseId)
    }
  }
  return { log: builder.build(), casesRead }
}
