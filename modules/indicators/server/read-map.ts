import type { Succession } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import {
  measureCodes,
  seriesNames,
  type Carried,
  type CarrySource,
  type Figure,
  type FiguresView,
  type MapView,
  type MapWay,
  type Period,
  type Place,
} from '../contract.ts'
import { declared } from '../measures/declared.ts'
import { carryTo, placesOn, type Amount, type PlacesOf } from './carry-figures.ts'
import { indicatorErrors } from './errors.ts'
import { findAsOf, readLevels, readLevelsByUnit, readTotalsByUnit } from './figures-store.ts'
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

export type MapAsked = { period: Period; place?: Place | undefined; by?: MapWay | undefined }

/** Everything that can be said of a unit on a map: its measures, all units of the map, and where its cases come from. */
export type OnMapView = { figures: FiguresView; map: MapView; sources: CarrySource[] }

/** Long before the first case. */
const EVER = '2000-01-01'
/** A day on which every unit of the past and every planned one is known. */
const AT_LAST = '9999-12-31'

/** What can be carried to another map: the flows of a period and the levels of now. Ages cannot, as they are no sums. */
const quantities = [...seriesNames, 'open', 'overdue', 'dueSoon'] as const
type Quantity = (typeof quantities)[number]

type ByUnit<Of> = ReadonlyMap<number, Of>
type OnMap = {
  tree: UnitTree
  by: MapWay
  recorded: Record<Quantity, ByUnit<Amount>>
  placed: Record<Quantity, ByUnit<Carried>>
  elsewhere: Record<Quantity, Carried>
  placesOf: PlacesOf
  asOf: Date | null
}

/** The map of a day, and where on it the cases of every unit belong. */
export async function openMap(
  reading: MapReading,
  mapDay: string,
  place: Place,
): Promise<{ tree: UnitTree; placesOf: PlacesOf }> {
  if (!isDay(mapDay)) throw indicatorErrors.mapUnknown(mapDay)
  const tree = reading.units(mapDay)
  if (tree.all().length === 0) throw indicatorErrors.mapUnknown(mapDay)
  const today = reading.day(reading.clock.now())
  const ever = splitPeriod({ from: EVER, to: mapDay < today ? mapDay : today }, today)
  const weights = new Map<number, number>()
  for (const { unitId, series, denominator } of await readTotalsByUnit(reading.db, place, ever))
    if (series === 'received') weights.set(unitId, denominator)
  const all = reading.units(AT_LAST)
  const lives = new Map(all.known().map((unit) => [unit.id, all.lifeOf(unit.id)]))
  return { tree, placesOf: placesOn(mapDay, weights, reading.successions(), (id) => lives.get(id)) }
}

async function readAll(
  reading: MapReading,
  mapDay: string,
  { period, place = 'competent', by = 'carried' }: MapAsked,
): Promise<OnMap> {
  const now = reading.clock.now()
  const { tree, placesOf } = await openMap(reading, mapDay, place)
  const [totals, levels, asOf] = await Promise.all([
    readTotalsByUnit(reading.db, place, splitPeriod(period, reading.day(now))),
    readLevelsByUnit(reading.db, place, positionsAt(reading.calendars(), now)),
    findAsOf(reading.db, FOLD),
  ])
  const recorded = forEach((quantity): ByUnit<Amount> => {
    if (quantity === 'received' || quantity === 'ended' || quantity === 'opinions')
      return new Map(totals.filter((each) => each.series === quantity).map((each) => [each.unitId, each]))
    return new Map(
      levels.map((each) => [each.unitId, { numerator: each[quantity], denominator: each[quantity] }]),
    )
  })
  // As recorded, a case stays where it is; whatever the map has no unit for is told beside it.
  const stays: PlacesOf = (unitId) => [{ unitId, share: 1, basis: 'whole' }]
  const all = forEach((quantity) => carryTo(recorded[quantity], by === 'carried' ? placesOf : stays))
  const isHere = (unitId: number) => by === 'carried' || tree.isOpen(unitId)
  return {
    tree,
    by,
    asOf,
    recorded,
    placesOf,
    placed: forEach((quantity) => new Map([...all[quantity]].filter(([unitId]) => isHere(unitId)))),
    elsewhere: forEach((quantity) =>
      sumOf([...all[quantity]].flatMap(([unitId, each]) => (isHere(unitId) ? [] : [each]))),
    ),
  }
}

function forEach<Of>(of: (quantity: Quantity) => Of): Record<Quantity, Of> {
  return {
    received: of('received'),
    ended: of('ended'),
    opinions: of('opinions'),
    open: of('open'),
    overdue: of('overdue'),
    dueSoon: of('dueSoon'),
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
  return figuresOf(reading, await readAll(reading, mapDay, asked), unitId, asked)
}

/** Every unit of the map of a day with what is carried to it; the sums are the city's own, whatever the map. */
export async function readMap(reading: MapReading, mapDay: string, asked: MapAsked): Promise<MapView> {
  return mapOf(await readAll(reading, mapDay, asked), asked)
}

/** A unit on the map of a day, the map around it, and the units of other maps whose cases are counted at it. */
export async function readOnMap(
  reading: MapReading,
  mapDay: string,
  unitId: number,
  asked: MapAsked,
): Promise<OnMapView> {
  const on = await readAll(reading, mapDay, asked)
  return {
    figures: await figuresOf(reading, on, unitId, asked),
    map: mapOf(on, asked),
    sources: sourcesOf(reading, on, unitId),
  }
}

async function figuresOf(
  reading: MapReading,
  on: OnMap,
  unitId: number,
  asked: MapAsked,
): Promise<FiguresView> {
  const { tree, by, asOf } = on
  const mapDay = tree.onDay
  if (!tree.isOpen(unitId)) throw indicatorErrors.notOnMap(unitId, mapDay)
  const isCity = unitId === tree.root?.id
  const scope = tree.subtree(unitId)
  const place = asked.place ?? 'competent'
  const sums = forEach((quantity) => (isCity ? cityOf(on, quantity) : scopeOf(on, quantity, scope)))
  const around = { computedAt: reading.clock.now().toISOString(), asOf: asOf?.toISOString() ?? null }
  // An age is no sum and cannot be carried; where nothing is, or everything is asked for, it can be told.
  const aged =
    by === 'recorded' || isCity
      ? await readLevels(
          reading.db,
          place,
          isCity ? null : [...scope],
          positionsAt(reading.calendars(), reading.clock.now()),
        )
      : NO_AGES
  const figures = measureCodes.map((code): Figure => {
    const measure = declared[code]
    if (measure.kind === 'flow') {
      const { numerator, denominator, low, high } = sums[measure.series]
      const total = { series: measure.series, numerator, denominator, restatedAt: null }
      return { ...flowFigure(measure, [total], undefined, around), sure: { low, high } }
    }
    const levels = {
      ...aged,
      open: sums.open.denominator,
      overdue: sums.overdue.denominator,
      dueSoon: sums.dueSoon.denominator,
    }
    const counted = code === 'A03' ? sums.overdue : code === 'A04' ? sums.dueSoon : sums.open
    const figure = levelFigure(measure, levels, undefined, around)
    return measure.show === 'age' ? figure : { ...figure, sure: { low: counted.low, high: counted.high } }
  })
  return { unitId, place, period: asked.period, map: mapDay, by, figures }
}

const NO_AGES = { ages: { minutes: [], cases: [] } }

function mapOf(on: OnMap, asked: MapAsked): MapView {
  const { tree, by, placed, elsewhere } = on
  const ids = new Set(quantities.flatMap((quantity) => [...placed[quantity].keys()]))
  return {
    map: tree.onDay,
    by,
    place: asked.place ?? 'competent',
    period: asked.period,
    city: forEach((quantity) => cityOf(on, quantity)),
    elsewhere,
    rows: [...ids]
      .toSorted((a, b) => a - b)
      .map((unitId) => {
        const unit = tree.find(unitId)
        return {
          unitId,
          code: unit?.code ?? '',
          name: unit?.name ?? String(unitId),
          ...forEach((quantity) => placed[quantity].get(unitId) ?? NOTHING),
        }
      }),
  }
}

/** Units that are not on the map and of which something is counted within the unit asked for, the greatest first. */
function sourcesOf(
  reading: MapReading,
  { tree, by, recorded, placesOf }: OnMap,
  unitId: number,
): CarrySource[] {
  if (by === 'recorded' || unitId === tree.root?.id) return []
  const scope = tree.subtree(unitId)
  const all = reading.units(AT_LAST)
  return [...new Set([...recorded.received.keys(), ...recorded.ended.keys(), ...recorded.open.keys()])]
    .filter((source) => !tree.isOpen(source))
    .flatMap((source) => {
      const part = partWithin(placesOf, source, scope)
      const unit = all.find(source)
      if (part === undefined || !unit) return []
      return [
        {
          unitId: source,
          code: unit.code,
          name: unit.name,
          ...part,
          received: recorded.received.get(source)?.denominator ?? 0,
          open: recorded.open.get(source)?.denominator ?? 0,
        },
      ]
    })
    .toSorted(
      (a, b) => b.share * (b.received + b.open) - a.share * (a.received + a.open) || a.unitId - b.unitId,
    )
}

/** How much of what a unit had is counted within a part of the map; undefined when nothing is. */
export function partWithin(
  placesOf: PlacesOf,
  source: number,
  scope: ReadonlySet<number>,
): Pick<CarrySource, 'share' | 'basis'> | undefined {
  const places = placesOf(source)
  const inside = places.filter((place) => scope.has(place.unitId))
  const [first] = inside
  if (!first) return undefined
  return inside.length === places.length
    ? { share: 1, basis: 'whole' }
    : { share: inside.reduce((sum, place) => sum + place.share, 0), basis: first.basis }
}

/** The city holds everything, wherever inside it a case is counted. */
function cityOf(on: OnMap, quantity: Quantity): Carried {
  const here = sumOf(on.placed[quantity].values())
  const { numerator, denominator } = on.elsewhere[quantity]
  const whole = here.denominator + denominator
  return { numerator: here.numerator + numerator, denominator: whole, low: whole, high: whole }
}

/** A part of the map: what lies in one of its units or another of them is surely in the part. */
function scopeOf(on: OnMap, quantity: Quantity, scope: ReadonlySet<number>): Carried {
  const sum = sumOf([...on.placed[quantity]].flatMap(([id, each]) => (scope.has(id) ? [each] : [])))
  if (on.by === 'recorded') return sum
  const parts = [...on.recorded[quantity]].flatMap(([source, { denominator }]) => {
    const part = partWithin(on.placesOf, source, scope)
    return part ? [{ denominator, isWhole: part.share === 1 }] : []
  })
  const most = (all: typeof parts) => all.reduce((total, part) => total + part.denominator, 0)
  return { ...sum, low: most(parts.filter((part) => part.isWhole)), high: most(parts) }
}

function sumOf(all: Iterable<Carried>): Carried {
  const sum = { ...NOTHING }
  for (const each of all) {
    sum.numerator += each.numerator
    sum.denominator += each.denominator
    sum.low += each.low
    sum.high += each.high
  }
  return sum
}
