import { useInfiniteQuery } from '@tanstack/react-query'
import { formatDateTime } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { DossierPages } from './dossier-pages.tsx'
import { messages } from './messages.ts'
import { movedQuery } from './queries.ts'

/** Open dossiers whose due date one version of a calendar moved, with both dates. */
export function MovedDossiers(change: { calendarId: number; version: number }) {
  const { moved: words } = useWords(messages)
  return (
    <DossierPages
      query={useInfiniteQuery(movedQuery(change))}
      words={words}
      heads={[words.code, words.owner, words.unit, words.before, words.after]}
      cells={(row) => [
        row.ownerName,
        row.competentUnit.name,
        formatDateTime(row.dueBefore),
        formatDateTime(row.dueAfter),
      ]}
    />
  )
}
