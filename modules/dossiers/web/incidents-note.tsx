import { Alert } from '@mantine/core'
import { formatDateTime } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { DossierView } from '../contract.ts'
import { messages } from './incident-messages.ts'

/** Says where the process of a dossier is stuck, so that nobody waits for it in vain. */
export function IncidentsNote({ view }: { view: DossierView }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  if (view.incidents.length === 0) return null
  return (
    <Alert color="red" variant="light" title={words.title} icon={<span aria-hidden="true">▲</span>}>
      {view.incidents.map(({ element, why, since }) => (
        <p key={`${element}${since}`}>
          <strong>{element}</strong> · {fill(words.since, { at: formatDateTime(since) })} · {why[language]}
        </p>
      ))}
      {words.who}
    </Alert>
  )
}
