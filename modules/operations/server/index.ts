import type { Organisation } from '#modules/organisation/server/index.ts'
import type { Indicators } from '#modules/indicators/server/index.ts'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { AnyRoute } from '#platform/http-route.ts'
import { silentLog, type Log } from '#platform/log.ts'
import type { CityMap, Focus } from '../contract.ts'
import { loadBoundaries, type Boundaries } from './boundary-map.ts'
import { listCaseCodes } from './case-code-store.ts'
import { createLiveFeed, type HeardEvent, type LiveFeed } from './live-feed.ts'
import { focusReader, readFocus } from './read-focus.ts'
import { listChanges, onMapReader, type OnMapParts } from './read-on-map.ts'
import { operationsRoutes } from './routes.ts'
import { drawSchematic } from './schematic-map.ts'

export type { LiveFeed, Listener } from './live-feed.ts'

export type OperationsParts = {
  db: AnyDb
  clock: Clock
  organisation: Pick<Organisation, 'units' | 'successions' | 'may' | 'requirePermission'>
  indicators: Indicators
  /** How far the figures are, as the consumer's `lag()` says. */
  freshness: () => { handled: number; newestAt: string | null }
  boundariesFile?: string | undefined
  log?: Log
}

/** What the apps may use. Everything else in this folder is private. */
export type Operations = {
  /** Reads the boundary file, when there is one; to be awaited after the units are loaded. */
  start(): Promise<void>
  routes: AnyRoute[]
  /** All the wall shows about one area besides the live rows, worked out anew: what its route keeps for some seconds. */
  readFocus(unitId: number): Promise<Focus>
  feed: LiveFeed
  /** To be given to the indicators' reader as `onFolded`. */
  onFolded(batch: readonly HeardEvent[], folded: { mine: boolean; touched: ReadonlySet<number> }): void
  stop(): void
}

/** Builds the wall's server side; `start` refuses a boundary file that cannot be read or belongs to another city. */
export function operationsModule({
  db,
  clock,
  organisation,
  indicators,
  freshness,
  boundariesFile,
  log = silentLog,
}: OperationsParts): Operations {
  const units = () => organisation.units()
  const feed = createLiveFeed({
    clock,
    log,
    units,
    freshness,
    readUnits: (asked) => indicators.readUnits(asked),
    readCodes: (caseIds) => listCaseCodes(db, caseIds),
  })
  let boundaries: Boundaries | undefined
  // A tree is never changed, only replaced: the same tree is the same map.
  const drawn = new WeakMap<ReturnType<typeof units>, CityMap>()
  const onMap: OnMapParts = {
    clock,
    units: (onDay) => organisation.units(onDay),
    successions: () => organisation.successions(),
    indicators,
  }

  const focusParts = { clock, units, indicators, rows: () => feed.rows() }

  function map(onDay?: string): CityMap {
    const tree = organisation.units(onDay)
    const known = drawn.get(tree)
    if (known) return known
    const made = boundaries?.drawOn(tree) ?? drawSchematic(tree)
    drawn.set(tree, made)
    return made
  }

  return {
    async start() {
      if (boundariesFile) boundaries = await loadBoundaries(boundariesFile, units())
    },
    routes: operationsRoutes({
      organisation,
      indicators,
      feed,
      map,
      changes: () => listChanges(onMap),
      onMap: onMapReader(onMap),
      focus: focusReader(focusParts),
    }),
    readFocus: (unitId) => readFocus(focusParts, unitId),
    feed,
    onFolded: (batch, folded) => feed.heard(batch, folded.mine ? folded.touched : undefined),
    stop: () => feed.stop(),
  }
}
