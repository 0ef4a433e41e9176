import { dateOfDay, dayNumberOf, type CivilDate, type DayNumber } from './civil-date.ts'
import {
  deriveDue,
  type ClockTransfer,
  type Derivation,
  type LegalClock,
  type PauseCause,
} from './due-date.ts'
import { cutoffMinute, limitMinutes, type Limit } from './limit.ts'
import {
  cityTime,
  dayOf,
  minutesOn,
  type Certainty,
  type DayOffKind,
  type DuePolicy,
  type Span,
  type WorkingCalendar,
} from './working-time.ts'

/** Opening hours of one weekday, Monday 1 to Sunday 7. */
export type WeekdayHours = { weekday: number; spans: readonly Span[] }

/** One step of the derivation of a due date. Moments are in the city's own time with their offset. */
export type ExplanationLine =
  | {
      type: 'calendar'
      code: string
      nameVi: string
      nameEn: string
      version: number
      minutesPerDay: number
      hours: readonly WeekdayHours[]
    }
  | { type: 'received'; at: string; countsFrom: string | null; dayLeftOut: boolean }
  | { type: 'limit'; limit: Limit; policy: DuePolicy; minutes: number | null }
  | { type: 'cutoff'; cutoffMinute: number; after: boolean }
  | { type: 'weekly_rest'; dates: readonly CivilDate[] }
  | {
      type: 'day_off'
      date: CivilDate
      fromMinute: number
      kind: DayOffKind
      nameVi: string
      nameEn: string
      legalGround: string
      certainty: Certainty
    }
  | {
      type: 'swap_day'
      date: CivilDate
      nameVi: string
      nameEn: string
      legalGround: string
      certainty: Certainty
    }
  | {
      type: 'pause'
      cause: PauseCause
      legalGround: string | null
      from: string
      to: string | null
      /** What it adds: working minutes, or calendar days for limits counted in days and months. */
      minutes: number
      days: number
      counted: boolean
      capWorkingDays: number | null
      capAt: string | null
      capped: boolean
    }
  | { type: 'moved_to_working_day'; from: CivilDate; to: CivilDate }
  | {
      type: 'extension'
      at: string
      previousDueAt: string
      newDueOn: CivilDate
      reason: string
      legalGround: string | null
    }
  | { type: 'transferred'; at: string; dueAt: string; legalGround: string; movedTo: string | null }
  | { type: 'years_not_announced'; years: readonly number[] }
  | { type: 'result'; dueAt: string | null; originalDueAt: string | null; stopped: boolean }

/** The whole derivation of a due date as data; `explainInWords` says it to a citizen. */
export type Explanation = {
  calendarId: number
  calendarVersion: number
  dueAt: string | null
  dueWt: number | null
  inDays: boolean
  lines: readonly ExplanationLine[]
}

/** Says step by step why the due date is what it is; `at` matters only while the clock is stopped. */
export function explain(clock: LegalClock, calendar: WorkingCalendar, at?: Date): Explanation {
  const derivation = deriveDue(clock, calendar, at)
  const { due } = derivation
  const inDays = clock.limit.unit === 'calendar_days' || clock.limit.unit === 'months'
  const stopped = clock.pauses.some((pause) => pause.to === null)
  const lines: ExplanationLine[] = [
    calendarLine(calendar, derivation),
    receivedLine(clock, calendar, derivation),
  ]
  lines.push({
    type: 'limit',
    limit: clock.limit,
    policy: clock.policy,
    minutes: limitMinutes(clock.limit, calendar),
  })
  if (clock.limit.unit === 'same_day_before') {
    lines.push({ type: 'cutoff', cutoffMinute: cutoffMinute(clock.limit), after: derivation.afterCutoff })
  }
  if (due) {
    const first = dayOf(calendar, new Date(clock.receivedAt))
    const last = dayOf(calendar, due.at)
    const ending = endingDay(clock, derivation)
    const { transfer } = clock
    if (transfer) lines.push(transferLine(calendar, clock, transfer))
    else lines.push(...dayLines(calendar, ending ?? first, last))
    lines.push(...pauseLines(calendar, derivation))
    if (ending !== null && ending < last && !clock.extensions.length) {
      lines.push({ type: 'moved_to_working_day', from: dateOfDay(ending), to: dateOfDay(last) })
    }
    lines.push(...extensionLines(clock, calendar))
    const years = calendar.yearsWithoutHolidays.filter(
      (year) => year >= yearOf(first) && year <= yearOf(last),
    )
    if (years.length) lines.push({ type: 'years_not_announced', years })
  }
  lines.push({
    type: 'result',
    dueAt: due && cityTime(calendar, due.at),
    originalDueAt: clock.originalDueAt && cityTime(calendar, new Date(clock.originalDueAt)),
    stopped,
  })
  return {
    calendarId: calendar.id,
    calendarVersion: calendar.version,
    dueAt: due && cityTime(calendar, due.at),
    dueWt: due?.wt ?? null,
    inDays,
    lines,
  }
}

/** What stays when units change: the date that held, or the close of the next working day where the new office is closed then. */
function transferLine(
  calendar: WorkingCalendar,
  clock: LegalClock,
  { at, dueAt, legalGround }: ClockTransfer,
): ExplanationLine {
  const carried = deriveDue({ ...clock, pauses: [], extensions: [] }, calendar).due
  const movedTo = carried && carried.at.toISOString() !== dueAt ? cityTime(calendar, carried.at) : null
  return {
    type: 'transferred',
    at: cityTime(calendar, new Date(at)),
    dueAt: cityTime(calendar, new Date(dueAt)),
    legalGround,
    movedTo,
  }
}

/** The day a limit in days or months ends on before it is moved to a working day; null for working time. */
function endingDay(clock: LegalClock, { nominalDay, shares }: Derivation): DayNumber | null {
  if (nominalDay === null) return null
  if (clock.extensions[0]) return dayNumberOf(clock.extensions[0].newDueOn)
  return nominalDay + shares.reduce((sum, { days }) => sum + days, 0)
}

function calendarLine(calendar: WorkingCalendar, { startAt }: Derivation): ExplanationLine {
  const on = dateOfDay(dayOf(calendar, startAt))
  const period = calendar.hours.findLast(({ from }) => from <= on) ?? calendar.hours[0]
  const hours = Object.entries(period?.week ?? {})
    .map(([weekday, spans]) => ({ weekday: Number(weekday), spans: spans ?? [] }))
    .filter(({ spans }) => spans.length > 0)
    .sort((a, b) => a.weekday - b.weekday)
  const { code, nameVi, nameEn, version, minutesPerDay } = calendar
  return { type: 'calendar', code, nameVi, nameEn, version, minutesPerDay, hours }
}

function receivedLine(
  clock: LegalClock,
  calendar: WorkingCalendar,
  { startAt }: Derivation,
): ExplanationLine {
  const received = new Date(clock.receivedAt)
  return {
    type: 'received',
    at: cityTime(calendar, received),
    countsFrom: startAt.getTime() > received.getTime() ? cityTime(calendar, startAt) : null,
    dayLeftOut:
      clock.limit.unit === 'calendar_days' ||
      (clock.limit.unit === 'working_days' && clock.policy === 'end_of_day'),
  }
}

function dayLines(calendar: WorkingCalendar, first: DayNumber, last: DayNumber): ExplanationLine[] {
  const rest: CivilDate[] = []
  const lines: ExplanationLine[] = []
  for (let day = first; day <= last; day++) {
    const date = dateOfDay(day)
    const daysOff = calendar.daysOffByDay.get(day)
    const swap = calendar.swapByDay.get(day)
    if (daysOff) {
      for (const dayOff of daysOff) lines.push({ type: 'day_off', ...dayOff })
    } else if (swap) {
      const { nameVi, nameEn, legalGround, certainty } = swap
      lines.push({ type: 'swap_day', date, nameVi, nameEn, legalGround, certainty })
    } else if (minutesOn(calendar, day) === 0) {
      rest.push(date)
    }
  }
  return rest.length ? [{ type: 'weekly_rest', dates: rest }, ...lines] : lines
}

function pauseLines(calendar: WorkingCalendar, { shares }: Derivation): ExplanationLine[] {
  return shares.map(({ pause, minutes, days, counted, capped }) => ({
    type: 'pause',
    cause: pause.cause,
    legalGround: pause.legalGround,
    from: cityTime(calendar, new Date(pause.from)),
    to: pause.to && cityTime(calendar, new Date(pause.to)),
    minutes,
    days,
    counted,
    capWorkingDays: pause.capWorkingDays,
    capAt: pause.capAt === undefined ? null : cityTime(calendar, new Date(pause.capAt)),
    capped,
  }))
}

function extensionLines(clock: LegalClock, calendar: WorkingCalendar): ExplanationLine[] {
  return clock.extensions.map(({ at, previousDueAt, newDueOn, reason, legalGround }) => ({
    type: 'extension',
    at: cityTime(calendar, new Date(at)),
    previousDueAt: cityTime(calendar, new Date(previousDueAt)),
    newDueOn,
    reason,
    legalGround,
  }))
}

function yearOf(day: DayNumber): number {
  return Number(dateOfDay(day).slice(0, 4))
}
