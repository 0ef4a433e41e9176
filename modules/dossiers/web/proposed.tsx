import { Text } from '@mantine/core'
import { formatDay } from '#platform/ui/format.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { DossierView } from '../contract.ts'
import { proposalOf, type BarAction } from './action-draft.ts'
import { FaultList } from './faults-panel.tsx'
import { standingMessages } from './standing-messages.ts'

/** What is about to be approved or turned down, where the answer is given. */
export function Proposed({ action, view }: { action: BarAction; view: DossierView }) {
  const words = useWords(standingMessages)
  const { language } = useLanguage()
  const proposal = proposalOf(action, view)
  if (!proposal) return null
  const { reason, day, note, faults, by } = proposal
  return (
    <div>
      <Text size="sm" fw={600}>
        {reason[language]}
        {note ? ` – ${note}` : ''}
      </Text>
      <FaultList faults={faults} view={view} />
      <Text size="sm">
        {proposal.kind === 'extension' ? words.newDueOn : words.papersBy}: {formatDay(day)}
        {by ? ` · ${words.by}: ${by}` : ''}
      </Text>
    </div>
  )
}
