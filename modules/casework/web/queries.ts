import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type {
  Content,
  Examined,
  ProcessDetail,
  ProcessList,
  PublishVersion,
  SaveVersion,
  StartProcess,
  SubjectLine,
  VersionView,
} from '../publishing.ts'
import type {
  MappingProposal,
  MigrationAction,
  MigrationDryRun,
  MigrationView,
  PlanMigration,
} from '../migration.ts'
import type { Decide, Decided, Simulate, Simulated } from '../simulation.ts'

export const processesKey = ['casework', 'processes'] as const

export function processesQuery(text: string) {
  return queryOptions({
    queryKey: [...processesKey, 'list', text],
    queryFn: ({ signal }) => api.get<ProcessList>(`/api/processes?q=${encodeURIComponent(text)}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

export function subjectsQuery(text: string) {
  return queryOptions({
    queryKey: [...processesKey, 'subjects', text],
    queryFn: ({ signal }) =>
      api.get<{ subjects: SubjectLine[] }>(`/api/processes/subjects?q=${encodeURIComponent(text)}`, {
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}

export function processQuery(id: number) {
  return queryOptions({
    queryKey: [...processesKey, id],
    queryFn: ({ signal }) => api.get<ProcessDetail>(`/api/processes/${id}`, { signal }),
  })
}

export function versionQuery(id: number, no: number) {
  return queryOptions({
    queryKey: [...processesKey, id, no],
    queryFn: ({ signal }) => api.get<VersionView>(`/api/processes/${id}/versions/${no}`, { signal }),
  })
}

/** What the server says of a content that is being typed. */
export function checkQuery(subject: string | null, content: Content) {
  return queryOptions({
    queryKey: [...processesKey, 'check', subject, content],
    queryFn: ({ signal }) => api.post<Examined>('/api/processes/check', { subject, content }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
}

export function simulationQuery(ask: Simulate) {
  return queryOptions({
    queryKey: [...processesKey, 'simulate', ask],
    queryFn: ({ signal }) => api.post<Simulated>('/api/processes/simulate', ask, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
}

export function postProcess(start: StartProcess): Promise<{ id: number; no: number }> {
  return api.post('/api/processes', start)
}

export function postVersion(id: number, from: number): Promise<{ no: number }> {
  return api.post(`/api/processes/${id}/versions`, { from })
}

export function putVersion(id: number, no: number, save: SaveVersion): Promise<VersionView> {
  return api.put(`/api/processes/${id}/versions/${no}`, save)
}

export type Act =
  | { act: 'submit' | 'send-back'; body: { revision: number; note?: string } }
  | { act: 'publish'; body: PublishVersion }
  | { act: 'retire'; body: { revision: number; validTo: string } }
  | { act: 'remove'; body: { revision: number } }

export function postAct(id: number, no: number, { act, body }: Act): Promise<unknown> {
  return api.post(`/api/processes/${id}/versions/${no}/${act}`, body)
}

export function postDecide(ask: Decide): Promise<Decided> {
  return api.post('/api/processes/decide', ask)
}

export function migrationsQuery(id: number) {
  return queryOptions({
    queryKey: [...processesKey, id, 'migrations'],
    queryFn: ({ signal }) =>
      api.get<{ migrations: MigrationView[] }>(`/api/processes/${id}/migrations`, { signal }),
    // Only while one is moving cases is it asked again by itself.
    refetchInterval: ({ state }) =>
      state.data?.migrations.some((one) => one.state === 'applying') ? 1_000 : false,
  })
}

export function proposalQuery(id: number, from: number, to: number) {
  return queryOptions({
    queryKey: [...processesKey, id, 'propose', from, to],
    queryFn: ({ signal }) =>
      api.get<MappingProposal>(`/api/processes/${id}/migrations/propose?from=${from}&to=${to}`, { signal }),
  })
}

export function postTry(id: number, plan: PlanMigration): Promise<MigrationDryRun> {
  return api.post(`/api/processes/${id}/migrations/try`, plan)
}

/** What a planned move would do at this moment; asked anew each time. */
export function tryQuery(id: number, { from, to, mapping }: PlanMigration) {
  return queryOptions({
    queryKey: ['casework', 'moves', id, from, to, mapping],
    queryFn: () => postTry(id, { from, to, mapping }),
    gcTime: 0,
  })
}

export function postMigration(id: number, plan: PlanMigration): Promise<{ id: number }> {
  return api.post(`/api/processes/${id}/migrations`, plan)
}

export function postMigrationAct(id: number, migration: number, act: MigrationAction): Promise<unknown> {
  return api.post(`/api/processes/${id}/migrations/${migration}/${act}`)
}
