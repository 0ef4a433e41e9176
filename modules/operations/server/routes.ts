import { route, type AnyRoute } from '#platform/http-route.ts'
import type { Officer, PermissionWord } from '#modules/organisation/contract.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import type { Period } from '#modules/indicators/contract.ts'
import type { Indicators } from '#modules/indicators/server/index.ts'
import {
  DossierPageView,
  DossiersQuery,
  FocusView,
  LiveQuery,
  MapChangesView,
  MapView,
  OnMapParams,
  OnMapQuery,
  OnMapView,
  ShapesQuery,
  UnitParams,
  type CityMap,
  type DossierState,
  type Focus,
  type MapChanges,
  type MapSpan,
  type OnMap,
} from '../contract.ts'
import { operationsErrors } from './errors.ts'
import type { LiveFeed } from './live-feed.ts'
import { spanOf, type OnMapAsked } from './read-on-map.ts'

export type RouteParts = {
  organisation: Pick<Organisation, 'units' | 'may' | 'requirePermission'>
  indicators: Pick<Indicators, 'listBehind' | 'today' | 'monthToDate'>
  feed: LiveFeed
  map: (onDay?: string) => CityMap
  changes: () => MapChanges
  onMap: (asked: OnMapAsked) => Promise<OnMap>
  focus: (unitId: number) => Promise<Focus>
}

const measureOf = {
  overdue: 'A03',
  due24: 'A04',
  open: 'A00',
  received: 'A01',
  ended: 'A02',
} as const satisfies Record<DossierState, string>

export function operationsRoutes({
  organisation,
  indicators,
  feed,
  map,
  changes,
  onMap,
  focus,
}: RouteParts): AnyRoute[] {
  function officerOf(officer: Officer | undefined): Officer {
    if (!officer) throw new Error('a route with a permission has an officer')
    return officer
  }

  /** The unit asked for, else the city for whoever may watch it, else the officer's own unit. */
  function viewOf(officer: Officer, asked: number | undefined, permission: PermissionWord): number {
    const tree = organisation.units()
    const root = tree.root
    if (!root) throw operationsErrors.noUnits()
    const unitId = asked ?? (organisation.may(officer, permission, root.id) ? root.id : officer.unitId)
    if (!tree.find(unitId)) throw operationsErrors.unitUnknown(unitId)
    organisation.requirePermission(officer, permission, unitId)
    return unitId
  }

  /** The same on the map of another day, where a unit that is not there is stood for by one that it came from or became. */
  function viewOn(
    officer: Officer,
    on: string,
    asked: number | undefined,
    permission: PermissionWord,
  ): { rootId: number; unitId: number } {
    const [tree, now] = [organisation.units(mapDay(on)), organisation.units()]
    const own = [
      officer.unitId,
      ...[...now.forebears(officer.unitId)].toSorted((a, b) => a - b),
      ...tree.heirs(officer.unitId),
    ].find((id) => tree.isOpen(id))
    const whole = tree.root?.id
    const rootId =
      whole !== undefined && organisation.may(officer, permission, whole) ? whole : (own ?? officer.unitId)
    const unitId = asked ?? rootId
    if (!tree.isOpen(unitId)) throw operationsErrors.notOnMap(unitId, on)
    organisation.requirePermission(officer, permission, unitId)
    return { rootId: tree.isWithin(unitId, rootId) ? rootId : unitId, unitId }
  }

  function mapDay(on: string): string {
    const at = new Date(`${on}T00:00:00Z`)
    if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== on || !organisation.units(on).root)
      throw operationsErrors.noMap(on)
    return on
  }

  function periodFor(state: DossierState, span: MapSpan | undefined): Period {
    if (span) return spanOf(span, indicators.today())
    const today = indicators.today()
    return state === 'ended' ? indicators.monthToDate() : { from: today, to: today }
  }

  return [
    route({
      method: 'GET',
      path: '/api/operations/live',
      access: { permission: 'operations.watch' },
      summary:
        'Server-sent events: a `snapshot`, then `figures` whenever something moved and every few seconds at least.',
      query: LiveQuery,
      async handle({ officer, query, reply }) {
        const rootId = viewOf(officerOf(officer), query.unit, 'operations.watch')
        // Whatever may fail is done before the stream begins, so that a refusal is an ordinary answer.
        await feed.rows()
        await feed.listen(rootId, reply.sse())
      },
    }),
    route({
      method: 'GET',
      path: '/api/operations/map',
      access: { permission: 'operations.watch' },
      summary: 'The map of the city as shapes: schematic, or from configured boundaries.',
      query: ShapesQuery,
      response: MapView,
      handle: ({ query: { on } }) => map(on === undefined ? undefined : mapDay(on)),
    }),
    route({
      method: 'GET',
      path: '/api/operations/maps',
      access: { permission: 'operations.watch' },
      summary: 'The days on which the map of units changed or will change.',
      response: MapChangesView,
      handle: () => changes(),
    }),
    route({
      method: 'GET',
      path: '/api/operations/maps/:on',
      access: { permission: 'operations.watch' },
      summary:
        'One area on the map of a day: as recorded there, or carried over by succession with what is uncertain.',
      params: OnMapParams,
      query: OnMapQuery,
      response: OnMapView,
      handle({ officer, params: { on }, query: { unit, by = 'carried', span = 'year' } }) {
        return onMap({ on, by, span, ...viewOn(officerOf(officer), on, unit, 'operations.watch') })
      },
    }),
    route({
      method: 'GET',
      path: '/api/operations/city',
      access: { permission: 'operations.watch' },
      summary: 'The widest area one may watch: tiles, children, backlog age and the day so far.',
      response: FocusView,
      handle: ({ officer }) => focus(viewOf(officerOf(officer), undefined, 'operations.watch')),
    }),
    route({
      method: 'GET',
      path: '/api/operations/units/:id',
      access: { permission: 'operations.watch' },
      summary: 'One area: tiles, children, backlog age and the day so far.',
      params: UnitParams,
      response: FocusView,
      handle: ({ officer, params }) => focus(viewOf(officerOf(officer), params.id, 'operations.watch')),
    }),
    route({
      method: 'GET',
      path: '/api/operations/units/:id/dossiers',
      access: { permission: 'operations.prove' },
      summary: 'The dossiers of an area in one state, most urgent or newest first, page by page.',
      params: UnitParams,
      query: DossiersQuery,
      response: DossierPageView,
      handle({ officer, params, query }) {
        const { on, by, span = 'year' } = query
        const unitId =
          on === undefined
            ? viewOf(officerOf(officer), params.id, 'operations.prove')
            : viewOn(officerOf(officer), on, params.id, 'operations.prove').unitId
        const state = query.state ?? 'open'
        return indicators.listBehind({
          code: measureOf[state],
          unitId,
          period: periodFor(state, on === undefined ? undefined : span),
          map: on,
          by,
          cursor: query.cursor,
          limit: query.limit,
        })
      },
    }),
  ]
}
