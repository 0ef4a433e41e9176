import { toInstant, toOrdinal, transferClock, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { AnyDb } from '#platform/database.ts'
import type { WorkMove } from '#modules/organisation/contract.ts'
import type { StateChange } from '../contract.ts'
import { findCases } from './case-store.ts'
import type { Engine } from './engine.ts'
import type { HomeFinder } from './rehome-flow.ts'
import { listRunningTimers, moveTimers, type Standing } from './rehome-store.ts'

export type Moving = { standing: Standing; set: StateChange }

/** Cases that come to an office of other hours: their clock, their tasks and what was to fire keep their moments there. */
export async function withNewHours(
  db: AnyDb,
  { calendars }: Engine,
  { move, finder }: { move: WorkMove; finder: HomeFinder },
  moving: readonly Moving[],
): Promise<Moving[]> {
  const hoursOf = ({ standing, set }: Moving) => {
    const hours = set.authorityId === undefined ? undefined : finder.hoursOf(set.authorityId)
    return standing.isClosed || hours === standing.calendarId ? undefined : hours
  }
  const ids = moving.flatMap((one) => (hoursOf(one) === undefined ? [] : [one.standing.caseId]))
  if (ids.length === 0) return [...moving]
  const clocks = new Map((await findCases(db, ids)).map(({ caseId, clock }) => [caseId, clock]))
  const legalGround = String(move.facts['legalNumber'] ?? '')
  return moving.map((one) => {
    const hours = hoursOf(one)
    if (hours === undefined) return one
    const { standing, set } = one
    const [from, to] = [calendars.get(standing.calendarId), calendars.get(hours)]
    const known = clocks.get(standing.caseId)
    const at = new Date(Math.max(Date.parse(move.happenedAt), standing.openedMs))
    const clock = known && transferClock(known, calendars.get(known.calendarId), to, { at, legalGround })
    const marking = (set.marking ?? standing.marking).map((task) => ({
      ...task,
      calendarId: hours,
      dueWt: task.dueWt === null ? null : carried(task.dueWt, from, to),
    }))
    const reckoned = clock ? { clock, dueWt: clock.dueWt } : {}
    return { standing, set: { ...set, calendarId: hours, ...reckoned, marking } }
  })
}

/** Timers in working time follow their case onto its new calendar, for the same moment. */
export async function carryTimers(db: AnyDb, { calendars }: Engine, moved: readonly Moving[]): Promise<void> {
  const hours = new Map(
    moved.flatMap(({ standing, set }) =>
      set.calendarId ? [[standing.caseId, set.calendarId] as const] : [],
    ),
  )
  if (hours.size === 0) return
  const timers = await listRunningTimers(db, [...hours.keys()])
  await moveTimers(
    db,
    timers.map((timer) => {
      const to = calendars.get(hours.get(timer.caseId) ?? timer.calendarId)
      return { ...timer, calendarId: to.id, dueWt: carried(timer.dueWt, calendars.get(timer.calendarId), to) }
    }),
  )
}

/** The position on another calendar of the same moment. */
function carried(wt: number, from: WorkingCalendar, to: WorkingCalendar): number {
  return toOrdinal(to, toInstant(from, wt, 'end'))
}
