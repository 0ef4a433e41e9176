import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import type { Loop } from '#platform/run-loop.ts'
import { keepReading } from '../keep-reading.ts'
import { readPlaces } from '../outbox-store.ts'
import { movePlace, readPlace, type Reader } from '../reader-store.ts'
import { listStale } from './course-store.ts'
import { readWords } from './course-words.ts'
import { makeCourses } from './make-courses.ts'
import { WAY } from './packed-course.ts'

/** Histories that are packed in another way are read again from the first. */
export const courseReader: Reader = { name: `casework.courses.${WAY}`, begins: 'first' }

/** Events looked through in one go, without their texts, and histories read in one go. */
const BATCH = 1_000
const HISTORIES = 100
/** With nothing left to read: whoever looks meanwhile reads what was added since. */
const REST_MS = 30_000
/** This reader serves nobody who waits: people's steps have the processor fifteen times as long. */
const REST_PER_WORK = 15

/**
 * Keeps the courses of cases that went on since this reader came last, one batch of the log; answers whether there is more.
 * A case is read once however often it went on, and one that is kept as it stands not at all.
 */
export async function followCourses(db: AnyDb, clock: Clock): Promise<{ handled: number; more: boolean }> {
  const places = await readPlaces(db, await readPlace(db, courseReader), BATCH)
  const last = places.at(-1)
  if (!last) return { handled: 0, more: false }
  const stale = await listStale(db, [...new Set(places.map(({ caseId }) => caseId))], WAY)
  if (stale.length > 0) {
    const words = await readWords(db)
    for (let from = 0; from < stale.length; from += HISTORIES)
      await makeCourses(db, stale.slice(from, from + HISTORIES), words)
  }
  await movePlace(db, courseReader, last, places.length, clock.now())
  return { handled: places.length, more: places.length === BATCH }
}

/** Follows the log in the background in this process; `realClock` tells how long it worked. */
export function startFollowingCourses({
  db,
  clock,
  realClock,
  log,
}: {
  db: AnyDb
  clock: Clock
  realClock: Clock
  log: Log
}): Loop {
  return keepReading('keeping courses of cases', log, async () => {
    const begun = realClock.now().getTime()
    const { more } = await followCourses(db, clock)
    return more ? (realClock.now().getTime() - begun) * REST_PER_WORK : REST_MS
  })
}
