import type { Carried, MapView, MapWay, Period } from '#modules/indicators/contract.ts'
import type { Indicators } from '#modules/indicators/server/index.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { Succession } from '#modules/organisation/contract.ts'
import type { Clock } from '#platform/clock.ts'
import {
  dayBefore,
  liveRowOf,
  sumRows,
  type LiveSums,
  type MapChanges,
  type MapSpan,
  type Margin,
  type OnMap,
} from '../contract.ts'
import { operationsErrors } from './errors.ts'
import { makeTiles, placeOf } from './read-focus.ts'

export type OnMapParts = {
  clock: Clock
  units: (onDay?: string) => UnitTree
  successions: () => readonly Succession[]
  indicators: Pick<Indicators, 'readOnMap' | 'today' | 'measure'>
}

export type OnMapAsked = { on: string; rootId: number; unitId: number; by: MapWay; span: MapSpan }

const YEARS_BACK = 9
/** A reading of a map serves every wall that asks for the same within so long. */
const KEPT_MS = 3_000
const MOST_KEPT = 100

/** How far back a span goes, from today. */
export function spanOf(span: MapSpan, today: string): Period {
  const year = Number(today.slice(0, 4))
  if (span === 'month') return { from: `${today.slice(0, 7)}-01`, to: today }
  return { from: `${span === 'year' ? year : year - YEARS_BACK}-01-01`, to: today }
}

/** The days on which the map changed or is going to. */
export function listChanges({ successions, indicators }: OnMapParts): MapChanges {
  const today = indicators.today()
  const days = [...new Set(successions().map((step) => step.effectiveOn))].toSorted().toReversed()
  return { changes: days.map((on) => ({ on, before: dayBefore(on), isPlanned: on > today })) }
}

/** One area on the map of another day with all the numbers of that map; kept for a moment, as walls ask alike. */
export function onMapReader(parts: OnMapParts): (asked: OnMapAsked) => Promise<OnMap> {
  const kept = new Map<string, { at: number; read: Promise<OnMap> }>()
  return (asked) => {
    const key = [asked.on, asked.by, asked.span, asked.rootId, asked.unitId].join(' ')
    const now = performance.now()
    const known = kept.get(key)
    if (known && now - known.at < KEPT_MS) return known.read
    if (kept.size >= MOST_KEPT) kept.clear()
    const read = readOnMap(parts, asked)
    kept.set(key, { at: now, read })
    read.catch(() => kept.delete(key))
    return read
  }
}

async function readOnMap(
  { clock, units, indicators }: OnMapParts,
  { on, rootId, unitId, by, span }: OnMapAsked,
): Promise<OnMap> {
  const tree = units(on)
  if (!tree.isOpen(unitId)) throw operationsErrors.notOnMap(unitId, on)
  const period = spanOf(span, indicators.today())
  const { figures, map, sources } = await indicators.readOnMap(on, unitId, { period, by })
  const scope = tree.subtree(rootId)
  const rows = map.rows.filter((row) => rootId === tree.root?.id || scope.has(row.unitId))
  return {
    on,
    by,
    span,
    ...period,
    rootId,
    unit: placeOf(tree.get(unitId)),
    path: tree.path(unitId).map(placeOf),
    tiles: makeTiles(indicators, (name) => ({
      figures,
      period: name === 'today' || name === 'month' ? 'span' : name,
      ...period,
    })),
    rows: rows.map((row) => liveRowOf({ unitId: row.unitId, ...numbersOf(row) })),
    margins: rows.flatMap((row): Margin[] => {
      const margin = { unitId: row.unitId, ...marginsOf(row) }
      const isUnsure = [row.received, row.ended, row.open, row.overdue].some((each) => each.low < each.high)
      return isUnsure ? [margin] : []
    }),
    city: sumsOf(map.city),
    elsewhere: sumsOf(map.elsewhere),
    sources,
    computedAt: clock.now().toISOString(),
  }
}

type Quantities = Pick<MapView['rows'][number], 'received' | 'ended' | 'open' | 'overdue' | 'dueSoon'>

function numbersOf({ received, ended, open, overdue, dueSoon }: Quantities) {
  return {
    receivedToday: received.denominator,
    endedToday: ended.denominator,
    onTimeToday: ended.numerator,
    endedMonth: ended.denominator,
    onTimeMonth: ended.numerator,
    open: open.denominator,
    overdue: overdue.denominator,
    dueSoon: dueSoon.denominator,
  }
}

function sumsOf(quantities: Quantities): LiveSums {
  return sumRows([liveRowOf({ unitId: 0, ...numbersOf(quantities) })])
}

function marginsOf({ received, ended, open, overdue }: Quantities): Omit<Margin, 'unitId'> {
  const edges = ({ low, high }: Pick<Carried, 'low' | 'high'>): [number, number] => [low, high]
  return { received: edges(received), ended: edges(ended), open: edges(open), overdue: edges(overdue) }
}
