import { queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type { AuthorityList, AuthorityView, EndAuthority, RecordAuthority } from '../authority.ts'

/** The register of delegated authority; of a day, what held on it. */
export function authoritiesQuery(on?: string) {
  return queryOptions({
    queryKey: ['organisation', 'authorities', on ?? ''],
    queryFn: ({ signal }) =>
      api.get<AuthorityList>(`/api/authorities${on === undefined ? '' : `?on=${on}`}`, { signal }),
  })
}

export function postAuthority(wish: RecordAuthority): Promise<AuthorityView> {
  return api.post<AuthorityView>('/api/authorities', wish)
}

export function postAuthorityEnd({ id, end }: { id: number; end: EndAuthority }): Promise<AuthorityView> {
  return api.post<AuthorityView>(`/api/authorities/${id}/end`, end)
}
