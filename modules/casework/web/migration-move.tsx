import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { MigrationAction, MigrationDryRun, MigrationView } from '../migration.ts'
import { messages, type Words } from './messages.ts'
import styles from './migration-panel.module.css'
import { postMigrationAct, processesKey, proposalQuery, tryQuery } from './queries.ts'

export function nameOfVersion(no: number, words: Pick<Words, 'version' | 'ownTable'>): string {
  return no === 0 ? words.ownTable : fill(words.version, { no })
}

type MoveProps = { processId: number; move: MigrationView }

/** One planned move: from where to where, by whom, how far it is, and what may be done with it. */
export function MigrationMove({ processId, move }: MoveProps) {
  const words = useWords(messages)
  const [asking, setAsking] = useState<MigrationAction>()
  const path = `${nameOfVersion(move.from, words)} → ${nameOfVersion(move.to, words)}`
  return (
    <div className={styles['move']}>
      <strong>{path}</strong> · {words.migration.states[move.state]}
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
            onClick={() => setAsking(action)}
          >
            {wordOf(action, words)}
          </Button>
        ))}
      </Group>
      <Modal
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking ? `${wordOf(asking, words)}: ${path}` : ''}
        size="lg"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {asking ? (
          <Confirm processId={processId} move={move} action={asking} onClose={() => setAsking(undefined)} />
        ) : null}
      </Modal>
    </div>
  )
}

function wordOf(action: MigrationAction, { migration }: Words): string {
  const said = { approve: migration.approve, apply: migration.apply, remove: migration.removePlan }
  return said[action]
}

/** What the move would do now, before it is approved or carried out. */
function Confirm({
  processId,
  move,
  action,
  onClose,
}: MoveProps & { action: MigrationAction; onClose(): void }) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const isTried = action !== 'remove'
  const tried = useQuery({ ...tryQuery(processId, move), enabled: isTried })
  const names = useQuery({ ...proposalQuery(processId, move.from, move.to), enabled: isTried })
  const act = useMutation({
    mutationFn: () => postMigrationAct(processId, move.id, action),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: processesKey }),
  })
  return (
    <Stack>
      <Text size="sm">{words.migration.ask[action]}</Text>
      {tried.isLoading ? <Text component="output">{words.migration.trying}</Text> : null}
      {tried.data ? (
        <>
          <ul className={styles['steps']}>
            {tried.data.steps.map(({ key, work, to, open, movable }) => (
              <li key={key}>
                {work} → {to === null ? words.migration.stays : (workOf(names.data?.to, to) ?? to)}
                <Text size="xs" c="dimmed">
                  {fill(words.migration.open, { count: formatNumber(open) })}
                  {open > 0 ? ` · ${fill(words.migration.movable, { count: formatNumber(movable) })}` : ''}
                </Text>
              </li>
            ))}
          </ul>
          <Tried tried={tried.data} />
        </>
      ) : null}
      <RefusalNote error={act.error ?? tried.error} />
      <Group justify="end">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button data-autofocus loading={act.isPending} onClick={() => act.mutate()}>
          {wordOf(action, words)}
        </Button>
      </Group>
    </Stack>
  )
}

function workOf(steps: readonly { key: string; work: string }[] | undefined, key: string) {
  return steps?.find((step) => step.key === key)?.work
}

/** How many cases would move and how many stay, why and which. */
export function Tried({ tried }: { tried: MigrationDryRun }) {
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
