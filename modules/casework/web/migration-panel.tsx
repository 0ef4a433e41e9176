import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { MappingProposal, MigrationDryRun } from '../migration.ts'
import type { ProcessDetail } from '../publishing.ts'
import { messages } from './messages.ts'
import { MigrationMove, nameOfVersion, Tried } from './migration-move.tsx'
import styles from './migration-panel.module.css'
import { migrationsQuery, postMigration, postTry, processesKey, proposalQuery } from './queries.ts'

/** Moves of running cases between versions: planned, tried, approved by another, carried out. */
export function MigrationPanel({ process }: { process: ProcessDetail }) {
  const words = useWords(messages)
  const list = useQuery(migrationsQuery(process.id))
  const [planning, plan] = useDisclosure(false)
  const { sources, targets } = endsOf(process)
  const all = list.data?.migrations ?? []
  return (
    <Stack component="section" aria-label={words.migration.title}>
      <Title order={2} size="h4">
        {words.migration.title}
      </Title>
      <Text size="sm">{words.migration.lead}</Text>
      <RefusalNote error={list.error} />
      {all.map((one) => (
        <MigrationMove key={one.id} processId={process.id} move={one} />
      ))}
      {list.data && all.length === 0 ? <Text size="sm">{words.migration.none}</Text> : null}
      {targets.length === 0 || sources.length < 2 ? (
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

/** Numbers of the versions that cases may come from, 0 for the own table, and of those they may go to. */
function endsOf({ versions, ownTable }: ProcessDetail): { sources: number[]; targets: number[] } {
  const lived = versions.filter(({ state }) => state === 'published' || state === 'retired')
  return {
    sources: [...lived.map(({ no }) => no), ...(ownTable ? [0] : [])],
    targets: lived.flatMap(({ no, state }) => (state === 'published' ? [no] : [])),
  }
}

/** Whoever pressed the button that is gone now goes on here. */
function takeFocus(field: HTMLElement | null) {
  field?.focus()
}

function Planner({ process, onDone }: { process: ProcessDetail; onDone(): void }) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const { sources, targets } = endsOf(process)
  const [to, setTo] = useState(targets[0] ?? 0)
  const [from, setFrom] = useState(sources.find((no) => no !== to) ?? 0)
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({})
  const proposal = useQuery(proposalQuery(process.id, from, to))
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
  const choose = (next: { from?: number; to?: number }) => {
    const target = next.to ?? to
    const source = next.from ?? from
    setTo(target)
    setFrom(source === target ? (sources.find((no) => no !== target) ?? 0) : source)
    setChanged({})
    trial.reset()
  }
  const options = (numbers: readonly number[]) =>
    numbers.map((no) => ({ value: String(no), label: nameOfVersion(no, words) }))
  return (
    <Stack className={styles['move'] ?? ''}>
      <Group>
        <NativeSelect
          ref={takeFocus}
          label={words.migration.from}
          value={String(from)}
          data={options(sources.filter((no) => no !== to))}
          onChange={(event) => choose({ from: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label={words.migration.to}
          value={String(to)}
          data={options(targets)}
          onChange={(event) => choose({ to: Number(event.currentTarget.value) })}
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
          disabled={!proposal.data}
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
                  : undefined
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
