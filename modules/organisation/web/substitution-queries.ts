import { queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type { RecordSubstitution, SubstitutionList, SubstitutionView } from '../substitution.ts'

/** Who is away and who stands in, in one's unit; of a day, what held on it. */
export function substitutionsQuery(on?: string) {
  return queryOptions({
    queryKey: ['organisation', 'substitutions', on ?? ''],
    queryFn: ({ signal }) =>
      api.get<SubstitutionList>(`/api/substitutions${on === undefined ? '' : `?on=${on}`}`, { signal }),
  })
}

export function postSubstitution(wish: RecordSubstitution): Promise<SubstitutionView> {
  return api.post<SubstitutionView>('/api/substitutions', wish)
}

export function postSubstitutionAction(id: number, action: 'approve' | 'end'): Promise<SubstitutionView> {
  return api.post<SubstitutionView>(`/api/substitutions/${id}/${action}`)
}
