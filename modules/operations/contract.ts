import { Type, type Static } from 'typebox'
import {
  carryBases,
  FigureView,
  mapWays,
  ProofRowView,
  type CarrySource,
  type MapWay,
  type UnitFigures,
} from '#modules/indicators/contract.ts'

// Door 1 of operations: what the wall is told and what it may ask.

/** The numbers of one unit as the live stream carries them: short, since hundreds of walls listen. */
export type LiveRow = [
  unitId: number,
  receivedToday: number,
  endedToday: number,
  onTimeToday: number,
  endedMonth: number,
  onTimeMonth: number,
  open: number,
  overdue: number,
  dueSoon: number,
]

export function liveRowOf(unit: UnitFigures): LiveRow {
  return [
    unit.unitId,
    unit.receivedToday,
    unit.endedToday,
    unit.onTimeToday,
    unit.endedMonth,
    unit.onTimeMonth,
    unit.open,
    unit.overdue,
    unit.dueSoon,
  ]
}

export const liveFields = [
  'receivedToday',
  'endedToday',
  'onTimeToday',
  'endedMonth',
  'onTimeMonth',
  'open',
  'overdue',
  'dueSoon',
] as const
export type LiveSums = Record<(typeof liveFields)[number], number>

/** The sum of rows: rates are made from sums, never from rates. */
export function sumRows(rows: Iterable<LiveRow>): LiveSums {
  const sums: LiveSums = {
    receivedToday: 0,
    endedToday: 0,
    onTimeToday: 0,
    endedMonth: 0,
    onTimeMonth: 0,
    open: 0,
    overdue: 0,
    dueSoon: 0,
  }
  for (const row of rows) {
    liveFields.forEach((field, index) => {
      sums[field] += row[index + 1] ?? 0
    })
  }
  return sums
}

/** A dossier that moved, for the line of news. */
export type Moved = {
  caseId: string
  version: number
  code: string | null
  unitId: number
  type: string
  at: string
}

/** The first message of the stream: every unit of the view that has anything. */
export type LiveSnapshot = {
  at: string
  asOf: string | null
  handled: number
  rootId: number
  units: LiveRow[]
  moved: Moved[]
}

/** What changed since the last message; empty lists say only that the source is alive. */
export type LiveFigures = {
  at: string
  asOf: string | null
  handled: number
  units: LiveRow[]
  moved: Moved[]
  /** Every step in this message as `caseId:version`, as many as fit. */
  steps: string[]
}

export const unitStates = ['normal', 'amber', 'red', 'silent'] as const
export type UnitState = (typeof unitStates)[number]

/**
 * Edges of abnormal for one area: share of open dossiers that are overdue, and the month's on-time rate.
 * `late` is how many late dossiers it takes at least, so that one of a dozen is no alarm.
 */
export const areaEdges = {
  overdueShare: { amber: 0.02, red: 0.05 },
  onTimeRate: { amber: 98, red: 95 },
  late: { amber: 2, red: 5 },
} as const

/** How an area stands. */
export function areaState(sums: LiveSums): UnitState {
  if (sums.open === 0 && sums.endedMonth === 0) return 'silent'
  if (isBeyond(sums, 'red')) return 'red'
  return isBeyond(sums, 'amber') ? 'amber' : 'normal'
}

function isBeyond({ open, overdue, endedMonth, onTimeMonth }: LiveSums, edge: 'amber' | 'red'): boolean {
  const late = endedMonth - onTimeMonth
  const hasBacklog = overdue >= areaEdges.late[edge] && overdue / open > areaEdges.overdueShare[edge]
  return (
    hasBacklog ||
    (late >= areaEdges.late[edge] && (onTimeMonth / endedMonth) * 100 < areaEdges.onTimeRate[edge])
  )
}

export const dossierStates = ['overdue', 'due24', 'open', 'received', 'ended'] as const
export type DossierState = (typeof dossierStates)[number]

const unitId = Type.Integer({ minimum: 1, maximum: 2147483647 })
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const way = Type.Unsafe<MapWay>(Type.Enum([...mapWays]))

/** How far back figures on the map of another day go: flows need a time that spans the change. */
export const mapSpans = ['month', 'year', 'all'] as const
export type MapSpan = (typeof mapSpans)[number]
const span = Type.Unsafe<MapSpan>(Type.Enum([...mapSpans]))

export const LiveQuery = Type.Object({ unit: Type.Optional(unitId) })
export const UnitParams = Type.Object({ id: unitId })
export const DossiersQuery = Type.Object({
  state: Type.Optional(Type.Unsafe<DossierState>(Type.Enum([...dossierStates]))),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  /** The map of another day, as the wall shows it. */
  on: Type.Optional(day),
  by: Type.Optional(way),
  span: Type.Optional(span),
})
export const ShapesQuery = Type.Object({ on: Type.Optional(day) })
export const OnMapParams = Type.Object({ on: day })
export const OnMapQuery = Type.Object({
  unit: Type.Optional(unitId),
  by: Type.Optional(way),
  span: Type.Optional(span),
})

const place = Type.Object({
  id: Type.Integer(),
  code: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  tier: Type.String(),
})
export type UnitPlace = Static<typeof place>

export const tileNames = [
  'received',
  'onTime',
  'open',
  'overdue',
  'dueSoon',
  'ended',
  'age',
  'opinions',
] as const
export type TileName = (typeof tileNames)[number]

export const TileView = Type.Object({
  name: Type.Unsafe<TileName>(Type.Enum([...tileNames])),
  label: Type.Object({ vi: Type.String(), en: Type.String() }),
  unit: Type.String(),
  period: Type.Unsafe<'today' | 'month' | 'now' | 'span'>(Type.Enum(['today', 'month', 'now', 'span'])),
  from: Type.String(),
  to: Type.String(),
  figure: FigureView,
})
export type Tile = Static<typeof TileView>

/** One area in focus: its tiles, its children, the age of its backlog and its day so far. */
export const FocusView = Type.Object({
  unit: place,
  /** From the city down to the unit itself. */
  path: Type.Array(place),
  children: Type.Array(
    Type.Intersect([
      place,
      Type.Object({
        sums: Type.Unsafe<LiveSums>(Type.Record(Type.String(), Type.Integer())),
        state: Type.Unsafe<UnitState>(Type.Enum([...unitStates])),
        hasChildren: Type.Boolean(),
      }),
    ]),
  ),
  tiles: Type.Array(TileView),
  /** Counts of open dossiers between edges in working days: below the first, …, above the last. */
  age: Type.Object({ edgesDays: Type.Array(Type.Number()), counts: Type.Array(Type.Integer()) }),
  /** Slots of the day so far: start, received, finished. */
  trend: Type.Object({
    slotMinutes: Type.Integer(),
    points: Type.Array(Type.Tuple([Type.String(), Type.Integer(), Type.Integer()])),
  }),
  computedAt: Type.String(),
})
export type Focus = Static<typeof FocusView>

const sums = Type.Unsafe<LiveSums>(Type.Record(Type.String(), Type.Integer()))
const row = Type.Unsafe<LiveRow>(Type.Array(Type.Integer(), { minItems: 9, maxItems: 9 }))

/** What of a unit's numbers is unsure on a map: the least and the most it could be. */
const marginSchema = Type.Object({
  unitId: Type.Integer(),
  received: Type.Tuple([Type.Integer(), Type.Integer()]),
  ended: Type.Tuple([Type.Integer(), Type.Integer()]),
  open: Type.Tuple([Type.Integer(), Type.Integer()]),
  overdue: Type.Tuple([Type.Integer(), Type.Integer()]),
})
export type Margin = Static<typeof marginSchema>

/** One area on the map of another day. The rows count over the span; `today` and `month` in their names mean it here. */
export const OnMapView = Type.Object({
  on: day,
  by: way,
  span,
  from: day,
  to: day,
  rootId: Type.Integer(),
  unit: place,
  path: Type.Array(place),
  tiles: Type.Array(TileView),
  rows: Type.Array(row),
  margins: Type.Array(marginSchema),
  city: sums,
  /** Recorded at units that this map does not have. */
  elsewhere: sums,
  sources: Type.Array(
    Type.Unsafe<CarrySource>(
      Type.Object({
        unitId: Type.Integer(),
        code: Type.String(),
        name: Type.String(),
        share: Type.Number(),
        basis: Type.Enum([...carryBases]),
        received: Type.Integer(),
        open: Type.Integer(),
      }),
    ),
  ),
  computedAt: Type.String(),
})
export type OnMap = Static<typeof OnMapView>

/** The day before, on the calendar. */
export function dayBefore(onDay: string): string {
  const at = new Date(`${onDay}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - 1)
  return at.toISOString().slice(0, 10)
}

/** The days on which the map changed or will, the newest first, and the last day of the map before each. */
export const MapChangesView = Type.Object({
  changes: Type.Array(Type.Object({ on: day, before: day, isPlanned: Type.Boolean() })),
})
export type MapChanges = Static<typeof MapChangesView>

export const DossierPageView = Type.Object({
  rows: Type.Array(ProofRowView),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
})
export type DossierPage = Static<typeof DossierPageView>

/** The map as shapes in a box of its own units, whether drawn from positions or from real boundaries. */
export const MapView = Type.Object({
  kind: Type.Unsafe<'schematic' | 'boundaries'>(Type.Enum(['schematic', 'boundaries'])),
  width: Type.Number(),
  height: Type.Number(),
  areas: Type.Array(
    Type.Object({
      unitId: Type.Integer(),
      parentId: Type.Integer(),
      path: Type.String(),
      x: Type.Number(),
      y: Type.Number(),
      r: Type.Number(),
    }),
  ),
  groups: Type.Array(
    Type.Object({
      unitId: Type.Integer(),
      x: Type.Number(),
      y: Type.Number(),
      r: Type.Number(),
      labelY: Type.Number(),
      outline: Type.String(),
    }),
  ),
})
export type CityMap = Static<typeof MapView>
