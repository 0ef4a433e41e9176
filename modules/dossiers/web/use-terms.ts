import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { FilingTerms } from '../contract.ts'
import type { CounterDraft } from './counter-draft.ts'
import { termsQuery } from './queries.ts'

/** Fee and papers of the sheet as it is filled in, asked when the hands rest. */
export function useTerms(draft: CounterDraft): FilingTerms | undefined {
  const { procedureCode, channel, sets } = draft
  const [form] = useDebouncedValue(draft.form, 250)
  return useQuery(termsQuery({ procedureCode, channel, form, sets })).data
}
