import { queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type {
  DryRun,
  ImportedRows,
  PlannedUnit,
  ReorganisationDetail,
  ReorganisationHead,
  ReorganisationList,
  ReorganisationPosts,
  ReorganisationView,
  Resolution,
} from '../reorganisation.ts'

/** Every reorganisation; asked again by itself only while one is moving work. */
export const reorganisationsQuery = queryOptions({
  queryKey: ['organisation', 'reorganisations'],
  queryFn: ({ signal }) => api.get<ReorganisationList>('/api/reorganisations', { signal }),
  refetchInterval: ({ state }) =>
    state.data?.reorganisations.some(({ status }) => status === 'applying') ? 1_000 : false,
})

export function reorganisationQuery(id: number) {
  return queryOptions({
    queryKey: ['organisation', 'reorganisations', id],
    queryFn: ({ signal }) => api.get<ReorganisationDetail>(`/api/reorganisations/${id}`, { signal }),
  })
}

export function dryRunQuery(id: number) {
  return queryOptions({
    queryKey: ['organisation', 'reorganisations', id, 'dry-run'],
    queryFn: ({ signal }) => api.get<DryRun>(`/api/reorganisations/${id}/dry-run`, { signal }),
  })
}

export function postReorganisation(head: ReorganisationHead): Promise<ReorganisationView> {
  return api.post<ReorganisationView>('/api/reorganisations', head)
}

export function postRows(id: number, file: File): Promise<ImportedRows> {
  const form = new FormData()
  form.append('file', file)
  return api.post<ImportedRows>(`/api/reorganisations/${id}/rows`, form)
}

export function postResolution(id: number, resolution: Resolution): Promise<ReorganisationView> {
  return api.post<ReorganisationView>(`/api/reorganisations/${id}/resolve`, resolution)
}

export function postStage(
  id: number,
  stage: 'check' | 'approve' | 'apply' | 'undo',
  version: number,
): Promise<unknown> {
  return api.post(
    `/api/reorganisations/${id}/${stage}`,
    stage === 'approve' || stage === 'apply' ? { version } : undefined,
  )
}

export function reorganisationPostsQuery(id: number, unit: string) {
  return queryOptions({
    queryKey: ['organisation', 'reorganisations', id, 'posts', unit],
    queryFn: ({ signal }) =>
      api.get<ReorganisationPosts>(`/api/reorganisations/${id}/posts?unit=${encodeURIComponent(unit)}`, {
        signal,
      }),
  })
}

export function putPlannedUnits(id: number, units: readonly PlannedUnit[]): Promise<ReorganisationView> {
  return api.put<ReorganisationView>(`/api/reorganisations/${id}/units`, { units })
}

export function postClosedBooks(books: {
  closedThrough: string
  legalNumber: string
}): Promise<ReorganisationList> {
  return api.post<ReorganisationList>('/api/closed-books', books)
}
