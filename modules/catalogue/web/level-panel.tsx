import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { HeadedTable } from '#platform/ui/data-table.tsx'
import { formatDateTime, formatDay } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { StatusBadge, type Tone } from '#platform/ui/status-badge.tsx'
import type { Decider, DeciderStage } from '../levels.ts'
import { LevelForm } from './level-form.tsx'
import { levelMessages } from './level-messages.ts'
import { levelsQuery } from './queries.ts'

/** One procedure: who decides it version by version, and the form that gives it to another level. */
export function LevelPanel({ code, onBack }: { code: string; onBack(): void }) {
  const words = useWords(levelMessages)
  const [changing, setChanging] = useState(false)
  const [said, setSaid] = useState('')
  const found = useQuery(levelsQuery(code))
  const levels = found.data
  const mayChange = levels?.allowedActions.includes('publish_level') ?? false
  useKeys(
    words.title,
    [
      { key: 'n', label: words.change, run: () => setChanging(mayChange) },
      { key: 'Escape', label: words.back, run: onBack },
    ],
    !changing,
  )
  return (
    <Stack component="section" aria-label={code}>
      <Group justify="space-between">
        <Button variant="default" size="compact-sm" onClick={onBack}>
          {words.back}
        </Button>
        {mayChange ? (
          <Button onClick={() => setChanging(true)}>
            {words.change}
            <KeyHint of="n" />
          </Button>
        ) : null}
      </Group>
      <RefusalNote error={found.error} onRetry={() => void found.refetch()} />
      {found.isPending ? <Text component="output">{words.loading}</Text> : null}
      <output aria-live="polite">{said}</output>
      {levels ? (
        <>
          <Title order={2} size="h4">
            {levels.name} <Text span c="dimmed">{`(${levels.code})`}</Text>
          </Title>
          <HeadedTable
            caption={words.history}
            heads={[
              words.columns.version,
              words.columns.decides,
              words.columns.days,
              words.columns.ground,
              words.columns.stage,
            ]}
            rows={levels.versions.map((one) => ({ id: one.version, cells: cellsOf(one, words) }))}
          />
        </>
      ) : null}
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={levels ? `${words.change}: ${levels.code}` : words.change}
        size="xl"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {levels ? (
          <LevelForm
            levels={levels}
            onPublished={({ base }) => {
              setChanging(false)
              setSaid(fill(words.form.saved, { code, version: base.version }))
            }}
          />
        ) : null}
      </Modal>
    </Stack>
  )
}

const toneOf: Record<DeciderStage, Tone> = {
  holds: 'good',
  planned: 'calm',
  past: 'ended',
  replaced: 'ended',
  kept_back: 'warn',
}

function cellsOf(one: Decider, words: (typeof levelMessages)['vi']) {
  const { decision } = one
  return [
    <Text key="version" span size="sm" style={{ whiteSpace: 'nowrap' }}>
      {`${words.columns.version} ${one.version}`}
    </Text>,
    [one.tier ? words.tiers[one.tier] : words.noTier, one.unitName].filter(Boolean).join(': '),
    one.validTo === null
      ? fill(words.fromDay, { from: formatDay(one.validFrom) })
      : fill(words.dayRange, { from: formatDay(one.validFrom), to: formatDay(one.validTo) }),
    decision
      ? fill(words.decision, {
          number: decision.number,
          day: formatDay(decision.decidedOn),
          by: decision.by,
          at: formatDateTime(decision.at),
        })
      : words.origins[one.origin],
    <StatusBadge key="stage" tone={toneOf[one.stage]}>
      {words.stages[one.stage]}
    </StatusBadge>,
  ]
}
