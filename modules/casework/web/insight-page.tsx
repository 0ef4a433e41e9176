import { Button, Group, Modal, Tabs, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { InsightQuery, InsightView } from '../insight.ts'
import { AboutLog } from './about-log.tsx'
import { ImportLogForm } from './import-log-form.tsx'
import { useChosen, type Chosen } from './insight-address.ts'
import { InsightApproved } from './insight-approved.tsx'
import { InsightCases } from './insight-cases.tsx'
import { InsightDeviations } from './insight-deviations.tsx'
import { InsightFilters } from './insight-filters.tsx'
import { InsightFindings } from './insight-findings.tsx'
import { InsightHandOvers } from './insight-hand-overs.tsx'
import { InsightMap } from './insight-map.tsx'
import { messages } from './insight-messages.ts'
import { addressOf, choicesQuery, logsQuery, viewQuery, type Asked } from './insight-queries.ts'
import { ReaderProvider, readerOf, type Opened } from './insight-reader.ts'
import { InsightSteps } from './insight-steps.tsx'
import { InsightVariants } from './insight-variants.tsx'
import styles from './insight-page.module.css'

/** How dossiers really went: the map of a process, its times and loops, held against what was approved. */
export function InsightPage() {
  const words = useWords(messages)
  const [chosen, choose] = useChosen()
  const [isImporting, setImporting] = useState(false)
  const procedureField = useRef<HTMLInputElement>(null)
  const { unit, from, to } = chosen
  const choices = useQuery(
    choicesQuery({ ...(unit ? { unit } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) }),
  )
  const logs = useQuery(logsQuery)
  const procedure =
    choices.data?.procedures.find(({ subject }) => subject === (chosen.subject ?? null)) ??
    (chosen.subject === undefined ? choices.data?.procedures[0] : undefined)
  const definition = chosen.definition ?? procedure?.definitions[0]?.id
  const own = useMemo(
    () => ownOf(chosen, choices.data, { subject: procedure?.subject, definition }),
    [chosen, choices.data, procedure?.subject, definition],
  )
  const asked: Asked | undefined = chosen.log ? { log: chosen.log } : own && { own }
  const view = useQuery(viewQuery(asked))
  useKeys(words.keys.title, [
    {
      key: '/',
      label: words.keys.procedure,
      run: (event) => (event.preventDefault(), procedureField.current?.focus()),
    },
    { key: 'n', label: words.keys.import, run: () => setImporting(true) },
  ])

  return (
    <div className={styles['page']}>
      <title>{`${words.title} · Thăng Long`}</title>
      <header className={styles['top']}>
        <div>
          <Title order={1} size="h3">
            {words.title}
          </Title>
          <Text size="sm">{words.lead}</Text>
        </div>
        <Group gap="xs">
          {own && !chosen.log ? <Exports own={own} /> : null}
          {logs.data?.mayImport ? (
            <Button size="xs" onClick={() => setImporting(true)}>
              {words.logs.import}
            </Button>
          ) : null}
        </Group>
      </header>
      <InsightFilters
        chosen={chosen}
        choices={choices.data}
        procedure={procedure}
        definition={definition}
        logs={logs.data?.logs ?? []}
        procedureField={procedureField}
        onChange={choose}
      />
      <RefusalNote error={choices.error ?? logs.error ?? view.error} onRetry={() => void view.refetch()} />
      {(asked === undefined && choices.isPending) || (view.isFetching && !view.data) ? (
        <Text component="output">{words.loading}</Text>
      ) : null}
      {view.data?.log ? (
        <AboutLog log={view.data.log} quarantine={view.data.quarantine ?? []} onRemoved={() => choose({})} />
      ) : null}
      {view.data && asked && view.data.map.cases > 0 ? (
        <Found view={view.data} asked={asked} tab={chosen.tab} onTab={(tab) => choose({ ...chosen, tab })} />
      ) : null}
      {isNothing(choices.data, asked, view.data) ? (
        <EmptyNote title={words.nothing.title}>{words.nothing.text}</EmptyNote>
      ) : null}
      <Modal
        opened={isImporting}
        onClose={() => setImporting(false)}
        title={words.import.title}
        size="xl"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <ImportLogForm
          onShow={(log) => {
            setImporting(false)
            choose({ log })
          }}
        />
      </Modal>
    </div>
  )
}

function ownOf(
  { unit, from, to, time }: Chosen,
  choices: { from: string; to: string } | undefined,
  { subject, definition }: { subject: string | null | undefined; definition: number | undefined },
): InsightQuery | undefined {
  if (!choices || definition === undefined) return undefined
  return {
    definition,
    from: from ?? choices.from,
    to: to ?? choices.to,
    ...(subject ? { subject } : {}),
    ...(unit ? { unit } : {}),
    ...(time ? { time } : {}),
  }
}

function isNothing(choices: unknown, asked: Asked | undefined, view: InsightView | undefined): boolean {
  return (choices !== undefined && asked === undefined) || view?.map.cases === 0
}

function Exports({ own }: { own: InsightQuery }) {
  const words = useWords(messages)
  return (
    <Group gap="xs" role="group" aria-label={words.exports.title}>
      {(['xes', 'csv'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={addressOf('/api/insight/export', { ...own, format })}
          download
          variant="default"
          size="xs"
          title={words.exportHint}
        >
          {words.exports[format]}
        </Button>
      ))}
    </Group>
  )
}

type Tab = { name: keyof (typeof messages)['vi']['tabs']; part: ReactNode }
type FoundProps = { view: InsightView; asked: Asked; tab: string | undefined; onTab(tab: string): void }

function Found({ view, asked, tab, onTab }: FoundProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const [opened, setOpened] = useState<Opened>()
  const reader = useMemo(() => readerOf(view, language, setOpened), [view, language])
  const deviations: Tab[] = view.map.deviations ? [{ name: 'deviations', part: <InsightDeviations /> }] : []
  const approved: Tab[] =
    view.bpmn === null
      ? []
      : [{ name: 'approved', part: <InsightApproved bpmn={view.bpmn} label={words.tabs.approved} /> }]
  const tabs: Tab[] = [
    { name: 'map', part: <InsightMap key={JSON.stringify(asked)} /> },
    ...approved,
    { name: 'steps', part: <InsightSteps /> },
    { name: 'variants', part: <InsightVariants /> },
    ...deviations,
    { name: 'handOvers', part: <InsightHandOvers /> },
  ]
  const shown = tabs.find(({ name }) => name === tab)?.name ?? 'map'
  return (
    <ReaderProvider value={reader}>
      {view.casesInAll > view.casesRead ? (
        <Text size="sm" role="note">
          {fill(words.partly, { all: formatNumber(view.casesInAll), read: formatNumber(view.casesRead) })}
        </Text>
      ) : null}
      <InsightFindings />
      <Tabs value={shown} onChange={(next) => onTab(next ?? 'map')} keepMounted={false}>
        <Tabs.List className={styles['tabs'] ?? ''}>
          {tabs.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {words.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name, part }) => (
          <Tabs.Panel key={name} value={name} className={styles['panel'] ?? ''}>
            {part}
          </Tabs.Panel>
        ))}
      </Tabs>
      {opened ? <InsightCases asked={asked} opened={opened} onClose={() => setOpened(undefined)} /> : null}
    </ReaderProvider>
  )
}
