import { setImmediate as breathe } from 'node:timers/promises'
import type { AnyDb } from '#platform/database.ts'
import { toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { DurationKind } from '../../insight.ts'
import { LogBuilder, type EventLog } from '../../insight/event-log.ts'
import { linesOf, listCourses, type CaseLine } from './course-store.ts'
import { readWords, type LearntWords } from './course-words.ts'
import type { DefinitionScope } from './history-store.ts'
import { makeCourses } from './make-courses.ts'
import {
  eachMove,
  emptyCourse,
  hasTasks,
  isEmpty,
  isReadable,
  type Course,
  type CourseWords,
} from './packed-course.ts'

/** Cases worked on in one go; a page of theirs stays below the 100 kB from which on texts become slow to take in. */
const PAGE = 250
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

/**
 * The courses of the newest cases of a scope, page by page, and how many cases there are in all; a history once read is
 * kept packed until its case goes on.
 */
export async function readCourses(
  db: AnyDb,
  scope: DefinitionScope,
  most: Most,
): Promise<{ casesInAll: number; words: CourseWords; pages: AsyncGenerator<CaseCourse[]> }> {
  const { casesInAll, pages } = await listCourses(db, scope, { most: most.cases, page: PAGE })
  // Afterwards, so that every word of theirs is among them.
  const words = await readWords(db)
  return { casesInAll, words, pages: coursesIn(db, pages, words, most.unread) }
}

async function* coursesIn(
  db: AnyDb,
  pages: readonly Buffer[],
  words: LearntWords,
  mostUnread: number,
): AsyncGenerator<CaseCourse[]> {
  let unread = 0
  for (const page of pages) {
    if (unread >= mostUnread) return
    const lines = linesOf(page)
    const missing = lines.filter(({ course }) => !course || !isReadable(course))
    const made = new Map<string, Course>()
    for (let from = 0; from < missing.length; from += EVENTS_PAGE) {
      const caseIds = missing.slice(from, from + EVENTS_PAGE).map(({ line }) => line.caseId)
      for (const [caseId, course] of await makeCourses(db, caseIds, words)) made.set(caseId, course)
      await breathe()
    }
    unread += missing.length
    yield lines.map(({ line, course: known }): CaseCourse => {
      const course = (known && isReadable(known) ? known : made.get(line.caseId)) ?? emptyCourse
      return { line, course, isOpen: !line.isClosed || hasTasks(course) }
    })
    await breathe()
  }
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
): Promise<{ log: EventLog; casesInAll: number; casesRead: number }> {
  const builder = new LogBuilder()
  const { casesInAll, words, pages } = await readCourses(db, scope, most)
  const unitNames: string[] = []
  let casesRead = 0
  for await (const courses of pages) {
    for (const { line, course, isOpen } of courses) {
      casesRead++
      if (isEmpty(course)) continue
      builder.begin(line.caseId)
      const calendar = durations === 'working' ? calendarOf(line.calendarId) : undefined
      eachMove(course, words, ({ lifecycle, at, stepKey, postKind, unitId }) =>
        builder.add({
          caseId: line.caseId,
          activity: stepKey,
          at,
          lifecycle,
          resource: postKind,
          unit: (unitNames[unitId] ??= String(unitId)),
          workAt: calendar && toOrdinal(calendar, new Date(at)) * MINUTE_MS,
        }),
      )
      if (isOpen) builder.markOpen(line.caseId)
    }
  }
  return { log: builder.build(), casesInAll, casesRead }
}
