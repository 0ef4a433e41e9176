import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Held, MeasureCode, Proof } from '#modules/indicators/contract.ts'
import type { UnitDetail, UnitList } from '#modules/organisation/contract.ts'
import { api } from '#platform/ui/api.ts'
import type { CityMap, DossierPage, DossierState, Focus, MapChanges, OnMap } from '../contract.ts'
import { mapOf, type WallPlace } from './wall-address.ts'

const FOCUS_EVERY_MS = 15_000
const UNITS_EVERY_MS = 300_000

/** Today's units; asked for again when the city's day changes, as the map may with it. */
export function todaysUnitsQuery(cityDay: string) {
  return queryOptions({
    queryKey: ['operations', 'units', 'today', cityDay],
    queryFn: ({ signal }) => api.get<UnitList>('/api/units', { signal }),
    staleTime: UNITS_EVERY_MS,
    refetchInterval: UNITS_EVERY_MS,
    placeholderData: keepPreviousData,
  })
}

/** The units of another day's map. */
export function unitsQuery(on: string) {
  return queryOptions({
    queryKey: ['operations', 'units', on],
    queryFn: ({ signal }) => api.get<UnitList>(`/api/units?on=${on}`, { signal }),
    staleTime: UNITS_EVERY_MS,
  })
}

/** The shapes of a map; `units` tells which units they are to be of. */
export function mapQuery(on: string | undefined, units: number) {
  return queryOptions({
    queryKey: ['operations', 'map', on ?? 'today', units],
    queryFn: ({ signal }) =>
      api.get<CityMap>(on ? `/api/operations/map?on=${on}` : '/api/operations/map', { signal }),
    staleTime: 3_600_000,
  })
}

export const changesQuery = queryOptions({
  queryKey: ['operations', 'maps'],
  queryFn: ({ signal }) => api.get<MapChanges>('/api/operations/maps', { signal }),
  refetchInterval: UNITS_EVERY_MS,
})

export function onMapQuery({ unit, ...place }: WallPlace) {
  const { on, by, span } = mapOf(place)
  const params = new URLSearchParams({ by: by ?? 'carried', span: span ?? 'year' })
  if (unit !== undefined) params.set('unit', String(unit))
  return queryOptions({
    queryKey: ['operations', 'on-map', on, by, span, unit ?? 'city'],
    queryFn: ({ signal }) => api.get<OnMap>(`/api/operations/maps/${on}?${params}`, { signal }),
    refetchInterval: FOCUS_EVERY_MS,
    placeholderData: (before) => (before?.on === on ? before : undefined),
  })
}

export function focusQuery(unitId: number | undefined) {
  return queryOptions({
    queryKey: ['operations', 'focus', unitId ?? 'city'],
    queryFn: ({ signal }) =>
      api.get<Focus>(unitId === undefined ? '/api/operations/city' : `/api/operations/units/${unitId}`, {
        signal,
      }),
    refetchInterval: FOCUS_EVERY_MS,
    placeholderData: keepPreviousData,
  })
}

export function fetchDossiers(
  unitId: number,
  state: DossierState,
  map: Pick<WallPlace, 'on' | 'by' | 'span'>,
  cursor: string | null,
  signal: AbortSignal,
): Promise<DossierPage> {
  const params = new URLSearchParams({ state, limit: '50', ...map })
  if (cursor) params.set('cursor', cursor)
  return api.get<DossierPage>(`/api/operations/units/${unitId}/dossiers?${params}`, { signal })
}

export function fetchProof(
  asked: { code: MeasureCode; unitId: number; from: string; to: string; on?: string; by?: string },
  cursor: string | null,
  signal: AbortSignal,
): Promise<Proof> {
  const params = new URLSearchParams({
    unit: String(asked.unitId),
    from: asked.from,
    to: asked.to,
    limit: '50',
    ...(asked.on ? { map: asked.on, by: asked.by ?? 'carried' } : {}),
  })
  if (cursor) params.set('cursor', cursor)
  return api.get<Proof>(`/api/indicators/${asked.code}/proof?${params}`, { signal })
}

export function unitsOfDayQuery(on: string | undefined) {
  return on === undefined ? todaysUnitsQuery('') : unitsQuery(on)
}

export function unitDetailQuery(unitId: number, on: string | undefined) {
  return queryOptions({
    queryKey: ['operations', 'unit', unitId, on ?? 'today'],
    queryFn: ({ signal }) =>
      api.get<UnitDetail>(on ? `/api/units/${unitId}?on=${on}` : `/api/units/${unitId}`, { signal }),
  })
}

export function fetchHeld(
  unitId: number,
  on: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Held> {
  const params = new URLSearchParams({ unit: String(unitId), on, limit: '50' })
  if (cursor) params.set('cursor', cursor)
  return api.get<Held>(`/api/indicators/held?${params}`, { signal })
}
