import type { Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import { barsOf, type Figure, type FiguresView, type MeasureCode } from '#modules/indicators/contract.ts'
import type { Indicators } from '#modules/indicators/server/index.ts'
import type { Clock } from '#platform/clock.ts'
import {
  areaState,
  sumRows,
  type Focus,
  type LiveRow,
  type Tile,
  type TileName,
  type UnitPlace,
} from '../contract.ts'
import { operationsErrors } from './errors.ts'

export type FocusParts = {
  clock: Clock
  units: () => UnitTree
  indicators: Pick<Indicators, 'readFiguresOver' | 'readTrend' | 'today' | 'monthToDate' | 'measure'>
  rows: () => Promise<ReadonlyMap<number, LiveRow>>
}

const SLOT_MINUTES = 5
const WORKING_DAY_MINUTES = 480
const AGE_EDGES_DAYS = [1, 3, 5, 10, 20, 40]
const AGE_EDGES = AGE_EDGES_DAYS.map((days) => days * WORKING_DAY_MINUTES)
/** A focus is worked out once for every wall that asks within so long. */
const KEPT_MS = 3_000
const MOST_KEPT = 200

const tiles: readonly { name: TileName; code: MeasureCode; period: Tile['period'] }[] = [
  { name: 'received', code: 'A01', period: 'today' },
  { name: 'ended', code: 'A06', period: 'today' },
  { name: 'onTime', code: 'A02', period: 'month' },
  { name: 'open', code: 'A00', period: 'now' },
  { name: 'overdue', code: 'A03', period: 'now' },
  { name: 'dueSoon', code: 'A04', period: 'now' },
  { name: 'age', code: 'A05', period: 'now' },
  { name: 'opinions', code: 'A07', period: 'month' },
]

/** Everything the wall shows about one area besides the live rows. */
export function focusReader(parts: FocusParts): (unitId: number) => Promise<Focus> {
  const kept = new Map<number, { at: number; focus: Promise<Focus> }>()
  return (unitId) => {
    const now = performance.now()
    const known = kept.get(unitId)
    if (known && now - known.at < KEPT_MS) return known.focus
    if (kept.size >= MOST_KEPT) kept.clear()
    const focus = readFocus(parts, unitId)
    kept.set(unitId, { at: now, focus })
    focus.catch(() => kept.delete(unitId))
    return focus
  }
}

/** Works it out anew. */
export async function readFocus(
  { clock, units, indicators, rows }: FocusParts,
  unitId: number,
): Promise<Focus> {
  const tree = units()
  const unit = tree.find(unitId)
  if (!unit) throw operationsErrors.unitUnknown(unitId)
  const today = indicators.today()
  const month = indicators.monthToDate()
  const [{ views, ages }, trend, live] = await Promise.all([
    indicators.readFiguresOver({ unitId }, [{ from: today, to: today }, month]),
    indicators.readTrend(unitId, SLOT_MINUTES),
    rows(),
  ])
  const [ofToday, ofMonth] = views
  if (!ofToday || !ofMonth) throw new Error('no view was made of a period')
  return {
    unit: placeOf(unit),
    path: tree.path(unitId).map(placeOf),
    children: tree.children(unitId).map((child) => {
      const sums = sumRows(
        [...tree.subtree(child.id)].flatMap((id): LiveRow[] => {
          const row = live.get(id)
          return row ? [row] : []
        }),
      )
      return {
        ...placeOf(child),
        sums,
        state: areaState(sums),
        hasChildren: tree.children(child.id).length > 0,
      }
    }),
    tiles: makeTiles(indicators, (period) => ({
      figures: period === 'month' ? ofMonth : ofToday,
      period,
      from: period === 'month' ? month.from : today,
      to: today,
    })),
    age: { edgesDays: AGE_EDGES_DAYS, counts: barsOf(ages, AGE_EDGES) },
    trend: {
      slotMinutes: SLOT_MINUTES,
      points: trend.map(({ at, received, ended }) => [at.toISOString(), received, ended]),
    },
    computedAt: clock.now().toISOString(),
  }
}

/** The tiles of the wall in their order, each from the figures of its time. */
export function makeTiles(
  indicators: Pick<Indicators, 'measure'>,
  timeOf: (period: Tile['period']) => Pick<Tile, 'period' | 'from' | 'to'> & { figures: FiguresView },
): Tile[] {
  return tiles.map(({ name, code, period: usual }) => {
    const { figures, period, from, to } = timeOf(usual)
    const { name: label, unit } = indicators.measure(code)
    return { name, label, unit, period, from, to, figure: figureOf(figures, code) }
  })
}

export function placeOf({ id, code, name, kind, tier }: Unit): UnitPlace {
  return { id, code, name, kind, tier }
}

function figureOf({ figures }: FiguresView, code: MeasureCode): Figure {
  const figure = figures.find((each) => each.code === code)
  if (!figure) throw new Error(`no figure ${code}`)
  return figure
}
