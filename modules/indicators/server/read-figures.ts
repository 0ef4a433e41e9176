import type { WorkingCalendar } from '#modules/calendar/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import {
  measureCodes,
  type Ages,
  type Figure,
  type FiguresView,
  type FlowMeasure,
  type LevelMeasure,
  type Measure,
  type Period,
  type Place,
  type UnitFigures,
} from '../contract.ts'
import { spreadOf } from '../ages.ts'
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

/** Whose figures, and credited how. */
export type FiguresOf = { unitId?: number | undefined; place?: Place | undefined }
export type FiguresAsked = FiguresOf & { period: Period }

const WEEK_MS = 7 * 86_400_000

/** Every measure for a unit and all below it: flows over the period, levels as they stand now. */
export async function readFigures(
  reading: Reading,
  { period, ...whose }: FiguresAsked,
): Promise<FiguresView> {
  const [view] = (await readFiguresOver(reading, whose, [period])).views
  if (!view) throw new Error('no view was made of the period')
  return view
}

/** The same over several periods, with the ages of what is open; what does not depend on the period is read once. */
export async function readFiguresOver(
  reading: Reading,
  whose: FiguresOf,
  periods: readonly Period[],
): Promise<{ views: FiguresView[]; ages: Ages }> {
  const { db, clock, day } = reading
  const place = whose.place ?? 'competent'
  const { unitId, units } = unitsAsked(reading, whose.unitId)
  const now = clock.now()
  const today = day(now)
  const weekAgo = new Date(now.getTime() - WEEK_MS)
  const isCompared = place === 'competent'
  const [flows, flowsBefore, partOfDay, levels, levelsBefore, asOf] = await Promise.all([
    Promise.all(periods.map((period) => readFlowTotals(db, place, units, splitPeriod(period, today)))),
    Promise.all(
      periods.map(async (period) => (isCompared ? readWeekBefore(db, units, period, today) : undefined)),
    ),
    isCompared && periods.some((period) => isRunning(period, today))
      ? readPartOfDay(db, units, addDays(today, -7), weekAgo, reading.timeZone)
      : [],
    readLevels(db, place, units, positionsAt(reading.calendars(), now)),
    isCompared ? findLevelSample(db, units, weekAgo) : undefined,
    findAsOf(db, FOLD),
  ])
  const around = { computedAt: now.toISOString(), asOf: asOf?.toISOString() ?? null }
  const views = periods.map((period, index) => {
    const before = flowsBefore[index]
    const flowsThen = before && (isRunning(period, today) ? [...before, ...partOfDay] : before)
    const figures = measureCodes.map((code) => {
      const measure = declared[code]
      return measure.kind === 'flow'
        ? flowFigure(measure, flows[index] ?? [], flowsThen, around)
        : levelFigure(measure, levels, levelsBefore, around)
    })
    return { unitId, place, period, figures }
  })
  return { views, ages: levels.ages }
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

/** The same days a week earlier, but for the day still running, of which only a part has passed. */
async function readWeekBefore(db: AnyDb, units: Units, period: Period, today: string): Promise<FlowTotal[]> {
  const from = addDays(period.from, -7)
  const to = isRunning(period, today) ? addDays(today, -8) : addDays(period.to, -7)
  return from <= to ? readFlowTotals(db, 'competent', units, splitPeriod({ from, to }, today)) : []
}

function isRunning({ from, to }: Period, today: string): boolean {
  return from <= today && today <= to
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
    const spread = spreadOf(levels.ages)
    const aged = spread?.aged ?? 0
    const value = spread ? spread.p90 / 60 : null
    return {
      ...figure,
      numerator: aged,
      denominator: aged,
      n: aged,
      value,
      state: stateOf(measure, value, null),
      sameTimeLastWeek: null,
      ...(spread ? { spread: { p50: spread.p50 / 60, p90: spread.p90 / 60, max: spread.oldest / 60 } } : {}),
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
