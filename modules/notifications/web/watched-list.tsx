import { Button, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatDateTime } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { messages } from './messages.ts'
import { postWatchEnd, watchedQuery } from './queries.ts'
import styles from './notices-page.module.css'

/** What I watch, and how to stop watching it. */
export function WatchedList() {
  const words = useWords(messages).watches
  const queries = useQueryClient()
  const known = useQuery(watchedQuery)
  const end = useMutation({
    mutationFn: postWatchEnd,
    async onSuccess(left) {
      queries.setQueryData(watchedQuery.queryKey, left)
      await queries.invalidateQueries({ queryKey: ['dossiers', 'watch'] })
    },
  })
  const cases = known.data?.cases ?? []
  return (
    <section className={styles['part']} aria-labelledby="notice-watches">
      <Title order={2} size="h4" id="notice-watches">
        {words.title}
      </Title>
      <RefusalNote error={known.error ?? end.error} onRetry={() => void known.refetch()} />
      {known.data && cases.length === 0 ? <p>{words.none}</p> : null}
      <ul className={styles['watched']}>
        {cases.map(({ caseId, code, since }) => (
          <li key={caseId}>
            <Link to={`/dossiers/${caseId}`}>{code}</Link>
            <span className={styles['since']}>{fill(words.since, { at: formatDateTime(since) })}</span>
            <Button
              variant="default"
              size="compact-sm"
              aria-label={fill(words.stopOne, { code })}
              loading={end.isPending && end.variables === caseId}
              onClick={() => end.mutate(caseId)}
            >
              {words.stop}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
