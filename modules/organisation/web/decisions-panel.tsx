import { Button, Group, Modal, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import {
  decisionKinds,
  type Decision,
  type DecisionKind,
  type DryRun,
  type Resolution,
} from '../reorganisation.ts'
import { messages } from './messages.ts'
import { RefusalAlert } from './refusal-alert.tsx'
import { ResolveForm } from './resolve-form.tsx'
import { postResolution } from './reorganisation-queries.ts'

const MOST_SHOWN = 20

type Props = { id: number; dryRun: DryRun; onResolved(): Promise<unknown> }

/** Everything that waits for a person, kind by kind, with a way to settle one or all as proposed. */
export function DecisionsPanel({ id, dryRun, onResolved }: Props) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const [settling, setSettling] = useState<Decision>()
  const resolve = useMutation({
    mutationFn: (resolution: Resolution) => postResolution(id, resolution),
    onSuccess: () => setSettling(undefined),
    onSettled: onResolved,
  })
  const kinds = decisionKinds.flatMap((kind): { kind: DecisionKind; open: Decision[] }[] => {
    const open = dryRun.decisions.filter((decision) => decision.kind === kind)
    return open.length > 0 ? [{ kind, open }] : []
  })

  return (
    <Stack>
      <RefusalAlert error={resolve.error} />
      {kinds.map(({ kind, open }) => {
        const proposed = open.filter((decision) => decision.suggested ?? decision.covers).length
        return (
          <section key={kind} aria-label={words.decision[kind]}>
            <Group justify="space-between">
              <Title order={3} size="h5">
                {words.decision[kind]} ({open.length})
              </Title>
              {proposed > 0 && (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={resolve.isPending}
                  onClick={() => resolve.mutate({ about: 'suggested', kind })}
                >
                  {fill(words.acceptProposals, { count: String(proposed) })}
                </Button>
              )}
            </Group>
            <Table>
              <Table.Tbody>
                {open.slice(0, MOST_SHOWN).map((decision) => (
                  <Table.Tr key={`${decision.code} ${decision.vi}`}>
                    <Table.Td>{decision[language]}</Table.Td>
                    <Table.Td align="right">
                      {decision.code !== '' && settled.has(kind) && (
                        <Button size="compact-sm" variant="default" onClick={() => setSettling(decision)}>
                          {words.settle}
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {open.length > MOST_SHOWN && (
              <Text c="dimmed">{fill(words.andMore, { count: String(open.length - MOST_SHOWN) })}</Text>
            )}
          </section>
        )
      })}
      <Modal
        opened={settling !== undefined}
        onClose={() => setSettling(undefined)}
        title={words.settle}
        size="lg"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {settling && (
          <ResolveForm
            decision={settling}
            isPending={resolve.isPending}
            onResolve={(resolution) => resolve.mutate(resolution)}
          />
        )}
      </Modal>
    </Stack>
  )
}

/** Questions about who follows an old unit are settled here; the others by mending rows or units of the document. */
const settled: ReadonlySet<DecisionKind> = new Set([
  'unit_without_successor',
  'unknown_predecessor',
  'unknown_successor',
  'successor_closes',
  'loop',
  'closed_before_opened',
  'extent_contradicts',
  'partial_without_rule',
  'rule_incomplete',
  'post_without_home',
])
