import { calendarErrors } from './calendar-errors.ts'
import {
  MINUTES_OF_DAY,
  MINUTE_MS,
  addMonths,
  dayNumberOf,
  type CivilDate,
  type DayNumber,
} from './civil-date.ts'
import { duePosition, dueOf, lineOf, positionOf, type Due } from './due-line.ts'
import { cutoffMinute, limitMinutes, type Limit } from './limit.ts'
import {
  closingOrdinal,
  dayOf,
  toInstant,
  toOrdinal,
  type DuePolicy,
  type WorkingCalendar,
} from './working-time.ts'

/** Why time is not counted. Waiting inside the administration is not among them: it never stops the clock. */
export const pauseCauses = [
  'supplement',
  'financial_duty',
  'field_verification',
  'criminal_record',
  'superior_opinion',
  'renunciation',
  'other_law',
] as const
export type PauseCause = (typeof pauseCauses)[number]

/** A cause with the law behind it; all but waiting for the applicant must name it. Some laws cap the time left out. */
export type StopCause = {
  cause: PauseCause
  legalGround?: string
  capWorkingDays?: number
  /** Where the law caps in calendar days: the moment after which time counts again. */
  capAt?: string
}

export type ClockPause = {
  cause: PauseCause
  legalGround: string | null
  capWorkingDays: number | null
  capAt?: string
  from: string
  to: string | null
  fromWt: number
  toWt: number | null
}

export type ClockExtension = {
  at: string
  newDueOn: CivilDate
  reason: string
  legalGround: string | null
  previousDueAt: string
  previousDueWt: number
}

/** The case came to an office of other hours when units changed: the date that held then goes on holding there. */
export type ClockTransfer = {
  at: string
  fromCalendarId: number
  /** The date that held, and where it lies on the new calendar. */
  dueAt: string
  dueWt: number
  legalGround: string
}

/**
 * The clock of one case as plain data. Where counting begins is decided at reception and kept; what has passed never
 * moves on a calendar, so a day off declared later moves the due date of every clock at once, without a write:
 * `dueWt` is a position on one of three lines (`due-line.ts`), and lists compare it without opening a clock.
 */
export type LegalClock = {
  calendarId: number
  /** Version of the calendar that computed the positions last. */
  calendarVersion: number
  policy: DuePolicy
  limit: Limit
  receivedAt: string
  /** Where counting in working time begins. */
  startWt: number
  /** The day from which days are counted; clocks of the first release have none. */
  startDay?: DayNumber
  /** Line and position of the due moment; null only for a limit that is not defined. */
  dueWt: number | null
  /** The due date as first computed, before any pause or extension. */
  originalDueAt: string | null
  originalDueWt: number | null
  pauses: readonly ClockPause[]
  extensions: readonly ClockExtension[]
  /** The last time units changed around it, where the new office keeps other hours. */
  transfer?: ClockTransfer
}

/** What one pause adds to the due date. */
export type PauseShare = {
  pause: ClockPause
  minutes: number
  days: number
  counted: boolean
  capped: boolean
}

/** How a due date came about; the raw material of an explanation. */
export type Derivation = {
  /** The reception itself, or the next opening when it came while the office was closed. */
  startAt: Date
  startWt: number
  afterCutoff: boolean
  /** The day on which a limit in calendar days or months would end if that day were worked. */
  nominalDay: DayNumber | null
  startDay: DayNumber
  shares: readonly PauseShare[]
  due: Due | null
  /** What lists keep of it. */
  dueWt: number | null
}

/**
 * The derivation everything else rests on. The due moment is the last one at which the time that ran
 * (since the start, without the pauses) is within the limit: so pauses may come in any order and overlap,
 * one more never makes it earlier, and one that begins after the due moment changes nothing.
 */
export function deriveDue(clock: LegalClock, calendar: WorkingCalendar, at?: Date): Derivation {
  if (clock.calendarId !== calendar.id) throw calendarErrors.wrongCalendar(clock.calendarId, calendar.id)
  const start = startOf(clock, calendar)
  const { transfer } = clock
  const rule = transfer ? carriedRule(transfer) : ruleOf(clock, calendar, start)
  if (!rule) return derivation(start, null, [], null)

  const nominalDay = rule.counts === 'days' && !transfer ? rule.day : null
  const transferredAt = transfer ? Date.parse(transfer.at) : -Infinity
  // What had ended before the transfer is in the date that was carried over.
  const intervals =
    clock.pauses.length === 0
      ? NO_INTERVALS
      : intervalsOf(clock, calendar, at).filter(({ to, pause }) => pause.to === null || to > transferredAt)
  const own = countPauses(calendar, intervals, start.startAt.getTime(), start.startWt, rule)
  const extension = clock.extensions.find((one) => Date.parse(one.at) > transferredAt)
  if (!extension) return derivation(start, nominalDay, own.shares, own.end)

  const extendedAt = Date.parse(extension.at)
  const extended = countPauses(calendar, intervals, extendedAt, toOrdinal(calendar, new Date(extendedAt)), {
    counts: 'days',
    day: dayNumberOf(extension.newDueOn),
  })
  if (extended.end.due.wt <= own.end.due.wt) return derivation(start, nominalDay, own.shares, own.end)
  // What was left out before the new date was given belongs to the first reckoning.
  const shares = own.shares.map((share, index) =>
    Date.parse(share.pause.from) < extendedAt ? share : (extended.shares[index] ?? share),
  )
  return derivation(start, nominalDay, shares, extended.end)
}

/** Written out field by field: spreading the start here takes three times as long as all the arithmetic. */
function derivation(
  start: Start,
  nominalDay: DayNumber | null,
  shares: readonly PauseShare[],
  end: End | null,
): Derivation {
  return {
    startAt: start.startAt,
    startWt: start.startWt,
    startDay: start.startDay,
    afterCutoff: start.afterCutoff,
    nominalDay,
    shares,
    due: end && end.due,
    dueWt: end && end.dueWt,
  }
}

type Paused = { minutes: number; days: number }
/** Where the limit ends before pauses: a position, perhaps at the close of its day, or a day. */
type Rule = { counts: 'minutes'; wt: number; toClosing: boolean } | { counts: 'days'; day: DayNumber }
type Start = { startAt: Date; startWt: number; startDay: DayNumber; afterCutoff: boolean }
type End = { dueWt: number; due: Due }
type Interval = { pause: ClockPause; from: number; to: number; capped: boolean }

const NO_INTERVALS: readonly Interval[] = []

/**
 * A dossier that comes while the office is closed counts as received at the next opening. Decided once, at reception:
 * hours that are lost after it, also on the same day, move the due date like any others.
 */
function startOf(clock: LegalClock, calendar: WorkingCalendar): Start {
  const received = new Date(clock.receivedAt)
  const ordinal = toOrdinal(calendar, received)
  const opening = toInstant(calendar, ordinal, 'start')
  const startAt = opening.getTime() > received.getTime() ? opening : received
  const afterCutoff = clock.limit.unit === 'same_day_before' && isAfterCutoff(clock.limit, calendar, startAt)
  if (clock.startDay !== undefined)
    return { startAt, startWt: clock.startWt, startDay: clock.startDay, afterCutoff }
  const startDay = dayOf(calendar, startAt)
  return { startAt, startWt: firstWt(clock, calendar, startDay, ordinal, afterCutoff), startDay, afterCutoff }
}

/** Where counting begins: at reception, or at the close of that day where the day itself does not count. */
function firstWt(
  { limit, policy }: LegalClock,
  calendar: WorkingCalendar,
  startDay: DayNumber,
  ordinal: number,
  afterCutoff: boolean,
): number {
  if (isSameDay(limit)) return closingOrdinal(calendar, startDay) + (afterCutoff ? 1 : 0)
  if (limit.unit === 'working_days' && policy === 'end_of_day') return closingOrdinal(calendar, startDay)
  return ordinal
}

export function isSameDay({ unit }: Limit): boolean {
  return unit === 'immediate' || unit === 'same_day_before'
}

function ruleOf(clock: LegalClock, calendar: WorkingCalendar, { startWt, startDay }: Start): Rule | null {
  const { limit } = clock
  switch (limit.unit) {
    case 'hours':
    case 'working_days':
      return {
        counts: 'minutes',
        wt: startWt + (limitMinutes(limit, calendar) ?? 0),
        toClosing: limit.unit === 'working_days' && clock.policy === 'end_of_day',
      }
    case 'calendar_days':
      return { counts: 'days', day: startDay + (limit.amount ?? 0) }
    case 'months':
      return { counts: 'days', day: addMonths(startDay, limit.amount ?? 0) }
    case 'immediate':
    case 'same_day_before':
      return { counts: 'minutes', wt: startWt, toClosing: true }
    case 'undefined':
      return null
  }
}

function carriedRule({ dueWt }: ClockTransfer): Rule {
  const position = positionOf(dueWt)
  return lineOf(dueWt) === 'day'
    ? { counts: 'days', day: position }
    : { counts: 'minutes', wt: position, toClosing: false }
}

/**
 * Where a date that holds lies on the calendar of another office. A change of units is no lawful cause to move a date, so
 * the moment stays. Where the new office is closed at that moment, the limit ends at the close of its next working day,
 * as when a last day falls on a day off.
 */
export function carriedPosition(dueAt: Date, calendar: WorkingCalendar): number {
  const wt = toOrdinal(calendar, dueAt)
  if (toInstant(calendar, wt, 'end').getTime() === dueAt.getTime()) return duePosition('minute', wt)
  const day = dayOf(calendar, dueAt)
  const close = dueOf(calendar, duePosition('day', day)).at
  return duePosition('day', close.getTime() < dueAt.getTime() ? day + 1 : day)
}

function endUnder(rule: Rule, calendar: WorkingCalendar, paused: Paused): End {
  const dueWt =
    rule.counts === 'days'
      ? duePosition('day', rule.day + paused.days)
      : duePosition(rule.toClosing ? 'closing' : 'minute', rule.wt + paused.minutes)
  return { dueWt, due: dueOf(calendar, dueWt) }
}

function countPauses(
  calendar: WorkingCalendar,
  intervals: readonly Interval[],
  since: number,
  sinceWt: number,
  rule: Rule,
) {
  const paused: Paused = { minutes: 0, days: 0 }
  const shares: PauseShare[] = []
  let end = endUnder(rule, calendar, paused)
  let coveredUntil = since
  let counting = true
  for (const { pause, from, to, capped } of intervals) {
    // A pause that joins the one before it shares its fate; any other must begin while the clock still runs.
    if (from > coveredUntil || shares.length === 0) counting = from <= end.due.at.getTime()
    const begins = Math.max(from, coveredUntil)
    const share: PauseShare = { pause, minutes: 0, days: 0, counted: false, capped }
    if (counting && to > begins) {
      const beginsAt = new Date(begins)
      const endsAt = new Date(to)
      share.minutes = Math.max(
        0,
        toOrdinal(calendar, endsAt) - Math.max(sinceWt, toOrdinal(calendar, beginsAt)),
      )
      share.days = Math.max(0, dayOf(calendar, endsAt) - dayOf(calendar, beginsAt))
      share.counted = true
      paused.minutes += share.minutes
      paused.days += share.days
      end = endUnder(rule, calendar, paused)
    }
    coveredUntil = Math.max(coveredUntil, to)
    shares.push(share)
  }
  return { end, shares }
}

/** The pauses in order of time, each cut at its cap; an open one lasts until `at`. */
export function intervalsOf(clock: LegalClock, calendar: WorkingCalendar, at?: Date): Interval[] {
  return clock.pauses
    .map((pause) => {
      const from = Date.parse(pause.from)
      const ends = pause.to === null ? Math.max(from, at?.getTime() ?? from) : Date.parse(pause.to)
      const cap = capOf(pause, from, calendar)
      return { pause, from, to: Math.min(ends, cap), capped: ends > cap }
    })
    .sort((a, b) => a.from - b.from || a.to - b.to)
}

/** The moment from which a pause that still lasts counts again; the earlier one where the law caps it twice. */
export function capOf(
  pause: Pick<ClockPause, 'capWorkingDays' | 'capAt'>,
  from: number,
  calendar: WorkingCalendar,
): number {
  const atMoment = pause.capAt === undefined ? Infinity : Math.max(from, Date.parse(pause.capAt))
  if (pause.capWorkingDays === null) return atMoment
  const wt = toOrdinal(calendar, new Date(from)) + Math.round(pause.capWorkingDays * calendar.minutesPerDay)
  return Math.min(atMoment, Math.max(from, toInstant(calendar, wt, 'end').getTime()))
}

/** The same stretches of time with overlaps taken once. */
export function disjoint(intervals: readonly Interval[]): { from: number; to: number }[] {
  let coveredUntil = -Infinity
  return intervals.map(({ from, to }) => {
    const begins = Math.max(from, coveredUntil)
    coveredUntil = Math.max(coveredUntil, to)
    return { from: begins, to: Math.max(begins, to) }
  })
}

function isAfterCutoff(limit: Limit, calendar: WorkingCalendar, at: Date): boolean {
  const cutoff = cutoffMinute(limit)
  const sinceMidnight =
    at.getTime() / MINUTE_MS + calendar.utcOffsetMinutes - dayOf(calendar, at) * MINUTES_OF_DAY
  return sinceMidnight > cutoff
}
