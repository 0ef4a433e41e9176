import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import type { DossierLine } from '../contract.ts'
import { handedOn, noteHandedOn } from './handed-on.ts'
import { messages } from './messages.ts'
import { handedOnQuery, postAction, settleDossier } from './queries.ts'

const none: DossierLine[] = []

/** What was handed on from this window and may be taken back, and the taking back. */
export function useRecall() {
  const words = useWords(messages).work
  const queries = useQueryClient()
  const [caseIds] = useState(handedOn)
  const found = useQuery(handedOnQuery(caseIds)).data?.lines ?? none
  const lines = found.toSorted((a, b) => caseIds.indexOf(a.caseId) - caseIds.indexOf(b.caseId))
  const recall = useMutation({
    mutationFn: ({ caseId, version }: DossierLine) =>
      postAction(caseId, 'recall', { version, commandKey: crypto.randomUUID() }),
    onSuccess(view) {
      notifications.show({ message: fill(words.recalled, { code: view.code }) })
      noteHandedOn(view)
      return settleDossier(queries, view)
    },
    // Somebody opened it meanwhile: the list shows what is left.
    onError: () => queries.invalidateQueries({ queryKey: ['dossiers', 'work'] }),
  })
  return {
    lines,
    error: recall.error,
    takeBack: (line: DossierLine) => recall.mutate(line),
    takeBackLast() {
      const [last] = lines
      if (last && !recall.isPending) recall.mutate(last)
    },
  }
}

/** A mistake in handing on is seen at once, and mended with one key. */
export function HandedOnStrip({
  lines,
  onRecall,
}: {
  lines: readonly DossierLine[]
  onRecall(line: DossierLine): void
}) {
  const words = useWords(messages).work
  if (lines.length === 0) return null
  return (
    <section aria-label={words.handedOn}>
      <Group gap="xs" py={4}>
        <Text size="sm" c="dimmed">
          {words.handedOn}
        </Text>
        {lines.map((line, at) => (
          <Button
            key={line.caseId}
            size="compact-sm"
            variant="default"
            aria-label={`${words.recall} ${line.code}`}
            onClick={() => onRecall(line)}
          >
            {`${words.recall} ${line.code} · ${line.ownerName}`}
            {at === 0 ? <KeyHint of="l" /> : null}
          </Button>
        ))}
      </Group>
    </section>
  )
}
