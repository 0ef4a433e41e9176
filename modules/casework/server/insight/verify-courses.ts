import { isDeepStrictEqual } from 'node:util'
import type { AnyDb } from '#platform/database.ts'
import { eventOf } from '../case-store.ts'
import type { Difference, StoredEvent } from '../verify-store.ts'
import { listCoursesBetween, listLostCourses, type StoredCourse } from './course-store.ts'
import { readWords } from './course-words.ts'
import { courseOf } from './make-courses.ts'
import { eachMove, hasTasks, isReadable, type CourseMove, type CourseWords } from './packed-course.ts'

const MOST_LOST = 1_000

/** Makes the courses kept of the cases of a range anew from their events and tells where they differ. */
export async function courseChecker(
  db: AnyDb,
  first: string,
  last: string,
): Promise<(caseId: string, events: readonly StoredEvent[]) => Difference[]> {
  const stored = await listCoursesBetween(db, first, last)
  // Afterwards, so that every word of theirs is among them.
  const words = await readWords(db)
  const kept = new Map(stored.map((one) => [one.caseId, one]))
  return (caseId, events) => {
    const course = kept.get(caseId)
    const detail = course && differenceOf(course, events, words)
    return detail === undefined ? [] : [{ caseId, what: 'course', detail }]
  }
}

/** Courses of cases that are not there. */
export async function lostCourses(db: AnyDb): Promise<Difference[]> {
  return (await listLostCourses(db, MOST_LOST)).map((caseId) => ({
    caseId,
    what: 'course',
    detail: 'a course is kept of a case that is not there',
  }))
}

function differenceOf(
  { version, course }: StoredCourse,
  events: readonly StoredEvent[],
  words: CourseWords,
): string | undefined {
  // One that is packed in another way is read by nobody, and made again before it is.
  if (!isReadable(course)) return undefined
  if (version > events.length) return `kept up to event ${version}, there are ${events.length}`
  const { moves, isOpen } = courseOf(events.slice(0, version).map((event) => eventOf(event)))
  const told: CourseMove[] = []
  eachMove(course, words, (move) => told.push(move))
  if (!isDeepStrictEqual(told, moves)) {
    const at = moves.findIndex((move, place) => !isDeepStrictEqual(move, told[place]))
    return `move ${(at === -1 ? moves.length : at) + 1} kept is not the one that the events up to ${version} tell`
  }
  return hasTasks(course) === isOpen ? undefined : 'kept as if work lay open, or as if none did'
}
