import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { DossierView } from '../contract.ts'
import styles from './clock-panel.module.css'
import { putWatch, watchQuery } from './queries.ts'
import { standingMessages } from './standing-messages.ts'

/** Asks to be told when the due date moves, or no longer; nothing where it cannot move any more. */
export function WatchButton({ view: { caseId, closedAt } }: { view: DossierView }) {
  const words = useWords(standingMessages).watch
  const queries = useQueryClient()
  const known = useQuery({ ...watchQuery(caseId), enabled: closedAt === null })
  const change = useMutation({
    mutationFn: (watched: boolean) => putWatch(caseId, watched),
    async onSuccess(answer) {
      queries.setQueryData(watchQuery(caseId).queryKey, answer)
      await queries.invalidateQueries({ queryKey: ['notifications', 'watches'] })
    },
  })
  if (closedAt !== null || !known.data) return null
  const { watched } = known.data
  return (
    <div className={styles['watch']}>
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate(!watched)}>
        {watched ? words.stop : words.start}
      </Button>
      <div role="status">{watched ? words.on : ''}</div>
      <RefusalNote error={change.error} />
    </div>
  )
}
