import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { MappingProposal, MigrationAction, MigrationDryRun, MigrationView } from '../migration.ts'
import type { ProcessDetail } from '../publishing.ts'
import { messages } from './messages.ts'
import styles from './migration-panel.module.css'
import {
  migrationsQuery,
  postMigration,
  postMigrationAct,
  postTry,
  processesKey,
  proposalQuery,
} from './queries.ts'

/** Moves of running cases between versions: planned, tried, approved by another, carried out. */
export function MigrationPanel({ process }: { process: ProcessDetail }) {
  const words = useWords(messages)
  const list = useQuery(migrationsQuery(process.id))
  const [planning, plan] = useDisclosure(false)
  const targets = process.versions.filter(({ state }) => state === 'published')
  const all = list.data?.migrations ?? []
  return (
    <Stack component="section" aria-label={words.migration.title}>
      <Title order={2} size="h4">
        {words.migration.title}
      </Title>
      <Text size="sm">{words.migration.lead}</Text>
      <RefusalNote error={list.error} />
      {all.map((one) => (
        <Move key={one.id} process={process} move={one} />
      ))}
      {list.data && all.length === 0 ? <Text size="sm">{words.migration.none}</Text> : null}
      {targets.length === 0 ? (
        <Text size="sm">{words.migration.needsTwo}</Text>
      ) : planning ? (
        <Planner process={process} onDone={plan.close} />
      ) : process.mayDraft ? (
        <Group>
          <Button variant="light" onClick={plan.open}>
            {words.migration.start}
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}

function nameOf(no: number, words: { version: string; ownTable: string }): string {
  return no === 0 ? words.ownTable : fill(words.version, { no })
}

function Move({ process, move }: { process: ProcessDetail; move: MigrationView }) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: (action: MigrationAction) => postMigrationAct(process.id, move.id, action),
    onSettled: () => queries.invalidateQueries({ queryKey: processesKey }),
  })
  const acts = {
    approve: words.migration.approve,
    apply: words.migration.apply,
    remove: words.migration.removePlan,
  }
  return (
    <div className={styles['move']}>
      <strong>
        {nameOf(move.from, words)} → {nameOf(move.to, words)}
      </strong>{' '}
      · {words.migration.states[move.state]}
      <Text size="sm">
        {fill(words.migration.by, { name: move.draftedBy })}
        {move.approvedBy ? ` · ${fill(words.migration.approvedBy, { name: move.approvedBy })}` : ''}
      </Text>
      {move.state === 'applying' || move.state === 'applied' ? (
        <Text size="sm" role="status">
          {fill(words.migration.progress, {
            moved: formatNumber(move.moved),
            left: formatNumber(move.left),
            todo: formatNumber(move.todo),
          })}
        </Text>
      ) : null}
      <Group mt={4}>
        {move.allowedActions.map((action) => (
          <Button
            key={action}
            size="xs"
            variant={action === 'remove' ? 'default' : 'filled'}
            loading={act.isPending && act.variables === action}
            onClick={() => act.mutate(action)}
          >
            {acts[action]}
          </Button>
        ))}
      </Group>
      <RefusalNote error={act.error} />
    </div>
  )
}

function Planner({ process, onDone }: { process: ProcessDetail; onDone(): void }) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const published = process.versions.filter(({ state }) => state === 'published' || state === 'retired')
  const targets = process.versions.filter(({ state }) => state === 'published')
  const sources = [...published.map(({ no }) => no), ...(process.ownTable ? [0] : [])]
  const [to, setTo] = useState(targets[0]?.no ?? 0)
  const [from, setFrom] = useState(sources.find((no) => no !== to) ?? 0)
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({})
  const proposal = useQuery({ ...proposalQuery(process.id, from, to), enabled: from !== to })
  const mapping = (proposal.data?.from ?? []).flatMap(({ key }) => {
    const target = changed[key] ?? proposal.data?.mapping.find((pair) => pair.from === key)?.to ?? ''
    return target === '' ? [] : [{ from: key, to: target }]
  })
  const trial = useMutation({ mutationFn: () => postTry(process.id, { from, to, mapping }) })
  const save = useMutation({
    mutationFn: () => postMigration(process.id, { from, to, mapping }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: processesKey })
      onDone()
    },
  })
  const choose = (set: (no: number) => void) => (event: { currentTarget: { value: string } }) => {
    set(Number(event.currentTarget.value))
    setChanged({})
    trial.reset()
  }
  const options = (numbers: readonly number[]) =>
    numbers.map((no) => ({ value: String(no), label: nameOf(no, words) }))
  return (
    <Stack className={styles['move'] ?? ''}>
      <Group>
        <NativeSelect
          label={words.migration.from}
          value={String(from)}
          data={options(sources)}
          onChange={choose(setFrom)}
        />
        <NativeSelect
          label={words.migration.to}
          value={String(to)}
          data={options(targets.map(({ no }) => no))}
          onChange={choose(setTo)}
        />
      </Group>
      <RefusalNote error={proposal.error} />
      {proposal.data ? (
        <Mapping
          proposal={proposal.data}
          mapping={mapping}
          tried={trial.data}
          onChange={(key, target) => {
            setChanged({ ...changed, [key]: target })
            trial.reset()
          }}
        />
      ) : null}
      {trial.data ? <Tried tried={trial.data} /> : null}
      <RefusalNote error={trial.error ?? save.error} />
      <Group>
        <Button
          variant="light"
          loading={trial.isPending}
          disabled={from === to || !proposal.data}
          onClick={() => trial.mutate()}
        >
          {words.migration.dryRun}
        </Button>
        <Button loading={save.isPending} disabled={!trial.data} onClick={() => save.mutate()}>
          {words.migration.plan}
        </Button>
        <Button variant="default" onClick={onDone}>
          {words.cancel}
        </Button>
      </Group>
    </Stack>
  )
}

type MappingProps = {
  proposal: MappingProposal
  mapping: MappingProposal['mapping']
  tried: MigrationDryRun | undefined
  onChange(key: string, target: string): void
}

function Mapping({ proposal, mapping, tried, onChange }: MappingProps) {
  const words = useWords(messages)
  return (
    <fieldset className={styles['mapping']}>
      <legend>{words.migration.mapping}</legend>
      {proposal.from.map((step) => {
        const counts = tried?.steps.find(({ key }) => key === step.key)
        return (
          <div key={step.key}>
            <NativeSelect
              label={step.work}
              description={
                counts
                  ? `${fill(words.migration.open, { count: formatNumber(counts.open) })} · ${fill(words.migration.movable, { count: formatNumber(counts.movable) })}`
                  : step.key
              }
              value={mapping.find((pair) => pair.from === step.key)?.to ?? ''}
              data={[
                { value: '', label: words.migration.chooseStep },
                ...proposal.to.map(({ key, work }) => ({ value: key, label: work })),
              ]}
              onChange={(event) => onChange(step.key, event.currentTarget.value)}
            />
          </div>
        )
      })}
    </fieldset>
  )
}

function Tried({ tried }: { tried: MigrationDryRun }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  return (
    <div role="status">
      <strong>
        {fill(words.migration.movable, { count: formatNumber(tried.movable) })} ·{' '}
        {fill(words.migration.staying, { count: formatNumber(tried.open - tried.movable) })}
      </strong>
      {tried.staying.map((one) => (
        <div key={one.reason}>
          <Text size="sm">
            {formatNumber(one.count)}: {one[language]}
          </Text>
          <Text size="xs" className={styles['codes'] ?? ''}>
            {one.codes.join(', ')}
            {one.count > one.codes.length ? ' …' : ''}
          </Text>
        </div>
      ))}
    </div>
  )
}
