import { Type, type Static } from 'typebox'
import { pauseCauses } from './due-date.ts'
import { limitUnits, type Limit } from './limit.ts'

// Door 1 of the calendar: working time, the legal clock and its explanation. Pure.

export { CalendarError, CalendarRangeError, calendarErrors } from './calendar-errors.ts'
export { addMonths, dateOfDay, dayNumberOf, weekdayOf, type CivilDate, type DayNumber } from './civil-date.ts'
export {
  DEFAULT_TIME_ZONE,
  cityTime,
  closingOrdinal,
  compileCalendar,
  dayOf,
  lastOrdinal,
  minutesOn,
  openingOrdinal,
  overdueBefore,
  spansOn,
  toInstant,
  toOrdinal,
  workingDayFrom,
  type CalendarSpec,
  type Certainty,
  type DayOff,
  type DayOffKind,
  type DuePolicy,
  type HoursPeriod,
  type Span,
  type SwapDay,
  type WeekHours,
  type WorkingCalendar,
} from './working-time.ts'
export { hasMoved, movedRanges, type MovedRange } from './due-changes.ts'
export {
  LINE_BITS,
  dueOf,
  lineBounds,
  lineNumberOf,
  lineOf,
  type Due,
  type DueLine,
  type LineBounds,
} from './due-line.ts'
export { DEFAULT_CUTOFF, limitMinutes, limitUnits, type Limit, type LimitUnit } from './limit.ts'
export {
  pauseCauses,
  type ClockExtension,
  type ClockPause,
  type LegalClock,
  type PauseCause,
  type StopCause,
} from './due-date.ts'
export {
  addPause,
  dueAt,
  elapsedMinutes,
  extendClock,
  isOverdue,
  isStopped,
  needsRestating,
  remainingMinutes,
  restateClock,
  resumeClock,
  startClock,
  stopClock,
  transferClock,
} from './legal-clock.ts'
export { explain, type Explanation, type ExplanationLine, type WeekdayHours } from './explain.ts'
export { explainInWords, limitInWords, pauseCauseWords, type Language } from './explain-in-words.ts'

const date = () => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const moment = () =>
  Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$',
  })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
const oneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Unsafe<Words[number]>(Type.Enum([...words]))

export const dayOffKinds = ['holiday', 'compensation', 'closure'] as const
export const certainties = ['verified', 'announced', 'unverified', 'provisional'] as const
export const duePolicies = ['exact_hour', 'end_of_day'] as const

export const ClockLimitSchema = Type.Unsafe<Limit>(
  Type.Object(
    {
      unit: oneOf(limitUnits),
      amount: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3_650 })),
      cutoff: Type.Optional(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })),
    },
    { additionalProperties: false },
  ),
)

/** A calendar as shown in lists. */
export const CalendarViewSchema = Type.Object({
  id: Type.Integer(),
  code: Type.String(),
  nameVi: Type.String(),
  nameEn: Type.String(),
  version: Type.Integer(),
  policy: oneOf(duePolicies),
  minutesPerDay: Type.Integer(),
  firstYear: Type.Integer(),
  lastYear: Type.Integer(),
  timeZone: Type.String(),
  hours: Type.Array(
    Type.Object({ from: date(), week: Type.Record(Type.String(), Type.Array(Type.Array(Type.Integer()))) }),
  ),
  yearsWithoutHolidays: Type.Array(Type.Integer()),
})
export type CalendarView = Static<typeof CalendarViewSchema>

export const DayOffSchema = Type.Object({
  date: date(),
  fromMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
  kind: oneOf(dayOffKinds),
  nameVi: text(200),
  nameEn: text(200),
  legalGround: text(500),
  certainty: oneOf(certainties),
})

export const SwapDaySchema = Type.Object({
  date: date(),
  hoursOfWeekday: Type.Integer({ minimum: 1, maximum: 7 }),
  nameVi: text(200),
  nameEn: text(200),
  legalGround: text(500),
  certainty: oneOf(certainties),
})

/** Days of one year that differ from the week: days off and days worked instead. */
export const YearDaysSchema = Type.Object({
  calendarId: Type.Integer(),
  version: Type.Integer(),
  year: Type.Integer(),
  daysOff: Type.Array(DayOffSchema),
  swapDays: Type.Array(SwapDaySchema),
})
export type YearDays = Static<typeof YearDaysSchema>

/**
 * A holiday or an emergency closure as declared; without a calendar it holds for all of them.
 * A day in lieu may name the day of rest that is worked for it.
 */
export const DeclareDayOffSchema = Type.Object(
  {
    calendarId: Type.Optional(Type.Integer({ minimum: 1 })),
    date: date(),
    /** The hour of the day from which the office is closed, `HH:MM`; the whole day without it. */
    closedFrom: Type.Optional(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })),
    kind: oneOf(dayOffKinds),
    /** A coming day of rest, worked by the hours of the day off. */
    workedOn: Type.Optional(date()),
    nameVi: text(200),
    nameEn: text(200),
    /** The decision: its number, date and who took it. */
    legalGround: text(500),
  },
  { additionalProperties: false },
)
export type DeclareDayOff = Static<typeof DeclareDayOffSchema>

/** What was declared, and the versions of the calendars it changed. */
export const DayOffDeclaredSchema = Type.Object({
  dayOff: DayOffSchema,
  swapDay: Type.Union([SwapDaySchema, Type.Null()]),
  versions: Type.Array(Type.Object({ calendarId: Type.Integer(), version: Type.Integer() })),
})
export type DayOffDeclared = Static<typeof DayOffDeclaredSchema>

/** A question to the calculator: what would be due, with which stops. */
export const ExplainDueSchema = Type.Object(
  {
    calendarId: Type.Integer({ minimum: 1 }),
    limit: ClockLimitSchema,
    receivedAt: moment(),
    policy: Type.Optional(oneOf(duePolicies)),
    pauses: Type.Optional(
      Type.Array(
        Type.Object(
          {
            cause: oneOf(pauseCauses),
            from: moment(),
            to: moment(),
            legalGround: Type.Optional(text(500)),
            capWorkingDays: Type.Optional(Type.Number({ minimum: 0, maximum: 3_650 })),
          },
          { additionalProperties: false },
        ),
        { maxItems: 50 },
      ),
    ),
  },
  { additionalProperties: false },
)
export type ExplainDue = Static<typeof ExplainDueSchema>

/** One act that changed calendars: what it declared, and the version it made of each. */
export const CalendarChangeSchema = Type.Object({
  calendars: Type.Array(Type.Object({ calendarId: Type.Integer(), version: Type.Integer() })),
  changedAt: Type.String(),
  changedBy: Type.Union([Type.Integer(), Type.Null()]),
  dayOff: DayOffSchema,
  swapDay: Type.Union([SwapDaySchema, Type.Null()]),
})
export type CalendarChange = Static<typeof CalendarChangeSchema>
