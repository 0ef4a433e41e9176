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
  MapView,
  UnitParams,
  type CityMap,
  type DossierState,
  type Focus,
} from '../contract.ts'
import { operationsErrors } from './errors.ts'
import type { LiveFeed } from './live-feed.ts'

export type RouteParts = {
  organisation: Pick<Organisation, 'units' | 'may' | 'requirePermission'>
  indicators: Pick<Indicators, 'listBehind' | 'today' | 'monthToDate'>
  feed: LiveFeed
  map: () => CityMap
  focus: (unitId: number) => Promise<Focus>
}

const measureOf = {
  overdue: 'A03',
  due24: 'A04',
  open: 'A00',
  received: 'A01',
  ended: 'A02',
} as const satisfies Record<DossierState, string>

export function operationsRoutes({ organisation, indicators, feed, map, focus }: RouteParts): AnyRoute[] {
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

  function periodFor(state: DossierState): Period {
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
      response: MapView,
      handle: () => map(),
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
        const unitId = viewOf(officerOf(officer), params.id, 'operations.prove')
        const state = query.state ?? 'open'
        return indicators.listBehind({
          code: measureOf[state],
          unitId,
          period: periodFor(state),
          cursor: query.cursor,
          limit: query.limit,
        })
      },
    }),
  ]
}
