import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { formatDay, formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { ProcessDetail, VersionHead } from '../publishing.ts'
import { messages } from './messages.ts'
import { MigrationPanel } from './migration-panel.tsx'
import { postVersion, processesKey, processQuery } from './queries.ts'
import styles from './process-page.module.css'

const VersionPanel = lazy(async () => ({ default: (await import('./version-panel.tsx')).VersionPanel }))

/** One process: its versions side by side, and the one that was chosen to read or to write. */
export function ProcessPage() {
  const words = useWords(messages)
  const { processId } = useParams({ strict: false })
  const id = Number(processId)
  const detail = useQuery(processQuery(id))
  const [chosen, setChosen] = useState<number>()
  if (!detail.data)
    return (
      <Stack p="md">
        <RefusalNote error={detail.error} onRetry={() => void detail.refetch()} />
        {detail.isPending ? <Text component="output">{words.loading}</Text> : null}
      </Stack>
    )
  const process = detail.data
  const current = process.versions.find(({ no }) => no === chosen) ?? process.versions[0]
  return (
    <Stack p="md">
      <title>{`${process.name} · Thăng Long`}</title>
      <header>
        <Anchor component={Link} to="/processes" size="sm">
          ← {words.back}
        </Anchor>
        <Title order={1} size="h3">
          {process.name}
        </Title>
        <Limits process={process} />
      </header>
      <Versions process={process} current={current?.no} onChoose={setChosen} />
      {current ? (
        <Suspense fallback={<Text component="output">{words.loading}</Text>}>
          <VersionPanel
            key={current.no}
            process={process}
            no={current.no}
            onGone={() => setChosen(undefined)}
          />
        </Suspense>
      ) : null}
      <MigrationPanel process={process} />
    </Stack>
  )
}

function Limits({ process }: { process: ProcessDetail }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  if (process.subject === null) return <Text size="sm">{words.noLimit}</Text>
  const seen = [
    ...new Set(
      process.limits.map((one) => `${words.channels[one.channel] ?? one.channel}: ${one[language]}`),
    ),
  ]
  return (
    <Text size="sm">
      <span className={styles['code']}>{process.subject}</span> · {words.limits}: {seen.join(' · ')}
    </Text>
  )
}

type Props = { process: ProcessDetail; current: number | undefined; onChoose(no: number): void }

function Versions({ process, current, onChoose }: Props) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const start = useMutation({
    mutationFn: (from: number) => postVersion(process.id, from),
    async onSuccess({ no }) {
      await queries.invalidateQueries({ queryKey: processesKey })
      onChoose(no)
    },
  })
  const draftFrom = (from: number) =>
    process.mayDraft ? (
      <Button size="compact-xs" variant="subtle" loading={start.isPending} onClick={() => start.mutate(from)}>
        {words.newVersion}
      </Button>
    ) : null
  return (
    <section aria-label={words.versions}>
      <ul className={styles['versions']}>
        {process.versions.map((version) => (
          <li key={version.no} data-current={version.no === current || undefined}>
            <button
              type="button"
              className={styles['choose']}
              aria-pressed={version.no === current}
              onClick={() => onChoose(version.no)}
            >
              <strong>{fill(words.version, { no: version.no })}</strong> · {words.states[version.state]}
              {version.state === 'published' || version.state === 'retired'
                ? ` · ${validityOf(version, words)}`
                : ''}
            </button>
            <VersionFacts version={version} />
            {draftFrom(version.no)}
          </li>
        ))}
        {process.ownTable ? (
          <li>
            <strong>{words.ownTable}</strong>
            <Text size="xs">{words.ownTableNote}</Text>
            <Text size="sm">{fill(words.running, { count: formatNumber(process.ownTable.openCases) })}</Text>
            {draftFrom(0)}
          </li>
        ) : null}
      </ul>
      <RefusalNote error={start.error} />
    </section>
  )
}

function VersionFacts({ version }: { version: VersionHead }) {
  const words = useWords(messages)
  return (
    <Group gap={4} className={styles['facts'] ?? ''}>
      {version.decisionNumber && version.decisionDate ? (
        <Text size="sm">
          {fill(words.decision, { number: version.decisionNumber, date: formatDay(version.decisionDate) })}
        </Text>
      ) : null}
      {version.validFrom ? (
        <Text size="sm">
          {fill(words.validFrom, { date: formatDay(version.validFrom) })}
          {version.validTo ? ` ${fill(words.validUntil, { date: formatDay(version.validTo) })}` : ''}
        </Text>
      ) : null}
      <Text size="sm">{fill(words.running, { count: formatNumber(version.openCases) })}</Text>
      {version.authors.length > 0 ? (
        <Text size="xs">{fill(words.writtenBy, { names: version.authors.join(', ') })}</Text>
      ) : null}
      {version.publisher ? (
        <Text size="xs">{fill(words.publishedBy, { name: version.publisher })}</Text>
      ) : null}
      {version.note ? <Text size="xs">{version.note}</Text> : null}
    </Group>
  )
}

function validityOf(version: VersionHead, words: { inForce: string; notYet: string; over: string }): string {
  if (version.inForce) return words.inForce
  return version.validTo === null ? words.notYet : words.over
}
