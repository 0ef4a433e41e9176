import type { Succession } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import {
  measureCodes,
  seriesNames,
  type Figure,
  type FiguresView,
  type MapView,
  type Period,
  type Place,
} from '../contract.ts'
import { declared } from '../measures/declared.ts'
import { carryTo, type Amount, type Carried } from './carry-figures.ts'
import { indicatorErrors } from './errors.ts'
import { findAsOf, readLevelsByUnit, readTotalsByUnit } from './figures-store.ts'
import { FOLD } from './fold-events.ts'
import { isDay } from './city-day.ts'
import { positionsAt } from './positions.ts'
import { splitPeriod } from './period.ts'
import { flowFigure, levelFigure, type Reading } from './read-figures.ts'

/** Reading on other maps needs the trees of other days and who followed whom. */
export type MapReading = Reading & {
  units: (onDay?: string) => UnitTree
  successions: () => readonly Succession[]
}

export type MapAsked = { period: Period; place?: Place | undefined }

/** What can be carried to another map: the flows of a period and the levels of now. Ages cannot, as they are no sums. */
const quantities = [...seriesNames, 'open', 'overdue', 'dueSoon'] as const
type Quantity = (typeof quantities)[number]

type OnMap = { tree: UnitTree; carried: Record<Quantity, ReadonlyMap<number, Carried>>; asOf: Date | null }

async function carryAll(
  reading: MapReading,
  mapDay: string,
  { period, place = 'competent' }: MapAsked,
): Promise<OnMap> {
  if (!isDay(mapDay)) throw indicatorErrors.mapUnknown(mapDay)
  const tree = reading.units(mapDay)
  if (tree.all().length === 0) throw indicatorErrors.mapUnknown(mapDay)
  const now = reading.clock.now()
  const [totals, levels, asOf] = await Promise.all([
    readTotalsByUnit(reading.db, place, splitPeriod(period, reading.day(now))),
    readLevelsByUnit(reading.db, place, positionsAt(reading.calendars(), now)),
    findAsOf(reading.db, FOLD),
  ])
  const lives = new Map(
    reading
      .units('9999-12-31')
      .known()
      .map((unit) => [unit.id, reading.units('9999-12-31').lifeOf(unit.id)]),
  )
  const carry = (amounts: ReadonlyMap<number, Amount>) =>
    carryTo(mapDay, amounts, reading.successions(), (unitId) => lives.get(unitId))
  const ofSeries = (series: string) =>
    carry(new Map(totals.filter((each) => each.series === series).map((each) => [each.unitId, each])))
  const ofLevel = (key: 'open' | 'overdue' | 'dueSoon') =>
    carry(new Map(levels.map((each) => [each.unitId, { numerator: each[key], denominator: each[key] }])))
  return {
    tree,
    asOf,
    carried: {
      received: ofSeries('received'),
      ended: ofSeries('ended'),
      open: ofLevel('open'),
      overdue: ofLevel('overdue'),
      dueSoon: ofLevel('dueSoon'),
    },
  }
}

const NOTHING: Carried = { numerator: 0, denominator: 0, low: 0, high: 0 }

/** A unit's measures on the map of a day, with all below it there; `sure` says which cases certainly belong to it. */
export async function readFiguresOnMap(
  reading: MapReading,
  mapDay: string,
  unitId: number,
  asked: MapAsked,
): Promise<FiguresView> {
  const { tree, carried, asOf } = await carryAll(reading, mapDay, asked)
  if (!tree.isOpen(unitId)) throw indicatorErrors.notOnMap(unitId, mapDay)
  const isCity = unitId === tree.root?.id
  const scope = tree.subtree(unitId)
  const sumOf = (quantity: Quantity) => sumWithin(carried[quantity], isCity ? undefined : scope)
  const around = { computedAt: reading.clock.now().toISOString(), asOf: asOf?.toISOString() ?? null }
  const figures = measureCodes.map((code): Figure => {
    const measure = declared[code]
    if (measure.kind === 'flow') {
      const sum = sumOf(measure.series)
      const total = {
        series: measure.series,
        numerator: sum.numerator,
        denominator: sum.denominator,
        restatedAt: null,
      }
      return { ...flowFigure(measure, [total], undefined, around), sure: { low: sum.low, high: sum.high } }
    }
    const [open, overdue, dueSoon] = [sumOf('open'), sumOf('overdue'), sumOf('dueSoon')]
    const levels = {
      open: open.denominator,
      overdue: overdue.denominator,
      dueSoon: dueSoon.denominator,
      aged: 0,
      p50: null,
      p90: null,
      oldest: null,
    }
    const counted = code === 'A03' ? overdue : code === 'A04' ? dueSoon : open
    const figure = levelFigure(measure, levels, undefined, around)
    return measure.show === 'age' ? figure : { ...figure, sure: { low: counted.low, high: counted.high } }
  })
  return { unitId, place: asked.place ?? 'competent', period: asked.period, map: mapDay, figures }
}

/** Every unit of the map of a day with what is carried to it; the sums are the city's own, whatever the map. */
export async function readMap(reading: MapReading, mapDay: string, asked: MapAsked): Promise<MapView> {
  const { tree, carried } = await carryAll(reading, mapDay, asked)
  const ids = new Set(quantities.flatMap((quantity) => [...carried[quantity].keys()]))
  const rowOf = (of: (quantity: Quantity) => Carried) => ({
    received: of('received'),
    ended: of('ended'),
    open: of('open'),
    overdue: of('overdue'),
    dueSoon: of('dueSoon'),
  })
  return {
    map: mapDay,
    place: asked.place ?? 'competent',
    period: asked.period,
    city: rowOf((quantity) => sumWithin(carried[quantity], undefined)),
    rows: [...ids]
      .toSorted((a, b) => a - b)
      .map((unitId) => {
        const unit = tree.find(unitId)
        return {
          unitId,
          code: unit?.code ?? '',
          name: unit?.name ?? String(unitId),
          ...rowOf((quantity) => carried[quantity].get(unitId) ?? NOTHING),
        }
      }),
  }
}

function sumWithin(carried: ReadonlyMap<number, Carried>, scope: ReadonlySet<number> | undefined): Carried {
  const sum = { ...NOTHING }
  let whole = 0
  for (const [unitId, each] of carried) {
    whole += each.denominator
    if (scope && !scope.has(unitId)) continue
    sum.numerator += each.numerator
    sum.denominator += each.denominator
    sum.low += each.low
    sum.high += each.high
  }
  // The city holds everything, wherever inside it a case is counted.
  return scope
    ? { ...sum, high: Math.min(sum.high, whole) }
    : { ...sum, low: sum.denominator, high: sum.denominator }
}
