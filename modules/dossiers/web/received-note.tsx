import { Button, Paper, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatDateTime } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { ToneMark } from '#platform/ui/status-badge.tsx'
import type { DossierView } from '../contract.ts'
import { messages } from './messages.ts'
import { slipPath } from './queries.ts'
import styles from './received-note.module.css'

type Props = { view: DossierView; onNext(): void }

/** The dossier is in: its code and date to say aloud, the slip again if the printer jammed, and the next one. */
export function ReceivedNote({ view, onNext }: Props) {
  const words = useWords(messages).counter
  const slip = slipPath(view.caseId, '01')
  useKeys(words.keys.title, [
    { key: 'n', label: words.keys.next, run: onNext },
    { key: 'p', label: words.keys.print, run: () => void window.open(slip, '_blank', 'noopener') },
  ])
  const dueAt = view.clock.promisedAt ?? view.clock.dueAt
  return (
    <Paper withBorder p="xl" className={styles['note'] ?? ''}>
      <div role="status">
        <Title order={2} size="h3" className={styles['code'] ?? ''}>
          <ToneMark tone="good" /> {fill(words.received, { code: view.code })}
        </Title>
        <Text size="lg" mt="xs">
          {view.owner.fullName} · {view.procedure.name}
        </Text>
        <Text size="xl" fw={600} mt="md">
          {dueAt ? fill(words.dueAt, { at: formatDateTime(dueAt) }) : words.noDue}
        </Text>
      </div>
      <div className={styles['actions']}>
        <Button ref={focusOnce} size="md" onClick={onNext}>
          {words.next}
          <KeyHint of="n" />
        </Button>
        <Button component="a" href={slip} target="_blank" rel="noopener" variant="default" size="md">
          {words.print}
          <KeyHint of="p" />
        </Button>
        <Button component={Link} to={`/dossiers/${view.caseId}`} variant="subtle" size="md">
          {words.openIt}
        </Button>
      </div>
    </Paper>
  )
}

function focusOnce(button: HTMLButtonElement | null) {
  button?.focus()
}
