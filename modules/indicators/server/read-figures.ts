import type { WorkingCalendar } from '#modules/calendar/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import {
  measureCodes,
  type Figure,
  type FiguresView,
  type FlowMeasure,
  type LevelMeasure,
  type Measure,
  type Period,
  type Place,
  type UnitFigures,
} from '../contract.ts'
import { declared } from '../measures/declared.ts'
import { addDays, monthOf, type CityDay } from './city-day.ts'
import { indicatorErrors } from './errors.ts'
import {
  findAsOf,
  findLevelSample,
  readFlowTotals,
  readLevels,
  readPartOfDay,
  readUnitRows,
  type FlowTotal,
  type Levels,
  type LevelSample,
  type Units,
} from './figures-store.ts'
import { FOLD } from './fold-events.ts'
import { splitPeriod } from './period.ts'
import { positionsAt } from './positions.ts'

/** What reading figures needs to know of the world. */
export type Reading = {
  db: AnyDb
  clock: Clock
  timeZone: string
  day: CityDay
  units: (onDay?: string) => UnitTree
  calendars: () => Iterable<WorkingCalendar>
}

export type FiguresAsked = {
  unitId?: number | undefined
  period: Period
  place?: Place | undefined
  /** Leaves out the levels, which do not depend on the period. */
  flowsOnly?: boolean
}

const WEEK_MS = 7 * 86_400_000

/** Every measure for a unit and all below it: flows over the period, levels as they stand now. */
export async function readFigures(reading: Reading, asked: FiguresAsked): Promise<FiguresView> {
  const { db, clock, day } = reading
  const place = asked.place ?? 'competent'
  const { unitId, units } = unitsAsked(reading, asked.unitId)
  const now = clock.now()
  const today = day(now)
  const positions = positionsAt(reading.calendars(), now)
  const weekAgo = new Date(now.getTime() - WEEK_MS)
  const [flows, flowsBefore, levels, levelsBefore, asOf] = await Promise.all([
    readFlowTotals(db, place, units, splitPeriod(asked.period, today)),
    place === 'competent'
      ? readWeekBefore(reading, units, asked.period, today, weekAgo)
      : Promise.resolve(undefined),
    asked.flowsOnly ? undefined : readLevels(db, place, units, positions),
    place === 'competent' && !asked.flowsOnly
      ? findLevelSample(db, units, weekAgo)
      : Promise.resolve(undefined),
    findAsOf(db, FOLD),
  ])
  const around = { computedAt: now.toISOString(), asOf: asOf?.toISOString() ?? null }
  const figures = measureCodes.flatMap((code) => {
    const measure = declared[code]
    if (measure.kind === 'flow') return [flowFigure(measure, flows, flowsBefore, around)]
    return levels ? [levelFigure(measure, levels, levelsBefore, around)] : []
  })
  return { unitId, place, period: asked.period, figures }
}

/** The unit asked for, or the city, and the units counted under it; null when that is everybody. */
export function unitsAsked(
  reading: Pick<Reading, 'units'>,
  unitId: number | undefined,
): { unitId: number; units: Units } {
  const tree = reading.units()
  const unit = unitId === undefined ? tree.root : tree.find(unitId)
  if (!unit) throw unitId === undefined ? indicatorErrors.noUnits() : indicatorErrors.unitUnknown(unitId)
  if (unit.id === tree.root?.id) return { unitId: unit.id, units: null }
  // A closed unit is counted with what lay below it on its last day.
  const { closedOn } = tree.lifeOf(unit.id)
  const its = closedOn !== null && closedOn <= tree.onDay ? reading.units(addDays(closedOn, -1)) : tree
  return { unitId: unit.id, units: [...its.subtree(unit.id)] }
}

/** The live numbers of many units at once, each for itself alone. */
export function readUnitFigures(reading: Reading, units: Units): Promise<UnitFigures[]> {
  const now = reading.clock.now()
  const today = reading.day(now)
  return readUnitRows(reading.db, units, positionsAt(reading.calendars(), now), today, monthOf(today))
}

/** The same days a week earlier, the last of them only until this time of day. */
async function readWeekBefore(
  reading: Reading,
  units: Units,
  period: Period,
  today: string,
  weekAgo: Date,
): Promise<FlowTotal[]> {
  const { db, timeZone } = reading
  const from = addDays(period.from, -7)
  const to = addDays(period.to, -7)
  const dayThen = addDays(today, -7)
  const isRunning = period.from <= today && today <= period.to
  const lastWhole = isRunning ? addDays(dayThen, -1) : to
  const whole =
    from <= lastWhole
      ? await readFlowTotals(db, 'competent', units, splitPeriod({ from, to: lastWhole }, today))
      : []
  const listed =
    units ??
    reading
      .units()
      .known()
      .map((unit) => unit.id)
  const part = isRunning ? await readPartOfDay(db, listed, dayThen, weekAgo, timeZone) : []
  return [...whole, ...part]
}

type Around = { computedAt: string; asOf: string | null }

export function flowFigure(
  measure: FlowMeasure,
  now: readonly FlowTotal[],
  before: readonly FlowTotal[] | undefined,
  around: Around,
): Figure {
  const total = sumOf(measure, now)
  const then = before && sumOf(measure, before)
  const value = flowValue(measure, total)
  const isKnown = measure.show === 'ratio' || around.asOf !== null
  return {
    code: measure.code,
    numerator: measure.show === 'ratio' ? total.numerator : total.denominator,
    denominator: total.denominator,
    value: isKnown ? value : null,
    n: total.denominator,
    target: measure.target,
    state: stateOf(measure, value, null),
    // A week without a single case is no ground for a comparison of counts.
    sameTimeLastWeek: then && then.denominator > 0 ? flowValue(measure, then) : null,
    ...around,
    formulaVersion: measure.version,
    restatedAt: total.restatedAt?.toISOString() ?? null,
  }
}

function sumOf(measure: FlowMeasure, totals: readonly FlowTotal[]) {
  const sum = { numerator: 0, denominator: 0, restatedAt: null as Date | null }
  for (const total of totals) {
    if (total.series !== measure.series) continue
    sum.numerator += total.numerator
    sum.denominator += total.denominator
    if (total.restatedAt && (!sum.restatedAt || total.restatedAt > sum.restatedAt))
      sum.restatedAt = total.restatedAt
  }
  return sum
}

function flowValue(
  measure: FlowMeasure,
  { numerator, denominator }: { numerator: number; denominator: number },
): number | null {
  if (measure.show === 'count') return denominator
  return denominator === 0 ? null : (numerator / denominator) * 100
}

export function levelFigure(
  measure: LevelMeasure,
  levels: Levels,
  before: LevelSample | undefined,
  around: Around,
): Figure {
  const figure = {
    code: measure.code,
    target: measure.target,
    ...around,
    formulaVersion: measure.version,
    restatedAt: null,
  }
  if (measure.show === 'age') {
    const { p50, p90, oldest, aged } = levels
    const value = p90 === null ? null : p90 / 60
    const spread =
      p50 === null || p90 === null || oldest === null
        ? {}
        : { spread: { p50: p50 / 60, p90: p90 / 60, max: oldest / 60 } }
    return {
      ...figure,
      numerator: aged,
      denominator: aged,
      n: aged,
      value,
      state: stateOf(measure, value, null),
      sameTimeLastWeek: null,
      ...spread,
    }
  }
  const counted = countOf(measure, levels)
  const isKnown = around.asOf !== null
  return {
    ...figure,
    numerator: counted,
    denominator: levels.open,
    n: levels.open,
    value: isKnown ? counted : null,
    state: isKnown ? stateOf(measure, counted, levels.open === 0 ? 0 : counted / levels.open) : 'unknown',
    sameTimeLastWeek: before ? countOf(measure, before) : null,
  }
}

function countOf(measure: LevelMeasure, { open, overdue, dueSoon }: LevelSample): number {
  if (measure.code === 'A03') return overdue
  return measure.code === 'A04' ? dueSoon : open
}

/** Whether a figure lies beyond the edges of its measure. */
export function stateOf(
  { thresholds }: Measure,
  value: number | null,
  share: number | null,
): Figure['state'] {
  const compared = thresholds?.of === 'share' ? share : value
  if (compared === null) return 'unknown'
  if (!thresholds) return 'normal'
  const isBeyond = (edge: number) => (thresholds.side === 'above' ? compared > edge : compared < edge)
  if (isBeyond(thresholds.red)) return 'red'
  return isBeyond(thresholds.amber) ? 'amber' : 'normal'
}
