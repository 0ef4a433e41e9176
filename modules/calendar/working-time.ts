import { calendarErrors, CalendarRangeError } from './calendar-errors.ts'
import {
  DAY_MS,
  MINUTES_OF_DAY,
  MINUTE_MS,
  dateOfDay,
  dayNumberOf,
  fixedOffsetOf,
  weekdayOf,
  type CivilDate,
  type DayNumber,
} from './civil-date.ts'

/** The zone a city works in unless its configuration says otherwise. */
export const DEFAULT_TIME_ZONE = 'Asia/Ho_Chi_Minh'

/** How a limit in working days ends: at the very minute, or at close of business with the day of receipt left out. */
export type DuePolicy = 'exact_hour' | 'end_of_day'

/** How sure we are of a day off: read in its official text, announced in the press, known but not checked, or not yet decided. */
export type Certainty = 'verified' | 'announced' | 'unverified' | 'provisional'

export type DayOffKind = 'holiday' | 'compensation' | 'closure'

/** Open from one minute of the day until (not including) another; 08:00–12:00 is [480, 720]. */
export type Span = readonly [from: number, to: number]

/** Opening hours by weekday, Monday "1" to Sunday "7"; a missing weekday is a day of rest. */
export type WeekHours = Readonly<Partial<Record<string, readonly Span[]>>>

/** Opening hours that hold from a date on, so that a change of hours never touches the past. */
export type HoursPeriod = { from: CivilDate; week: WeekHours }

export type DayOff = {
  date: CivilDate
  /** Closed from this minute of the day on; 0 is the whole day. */
  fromMinute: number
  kind: DayOffKind
  nameVi: string
  nameEn: string
  legalGround: string
  certainty: Certainty
}

/** A day of rest that is worked by the hours of another weekday, to make up for a day off. */
export type SwapDay = {
  date: CivilDate
  hoursOfWeekday: number
  nameVi: string
  nameEn: string
  legalGround: string
  certainty: Certainty
}

/** What a working calendar is made of, as written in tables. */
export type CalendarSpec = {
  id: number
  code: string
  nameVi: string
  nameEn: string
  version: number
  policy: DuePolicy
  /** Working minutes that make one working day of a limit; 480 is eight hours. */
  minutesPerDay: number
  hours: readonly HoursPeriod[]
  /** Positions count from the first year's first minute: this year is never changed once the calendar is in use. */
  firstYear: number
  lastYear: number
  timeZone?: string
  daysOff: readonly DayOff[]
  swapDays: readonly SwapDay[]
}

type DayPattern = {
  minutes: number
  /** Minutes worked before each minute of the day. */
  workedBefore: Int16Array
  /** Minute of the day at which so many minutes have been worked: as the end of a span, and as the start of the next. */
  endOf: Int16Array
  startOf: Int16Array
  spans: readonly Span[]
}

/**
 * A compiled calendar. A moment's position (ordinal) is the number of working minutes between the calendar's first
 * minute and that moment; closed time has no length. A day off declared later moves only the positions after it.
 */
export type WorkingCalendar = Omit<CalendarSpec, 'timeZone'> & {
  readonly timeZone: string
  readonly utcOffsetMinutes: number
  readonly firstDay: DayNumber
  /** Working minutes before each day, with one more entry for the end of the last day. */
  readonly before: Int32Array
  readonly patternOf: Uint16Array
  readonly patterns: readonly DayPattern[]
  /** First day to look at for a position, by blocks of 256 minutes. */
  readonly blocks: Uint16Array
  /** Days that a day off cuts or takes away, with what takes them. */
  readonly daysOffByDay: ReadonlyMap<DayNumber, readonly DayOff[]>
  readonly swapByDay: ReadonlyMap<DayNumber, SwapDay>
  /** Years in range without a single holiday row: their holidays are not known yet. */
  readonly yearsWithoutHolidays: readonly number[]
}

/** Turns hours, holidays, swap days and closures into arrays that answer in tens of nanoseconds. */
export function compileCalendar(spec: CalendarSpec): WorkingCalendar {
  const timeZone = spec.timeZone ?? DEFAULT_TIME_ZONE
  checkSpec(spec)
  const firstDay = Date.UTC(spec.firstYear, 0, 1) / DAY_MS
  const days = Date.UTC(spec.lastYear + 1, 0, 1) / DAY_MS - firstDay
  const daysOffByDay = groupDaysOff(spec.daysOff)
  const swapByDay = new Map(spec.swapDays.map((swap) => [dayNumberOf(swap.date), swap]))

  const patterns: DayPattern[] = []
  const patternOfSpans = new Map<readonly Span[], number>()
  const before = new Int32Array(days + 1)
  const patternOf = new Uint16Array(days)
  const hoursOf = hoursByDay(spec)
  let total = 0
  for (let index = 0; index < days; index++) {
    const day = firstDay + index
    const usual = hoursOf(day, swapByDay.get(day)?.hoursOfWeekday ?? weekdayOf(day))
    const daysOff = daysOffByDay.get(day)
    const spans = daysOff ? cut(usual, closedFrom(daysOff)) : usual
    let number = patternOfSpans.get(spans)
    if (number === undefined) {
      number = patterns.push(compilePattern(spans)) - 1
      patternOfSpans.set(spans, number)
    }
    patternOf[index] = number
    before[index] = total
    total += patterns[number]?.minutes ?? 0
  }
  before[days] = total

  return {
    ...spec,
    timeZone,
    utcOffsetMinutes: fixedOffsetOf(timeZone, spec.firstYear, spec.lastYear),
    firstDay,
    before,
    patternOf,
    patterns,
    blocks: blocksOf(before, total),
    daysOffByDay,
    swapByDay,
    yearsWithoutHolidays: yearsWithoutHolidays(spec),
  }
}

/** The position of a moment: working minutes from the calendar's beginning until then. */
export function toOrdinal(calendar: WorkingCalendar, instant: Date): number {
  const minute = Math.floor(instant.getTime() / MINUTE_MS) + calendar.utcOffsetMinutes
  const day = Math.floor(minute / MINUTES_OF_DAY)
  const index = day - calendar.firstDay
  const pattern = calendar.patterns[calendar.patternOf[index] ?? -1]
  if (!pattern) throw outOfRange(calendar, Number.isNaN(index) ? 'an invalid time' : instant.toISOString())
  return (calendar.before[index] ?? 0) + (pattern.workedBefore[minute - day * MINUTES_OF_DAY] ?? 0)
}

/**
 * The moment of a position. Closing time and the next opening share one position: `end` gives the closing time
 * (a due date), `start` the next opening (when work begins).
 */
export function toInstant(calendar: WorkingCalendar, ordinal: number, bound: 'start' | 'end'): Date {
  const { before } = calendar
  const days = before.length - 1
  const total = before[days] ?? 0
  if (!(ordinal >= 0) || ordinal > total || (bound === 'start' && ordinal === total)) {
    throw outOfRange(calendar, `position ${ordinal}`)
  }
  // At the calendar's very beginning nothing has closed yet.
  const atEnd = bound === 'end' && ordinal > 0
  let index = calendar.blocks[ordinal >> 8] ?? 0
  if (atEnd) while ((before[index + 1] ?? 0) < ordinal) index++
  else while ((before[index + 1] ?? 0) <= ordinal) index++
  const pattern = calendar.patterns[calendar.patternOf[index] ?? 0]
  const worked = ordinal - (before[index] ?? 0)
  const minute = (atEnd ? pattern?.endOf[worked] : pattern?.startOf[worked]) ?? 0
  return new Date(
    ((calendar.firstDay + index) * MINUTES_OF_DAY + minute - calendar.utcOffsetMinutes) * MINUTE_MS,
  )
}

/** The last minute-position the calendar can answer for. */
export function lastOrdinal(calendar: WorkingCalendar): number {
  return calendar.before[calendar.before.length - 1] ?? 0
}

/**
 * The bound for lists: a due position is overdue at this moment exactly when `due_wt < overdueBefore(calendar, at)`.
 * It differs from the plain position only while the office is closed, when closing time has already passed.
 */
export function overdueBefore(calendar: WorkingCalendar, at: Date): number {
  const ordinal = toOrdinal(calendar, at)
  return toInstant(calendar, ordinal, 'end').getTime() < at.getTime() ? ordinal + 1 : ordinal
}

/** The city's date of a moment, as a day number. */
export function dayOf(calendar: WorkingCalendar, instant: Date): DayNumber {
  return Math.floor((instant.getTime() / MINUTE_MS + calendar.utcOffsetMinutes) / MINUTES_OF_DAY)
}

/** Working minutes of a day; 0 on a day off. */
export function minutesOn(calendar: WorkingCalendar, day: DayNumber): number {
  return closingOrdinal(calendar, day) - openingOrdinal(calendar, day)
}

export function spansOn(calendar: WorkingCalendar, day: DayNumber): readonly Span[] {
  return calendar.patterns[calendar.patternOf[indexOf(calendar, day)] ?? 0]?.spans ?? []
}

export function openingOrdinal(calendar: WorkingCalendar, day: DayNumber): number {
  return calendar.before[indexOf(calendar, day)] ?? 0
}

export function closingOrdinal(calendar: WorkingCalendar, day: DayNumber): number {
  return calendar.before[indexOf(calendar, day) + 1] ?? 0
}

/** The first working day on or after a day. */
export function workingDayFrom(calendar: WorkingCalendar, day: DayNumber): DayNumber {
  let candidate = day
  while (minutesOn(calendar, candidate) === 0) candidate++
  return candidate
}

/**
 * The first day on or after a day on which a limit may end: worked to its usual closing time.
 * A day that a closure cuts short does not count, or a closure would make somebody's due date earlier.
 */
export function endingDayFrom(calendar: WorkingCalendar, day: DayNumber): DayNumber {
  indexOf(calendar, day)
  return findEndingDay(calendar, day) ?? indexOf(calendar, calendar.firstDay + calendar.patternOf.length)
}

/** The same, undefined where the calendar's years end before such a day. */
export function findEndingDay(calendar: WorkingCalendar, day: DayNumber): DayNumber | undefined {
  const end = calendar.firstDay + calendar.patternOf.length
  for (let candidate = day; candidate < end; candidate++) {
    const index = candidate - calendar.firstDay
    const isWorked = (calendar.before[index + 1] ?? 0) > (calendar.before[index] ?? 0)
    if (isWorked && !calendar.daysOffByDay.has(candidate)) return candidate
  }
  return undefined
}

/** A moment in the city's own time with its offset, `2026-03-02T09:30:00+07:00`: exact for machines, readable for people. */
export function cityTime(calendar: WorkingCalendar, instant: Date): string {
  const offset = calendar.utcOffsetMinutes
  const local = new Date(instant.getTime() + offset * MINUTE_MS).toISOString().slice(0, 19)
  const size = Math.abs(offset)
  return `${local}${offset < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
}

function indexOf(calendar: WorkingCalendar, day: DayNumber): number {
  const index = day - calendar.firstDay
  if (index < 0 || index >= calendar.patternOf.length) throw outOfRange(calendar, dateOfDay(day))
  return index
}

function outOfRange(calendar: WorkingCalendar, asked: string) {
  return new CalendarRangeError(calendar.code, calendar.firstYear, calendar.lastYear, asked)
}

function checkSpec(spec: CalendarSpec) {
  const refuse = (vi: string, en: string) => calendarErrors.hoursInvalid(spec.code, { vi, en })
  if (
    !Number.isInteger(spec.minutesPerDay) ||
    spec.minutesPerDay < 2 ||
    spec.minutesPerDay > MINUTES_OF_DAY
  ) {
    throw refuse(
      'số phút của một ngày làm việc phải từ 2 đến 1440',
      'the minutes of a working day must be 2 to 1440',
    )
  }
  if (!(spec.firstYear <= spec.lastYear) || spec.lastYear - spec.firstYear > 99) {
    throw refuse('khoảng năm không hợp lệ', 'the range of years is not valid')
  }
  if (spec.hours.length === 0) throw refuse('chưa có giờ làm việc', 'there are no opening hours')
  for (const { week } of spec.hours) {
    if (Object.values(week).every((spans) => !spans?.length))
      throw refuse('tuần không có giờ làm việc nào', 'a week has no open hour')
    for (const [weekday, spans] of Object.entries(week)) {
      if (!/^[1-7]$/.test(weekday))
        throw refuse(
          `“${weekday}” không phải là thứ trong tuần (1 đến 7)`,
          `“${weekday}” is not a weekday (1 to 7)`,
        )
      let last = 0
      for (const [from, to] of spans ?? []) {
        if (
          !(
            Number.isInteger(from) &&
            Number.isInteger(to) &&
            last <= from &&
            from < to &&
            to <= MINUTES_OF_DAY
          )
        ) {
          throw refuse(
            'các khoảng giờ phải nối tiếp nhau trong ngày',
            'the spans of a day must follow one another within the day',
          )
        }
        last = to
      }
    }
  }
}

const CLOSED: readonly Span[] = []

function hoursByDay(spec: CalendarSpec) {
  const periods = spec.hours
    .map(({ from, week }) => ({ from: dayNumberOf(from), week }))
    .sort((a, b) => a.from - b.from)
  return (day: DayNumber, weekday: number): readonly Span[] => {
    // Days before the first period use it too: hours are never unknown inside the calendar's years.
    const period = periods.findLast(({ from }) => from <= day) ?? periods[0]
    return period?.week[weekday] ?? CLOSED
  }
}

function groupDaysOff(daysOff: readonly DayOff[]): Map<DayNumber, readonly DayOff[]> {
  const groups = new Map<DayNumber, readonly DayOff[]>()
  for (const dayOff of daysOff) {
    const day = dayNumberOf(dayOff.date)
    groups.set(day, [...(groups.get(day) ?? []), dayOff])
  }
  return groups
}

function closedFrom(daysOff: readonly DayOff[]): number {
  return daysOff.reduce((minute, dayOff) => Math.min(minute, dayOff.fromMinute), MINUTES_OF_DAY)
}

function cut(spans: readonly Span[], closedFromMinute: number): readonly Span[] {
  if (closedFromMinute === 0) return CLOSED
  return spans
    .filter(([from]) => from < closedFromMinute)
    .map(([from, to]) => [from, Math.min(to, closedFromMinute)] as const)
}

function compilePattern(spans: readonly Span[]): DayPattern {
  const minutes = spans.reduce((sum, [from, to]) => sum + to - from, 0)
  const workedBefore = new Int16Array(MINUTES_OF_DAY)
  const endOf = new Int16Array(minutes + 1)
  const startOf = new Int16Array(minutes + 1)
  let worked = 0
  let next = 0
  for (const [from, to] of spans) {
    for (; next < from; next++) workedBefore[next] = worked
    startOf[worked] = from
    for (; next < to; next++) {
      workedBefore[next] = worked
      worked += 1
      endOf[worked] = next + 1
      startOf[worked] = next + 1
    }
  }
  for (; next < MINUTES_OF_DAY; next++) workedBefore[next] = worked
  endOf[0] = spans[0]?.[0] ?? 0
  return { minutes, workedBefore, endOf, startOf, spans }
}

function blocksOf(before: Int32Array, total: number): Uint16Array {
  const blocks = new Uint16Array((total >> 8) + 1)
  let day = 0
  for (let block = 0; block < blocks.length; block++) {
    while (day < before.length - 2 && (before[day + 1] ?? 0) < block << 8) day++
    blocks[block] = day
  }
  return blocks
}

function yearsWithoutHolidays(spec: CalendarSpec): number[] {
  const known = new Set(
    spec.daysOff.filter(({ kind }) => kind === 'holiday').map(({ date }) => Number(date.slice(0, 4))),
  )
  const years: number[] = []
  for (let year = spec.firstYear; year <= spec.lastYear; year++) if (!known.has(year)) years.push(year)
  return years
}
