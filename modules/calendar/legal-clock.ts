import { calendarErrors } from './calendar-errors.ts'
import { MINUTES_OF_DAY, MINUTE_MS, addMonths, dayNumberOf, type CivilDate, type DayNumber } from './civil-date.ts'
import { closingOrdinal, dayOf, endingDayFrom, toInstant, toOrdinal, type DuePolicy, type WorkingCalendar } from './working-time.ts'

export const limitUnits = [
  'hours',
  'working_days',
  'calendar_days',
  'months',
  'immediate',
  'same_day_before',
  'undefined',
] as const
export type LimitUnit = (typeof limitUnits)[number]

/**
 * How long the State may take. Hours, working days (halves too), calendar days and months need an amount;
 * `same_day_before` may name its cutoff as `HH:MM`; `undefined` says that no limit is known.
 */
export type Limit = { unit: LimitUnit; amount?: number; cutoff?: string }

/** After this hour a same-day procedure is answered on the next working day, unless its limit says otherwise. */
export const DEFAULT_CUTOFF = '15:00'

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
export type PauseShare = { pause: ClockPause; minutes: number; days: number; counted: boolean; capped: boolean }

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

export function startClock(calendar: WorkingCalendar, limit: Limit, receivedAt: Date, policy: DuePolicy = calendar.policy): LegalClock {
  checkLimit(limit)
  const clock: LegalClock = {
    calendarId: calendar.id,
    calendarVersion: calendar.version,
    policy,
    limit,
    receivedAt: receivedAt.toISOString(),
    startWt: 0,
    dueWt: null,
    originalDueAt: null,
    originalDueWt: null,
    pauses: [],
    extensions: [],
  }
  const { startWt, due } = deriveDue(clock, calendar)
  clock.startWt = startWt
  clock.dueWt = due?.wt ?? null
  clock.originalDueAt = due?.at.toISOString() ?? null
  clock.originalDueWt = clock.dueWt
  return clock
}

/** Stops the clock for a cause the law knows. Different causes may run at once; their time is left out once. */
export function stopClock(clock: LegalClock, calendar: WorkingCalendar, cause: StopCause, at: Date): LegalClock {
  if (clock.pauses.some((pause) => pause.to === null && pause.cause === cause.cause)) throw calendarErrors.alreadyStopped(cause.cause)
  return withPauses(clock, calendar, [...clock.pauses, newPause(clock, calendar, cause, at, null)])
}

/** Lets the clock run again: ends the open stop of one cause, or every open stop. */
export function resumeClock(clock: LegalClock, calendar: WorkingCalendar, at: Date, cause?: PauseCause): LegalClock {
  const ends = (pause: ClockPause) => pause.to === null && (cause === undefined || pause.cause === cause)
  if (!clock.pauses.some(ends)) throw calendarErrors.notStopped()
  return withPauses(clock, calendar, clock.pauses.map((pause) => (ends(pause) ? endPause(pause, calendar, at) : pause)))
}

/** Records a pause that is already over, such as one that was written down late. */
export function addPause(clock: LegalClock, calendar: WorkingCalendar, cause: StopCause, from: Date, to: Date): LegalClock {
  return withPauses(clock, calendar, [...clock.pauses, endPause(newPause(clock, calendar, cause, from, null), calendar, to)])
}

/** Gives the one new date the law allows, at the close of that day; the original date stays on the clock. */
export function extendClock(
  clock: LegalClock,
  calendar: WorkingCalendar,
  extension: { newDueOn: CivilDate; reason: string; legalGround?: string },
  at: Date,
): LegalClock {
  if (clock.extensions.length > 0) throw calendarErrors.extensionUsed()
  const { due } = deriveDue(clock, calendar, at)
  if (!due) throw calendarErrors.nothingToExtend()
  if (closeOf(calendar, dayNumberOf(extension.newDueOn)).wt <= due.wt) {
    throw calendarErrors.newDateNotLater(due.at.toISOString(), extension.newDueOn)
  }
  return refreshed(
    {
      ...clock,
      extensions: [
        {
          at: at.toISOString(),
          newDueOn: extension.newDueOn,
          reason: extension.reason,
          legalGround: extension.legalGround ?? null,
          previousDueAt: due.at.toISOString(),
          previousDueWt: due.wt,
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
  const { startWt } = deriveDue(clock, calendar, at)
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

/** Whether the stored position must be refreshed when the calendar changes, since it does not move by itself. */
export function needsRestating(clock: LegalClock): boolean {
  if (clock.dueWt === null) return false
  if (clock.extensions.length > 0) return true
  return !(clock.limit.unit === 'hours' || (clock.limit.unit === 'working_days' && clock.policy === 'exact_hour'))
}

/** The same clock with its positions computed anew from its moments, on a changed calendar or on another one. */
export function restateClock(clock: LegalClock, calendar: WorkingCalendar): LegalClock {
  const pauses = clock.pauses.map((pause) => ({
    ...pause,
    fromWt: toOrdinal(calendar, new Date(pause.from)),
    toWt: pause.to === null ? null : toOrdinal(calendar, new Date(pause.to)),
  }))
  return refreshed({ ...clock, calendarId: calendar.id, pauses }, calendar)
}

/** Working minutes of a limit counted in working time; null for the others. */
export function limitMinutes(limit: Limit, calendar: WorkingCalendar): number | null {
  if (limit.unit === 'hours') return Math.round((limit.amount ?? 0) * 60)
  if (limit.unit === 'working_days') return Math.round((limit.amount ?? 0) * calendar.minutesPerDay)
  return null
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
function derivation(start: Start, nominalDay: DayNumber | null, shares: readonly PauseShare[], due: Due | null): Derivation {
  return { startAt: start.startAt, startWt: start.startWt, afterCutoff: start.afterCutoff, nominalDay, shares, due }
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

function ruleOf(clock: LegalClock, calendar: WorkingCalendar, { startAt, startWt, afterCutoff }: Start): Rule | null {
  const { limit } = clock
  switch (limit.unit) {
    case 'hours':
      return { counts: 'minutes', wt: startWt + (limitMinutes(limit, calendar) ?? 0), toClosing: false }
    case 'working_days':
      return { counts: 'minutes', wt: startWt + (limitMinutes(limit, calendar) ?? 0), toClosing: clock.policy === 'end_of_day' }
    case 'calendar_days':
      return { counts: 'days', day: dayOf(calendar, startAt) + (limit.amount ?? 0) }
    case 'months':
      return { counts: 'days', day: addMonths(dayOf(calendar, startAt), limit.amount ?? 0) }
    case 'immediate':
    case 'same_day_before':
      return { counts: 'minutes', wt: closeOf(calendar, dayOf(calendar, startAt) + (afterCutoff ? 1 : 0)).wt, toClosing: false }
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

function countPauses(calendar: WorkingCalendar, intervals: readonly Interval[], since: number, sinceWt: number, rule: Rule) {
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
      share.minutes = Math.max(0, toOrdinal(calendar, endsAt) - Math.max(sinceWt, toOrdinal(calendar, beginsAt)))
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
function intervalsOf(clock: LegalClock, calendar: WorkingCalendar, at?: Date): Interval[] {
  return clock.pauses
    .map((pause) => {
      const from = Date.parse(pause.from)
      const ends = pause.to === null ? Math.max(from, at?.getTime() ?? from) : Date.parse(pause.to)
      if (pause.capWorkingDays === null) return { pause, from, to: ends, capped: false }
      const capWt = toOrdinal(calendar, new Date(from)) + Math.round(pause.capWorkingDays * calendar.minutesPerDay)
      if (toOrdinal(calendar, new Date(ends)) <= capWt) return { pause, from, to: ends, capped: false }
      return { pause, from, to: toInstant(calendar, capWt, 'end').getTime(), capped: true }
    })
    .sort((a, b) => a.from - b.from || a.to - b.to)
}

function disjoint(intervals: readonly Interval[]): { from: number; to: number }[] {
  let coveredUntil = -Infinity
  return intervals.map(({ from, to }) => {
    const begins = Math.max(from, coveredUntil)
    coveredUntil = Math.max(coveredUntil, to)
    return { from: begins, to: Math.max(begins, to) }
  })
}

function closeOf(calendar: WorkingCalendar, day: DayNumber): Due {
  return dueAtPosition(calendar, closingOrdinal(calendar, endingDayFrom(calendar, day)))
}

function dueAtPosition(calendar: WorkingCalendar, wt: number): Due {
  return { wt, at: toInstant(calendar, wt, 'end') }
}

function isAfterCutoff(limit: Limit, calendar: WorkingCalendar, at: Date): boolean {
  const cutoff = cutoffMinute(limit)
  const sinceMidnight = at.getTime() / MINUTE_MS + calendar.utcOffsetMinutes - dayOf(calendar, at) * MINUTES_OF_DAY
  return sinceMidnight > cutoff
}

/** The cutoff of a same-day limit as a minute of the day. */
export function cutoffMinute(limit: Limit): number {
  const parts = /^(\d{2}):(\d{2})$/.exec(limit.cutoff ?? DEFAULT_CUTOFF)
  if (!parts) throw calendarErrors.limitInvalid(`${limit.unit} ${limit.cutoff}`, 0)
  return Number(parts[1]) * 60 + Number(parts[2])
}

function checkLimit(limit: Limit) {
  if (!isLimit(limit)) throw calendarErrors.limitInvalid(limit.unit, limit.amount ?? 0)
}

function isLimit(limit: Limit): boolean {
  const amount = limit.amount ?? 0
  switch (limit.unit) {
    case 'hours':
      return amount > 0 && Number.isFinite(amount)
    case 'working_days':
      return amount > 0 && Number.isInteger(amount * 2)
    case 'calendar_days':
    case 'months':
      return amount > 0 && Number.isInteger(amount)
    case 'same_day_before':
      return cutoffMinute(limit) < MINUTES_OF_DAY
    case 'immediate':
    case 'undefined':
      return true
  }
}

function newPause(clock: LegalClock, calendar: WorkingCalendar, { cause, legalGround, capWorkingDays }: StopCause, from: Date, to: null): ClockPause {
  const waitsForApplicant = cause === 'supplement' || cause === 'financial_duty'
  if (!waitsForApplicant && !legalGround?.trim()) throw calendarErrors.legalGroundNeeded(cause)
  if (from.getTime() < Date.parse(clock.receivedAt)) throw calendarErrors.stopBeforeReception(clock.receivedAt, from.toISOString())
  return {
    cause,
    legalGround: legalGround ?? null,
    capWorkingDays: capWorkingDays ?? null,
    from: from.toISOString(),
    to,
    fromWt: toOrdinal(calendar, from),
    toWt: null,
  }
}

function endPause(pause: ClockPause, calendar: WorkingCalendar, at: Date): ClockPause {
  if (at.getTime() < Date.parse(pause.from)) throw calendarErrors.resumeBeforeStop(pause.from, at.toISOString())
  return { ...pause, to: at.toISOString(), toWt: toOrdinal(calendar, at) }
}

function withPauses(clock: LegalClock, calendar: WorkingCalendar, pauses: readonly ClockPause[]): LegalClock {
  return refreshed({ ...clock, pauses }, calendar)
}

function refreshed(clock: LegalClock, calendar: WorkingCalendar): LegalClock {
  const { startWt, due } = deriveDue(clock, calendar)
  return { ...clock, calendarVersion: calendar.version, startWt, dueWt: due?.wt ?? null }
}
