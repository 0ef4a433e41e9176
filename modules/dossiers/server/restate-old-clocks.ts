import { needsRestating, restateClock } from '#modules/calendar/contract.ts'
import { AppError } from '#platform/errors.ts'
import type { Parts } from './parts.ts'
import { isDone, markDone } from './upkeep-store.ts'

const PAGE = 200
const NAME = 'clocks_on_lines'

/**
 * Once after an upgrade: clocks of the first release do not move with their calendar by themselves, so each open
 * dossier that has one is given its place on a line, as an event of its own. May be stopped and begun again.
 */
export async function restateOldClocks(parts: Parts): Promise<number> {
  if (await isDone(parts.db, NAME)) return 0
  let restated = 0
  for (const calendar of parts.calendar.all()) restated += await restateOn(parts, calendar.id)
  await markDone(parts.db, NAME, parts.clock.now())
  return restated
}

async function restateOn(parts: Parts, calendarId: number): Promise<number> {
  let restated = 0
  let after = '0'
  for (;;) {
    const page = await parts.casework.listOpenOnCalendar(parts.db, calendarId, after, PAGE)
    const last = page[page.length - 1]
    if (!last) return restated
    for (const snapshot of page) restated += await restate(parts, snapshot)
    after = last.caseId
  }
}

type Snapshot = Awaited<ReturnType<Parts['casework']['getCase']>>

async function restate(parts: Parts, snapshot: Snapshot): Promise<number> {
  const { casework, db, calendar } = parts
  if (!snapshot.clock || !needsRestating(snapshot.clock)) return 0
  const clock = restateClock(snapshot.clock, calendar.get(snapshot.calendarId))
  const key = `restate:${snapshot.caseId}:${NAME}`
  const actor = { accountId: null, postId: null, unitId: null }
  const set = { clock, dueWt: clock.dueWt }
  try {
    await casework.advance(db, snapshot, { key, type: 'dossiers.due_restated', actor, set })
    return 1
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'casework.stale_version') throw error
    // Someone acted on it this very moment, and may have left its clock as it was.
    return restate(parts, await casework.getCase(db, snapshot.caseId))
  }
}
