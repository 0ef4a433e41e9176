import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { MeasureCode, Proof } from '#modules/indicators/contract.ts'
import type { UnitList } from '#modules/organisation/contract.ts'
import { api } from '#platform/ui/api.ts'
import type { CityMap, DossierPage, DossierState, Focus } from '../contract.ts'

const FOCUS_EVERY_MS = 15_000

export const unitsQuery = queryOptions({
  queryKey: ['operations', 'units'],
  queryFn: ({ signal }) => api.get<UnitList>('/api/units', { signal }),
  staleTime: 3_600_000,
})

export const mapQuery = queryOptions({
  queryKey: ['operations', 'map'],
  queryFn: ({ signal }) => api.get<CityMap>('/api/operations/map', { signal }),
  staleTime: 3_600_000,
})

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
  cursor: string | null,
  signal: AbortSignal,
): Promise<DossierPage> {
  const params = new URLSearchParams({ state, limit: '50' })
  if (cursor) params.set('cursor', cursor)
  return api.get<DossierPage>(`/api/operations/units/${unitId}/dossiers?${params}`, { signal })
}

export function fetchProof(
  asked: { code: MeasureCode; unitId: number; from: string; to: string },
  cursor: string | null,
  signal: AbortSignal,
): Promise<Proof> {
  const params = new URLSearchParams({
    unit: String(asked.unitId),
    from: asked.from,
    to: asked.to,
    limit: '50',
  })
  if (cursor) params.set('cursor', cursor)
  return api.get<Proof>(`/api/indicators/${asked.code}/proof?${params}`, { signal })
}
