import { route, type AnyRoute } from '#platform/http-route.ts'
import type { Officer, PermissionWord } from '#modules/organisation/contract.ts'
import { Type } from 'typebox'
import {
  FiguresQuery,
  FiguresView,
  HeldQuery,
  HeldView,
  MapQuery,
  MapView,
  MeasureParams,
  MeasureView,
  ProofQuery,
  ProofView,
  measureCodes,
} from '../contract.ts'
import { declared } from '../measures/declared.ts'
import { isDay } from './city-day.ts'
import { readHeld } from './list-held.ts'
import { measureView, proveFigure } from './proof.ts'
import { checkedPeriod, periodOf } from './period.ts'
import { readFigures, unitsAsked } from './read-figures.ts'
import { readFiguresOnMap, readMap, type MapReading } from './read-map.ts'

export type RequirePermission = (officer: Officer, permission: PermissionWord, unitId: number) => void

/** The units of a day's map of which the officer may read dossiers. */
export type ReachOn = (onDay: string, officer: Officer) => 'all' | ReadonlySet<number>

export function indicatorRoutes(
  reading: MapReading,
  requirePermission: RequirePermission,
  reachOn: ReachOn,
): AnyRoute[] {
  const today = () => reading.day(reading.clock.now())
  /** The officer's own unit when none is named: the city is asked for by its id. */
  const scopeOf = (
    officer: Officer | undefined,
    unit: number | undefined,
    permission: PermissionWord,
    map?: string,
  ): number => {
    if (!officer) throw new Error('a route with a permission has an officer')
    const asked = unit ?? officer.unitId
    // A unit of another day's map may not be on today's; the right to read it is asked all the same.
    const unitId = map === undefined ? unitsAsked(reading, asked).unitId : asked
    requirePermission(officer, permission, unitId)
    return unitId
  }
  return [
    route({
      method: 'GET',
      path: '/api/indicators',
      access: { permission: 'indicators.read' },
      summary: 'The declared measures: formula, legal ground, version, target and thresholds.',
      response: Type.Object({ measures: Type.Array(MeasureView) }),
      handle: () => ({ measures: measureCodes.map((code) => measureView(declared[code])) }),
    }),
    route({
      method: 'GET',
      path: '/api/indicators/figures',
      access: { permission: 'indicators.read' },
      summary: 'Every measure for a unit and all below it, over a period.',
      query: FiguresQuery,
      response: FiguresView,
      handle: ({ officer, query }) => {
        const asked = { place: query.place, period: periodOf(query.period ?? 'today', today()) }
        const { map, unit, by } = query
        if (map === undefined || map === 'as_recorded')
          return readFigures(reading, { unitId: scopeOf(officer, unit, 'indicators.read'), ...asked })
        const unitId = scopeOf(officer, unit, 'indicators.read', map)
        return readFiguresOnMap(reading, map, unitId, { ...asked, by })
      },
    }),
    route({
      method: 'GET',
      path: '/api/indicators/map',
      access: { permission: 'indicators.read' },
      summary:
        'The sums of every unit on the map of a day, carried over by succession, with what is uncertain.',
      query: MapQuery,
      response: MapView,
      handle: ({ officer, query }) => {
        const root = reading.units().root
        if (root) scopeOf(officer, root.id, 'indicators.read')
        return readMap(reading, query.on, {
          by: query.by,
          place: query.place,
          period: periodOf(query.period ?? 'month', today()),
        })
      },
    }),
    route({
      method: 'GET',
      path: '/api/indicators/held',
      access: { permission: 'dossiers.read' },
      summary: 'Dossiers that stood unfinished at a unit and below it on a day, those ended since too.',
      query: HeldQuery,
      response: HeldView,
      handle({ officer, query: { unit, on, cursor, limit } }) {
        if (!officer) throw new Error('a route with a permission has an officer')
        const reach = isDay(on) ? reachOn(on, officer) : new Set<number>()
        if (reach !== 'all' && !reach.has(unit)) requirePermission(officer, 'dossiers.read', unit)
        return readHeld(reading, { unitId: unit, on, reach, cursor, limit })
      },
    }),
    route({
      method: 'GET',
      path: '/api/indicators/:code/proof',
      access: { permission: 'operations.prove' },
      summary: 'One figure with its numerator, denominator, formula, age and a page of the cases behind it.',
      params: MeasureParams,
      query: ProofQuery,
      response: ProofView,
      handle: ({ officer, params, query }) => {
        const unitId = scopeOf(officer, query.unit, 'operations.prove', query.map)
        const from = query.from ?? query.to ?? today()
        const period = checkedPeriod({ from, to: query.to ?? (from > today() ? from : today()) })
        return proveFigure(reading, {
          code: params.code,
          unitId,
          period,
          map: query.map,
          by: query.by,
          cursor: query.cursor,
          limit: query.limit,
        })
      },
    }),
  ]
}
