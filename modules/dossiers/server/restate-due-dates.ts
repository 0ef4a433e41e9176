import { needsRestating, restateClock } from '#modules/calendar/contract.ts'
import type { AnyDb } from '#platform/database.ts'
import { AppError } from '#platform/errors.ts'
import type { Parts } from './parts.ts'

const PAGE = 200

/**
 * After a calendar changed: writes the due position anew for the open dossiers whose position does not move by itself
 * (calendar days, months, same-day limits, extended dates). The rest follow their calendar without a write.
 * Safe to run twice and in several processes: the key names the calendar's version.
 */
export async function restateDueDates(parts: Parts, calendarId: number): Promise<number> {
  const calendar = parts.calendar.get(calendarId)
  let restated = 0
  let after = '0'
  for (;;) {
    const page = await parts.casework.listOpenOnCalendar(parts.db, calendarId, after, PAGE)
    const last = page[page.length - 1]
    if (!last) return restated
    for (const snapshot of page) {
      if (!snapshot.clock || !needsRestating(snapshot.clock)) continue
      const clock = restateClock(snapshot.clock, calendar)
      if (clock.dueWt === snapshot.dueWt) continue
      restated += await restate(parts, parts.db, snapshot, { clock, dueWt: clock.dueWt })
    }
    after = last.caseId
  }
}

type Snapshot = Awaited<ReturnType<Parts['casework']['getCase']>>

async function restate(
  { casework }: Parts,
  db: AnyDb,
  snapshot: Snapshot,
  set: Pick<Snapshot, 'clock' | 'dueWt'>,
): Promise<number> {
  const key = `restate:${snapshot.caseId}:${snapshot.calendarId}:${set.clock?.calendarVersion ?? 0}`
  const actor = { accountId: null, postId: null, unitId: null }
  try {
    await casework.advance(db, snapshot, { key, type: 'dossiers.due_restated', actor, set })
    return 1
  } catch (error) {
    // Someone acted on it this very moment; that step computed its clock on the new calendar already.
    if (error instanceof AppError && error.code === 'casework.stale_version') return 0
    throw error
  }
}
