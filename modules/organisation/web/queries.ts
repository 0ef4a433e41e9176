import { queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type { AccountList, OneTimePassword, OpenAccount } from '../accounts.ts'
import type { ChangePassword, HeldPost, Me, SignIn, UnitList } from '../contract.ts'

/** Who is signed in; refused with 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['organisation', 'me'],
  queryFn: ({ signal }) => api.get<Me>('/api/session', { signal }),
  staleTime: 60_000,
  retry: false,
})

/** All units open today, by name. */
export const unitsQuery = queryOptions({
  queryKey: ['organisation', 'units'],
  queryFn: ({ signal }) => api.get<UnitList>('/api/units', { signal }),
  staleTime: 3_600_000,
})

export function staffQuery(unitId: number) {
  return queryOptions({
    queryKey: ['organisation', 'staff', unitId],
    queryFn: ({ signal }) => api.get<AccountList>(`/api/organisation/accounts?unitId=${unitId}`, { signal }),
  })
}

export function postSignIn(credentials: SignIn): Promise<Me> {
  return api.post<Me>('/api/session', credentials)
}

export function postPassword(change: ChangePassword): Promise<Me> {
  return api.post<Me>('/api/session/password', change)
}

export function postSwitch({ postId, onBehalfOf }: HeldPost): Promise<Me> {
  return api.post<Me>('/api/session/post', {
    postId,
    ...(onBehalfOf ? { substitution: onBehalfOf.substitution } : {}),
  })
}

export function deleteSession(everywhere: boolean): Promise<void> {
  return api.delete<void>(everywhere ? '/api/sessions' : '/api/session')
}

export function postAccount(wish: OpenAccount): Promise<OneTimePassword> {
  return api.post<OneTimePassword>('/api/organisation/accounts', wish)
}

export function postDisable(accountId: number): Promise<void> {
  return api.post<void>(`/api/organisation/accounts/${accountId}/disable`)
}

export function postEnable(accountId: number): Promise<void> {
  return api.post<void>(`/api/organisation/accounts/${accountId}/enable`)
}

export function postReset(accountId: number): Promise<OneTimePassword> {
  return api.post<OneTimePassword>(`/api/organisation/accounts/${accountId}/reset-password`)
}
