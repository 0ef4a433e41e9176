import { Type, type Static } from 'typebox'

export { barsOf, type Ages } from './ages.ts'

// Door 1 of the indicators: what a measure is, what an event must say to be measured, and the shapes of answers.

export type Words = { vi: string; en: string }

/** A place in the event log in commit-safe order. */
export type Cursor = { xid: string; caseId: string; seq: number }

/** The fields of a case that measures look at; an event names those it changes. */
export type MeasuredChange = {
  authorityId?: number
  receivingUnitId?: number
  calendarId?: number
  dueWt?: number | null
  receivedAt?: string | null
  closedAt?: string | null
  clock?: { startWt: number; pauses: readonly { to: string | null }[] } | null
  tags?: Readonly<Record<string, string | number | boolean | null>>
}

/** An event of any case, as much of it as measures need. */
export type MeasureEvent = {
  caseId: string
  seq: number
  type: string
  happenedAt: string
  recordedAt: string
  payload: { set: MeasuredChange } & Record<string, unknown>
}

export type LoggedEvent = MeasureEvent & { cursor: Cursor }

/** What flows are made of: two things a case does once in its life, and the opinions it asked for. */
export const seriesNames = ['received', 'ended', 'opinions'] as const
export type SeriesName = (typeof seriesNames)[number]

export const channels = ['counter', 'online', 'post'] as const

/** To whom a case is credited: the unit competent to decide, or the desk that took it in. */
export const places = ['competent', 'receiving'] as const
export type Place = (typeof places)[number]

/** An unfinished case as the levels see it. */
export type OpenCase = {
  caseId: string
  version: number
  unitId: number
  receivingUnitId: number
  channel: string
  procedureCode: string
  receivedAt: string | null
  /** Position at which the legal clock began. */
  receivedWt: number | null
  calendarId: number
  dueWt: number | null
  paused: boolean
}

/** What one case counts for in one series. */
export type Contribution = {
  caseId: string
  series: SeriesName
  /** Which opinion; 0 for what a case does once. */
  no: number
  unitId: number
  receivingUnitId: number
  channel: string
  at: string
  recordedAt: string
  numerator: number
  denominator: number
}

/** Working minutes within which a due date counts as near: 24 hours of working clock. */
export const DUE_SOON_MINUTES = 24 * 60

/** Where now lies on one line of due dates of a calendar: below the bounds a due position has passed, or comes soon. */
export type Position = {
  calendarId: number
  line: number
  nowWt: number
  overdueBelow: number
  soonBelow: number
}

export const measureCodes = ['A00', 'A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07'] as const
export type MeasureCode = (typeof measureCodes)[number]

/** Edges beyond which a figure is shown as abnormal, with who answers for them. */
export type Thresholds = {
  /** `above`: higher is worse; `below`: lower is worse. */
  side: 'above' | 'below'
  /** What is compared: the value shown, or the numerator's share of the denominator. */
  of: 'value' | 'share'
  amber: number
  red: number
  owner: Words
  /** The day from which they hold. */
  since: string
}

type MeasureBase = {
  code: MeasureCode
  name: Words
  unit: 'count' | 'percent' | 'working_hours'
  legalGround: string
  /** Raised whenever the formula changes meaning. */
  version: number
  formula: Words
  target: number | null
  thresholds: Thresholds | null
  dimensions: readonly string[]
}

/** Counted as things happen; summed over a period. */
export type FlowMeasure = MeasureBase & { kind: 'flow'; series: SeriesName; show: 'count' | 'ratio' }

/** True of open cases at one moment. */
export type LevelMeasure = MeasureBase & {
  kind: 'level'
  show: 'count' | 'age'
  holds(open: OpenCase, at: Position): boolean
}

export type Measure = FlowMeasure | LevelMeasure

const code = Type.Unsafe<MeasureCode>(Type.Enum([...measureCodes]))
const nullable = <Schema extends ReturnType<typeof Type.Number> | ReturnType<typeof Type.String>>(
  schema: Schema,
) => Type.Union([schema, Type.Null()])
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const words = Type.Object({ vi: Type.String(), en: Type.String() })

export const figureStates = ['normal', 'amber', 'red', 'unknown'] as const

export const FigureView = Type.Object({
  code,
  numerator: Type.Number(),
  denominator: Type.Number(),
  /** Null when there is nothing to divide by or nothing to measure: unknown is never zero. */
  value: nullable(Type.Number()),
  /** How many cases stand behind the figure. */
  n: Type.Number(),
  target: nullable(Type.Number()),
  state: Type.Unsafe<(typeof figureStates)[number]>(Type.Enum([...figureStates])),
  sameTimeLastWeek: nullable(Type.Number()),
  computedAt: Type.String(),
  /** When the newest event inside the figure was recorded. */
  asOf: nullable(Type.String()),
  formulaVersion: Type.Integer(),
  /** Set when a late fact has changed a day already past. */
  restatedAt: nullable(Type.String()),
  /** Median, ninth decile and greatest, for ages. */
  spread: Type.Optional(Type.Object({ p50: Type.Number(), p90: Type.Number(), max: Type.Number() })),
  /** On another map than the one it was recorded on: how many cases surely belong here, and how many could at most. */
  sure: Type.Optional(Type.Object({ low: Type.Number(), high: Type.Number() })),
})
export type Figure = Static<typeof FigureView>

export const MeasureView = Type.Object({
  code,
  name: words,
  unit: Type.Enum(['count', 'percent', 'working_hours']),
  kind: Type.Enum(['flow', 'level']),
  legalGround: Type.String(),
  version: Type.Integer(),
  formula: words,
  target: nullable(Type.Number()),
  thresholds: Type.Union([
    Type.Object({
      side: Type.Enum(['above', 'below']),
      of: Type.Enum(['value', 'share']),
      amber: Type.Number(),
      red: Type.Number(),
      owner: words,
      since: Type.String(),
    }),
    Type.Null(),
  ]),
  dimensions: Type.Array(Type.String()),
})
export type MeasureView = Static<typeof MeasureView>

export const PeriodView = Type.Object({ from: day, to: day })
/** City days, both included. */
export type Period = Static<typeof PeriodView>

const mapName = Type.String({ pattern: '^(as_recorded|\\d{4}-\\d{2}-\\d{2})$' })

/** How figures come to the units of a map: only what was recorded at them, or everything, carried over by succession. */
export const mapWays = ['recorded', 'carried'] as const
export type MapWay = (typeof mapWays)[number]
const mapWay = Type.Unsafe<MapWay>(Type.Enum([...mapWays]))

/**
 * On what ground a share of one unit's cases is counted at another: all of them; as the decision states it; in
 * proportion to what each predecessor had; or evenly, because nobody has said.
 */
export const carryBases = ['whole', 'stated', 'volume', 'even'] as const
export type CarryBasis = (typeof carryBases)[number]

export const FiguresQuery = Type.Object({
  unit: Type.Optional(Type.Integer({ minimum: 1 })),
  period: Type.Optional(
    Type.String({ pattern: '^(today|month|\\d{4}-\\d{2}-\\d{2}\\.\\.\\d{4}-\\d{2}-\\d{2})$' }),
  ),
  place: Type.Optional(Type.Unsafe<Place>(Type.Enum([...places]))),
  /** By whose units: as each case was recorded, or on the map of a day, carried over by succession. */
  map: Type.Optional(mapName),
  by: Type.Optional(mapWay),
})
export type FiguresQuery = Static<typeof FiguresQuery>

export const FiguresView = Type.Object({
  unitId: Type.Integer(),
  place: Type.Unsafe<Place>(Type.Enum([...places])),
  period: PeriodView,
  /** The day whose map was asked for; absent when each case stands where it was recorded. */
  map: Type.Optional(day),
  by: Type.Optional(mapWay),
  figures: Type.Array(FigureView),
})
export type FiguresView = Static<typeof FiguresView>

/**
 * An amount on a map. `low` is what surely belongs to the unit, `high` what could at most: where a unit was parted,
 * nobody knows of each old case to which part it would have belonged, so the share stated by the decision is used.
 */
const CarriedView = Type.Object({
  numerator: Type.Integer(),
  denominator: Type.Integer(),
  /** Cases that surely belong to the unit on this map. */
  low: Type.Integer(),
  /** Cases that could belong to it at most. */
  high: Type.Integer(),
})
export type Carried = Static<typeof CarriedView>
const carriedQuantities = {
  received: CarriedView,
  ended: CarriedView,
  opinions: CarriedView,
  open: CarriedView,
  overdue: CarriedView,
  dueSoon: CarriedView,
}

export const MapQuery = Type.Object({
  on: day,
  by: Type.Optional(mapWay),
  period: FiguresQuery.properties.period,
  place: FiguresQuery.properties.place,
})
export const MapView = Type.Object({
  map: day,
  by: mapWay,
  place: Type.Unsafe<Place>(Type.Enum([...places])),
  period: PeriodView,
  /** The city's own sums: the same on every map. */
  city: Type.Object(carriedQuantities),
  /** Recorded at units that this map does not have; nothing when everything is carried. Rows and this are the city. */
  elsewhere: Type.Object(carriedQuantities),
  rows: Type.Array(
    Type.Object({ unitId: Type.Integer(), code: Type.String(), name: Type.String(), ...carriedQuantities }),
  ),
})
export type MapView = Static<typeof MapView>

export const ProofQuery = Type.Object({
  unit: Type.Optional(Type.Integer({ minimum: 1 })),
  from: Type.Optional(day),
  to: Type.Optional(day),
  /** The map on which the unit is looked for, and how figures come to it. */
  map: Type.Optional(day),
  by: Type.Optional(mapWay),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export type ProofQuery = Static<typeof ProofQuery>

export const ProofRowView = Type.Object({
  caseId: Type.String(),
  code: Type.String(),
  title: Type.String(),
  procedureCode: Type.String(),
  status: Type.String(),
  unitId: Type.Integer(),
  unitName: Type.String(),
  receivedAt: nullable(Type.String()),
  dueAt: nullable(Type.String()),
  endedAt: nullable(Type.String()),
  /** Whether it counts in the numerator; all rows count in the denominator. */
  counted: Type.Boolean(),
  /** With which share it counts here when carried over; absent when it surely belongs here. */
  share: Type.Optional(Type.Number()),
})
export type ProofRow = Static<typeof ProofRowView>

export const HeldQuery = Type.Object({
  unit: Type.Integer({ minimum: 1, maximum: 2147483647 }),
  on: day,
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
/** Cases that stood unfinished at a unit, and below it, at the end of a day. */
export const HeldView = Type.Object({
  onDay: day,
  unitId: Type.Integer(),
  rows: Type.Array(ProofRowView),
  nextCursor: nullable(Type.String()),
})
export type Held = Static<typeof HeldView>

/** A figure with everything needed to check it: its formula, its parts, and the cases one by one. */
export const ProofView = Type.Object({
  measure: MeasureView,
  unitId: Type.Integer(),
  unitName: Type.String(),
  period: PeriodView,
  figure: FigureView,
  rows: Type.Array(ProofRowView),
  nextCursor: nullable(Type.String()),
})
export type Proof = Static<typeof ProofView>

/** A unit whose cases are counted at another one on a map, and how great a part of them. */
export type CarrySource = {
  unitId: number
  code: string
  name: string
  share: number
  basis: CarryBasis
  /** Cases of the period and open ones that come from it. */
  received: number
  open: number
}

/** All live numbers of one unit, itself alone: sums over a tree are made by adding. */
export type UnitFigures = {
  unitId: number
  receivedToday: number
  endedToday: number
  onTimeToday: number
  endedMonth: number
  onTimeMonth: number
  open: number
  overdue: number
  dueSoon: number
}

/** How far the fold is behind the log. */
export type Lag = {
  handled: number
  newestAt: string | null
  checkedAt: string | null
  behind: boolean
  error: string | null
}

export const MeasureParams = Type.Object({ code })
