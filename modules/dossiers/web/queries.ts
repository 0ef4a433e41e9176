import { keepPreviousData, infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { FoundProcedures, ProcedureView } from '#modules/catalogue/contract.ts'
import type { StagedFileView } from '#modules/files/contract.ts'
import { api } from '#platform/ui/api.ts'
import type { UnitList } from '#modules/organisation/contract.ts'
import type {
  AskTerms,
  FilingTerms,
  ChoosePartUnit,
  ComingParts,
  CounterFiling,
  DelegatedPage,
  DossierAction,
  DossierLine,
  DossierView,
  FoundDossiers,
  MovedPage,
  Reason,
  Reassignable,
  WatchBody,
  WorkCounts,
} from '../contract.ts'

const listLimit = 200

export const workQuery = queryOptions({
  queryKey: ['dossiers', 'work', 'lines'],
  queryFn: ({ signal }) =>
    api.get<{ lines: DossierLine[]; now: string }>(`/api/work?limit=${listLimit}`, { signal }),
})

/** What lies open anywhere in the unit, for those who give out its work. */
export const unitWorkQuery = queryOptions({
  queryKey: ['dossiers', 'work', 'unit'],
  queryFn: ({ signal }) =>
    api.get<{ lines: DossierLine[]; now: string }>(`/api/work?team=true&limit=${listLimit}`, { signal }),
})

/** Of the dossiers named, those the caller may still take back. */
export function handedOnQuery(caseIds: readonly string[]) {
  return queryOptions({
    queryKey: ['dossiers', 'work', 'handed-on', caseIds],
    queryFn: ({ signal }) =>
      api.get<{ lines: DossierLine[] }>(`/api/work/handed-on?cases=${caseIds.join(',')}`, { signal }),
    enabled: caseIds.length > 0,
  })
}

/** The tasks of one's unit on a dossier as it is at one version, and who may be given them. */
export function reassignableQuery(caseId: string, version: number) {
  return queryOptions({
    queryKey: ['dossiers', 'reassignable', caseId, version],
    queryFn: ({ signal }) =>
      api.get<{ tasks: Reassignable[] }>(`/api/dossiers/${caseId}/reassignable`, { signal }),
  })
}

export const comingQuery = queryOptions({
  queryKey: ['dossiers', 'work', 'linked'],
  queryFn: ({ signal }) => api.get<ComingParts>('/api/dossiers/linked', { signal }),
})

export const countsQuery = queryOptions({
  queryKey: ['dossiers', 'work', 'counts'],
  queryFn: ({ signal }) => api.get<WorkCounts>('/api/work/counts', { signal }),
})

export function dossierQuery(caseId: string) {
  return queryOptions({
    queryKey: ['dossiers', 'one', caseId],
    queryFn: ({ signal }) => api.get<DossierView>(`/api/dossiers/${encodeURIComponent(caseId)}`, { signal }),
  })
}

/** The dossier as it stood at the end of a past day. */
export function dossierOnDayQuery(caseId: string, on: string) {
  return queryOptions({
    queryKey: ['dossiers', 'on-day', caseId, on],
    queryFn: ({ signal }) =>
      api.get<DossierView>(`/api/dossiers/${encodeURIComponent(caseId)}?${new URLSearchParams({ on })}`, {
        signal,
      }),
  })
}

export function watchQuery(caseId: string) {
  return queryOptions({
    queryKey: ['dossiers', 'watch', caseId],
    queryFn: ({ signal }) => api.get<WatchBody>(`/api/dossiers/${caseId}/watch`, { signal }),
  })
}

export function putWatch(caseId: string, watched: boolean): Promise<WatchBody> {
  return api.put<WatchBody>(`/api/dossiers/${caseId}/watch`, { watched })
}

/** What was found; with a day, as of its end, and with a unit, what that held. */
export function searchQuery(q: string, { on, unit }: { on?: string | undefined; unit?: string | undefined }) {
  const asked = new URLSearchParams({
    limit: '50',
    q,
    ...(on ? { on } : {}),
    ...(on && unit ? { unit } : {}),
  })
  return queryOptions({
    queryKey: ['dossiers', 'search', q, on ?? '', unit ?? ''],
    queryFn: ({ signal }) => api.get<FoundDossiers>(`/api/dossiers?${asked}`, { signal }),
    enabled: q !== '',
    placeholderData: (before: FoundDossiers | undefined, query) =>
      query?.queryKey[3] === (on ?? '') ? before : undefined,
  })
}

/** The units of another day's map. */
export function unitsOnDayQuery(on: string) {
  return queryOptions({
    queryKey: ['organisation', 'units', on],
    queryFn: ({ signal }) => api.get<UnitList>(`/api/units?on=${encodeURIComponent(on)}`, { signal }),
    staleTime: 600_000,
  })
}

export const reasonsQuery = queryOptions({
  queryKey: ['dossiers', 'reasons'],
  queryFn: ({ signal }) => api.get<{ reasons: Reason[] }>('/api/dossiers/reasons', { signal }),
  staleTime: 600_000,
})

export const unitsQuery = queryOptions({
  queryKey: ['organisation', 'units'],
  queryFn: ({ signal }) => api.get<UnitList>('/api/units', { signal }),
  staleTime: 600_000,
})

export function proceduresQuery(q: string) {
  return queryOptions({
    queryKey: ['catalogue', 'procedures', q],
    queryFn: ({ signal }) =>
      api.get<FoundProcedures>(
        `/api/procedures?fileable=true&pageSize=20${q === '' ? '' : `&q=${encodeURIComponent(q)}`}`,
        { signal },
      ),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })
}

export function procedureQuery(code: string) {
  return queryOptions({
    queryKey: ['catalogue', 'procedure', code],
    queryFn: ({ signal }) =>
      api.get<ProcedureView>(`/api/procedures/${encodeURIComponent(code)}`, { signal }),
    enabled: code !== '',
    staleTime: 60_000,
  })
}

/** Fee and papers, as far as the sheet is filled in. */
export function termsQuery(ask: AskTerms) {
  return queryOptions({
    queryKey: ['dossiers', 'terms', ask.procedureCode, ask],
    queryFn: ({ signal }) => api.post<FilingTerms>('/api/dossiers/terms', ask, { signal }),
    enabled: ask.procedureCode !== '',
    staleTime: 60_000,
    placeholderData: (before: FilingTerms | undefined, query) =>
      query?.queryKey[2] === ask.procedureCode ? before : undefined,
  })
}

export function postFiling(filing: CounterFiling): Promise<DossierView> {
  return api.post<DossierView>('/api/dossiers', filing)
}

export function postAction(caseId: string, action: DossierAction, body: unknown): Promise<DossierView> {
  return api.post<DossierView>(`/api/dossiers/${caseId}/${action}`, body)
}

export function postPartUnit(caseId: string, part: string, body: ChoosePartUnit): Promise<DossierView> {
  return api.post<DossierView>(`/api/dossiers/${caseId}/parts/${part}/unit`, body)
}

export function postStagedFile(file: File): Promise<StagedFileView> {
  const form = new FormData()
  form.append('file', file)
  return api.post<StagedFileView>('/api/files/staged', form)
}

/** After a step the answer itself is the new truth; lists and counts are read again at once. */
export async function settleDossier(queries: QueryClient, view: DossierView) {
  queries.setQueryData(dossierQuery(view.caseId).queryKey, view)
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['dossiers', 'work'] }),
    queries.invalidateQueries({ queryKey: ['dossiers', 'search'] }),
  ])
}

export function slipPath(caseId: string, form: string): string {
  return `/api/dossiers/${caseId}/slips/${form}.pdf`
}

export function filePath(caseId: string, fileId: string): string {
  return `/api/dossiers/${caseId}/files/${encodeURIComponent(fileId)}`
}

export function delegatedQuery(authorityId: number) {
  return infiniteQueryOptions({
    queryKey: ['dossiers', 'delegated', authorityId],
    queryFn: ({ signal, pageParam }) =>
      api.get<DelegatedPage>(
        `/api/dossiers/delegated/${authorityId}${pageParam ? `?after=${pageParam}` : ''}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ after }) => after,
  })
}

export function movedQuery({ calendarId, version }: { calendarId: number; version: number }) {
  return infiniteQueryOptions({
    queryKey: ['dossiers', 'moved', calendarId, version],
    queryFn: ({ signal, pageParam }) =>
      api.get<MovedPage>(
        `/api/dossiers/moved?calendarId=${calendarId}&version=${version}${pageParam ? `&after=${pageParam}` : ''}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ after }) => after,
  })
}
