import { Text } from '@mantine/core'
import { formatDay } from '#platform/ui/format.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { DossierView } from '../contract.ts'
import type { BarAction } from './action-draft.ts'
import { standingMessages } from './standing-messages.ts'

/** What is about to be approved or turned down, where the answer is given. */
export function Proposed({ action, view }: { action: BarAction; view: DossierView }) {
  const words = useWords(standingMessages)
  const { language } = useLanguage()
  const kind = kindOf[action]
  const proposal = view.proposals.find((one) => one.kind === kind)
  if (!proposal) return null
  const { reason, day, note } = proposal
  return (
    <Text size="sm" fw={600}>
      {proposal.kind === 'extension' ? words.newDueOn : words.papersBy} {formatDay(day)}: {reason[language]}
      {note ? ` – ${note}` : ''}
    </Text>
  )
}

const kindOf: Partial<Record<BarAction, DossierView['proposals'][number]['kind']>> = {
  approve_extension: 'extension',
  reject_extension: 'extension',
  approve_supplement: 'supplement',
  reject_supplement: 'supplement',
}
