import { Button, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate, formatDateTime, formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { ForeignLogView } from '../insight.ts'
import { messages } from './insight-messages.ts'
import { logsKey, postRemoveLog } from './insight-queries.ts'
import { QuarantineList } from './quarantine-list.tsx'

type Props = Pick<ForeignLogView, 'log' | 'quarantine'> & { onRemoved(): void }

/** Where an imported log comes from, what of it could not be read, and the way to remove it. */
export function AboutLog({ log, quarantine, onRemoved }: Props) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => postRemoveLog(log.id),
    async onSuccess() {
      onRemoved()
      await queries.invalidateQueries({ queryKey: logsKey })
    },
  })
  return (
    <section aria-label={log.name}>
      <Group justify="space-between" align="start" gap="xs">
        <Text size="sm" flex="1 1 20rem">
          {fill(words.logs.about, {
            source: log.source,
            by: log.importedBy,
            at: formatDateTime(log.importedAt),
            cases: formatNumber(log.cases),
            events: formatNumber(log.events),
            from: formatDate(log.firstAt),
            to: formatDate(log.lastAt),
          })}{' '}
          {words.timesHint.elapsed}
        </Text>
        {log.allowedActions.includes('remove') ? (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {words.logs.remove}
          </Button>
        ) : null}
      </Group>
      {log.quarantined > 0 ? (
        <QuarantineList
          title={fill(words.logs.quarantined, { count: formatNumber(log.quarantined) })}
          count={log.quarantined}
          quarantine={quarantine}
        />
      ) : null}
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={words.logs.remove}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <Text size="sm" mb="md">
          {fill(words.logs.removeAsk, { name: log.name })}
        </Text>
        <RefusalNote error={remove.error} />
        <Group>
          <Button color="lacquer" loading={remove.isPending} onClick={() => remove.mutate()}>
            {words.logs.remove}
          </Button>
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {words.logs.keep}
          </Button>
        </Group>
      </Modal>
    </section>
  )
}
