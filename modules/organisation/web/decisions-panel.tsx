import { Button, Group, Modal, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Fragment, useEffect, useRef, useState } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import {
  decisionKinds,
  proposalGroundWords,
  type Decision,
  type DecisionKind,
  type DryRun,
  type Resolution,
  type SuccessionRow,
} from '../reorganisation.ts'
import { messages } from './messages.ts'
import { ResolveForm, type Successor } from './resolve-form.tsx'
import { postResolution } from './reorganisation-queries.ts'

/** So many questions are on the screen at once, those around the one that is chosen. */
const WINDOW = 25
const MOST_TARGETS = 6

type Props = {
  id: number
  dryRun: DryRun
  /** Who follows whom as the document says it now. */
  rows: readonly SuccessionRow[]
  successors: readonly Successor[]
  onResolved(): Promise<unknown>
}

type Option = { label: string; run(): void }

/** Everything that waits for a person, worked through by keyboard: one by one, or a whole kind as proposed. */
export function DecisionsPanel({ id, dryRun, rows, successors, onResolved }: Props) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const [settling, setSettling] = useState<Decision>()
  const [place, setPlace] = useState(0)
  const chosenRow = useRef<HTMLTableRowElement>(null)
  const resolve = useMutation({
    mutationFn: async (resolutions: readonly Resolution[]) => {
      for (const resolution of resolutions) await postResolution(id, resolution)
    },
    onSuccess: () => setSettling(undefined),
    onSettled: onResolved,
  })
  const countOf = new Map<DecisionKind, { open: number; proposed: number }>()
  for (const { kind, ground } of dryRun.decisions) {
    const { open, proposed } = countOf.get(kind) ?? { open: 0, proposed: 0 }
    countOf.set(kind, { open: open + 1, proposed: proposed + (ground ? 1 : 0) })
  }
  const lines = decisionKinds.flatMap((kind) => dryRun.decisions.filter((one) => one.kind === kind))
  const at = Math.max(0, Math.min(place, lines.length - 1))
  const current = lines[at]
  const from = Math.floor(at / WINDOW) * WINDOW
  const acceptAll = (kind: DecisionKind) => resolve.mutate([{ about: 'suggested', kind }])

  function settle(decision: Decision) {
    resolve.reset()
    setSettling(decision)
  }

  function optionsOf(decision: Decision): Option[] {
    const proposal = proposalOf(decision)
    const ground = decision.ground && proposalGroundWords[decision.ground][language]
    const proposed = countOf.get(decision.kind)?.proposed ?? 0
    return [
      ...(proposal.length > 0
        ? [{ label: fill(words.desk.accept, { ground: ground ?? '' }), run: () => resolve.mutate(proposal) }]
        : []),
      ...(settled.has(decision.kind) ? [{ label: words.desk.byHand, run: () => settle(decision) }] : []),
      ...(decision.kind === 'procedure_without_decider' ? filingEnds(decision) : []),
      ...(kept.has(decision.kind)
        ? [{ label: words.keepUnit, run: () => resolve.mutate([{ about: 'keep', code: decision.code }]) }]
        : []),
      ...(proposed > 1
        ? [
            {
              label: fill(words.acceptProposals, { count: String(proposed) }),
              run: () => acceptAll(decision.kind),
            },
          ]
        : []),
    ]
  }
  /** That nobody takes the procedure in any more, or none of those that lose whoever decides them. */
  function filingEnds({ code }: Decision): Option[] {
    const all = lines.flatMap((line) => (line.kind === 'procedure_without_decider' ? [line.code] : []))
    const confirm = (procedureCodes: string[]) => () =>
      resolve.mutate([{ about: 'filing_ends', procedureCodes }])
    return [
      { label: words.desk.filingEnds, run: confirm([code]) },
      ...(all.length > 1
        ? [{ label: fill(words.desk.allFilingEnds, { count: String(all.length) }), run: confirm(all) }]
        : []),
    ]
  }
  const options = current ? optionsOf(current) : []
  const nameOf = new Map(successors.map(({ value, label }) => [value, label]))
  /** Where the proposal leads, by name. */
  const targetsOf = ({ suggested = [] }: Decision) =>
    suggested
      .slice(0, MOST_TARGETS)
      .map(
        ({ successorCode, share }) =>
          `→ ${nameOf.get(successorCode) ?? successorCode}${share === null ? '' : ` ${formatNumber(share * 100, 1)} %`}`,
      )
      .join('  ')
  const hasMoved = useRef(false)
  const choose = (next: number) => {
    hasMoved.current = true
    setPlace(Math.max(0, Math.min(lines.length - 1, next)))
  }
  // The page stays where it is until somebody walks through the questions.
  useEffect(() => {
    if (hasMoved.current) chosenRow.current?.scrollIntoView({ block: 'nearest' })
  }, [at])
  useKeys(
    words.desk.decisions,
    [
      { key: 'j', also: ['ArrowDown'], label: words.desk.next, run: () => choose(at + 1) },
      { key: 'k', also: ['ArrowUp'], label: words.desk.previous, run: () => choose(at - 1) },
      { key: 'Enter', label: words.desk.first, run: () => !resolve.isPending && options[0]?.run() },
      ...options.map((option, index) => ({
        key: String(index + 1),
        label: option.label,
        run: () => !resolve.isPending && option.run(),
      })),
    ],
    current !== undefined && settling === undefined,
  )
  if (!current) return <RefusalNote error={resolve.error} />

  return (
    <Stack component="section" aria-label={words.desk.decisions}>
      {settling ? null : <RefusalNote error={resolve.error} />}
      <Group justify="space-between">
        <Title order={3} size="h5">
          {words.desk.decisions}
        </Title>
        <Text c="dimmed" component="output">
          {fill(words.desk.place, { at: String(at + 1), count: String(lines.length) })}
        </Text>
      </Group>
      <Text c="dimmed">{words.desk.keys}</Text>
      <Table>
        <Table.Tbody>
          {lines.slice(from, from + WINDOW).map((decision, index) => (
            <Fragment key={`${decision.kind} ${decision.code} ${decision.vi}`}>
              {(index === 0 || lines[from + index - 1]?.kind !== decision.kind) && (
                <Table.Tr>
                  <Table.Th scope="rowgroup">
                    {words.decision[decision.kind]} ({countOf.get(decision.kind)?.open})
                  </Table.Th>
                </Table.Tr>
              )}
              <Table.Tr
                ref={from + index === at ? chosenRow : undefined}
                aria-current={from + index === at ? 'true' : undefined}
                bg={from + index === at ? 'var(--mantine-primary-color-light)' : ''}
                onClick={() => choose(from + index)}
              >
                <Table.Td>
                  <Text>{decision[language]}</Text>
                  {from + index === at && (
                    <Group gap="xs" mt="xs">
                      <Text w="100%" c="dimmed">
                        {targetsOf(decision)}
                      </Text>
                      {options.map((option, nth) => (
                        <Button
                          key={option.label}
                          size="compact-sm"
                          variant={nth === 0 ? 'filled' : 'default'}
                          loading={resolve.isPending}
                          h="auto"
                          mih={30}
                          py={4}
                          styles={{ label: { whiteSpace: 'normal' } }}
                          onClick={option.run}
                        >
                          {nth + 1}. {option.label}
                        </Button>
                      ))}
                      {options.length === 0 && <Text c="dimmed">{words.desk.mendDocument}</Text>}
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
      <Modal
        opened={settling !== undefined}
        onClose={() => setSettling(undefined)}
        title={settling && words.decision[settling.kind]}
        size="60rem"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {settling && (
          <ResolveForm
            id={id}
            decision={settling}
            present={
              settling.suggested ?? rows.filter(({ predecessorCode }) => predecessorCode === settling.code)
            }
            successors={successors}
            mayKeep={kept.has(settling.kind)}
            isPending={resolve.isPending}
            error={resolve.error}
            onResolve={(resolution) => resolve.mutate([resolution])}
          />
        )}
      </Modal>
    </Stack>
  )
}

/** The proposal of one question, as a person would send it. */
function proposalOf({ code, suggested = [], covers = [] }: Decision): Resolution[] {
  const [first] = suggested
  return [
    ...(first
      ? [
          {
            about: 'succession' as const,
            predecessorCode: first.predecessorCode,
            rule: first.rule,
            ways: suggested.map(({ predecessorCode: _old, rule: _rule, ...way }) => way),
          },
        ]
      : []),
    ...covers.map((cover) => ({ about: 'cover' as const, code, ...cover })),
  ]
}

/** Questions about who follows an old unit are settled here; the others by mending rows, units or posts of the document. */
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

/** Questions that go away when the old unit simply stays. */
const kept: ReadonlySet<DecisionKind> = new Set([
  'unit_without_successor',
  'unknown_predecessor',
  'successor_closes',
  'loop',
  'closed_before_opened',
])
