import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type { Levels, PublishLevel } from '../levels.ts'
import type {
  CompetentTier,
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

export const levelsKey = ['catalogue', 'levels'] as const
export const decidersPageSize = 20

/** Procedures in force with the level that decides them. */
export function decidersQuery({
  q,
  tier,
  page,
}: {
  q: string
  tier: CompetentTier | undefined
  page: number
}) {
  const asked = new URLSearchParams({ page: String(page), pageSize: String(decidersPageSize) })
  if (q) asked.set('q', q)
  if (tier) asked.set('tier', tier)
  return queryOptions({
    queryKey: [...levelsKey, 'list', asked.toString()],
    queryFn: ({ signal }) => api.get<FoundProcedures>(`/api/procedures?${asked.toString()}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

export function levelsQuery(code: string) {
  return queryOptions({
    queryKey: [...levelsKey, code],
    queryFn: ({ signal }) => api.get<Levels>(`/api/catalogue/levels/${encodeURIComponent(code)}`, { signal }),
  })
}

export function postLevel({ code, wish }: { code: string; wish: PublishLevel }): Promise<Levels> {
  return api.post<Levels>(`/api/catalogue/levels/${encodeURIComponent(code)}`, wish)
}
