import { toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { OpenTask, OwnTimer, OwnTimerKey, OwnTimers } from '#modules/casework/contract.ts'
import { opinionNumber } from './opinion-flow.ts'

type TimerKind = 'due' | 'remind'

/** Heard under the name `consult`. */
function timerKey(no: number, kind: TimerKind): OwnTimerKey {
  return `own:consult:${no}:${kind}`
}

/** Which opinion a timer is about, and what for. */
export function readTimerKey(key: string): { no: number; kind: TimerKind } | undefined {
  const parts = /^own:consult:(\d+):(due|remind)$/.exec(key)
  return parts ? { no: Number(parts[1]), kind: parts[2] === 'due' ? 'due' : 'remind' } : undefined
}

/**
 * The limit and the reminder of every opinion that a step opens or gives more time, and no longer those of opinions
 * that it closes; whatever the step was. The reminder comes one working day before the limit, or half way to it
 * where the limit is shorter than two days.
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
    const due: OwnTimer = { key: timerKey(no, 'due'), calendarId, dueWt }
    return lead > 0 ? [due, { key: timerKey(no, 'remind'), calendarId, dueWt: dueWt - lead }] : [due]
  })
  const cancelled = before.flatMap((task): OwnTimerKey[] => {
    const no = opinionNumber(task)
    return no === undefined || left.has(task.taskNo) ? [] : [timerKey(no, 'due'), timerKey(no, 'remind')]
  })
  return set.length + cancelled.length > 0 ? { timers: { set, cancelled } } : {}
}

function isAside({ aside }: OpenTask): boolean {
  return aside !== undefined
}
