import { setImmediate as breathe } from 'node:timers/promises'
import type { AnyDb } from '#platform/database.ts'
import { toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { CaseEvent, OpenTask } from '../../contract.ts'
import type { DurationKind } from '../../insight.ts'
import { LogBuilder, type EventLog } from '../../insight/event-log.ts'
import { tasksMoved, type TaskMove } from '../../insight/follow-tasks.ts'
import { listCaseLines, listEventsOf, type CaseLine, type DefinitionScope } from './history-store.ts'

/** Cases read in one go; small, so that those who work meanwhile do not wait for the unpacking. */
const PAGE = 100
const MINUTE_MS = 60_000

/** What happened to the tasks of one case, and when. */
export type CaseCourse = {
  line: CaseLine
  moves: readonly (TaskMove & { at: number })[]
  /** Work lies open, though the law may hold the case closed already, as while a result waits to be fetched. */
  isOpen: boolean
}

/** The courses of the newest cases of a scope, page by page. */
export async function* readCourses(
  db: AnyDb,
  scope: DefinitionScope,
  most: number,
): AsyncGenerator<CaseCourse[]> {
  const lines = await listCaseLines(db, scope, most)
  for (let first = 0; first < lines.length; first += PAGE) {
    const page = lines.slice(first, first + PAGE)
    yield coursesOf(
      page,
      await listEventsOf(
        db,
        page.map(({ caseId }) => caseId),
      ),
    )
    await breathe()
  }
}

function coursesOf(lines: readonly CaseLine[], events: readonly CaseEvent[]): CaseCourse[] {
  const byCase = new Map<string, CaseEvent[]>()
  for (const event of events) {
    const known = byCase.get(event.caseId)
    if (known) known.push(event)
    else byCase.set(event.caseId, [event])
  }
  return lines.map((line) => courseOf(line, byCase.get(line.caseId) ?? []))
}

function courseOf(line: CaseLine, events: readonly CaseEvent[]): CaseCourse {
  const moves: (TaskMove & { at: number })[] = []
  let tasks: readonly OpenTask[] = []
  let latest = 0
  for (const event of events) {
    // Papers may be entered later than they were handed in; within a case nothing happens before what led to it.
    latest = Math.max(latest, Date.parse(event.happenedAt))
    const moved = tasksMoved(tasks, event)
    for (const move of moved.moves) moves.push({ ...move, at: latest })
    tasks = moved.tasks
  }
  return { line, moves, isOpen: !line.isClosed || tasks.length > 0 }
}

/** The courses as an event log: activities are the keys of steps, resources kinds of posts, units their ids. */
export async function readHistory(
  db: AnyDb,
  scope: DefinitionScope,
  {
    most,
    durations,
    calendarOf,
  }: { most: number; durations: DurationKind; calendarOf(id: number): WorkingCalendar },
): Promise<{ log: EventLog; casesRead: number }> {
  const builder = new LogBuilder()
  let casesRead = 0
  for await (const courses of readCourses(db, scope, most)) {
    for (const { line, moves, isOpen } of courses) {
      casesRead++
      const calendar = durations === 'working' ? calendarOf(line.calendarId) : undefined
      for (const { lifecycle, task, at } of moves)
        builder.add({
          caseId: line.caseId,
          activity: task.stepKey,
          at,
          lifecycle,
          resource: task.postKind,
          unit: String(task.unitId),
          ...(calendar ? { workAt: toOrdinal(calendar, new Date(at)) * MINUTE_MS } : {}),
        })
      if (isOpen && moves.length > 0) builder.markOpen(line.caseId)
    }
  }
  return { log: builder.build(), casesRead }
}
