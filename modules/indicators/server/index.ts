import type { WorkingCalendar } from '#modules/calendar/contract.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import { silentLog } from '#platform/log.ts'
import type {
  Ages,
  Cursor,
  FiguresView,
  Held,
  MapView,
  LoggedEvent,
  MeasureCode,
  MeasureEvent,
  Period,
  Proof,
  ProofRow,
  UnitFigures,
} from '../contract.ts'
import { declared } from '../measures/declared.ts'
import { cityDay } from './city-day.ts'
import { noteLevels, readTrend, type TrendPoint } from './figures-store.ts'
import { FOLD, foldEvents, type Folded } from './fold-events.ts'
import { ensureCheckpoint, forgetFold } from './fold-store.ts'
import { readHeld, type HeldAsked } from './list-held.ts'
import { positionsAt } from './positions.ts'
import { listBehind, proveFigure, type ProofAsked } from './proof.ts'
import {
  readFigures,
  readFiguresOver,
  readUnitFigures,
  unitsAsked,
  type FiguresAsked,
  type FiguresOf,
} from './read-figures.ts'
import {
  readFiguresOnMap,
  readMap,
  readOnMap,
  type MapAsked,
  type MapReading,
  type OnMapView,
} from './read-map.ts'
import { indicatorRoutes } from './routes.ts'
import { startIndicatorConsumer, type ConsumerOptions, type IndicatorConsumer } from './run-consumer.ts'
import { verifyIndicators, type IndicatorVerification } from './verify-indicators.ts'

export type { Folded } from './fold-events.ts'
export type { IndicatorConsumer } from './run-consumer.ts'
export type { IndicatorDifference, IndicatorVerification } from './verify-indicators.ts'
export type { TrendPoint } from './figures-store.ts'

export type IndicatorParts = {
  db: AnyDb
  clock: Clock
  timeZone: string
  organisation: Pick<Organisation, 'units' | 'successions' | 'requirePermission' | 'unitsOfOn'>
  /** The compiled calendars in force. */
  calendars: () => Iterable<WorkingCalendar>
  /** The whole history of one case, as `casework.listEvents` gives it. */
  readCase: (db: AnyDb, caseId: string) => Promise<readonly MeasureEvent[]>
  /** Every event up to a place in the log, case by case, as `casework.readHistories` gives them; to verify. */
  readHistories: (db: AnyDb, upTo: Cursor) => AsyncIterable<readonly MeasureEvent[]>
  log?: Log
}

type StartOptions<Event extends LoggedEvent> = Pick<
  ConsumerOptions<Event>,
  'readOutbox' | 'onFolded' | 'batchSize' | 'shortestPauseMs' | 'longestPauseMs'
>

/** What the apps and other modules may use. Everything else in this folder is private. */
export type Indicators = {
  routes: ReturnType<typeof indicatorRoutes>
  /** Starts the reader of the log that keeps the figures. */
  start<Event extends LoggedEvent>(options: StartOptions<Event>): IndicatorConsumer
  /** Folds one batch given in log order; for imports and benches. Make the checkpoint first with `prepare`. */
  foldEvents(batch: readonly LoggedEvent[]): Promise<Folded>
  prepare(): Promise<void>
  /** Every measure for a unit and all below it. */
  readFigures(asked: FiguresAsked): Promise<FiguresView>
  /** The same over several periods, with the ages of what is open, as one reading. */
  readFiguresOver(whose: FiguresOf, periods: readonly Period[]): Promise<{ views: FiguresView[]; ages: Ages }>
  /** A unit's measures on the map of a day, carried over by succession with what is uncertain. */
  readFiguresOnMap(mapDay: string, unitId: number, asked: MapAsked): Promise<FiguresView>
  /** Every unit of the map of a day; sums over the city are the same on every map. */
  readMap(mapDay: string, asked: MapAsked): Promise<MapView>
  /** A unit on the map of a day, the whole map, and the units of other maps whose cases are counted at it. */
  readOnMap(mapDay: string, unitId: number, asked: MapAsked): Promise<OnMapView>
  prove(asked: ProofAsked): Promise<Proof>
  /** One page of the cases behind a measure. */
  listBehind(asked: ProofAsked): Promise<{ rows: ProofRow[]; nextCursor: string | null }>
  /** What stood unfinished at a unit on a day. */
  readHeld(asked: HeldAsked): Promise<Held>
  /** Live numbers of units, each for itself alone; null is every unit. */
  readUnits(units: readonly number[] | null): Promise<UnitFigures[]>
  readTrend(unitId: number, slotMinutes: number): Promise<TrendPoint[]>
  /** Holds fold, recomputation and proof against one another. */
  verify(): Promise<IndicatorVerification>
  /** Forgets the fold; the running reader, or the next one, reads the whole log again. */
  rebuild(): Promise<void>
  today(): string
  monthToDate(): Period
  measure(code: MeasureCode): (typeof declared)[MeasureCode]
}

/** Builds the indicators over a database; refuses nothing by itself, its calls refuse unknown units and periods. */
export function indicatorsModule({
  db,
  clock,
  timeZone,
  organisation,
  calendars,
  readCase,
  readHistories,
  log = silentLog,
}: IndicatorParts): Indicators {
  const day = cityDay(timeZone)
  const reading: MapReading = {
    db,
    clock,
    timeZone,
    day,
    calendars,
    units: (onDay) => organisation.units(onDay),
    successions: () => organisation.successions(),
  }
  const today = () => day(clock.now())
  const foldOptions = { timeZone, readCase }
  return {
    routes: indicatorRoutes(
      reading,
      (officer, permission, unitId) => organisation.requirePermission(officer, permission, unitId),
      (onDay, officer) => organisation.unitsOfOn(onDay, officer, 'dossiers.read'),
    ),
    start: (options) =>
      startIndicatorConsumer({
        ...foldOptions,
        ...options,
        db,
        clock,
        log,
        onHour: (at) => noteLevels(db, at, positionsAt(calendars(), at)),
      }),
    foldEvents: (batch) => foldEvents(db, batch, foldOptions),
    prepare: () => ensureCheckpoint(db, FOLD),
    readFigures: (asked) => readFigures(reading, asked),
    readFiguresOver: (whose, periods) => readFiguresOver(reading, whose, periods),
    readFiguresOnMap: (mapDay, unitId, asked) => readFiguresOnMap(reading, mapDay, unitId, asked),
    readMap: (mapDay, asked) => readMap(reading, mapDay, asked),
    readOnMap: (mapDay, unitId, asked) => readOnMap(reading, mapDay, unitId, asked),
    prove: (asked) => proveFigure(reading, asked),
    listBehind: (asked) => listBehind(reading, declared[asked.code], asked),
    readHeld: (asked) => readHeld(reading, asked),
    readUnits: (units) => readUnitFigures(reading, units),
    readTrend: (unitId, slotMinutes) =>
      readTrend(db, unitsAsked(reading, unitId).units, today(), slotMinutes, timeZone),
    verify: () => verifyIndicators(reading, readHistories),
    rebuild: () => inTransaction(db, (tx) => forgetFold(tx, FOLD)),
    today,
    monthToDate: () => ({ from: `${today().slice(0, 7)}-01`, to: today() }),
    measure: (code) => declared[code],
  }
}
