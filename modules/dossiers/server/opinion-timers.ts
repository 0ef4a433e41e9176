import { toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { OpenTask, OwnTimer, OwnTimerKey, OwnTimers } from '#modules/casework/contract.ts'
import { opinionNumber } from './opinion-flow.ts'

/**
 * The one timer of an opinion, heard under the name `consult`. It comes first when a reminder is due, and from there is
 * set again for the limit. What was asked before this was so has a second one, `…:remind`, which only reminds.
 */
function timerKey(no: number): OwnTimerKey {
  return `own:consult:${no}:due`
}

/** Which opinion a timer is about, and whether it can only remind. */
export function readTimerKey(key: string): { no: number; onlyReminds: boolean } | undefined {
  const parts = /^own:consult:(\d+):(due|remind)$/.exec(key)
  return parts ? { no: Number(parts[1]), onlyReminds: parts[2] === 'remind' } : undefined
}

/** The timer of an opinion whose reminder has come: set again, for the limit. */
export function limitTimer(no: number, { calendarId, dueWt }: OpenTask): OwnTimers {
  return dueWt === null ? {} : { set: [{ key: timerKey(no), calendarId, dueWt }] }
}

/**
 * The timer of every opinion that a step opens or gives more time, and no longer those of opinions that it closes;
 * whatever the step was. The reminder comes one working day before the limit, or half way to it where the limit is
 * shorter than two days.
 */
export function opinionTimers(
  before: readonly OpenTask[],
  after: readonly OpenTask[] | undefined,
  calendarOf: (calendarId: number) => WorkingCalendar,
  now: Date,
): { timers?: OwnTimers } {
  if (!after || !(before.some(isAside) || after.some(isAside))) return {}
  const known = new Map(before.map((task) => [task.taskNo, task]))
  const left = new Set(after.map(({ taskNo }) => taskNo))
  const set = after.flatMap((task): OwnTimer[] => {
    const no = opinionNumber(task)
    const { calendarId, dueWt } = task
    if (no === undefined || dueWt === null || known.get(task.taskNo)?.dueWt === dueWt) return []
    const calendar = calendarOf(calendarId)
    const lead = Math.min(calendar.minutesPerDay, Math.floor((dueWt - toOrdinal(calendar, now)) / 2))
    return [{ key: timerKey(no), calendarId, dueWt: dueWt - Math.max(lead, 0) }]
  })
  const cancelled = before.flatMap((task): OwnTimerKey[] => {
    const no = opinionNumber(task)
    return no === undefined || left.has(task.taskNo) ? [] : [timerKey(no)]
  })
  return set.length + cancelled.length > 0 ? { timers: { set, cancelled } } : {}
}

function isAside({ aside }: OpenTask): boolean {
  return aside !== undefined
}
