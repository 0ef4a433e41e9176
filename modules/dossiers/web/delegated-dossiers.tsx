import { useInfiniteQuery } from '@tanstack/react-query'
import { formatDateTime } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { delegatedMessages } from './delegated-messages.ts'
import { DossierPages } from './dossier-pages.tsx'
import { messages } from './messages.ts'
import { delegatedQuery } from './queries.ts'

/** What was filed under one delegation of authority, for whoever gave it and whoever decides by it. */
export function DelegatedDossiers({ authorityId }: { authorityId: number }) {
  const words = useWords(delegatedMessages)
  const { status } = useWords(messages)
  return (
    <DossierPages
      query={useInfiniteQuery(delegatedQuery(authorityId))}
      words={words}
      heads={[words.code, words.owner, words.procedure, words.standing, words.due]}
      cells={(row) => [
        row.ownerName,
        row.procedureName,
        status[row.status],
        row.dueAt === null ? '' : formatDateTime(row.dueAt),
      ]}
    />
  )
}
