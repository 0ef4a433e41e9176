import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type {
  FoundProcedures,
  ProcedureView,
  QuarantineList,
  QuarantineReason,
  ResolveQuarantine,
} from '../contract.ts'

export type QuarantineFilter = { reason?: QuarantineReason; code?: string; page: number }

export const quarantineKey = ['catalogue', 'quarantine'] as const
export const quarantinePageSize = 50

export function quarantineQuery({ reason, code, page }: QuarantineFilter) {
  const asked = new URLSearchParams({ page: String(page), pageSize: String(quarantinePageSize) })
  if (reason) asked.set('reason', reason)
  if (code) asked.set('code', code)
  return queryOptions({
    queryKey: [...quarantineKey, asked.toString()],
    queryFn: ({ signal }) =>
      api.get<QuarantineList>(`/api/catalogue/quarantine?${asked.toString()}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

export function postResolution({
  id,
  decision,
}: {
  id: string
  decision: ResolveQuarantine
}): Promise<ProcedureView> {
  return api.post<ProcedureView>(`/api/catalogue/quarantine/${encodeURIComponent(id)}/resolve`, decision)
}

/** Procedures in force that hold the words, and the fields they stand under. */
export function subjectsQuery(q: string) {
  return queryOptions({
    queryKey: ['catalogue', 'subjects', q],
    queryFn: ({ signal }) =>
      api.get<FoundProcedures>(
        `/api/procedures?pageSize=20${q === '' ? '' : `&q=${encodeURIComponent(q)}`}`,
        {
          signal,
        },
      ),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })
}
