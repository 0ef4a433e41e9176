import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type { Inbox, Preferences, PreferencesView, UnreadCount, Watched } from '../contract.ts'

export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: ({ signal }) => api.get<UnreadCount>('/api/notifications/unread', { signal }),
})

export function inboxQuery(unread: boolean) {
  return infiniteQueryOptions({
    queryKey: ['notifications', 'inbox', unread],
    queryFn({ signal, pageParam }) {
      const query = new URLSearchParams({
        unread: String(unread),
        ...(pageParam ? { after: pageParam } : {}),
      })
      return api.get<Inbox>(`/api/notifications?${query}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })
}

export const watchedQuery = queryOptions({
  queryKey: ['notifications', 'watches'],
  queryFn: ({ signal }) => api.get<Watched>('/api/notifications/watches', { signal }),
})

export function postWatchEnd(caseId: string): Promise<Watched> {
  return api.post<Watched>(`/api/notifications/watches/${caseId}/end`, {})
}

export const preferencesQuery = queryOptions({
  queryKey: ['notifications', 'preferences'],
  queryFn: ({ signal }) => api.get<PreferencesView>('/api/notifications/preferences', { signal }),
})

export function postRead(keys: readonly string[] | 'all'): Promise<UnreadCount> {
  return api.post<UnreadCount>('/api/notifications/read', { keys })
}

export function putPreferences(wish: Preferences): Promise<PreferencesView> {
  return api.put<PreferencesView>('/api/notifications/preferences', wish)
}
