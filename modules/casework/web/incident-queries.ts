import { queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type { IncidentList, IncidentView, RetryIncident } from '../delivery.ts'

/** Nobody is told of an incident by the live line; a screen that is open asks again. */
const REFETCH_MS = 15_000

export const incidentsKey = ['casework', 'incidents']

export const incidentsQuery = queryOptions({
  queryKey: incidentsKey,
  queryFn: ({ signal }) => api.get<IncidentList>('/api/casework/incidents', { signal }),
  refetchInterval: REFETCH_MS,
})

export function postRetry(ask: RetryIncident): Promise<{ left: IncidentView[] }> {
  return api.post('/api/casework/incidents/retry', ask)
}
