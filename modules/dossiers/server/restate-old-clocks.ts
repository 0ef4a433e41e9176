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
      restated += await write(parts, snapshot, { clock, dueWt: clock.dueWt })
    }
    after = last.caseId
  }
}

type Snapshot = Awaited<ReturnType<Parts['casework']['getCase']>>

async function write(
  { casework, db }: Parts,
  snapshot: Snapshot,
  set: Pick<Snapshot, 'clock' | 'dueWt'>,
): Promise<number> {
  const key = `restate:${snapshot.caseId}:${NAME}`
  const actor = { accountId: null, postId: null, unitId: null }
  try {
    await casework.advance(db, snapshot, { key, type: 'dossiers.due_restated', actor, set })
    return 1
  } catch (error) {
    // Someone acted on it this very moment; the next walk finds it again if its clock is still an old one.
    if (error instanceof AppError && error.code === 'casework.stale_version') return 0
    throw error
  }
}
