import { Alert, Button, Group, Stack, Tabs, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useState } from 'react'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { useDraft } from '#platform/ui/use-draft.ts'
import type { Content, Examined, ProcessDetail, VersionView } from '../publishing.ts'
import { messages } from './messages.ts'
import { ProblemList } from './problem-list.tsx'
import { checkQuery, processesKey, putVersion, versionQuery } from './queries.ts'
import { SimulationPanel } from './simulation-panel.tsx'
import { TableEditor } from './table-editor.tsx'
import { VersionActions } from './version-actions.tsx'
import { ModelFiles } from './model-files.tsx'
import { DecisionsPanel } from './decisions-panel.tsx'

const GraphEditor = lazy(async () => ({ default: (await import('./graph-editor.tsx')).GraphEditor }))

type Props = { process: ProcessDetail; no: number; onGone(): void }

/** One version to read, or a draft to write: table, graph, decisions and simulation over the same document. */
export function VersionPanel({ process, no, onGone }: Props) {
  const words = useWords(messages)
  const version = useQuery(versionQuery(process.id, no))
  // Outlives a save, which brings the version anew.
  const [tab, setTab] = useState<string>()
  if (!version.data)
    return (
      <>
        <RefusalNote error={version.error} onRetry={() => void version.refetch()} />
        {version.isPending ? <Text component="output">{words.loading}</Text> : null}
      </>
    )
  return (
    <Loaded
      key={version.data.revision}
      process={process}
      view={version.data}
      tab={tab}
      onTab={setTab}
      onGone={onGone}
    />
  )
}

type Draft = { content: Content; note: string } | null
const nothing = (): Draft => null

type LoadedProps = {
  process: ProcessDetail
  view: VersionView
  tab: string | undefined
  onTab(tab: string): void
  onGone(): void
}

function Loaded({ process, view, tab: chosen, onTab, onGone }: LoadedProps) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const { id } = view.process
  const { no } = view.version
  const editable = view.allowedActions.includes('edit')
  const { draft, setDraft, clear } = useDraft<Draft>(`process.${id}.${no}.${view.revision}`, 1, nothing)
  const content = draft?.content ?? view.content
  const note = draft?.note ?? view.version.note
  const [asked] = useDebouncedValue(content, 300)
  const check = useQuery({ ...checkQuery(process.subject, asked), enabled: draft !== null })
  const examined: Examined = draft === null ? view.examined : (check.data ?? view.examined)
  const busy = draft !== null && (check.isFetching || asked !== content)
  const tab = chosen ?? (view.examined.steps ? 'table' : 'graph')
  const [goal, setGoal] = useState<string>()

  const change = useCallback(
    (to: Content) => setDraft((before) => ({ content: to, note: before?.note ?? view.version.note })),
    [setDraft, view.version.note],
  )
  const save = useMutation({
    mutationFn: () => putVersion(id, no, { revision: view.revision, content, note }),
    async onSuccess() {
      clear()
      notifications.show({ message: words.saved })
      await queries.invalidateQueries({ queryKey: processesKey })
    },
  })

  return (
    <Stack>
      {view.version.sentBack === null ? null : (
        <Alert color="yellow" title={words.sentBack}>
          {view.version.sentBack}
        </Alert>
      )}
      {editable ? (
        <Group align="end">
          <TextInput
            label={words.note}
            value={note}
            maxLength={2_000}
            flex={1}
            maw={520}
            onChange={(event) => setDraft({ content, note: event.currentTarget.value })}
          />
          <Button loading={save.isPending} disabled={draft === null} onClick={() => save.mutate()}>
            {words.save}
          </Button>
          {draft === null ? null : (
            <Button variant="default" onClick={clear}>
              {words.discard}
            </Button>
          )}
        </Group>
      ) : null}
      {draft === null ? null : (
        <Text size="sm" role="status">
          {words.unsaved}
        </Text>
      )}
      <RefusalNote error={save.error} />
      <VersionActions view={view} unsaved={draft !== null} onGone={onGone} />
      <Tabs value={tab} onChange={(to) => to && onTab(to)} keepMounted={false}>
        <Tabs.List aria-label={fill(words.version, { no })}>
          <Tabs.Tab value="table">{words.tabs.table}</Tabs.Tab>
          <Tabs.Tab value="graph">{words.tabs.graph}</Tabs.Tab>
          <Tabs.Tab value="decisions">{words.tabs.decisions}</Tabs.Tab>
          <Tabs.Tab value="simulation">{words.tabs.simulation}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="table" pt="sm">
          <TableSide
            content={content}
            examined={examined}
            busy={busy}
            limits={view.limits}
            editable={editable}
            goal={goal}
            onChange={change}
          />
        </Tabs.Panel>
        <Tabs.Panel value="graph" pt="sm">
          <Stack>
            <ModelFiles
              kind="bpmn"
              text={examined.bpmn}
              name={`${process.subject ?? id}-${no}.bpmn`}
              onUpload={editable ? (bpmn) => change({ form: 'model', bpmn, dmn: content.dmn }) : undefined}
            />
            <Suspense fallback={<Text component="output">{words.graph.loading}</Text>}>
              <GraphEditor
                bpmn={content.form === 'model' ? content.bpmn : examined.bpmn}
                decisions={examined.decisions}
                problems={examined.problems}
                goal={goal}
                onChange={editable ? (bpmn) => change({ form: 'model', bpmn, dmn: content.dmn }) : undefined}
              />
            </Suspense>
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="decisions" pt="sm">
          <DecisionsPanel
            dmn={content.dmn}
            decisions={examined.decisions}
            asks={examined.asks}
            facts={view.facts}
            askedAtOpening={view.askedAtOpening}
            name={`${process.subject ?? id}-${no}.dmn`}
            onChange={editable ? (dmn) => change({ ...content, dmn }) : undefined}
          />
        </Tabs.Panel>
        <Tabs.Panel value="simulation" pt="sm">
          <SimulationPanel
            subject={process.subject}
            content={asked}
            limits={view.limits}
            today={view.today}
            problems={examined.problems}
          />
        </Tabs.Panel>
      </Tabs>
      <ProblemList
        problems={examined.problems}
        busy={busy}
        publishable={editable}
        onGo={
          tab === 'table' || tab === 'graph'
            ? (elementId) => {
                setGoal(undefined)
                // Twice the same place must lead there twice.
                requestAnimationFrame(() => setGoal(elementId))
              }
            : undefined
        }
      />
    </Stack>
  )
}

type TableSideProps = {
  content: Content
  examined: Examined
  busy: boolean
  limits: VersionView['limits']
  editable: boolean
  goal: string | undefined
  onChange(content: Content): void
}

/** The table, or why a table cannot say what the graph says. */
function TableSide({ content, examined, busy, limits, editable, goal, onChange }: TableSideProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  // What the server said last may be of a graph that has changed since.
  if (content.form === 'model' && busy) return <Text component="output">{words.checking}</Text>
  const steps = content.form === 'table' ? content.steps : examined.steps
  if (!steps)
    return (
      <Alert variant="light" title={words.cannotSay}>
        <Text size="sm">{words.cannotSayLead}</Text>
        <ul>
          {[...new Set(examined.stops.map((stop) => stop[language]))].map((said) => (
            <li key={said}>{said}</li>
          ))}
        </ul>
      </Alert>
    )
  return (
    <TableEditor
      steps={steps}
      limits={limits}
      problems={examined.problems}
      goal={goal}
      onChange={
        editable ? (next) => onChange({ form: 'table', steps: [...next], dmn: content.dmn }) : undefined
      }
    />
  )
}
