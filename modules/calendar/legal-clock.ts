import { calendarErrors } from './calendar-errors.ts'
import { dayNumberOf, momentText, type CivilDate } from './civil-date.ts'
import { closeOf } from './due-line.ts'
import {
  carriedPosition,
  deriveDue,
  disjoint,
  intervalsOf,
  isSameDay,
  type ClockPause,
  type LegalClock,
  type PauseCause,
  type StopCause,
} from './due-date.ts'
import { checkLimit, type Limit } from './limit.ts'
import { toOrdinal, type DuePolicy, type WorkingCalendar } from './working-time.ts'

/** Starts the clock at a reception; refuses a limit that is none and a due date outside the calendar’s years. */
export function startClock(
  calendar: WorkingCalendar,
  limit: Limit,
  receivedAt: Date,
  policy: DuePolicy = calendar.policy,
): LegalClock {
  checkLimit(limit)
  const clock: LegalClock = {
    calendarId: calendar.id,
    calendarVersion: calendar.version,
    policy,
    limit,
    receivedAt: momentText(receivedAt),
    startWt: 0,
    dueWt: null,
    originalDueAt: null,
    originalDueWt: null,
    pauses: [],
    extensions: [],
  }
  const { startWt, startDay, due, dueWt } = deriveDue(clock, calendar)
  return {
    ...clock,
    startWt,
    startDay,
    dueWt,
    originalDueAt: due?.at.toISOString() ?? null,
    originalDueWt: dueWt,
  }
}

/** Stops the clock for a cause the law knows. Different causes may run at once; their time is left out once. */
export function stopClock(
  clock: LegalClock,
  calendar: WorkingCalendar,
  cause: StopCause,
  at: Date,
): LegalClock {
  if (clock.pauses.some((pause) => pause.to === null && pause.cause === cause.cause))
    throw calendarErrors.alreadyStopped(cause.cause)
  return withPauses(clock, calendar, [...clock.pauses, newPause(clock, calendar, cause, at, null)])
}

/** Lets the clock run again: ends the open stop of one cause, or every open stop. */
export function resumeClock(
  clock: LegalClock,
  calendar: WorkingCalendar,
  at: Date,
  cause?: PauseCause,
): LegalClock {
  const ends = (pause: ClockPause) => pause.to === null && (cause === undefined || pause.cause === cause)
  if (!clock.pauses.some(ends)) throw calendarErrors.notStopped()
  return withPauses(
    clock,
    calendar,
    clock.pauses.map((pause) => (ends(pause) ? endPause(pause, calendar, at) : pause)),
  )
}

/** Records a pause that is already over, such as one that was written down late. */
export function addPause(
  clock: LegalClock,
  calendar: WorkingCalendar,
  cause: StopCause,
  from: Date,
  to: Date,
): LegalClock {
  return withPauses(clock, calendar, [
    ...clock.pauses,
    endPause(newPause(clock, calendar, cause, from, null), calendar, to),
  ])
}

/** Gives the one new date the law allows, at the close of that day; the original date stays on the clock. */
export function extendClock(
  clock: LegalClock,
  calendar: WorkingCalendar,
  extension: { newDueOn: CivilDate; reason: string; legalGround?: string },
  at: Date,
): LegalClock {
  if (clock.extensions.length > 0) throw calendarErrors.extensionUsed()
  const { due, dueWt } = deriveDue(clock, calendar, at)
  if (!due || dueWt === null) throw calendarErrors.nothingToExtend()
  if (closeOf(calendar, dayNumberOf(extension.newDueOn)).wt <= due.wt) {
    throw calendarErrors.newDateNotLater(due.at.toISOString(), extension.newDueOn)
  }
  return refreshed(
    {
      ...clock,
      extensions: [
        {
          at: momentText(at),
          newDueOn: extension.newDueOn,
          reason: extension.reason,
          legalGround: extension.legalGround ?? null,
          previousDueAt: due.at.toISOString(),
          previousDueWt: dueWt,
        },
      ],
    },
    calendar,
  )
}

/** When the case is due; null for a limit that is not defined. While stopped, `at` counts the open stop until then. */
export function dueAt(clock: LegalClock, calendar: WorkingCalendar, at?: Date): Date | null {
  return deriveDue(clock, calendar, at).due?.at ?? null
}

/** Working minutes left at a moment, below zero when overdue; while stopped it stands still. */
export function remainingMinutes(clock: LegalClock, calendar: WorkingCalendar, at: Date): number | null {
  const { due } = deriveDue(clock, calendar, at)
  return due && due.wt - toOrdinal(calendar, at)
}

/** Working minutes used since counting began, without the pauses. */
export function elapsedMinutes(clock: LegalClock, calendar: WorkingCalendar, at: Date): number {
  const startWt = isSameDay(clock.limit)
    ? toOrdinal(calendar, new Date(clock.receivedAt))
    : deriveDue(clock, calendar, at).startWt
  const end = at.getTime()
  let paused = 0
  for (const { from, to } of disjoint(intervalsOf(clock, calendar, at))) {
    const begins = Math.max(startWt, toOrdinal(calendar, new Date(Math.min(from, end))))
    paused += Math.max(0, toOrdinal(calendar, new Date(Math.min(to, end))) - begins)
  }
  return Math.max(0, toOrdinal(calendar, at) - startWt - paused)
}

/** A case is late the moment after its due time; time stopped before that moment never makes it late. */
export function isOverdue(clock: LegalClock, calendar: WorkingCalendar, at: Date): boolean {
  const due = dueAt(clock, calendar, at)
  return due !== null && at.getTime() > due.getTime()
}

export function isStopped(clock: LegalClock): boolean {
  return clock.pauses.some((pause) => pause.to === null)
}

/** Whether a clock was written before due dates had lines: its position does not move with its calendar. */
export function needsRestating(clock: LegalClock): boolean {
  return clock.dueWt !== null && clock.startDay === undefined
}

/** The same clock reckoned anew from its moments, on another calendar or where it was written long ago. */
export function restateClock(clock: LegalClock, calendar: WorkingCalendar): LegalClock {
  const { startDay: _, ...moments } = clock
  const pauses = clock.pauses.map((pause) => ({
    ...pause,
    fromWt: toOrdinal(calendar, new Date(pause.from)),
    toWt: pause.to === null ? null : toOrdinal(calendar, new Date(pause.to)),
  }))
  return refreshed({ ...moments, calendarId: calendar.id, pauses }, calendar)
}

/**
 * The clock of a case whose work has gone, by a change of units, to an office of other hours. The date that held stays;
 * from then on pauses, days off and a new date are reckoned by the new office's calendar.
 */
export function transferClock(
  clock: LegalClock,
  from: WorkingCalendar,
  to: WorkingCalendar,
  { at, legalGround }: { at: Date; legalGround: string },
): LegalClock {
  const held = deriveDue(clock, from).due
  const { transfer: _, ...moments } = clock
  const restated = restateClock(moments, to)
  if (!held) return restated
  const transfer = {
    at: momentText(at),
    fromCalendarId: from.id,
    dueAt: held.at.toISOString(),
    dueWt: carriedPosition(held.at, to),
    legalGround,
  }
  return refreshed({ ...restated, transfer }, to)
}

function newPause(
  clock: LegalClock,
  calendar: WorkingCalendar,
  { cause, legalGround, capWorkingDays, capAt }: StopCause,
  from: Date,
  to: null,
): ClockPause {
  const waitsForApplicant = cause === 'supplement' || cause === 'financial_duty'
  if (!waitsForApplicant && !legalGround?.trim()) throw calendarErrors.legalGroundNeeded(cause)
  if (from.getTime() < Date.parse(clock.receivedAt))
    throw calendarErrors.stopBeforeReception(clock.receivedAt, from.toISOString())
  return {
    cause,
    legalGround: legalGround ?? null,
    capWorkingDays: capWorkingDays ?? null,
    ...(capAt === undefined ? {} : { capAt: momentText(new Date(capAt)) }),
    from: momentText(from),
    to,
    fromWt: toOrdinal(calendar, from),
    toWt: null,
  }
}

function endPause(pause: ClockPause, calendar: WorkingCalendar, at: Date): ClockPause {
  if (at.getTime() < Date.parse(pause.from))
    throw calendarErrors.resumeBeforeStop(pause.from, at.toISOString())
  return { ...pause, to: momentText(at), toWt: toOrdinal(calendar, at) }
}

function withPauses(clock: LegalClock, calendar: WorkingCalendar, pauses: readonly ClockPause[]): LegalClock {
  return refreshed({ ...clock, pauses }, calendar)
}

function refreshed(clock: LegalClock, calendar: WorkingCalendar): LegalClock {
  const { startWt, startDay, dueWt } = deriveDue(clock, calendar)
  return { ...clock, calendarVersion: calendar.version, startWt, startDay, dueWt }
}
