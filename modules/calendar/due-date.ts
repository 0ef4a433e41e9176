import { calendarErrors } from './calendar-errors.ts'
import {
  MINUTES_OF_DAY,
  MINUTE_MS,
  addMonths,
  dayNumberOf,
  type CivilDate,
  type DayNumber,
} from './civil-date.ts'
import { cutoffMinute, limitMinutes, type Limit } from './limit.ts'
import {
  closingOrdinal,
  dayOf,
  endingDayFrom,
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
export type StopCause = { cause: PauseCause; legalGround?: string; capWorkingDays?: number }

export type ClockPause = {
  cause: PauseCause
  legalGround: string | null
  capWorkingDays: number | null
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

/**
 * The clock of one case as plain data. The moments are the truth; the positions (`…Wt`) are kept beside them
 * so that lists sort and compare without opening a clock.
 *
 * For limits counted in working time `dueWt` is the very position at which the time runs out, and a day off declared
 * later moves its date without a write. For calendar days, months, end-of-day rounding and an extended date it is the
 * position of the closing time of the due day: `dueAt` is exact at once, the position is refreshed by `restateClock`.
 */
export type LegalClock = {
  calendarId: number
  /** Version of the calendar that computed the positions last. */
  calendarVersion: number
  policy: DuePolicy
  limit: Limit
  receivedAt: string
  /** Where counting begins. */
  startWt: number
  /** Null only for a limit that is not defined. */
  dueWt: number | null
  /** The due date as first computed, before any pause or extension. */
  originalDueAt: string | null
  originalDueWt: number | null
  pauses: readonly ClockPause[]
  extensions: readonly ClockExtension[]
}

/** A due moment with its position. */
export type Due = { at: Date; wt: number }

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
  shares: readonly PauseShare[]
  due: Due | null
}

/**
 * The derivation everything else rests on. The due moment is the last one at which the time that ran
 * (since the start, without the pauses) is within the limit: so pauses may come in any order and overlap,
 * one more never makes it earlier, and one that begins after the due moment changes nothing.
 */
export function deriveDue(clock: LegalClock, calendar: WorkingCalendar, at?: Date): Derivation {
  if (clock.calendarId !== calendar.id) throw calendarErrors.wrongCalendar(clock.calendarId, calendar.id)
  const start = startOf(clock, calendar)
  const rule = ruleOf(clock, calendar, start)
  if (!rule) return derivation(start, null, [], null)

  const nominalDay = rule.counts === 'days' ? rule.day : null
  const intervals = clock.pauses.length === 0 ? NO_INTERVALS : intervalsOf(clock, calendar, at)
  const own = countPauses(calendar, intervals, start.startAt.getTime(), start.startWt, rule)
  const extension = clock.extensions[0]
  if (!extension) return derivation(start, nominalDay, own.shares, own.due)

  const extendedAt = Date.parse(extension.at)
  const extended = countPauses(
    calendar,
    intervals,
    extendedAt,
    toOrdinal(calendar, new Date(extendedAt)),
    extendedRule(calendar, dayNumberOf(extension.newDueOn), rule),
  )
  if (extended.due.wt <= own.due.wt) return derivation(start, nominalDay, own.shares, own.due)
  // What was left out before the new date was given belongs to the first reckoning.
  const shares = own.shares.map((share, index) =>
    Date.parse(share.pause.from) < extendedAt ? share : (extended.shares[index] ?? share),
  )
  return derivation(start, nominalDay, shares, extended.due)
}

/** Written out field by field: spreading the start here takes three times as long as all the arithmetic. */
function derivation(
  start: Start,
  nominalDay: DayNumber | null,
  shares: readonly PauseShare[],
  due: Due | null,
): Derivation {
  return {
    startAt: start.startAt,
    startWt: start.startWt,
    afterCutoff: start.afterCutoff,
    nominalDay,
    shares,
    due,
  }
}

type Paused = { minutes: number; days: number }
/** Where the limit ends before pauses: a position, perhaps rounded to the close of its day, or a day. */
type Rule = { counts: 'minutes'; wt: number; toClosing: boolean } | { counts: 'days'; day: DayNumber }
type Start = { startAt: Date; startWt: number; afterCutoff: boolean }
type Interval = { pause: ClockPause; from: number; to: number; capped: boolean }

const NO_INTERVALS: readonly Interval[] = []

/** A dossier that comes while the office is closed counts as received at the next opening. */
function startOf(clock: LegalClock, calendar: WorkingCalendar): Start {
  const received = new Date(clock.receivedAt)
  const ordinal = toOrdinal(calendar, received)
  const opening = toInstant(calendar, ordinal, 'start')
  const startAt = opening.getTime() > received.getTime() ? opening : received
  const day = dayOf(calendar, startAt)
  const leavesOutDay = clock.limit.unit === 'working_days' && clock.policy === 'end_of_day'
  return {
    startAt,
    startWt: leavesOutDay ? closingOrdinal(calendar, day) : ordinal,
    afterCutoff: clock.limit.unit === 'same_day_before' && isAfterCutoff(clock.limit, calendar, startAt),
  }
}

function ruleOf(
  clock: LegalClock,
  calendar: WorkingCalendar,
  { startAt, startWt, afterCutoff }: Start,
): Rule | null {
  const { limit } = clock
  switch (limit.unit) {
    case 'hours':
      return { counts: 'minutes', wt: startWt + (limitMinutes(limit, calendar) ?? 0), toClosing: false }
    case 'working_days':
      return {
        counts: 'minutes',
        wt: startWt + (limitMinutes(limit, calendar) ?? 0),
        toClosing: clock.policy === 'end_of_day',
      }
    case 'calendar_days':
      return { counts: 'days', day: dayOf(calendar, startAt) + (limit.amount ?? 0) }
    case 'months':
      return { counts: 'days', day: addMonths(dayOf(calendar, startAt), limit.amount ?? 0) }
    case 'immediate':
    case 'same_day_before':
      return {
        counts: 'minutes',
        wt: closeOf(calendar, dayOf(calendar, startAt) + (afterCutoff ? 1 : 0)).wt,
        toClosing: false,
      }
    case 'undefined':
      return null
  }
}

function extendedRule(calendar: WorkingCalendar, newDueDay: DayNumber, rule: Rule): Rule {
  if (rule.counts === 'days') return { counts: 'days', day: newDueDay }
  return { counts: 'minutes', wt: closeOf(calendar, newDueDay).wt, toClosing: false }
}

function dueUnder(rule: Rule, calendar: WorkingCalendar, paused: Paused): Due {
  if (rule.counts === 'days') return closeOf(calendar, rule.day + paused.days)
  const due = dueAtPosition(calendar, rule.wt + paused.minutes)
  return rule.toClosing ? closeOf(calendar, dayOf(calendar, due.at)) : due
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
  let due = dueUnder(rule, calendar, paused)
  let coveredUntil = since
  let counting = true
  for (const { pause, from, to, capped } of intervals) {
    // A pause that joins the one before it shares its fate; any other must begin while the clock still runs.
    if (from > coveredUntil || shares.length === 0) counting = from <= due.at.getTime()
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
      due = dueUnder(rule, calendar, paused)
    }
    coveredUntil = Math.max(coveredUntil, to)
    shares.push(share)
  }
  return { due, shares }
}

/** The pauses in order of time, each cut at its cap; an open one lasts until `at`. */
export function intervalsOf(clock: LegalClock, calendar: WorkingCalendar, at?: Date): Interval[] {
  return clock.pauses
    .map((pause) => {
      const from = Date.parse(pause.from)
      const ends = pause.to === null ? Math.max(from, at?.getTime() ?? from) : Date.parse(pause.to)
      if (pause.capWorkingDays === null) return { pause, from, to: ends, capped: false }
      const capWt =
        toOrdinal(calendar, new Date(from)) + Math.round(pause.capWorkingDays * calendar.minutesPerDay)
      if (toOrdinal(calendar, new Date(ends)) <= capWt) return { pause, from, to: ends, capped: false }
      return { pause, from, to: toInstant(calendar, capWt, 'end').getTime(), capped: true }
    })
    .sort((a, b) => a.from - b.from || a.to - b.to)
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

/** The closing time of the first day on or after a day on which a limit may end. */
export function closeOf(calendar: WorkingCalendar, day: DayNumber): Due {
  return dueAtPosition(calendar, closingOrdinal(calendar, endingDayFrom(calendar, day)))
}

function dueAtPosition(calendar: WorkingCalendar, wt: number): Due {
  return { wt, at: toInstant(calendar, wt, 'end') }
}

function isAfterCutoff(limit: Limit, calendar: WorkingCalendar, at: Date): boolean {
  const cutoff = cutoffMinute(limit)
  const sinceMidnight =
    at.getTime() / MINUTE_MS + calendar.utcOffsetMinutes - dayOf(calendar, at) * MINUTES_OF_DAY
  return sinceMidnight > cutoff
}
