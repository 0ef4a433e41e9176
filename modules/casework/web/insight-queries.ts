import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type {
  BehindQuery,
  ChoicesQuery,
  ForeignLogs,
  ForeignLogView,
  InsightCases,
  InsightChoices,
  InsightQuery,
  InsightView,
} from '../insight.ts'

/** What the page looks at: the own histories of a process, or a log from elsewhere. */
export type Asked = { own: InsightQuery } | { log: number }

/** A log from elsewhere says besides what it is. */
type Shown = InsightView & Partial<Pick<ForeignLogView, 'log' | 'quarantine'>>

const insightKey = ['casework', 'insight'] as const
export const logsKey = [...insightKey, 'logs'] as const

export function addressOf(
  path: string,
  values: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== null) query.set(name, String(value))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

export function choicesQuery(asked: ChoicesQuery) {
  return queryOptions({
    queryKey: [...insightKey, 'choices', asked],
    queryFn: ({ signal }) => api.get<InsightChoices>(addressOf('/api/insight/choices', asked), { signal }),
    placeholderData: keepPreviousData,
  })
}

export function viewQuery(asked: Asked | undefined) {
  return queryOptions({
    queryKey: [...insightKey, 'view', asked],
    queryFn: ({ signal }) =>
      asked && 'log' in asked
        ? api.get<Shown>(`/api/insight/logs/${asked.log}`, { signal })
        : api.get<Shown>(addressOf('/api/insight/map', asked?.own ?? {}), { signal }),
    enabled: asked !== undefined,
  })
}

export function casesQuery(asked: Asked, behind: BehindQuery) {
  const path = 'log' in asked ? `/api/insight/logs/${asked.log}/cases` : '/api/insight/cases'
  const own = 'own' in asked ? asked.own : {}
  return queryOptions({
    queryKey: [...insightKey, 'cases', asked, behind],
    queryFn: ({ signal }) => api.get<InsightCases>(addressOf(path, { ...own, ...behind }), { signal }),
  })
}

export const logsQuery = queryOptions({
  queryKey: logsKey,
  queryFn: ({ signal }) => api.get<ForeignLogs>('/api/insight/logs', { signal }),
})

export function postLog(form: FormData): Promise<ForeignLogView> {
  return api.post('/api/insight/logs', form)
}

export function postRemoveLog(id: number): Promise<{ removed: true }> {
  return api.post(`/api/insight/logs/${id}/remove`)
}
