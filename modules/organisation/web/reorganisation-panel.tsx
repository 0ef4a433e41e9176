import { Button, FileButton, Group, Modal, Progress, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { HeadedTable } from '#platform/ui/data-table.tsx'
import { formatDateTime, formatDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords, type Language } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { UnitView } from '../contract.ts'
import {
  proposalGrounds,
  proposalGroundWords,
  type DryRun,
  type PlannedUnit,
  type ReorganisationAction,
  type ReorganisationView,
} from '../reorganisation.ts'
import { DecisionsPanel } from './decisions-panel.tsx'
import { messages } from './messages.ts'
import { PlannedUnitsPanel } from './planned-units-panel.tsx'
import { PostsPanel } from './posts-panel.tsx'
import { unitsQuery } from './queries.ts'
import {
  dryRunQuery,
  postRows,
  postStage,
  reorganisationQuery,
  reorganisationsQuery,
} from './reorganisation-queries.ts'
import { ReorganisationSteps } from './reorganisation-steps.tsx'
import type { Successor } from './resolve-form.tsx'

type Stage = Exclude<ReorganisationAction, 'edit'>
const stages: readonly Stage[] = ['check', 'approve', 'apply', 'undo']

/** One document: what it does, what is open, the steps that are allowed now, and how far the work has moved. */
export function ReorganisationPanel({ reorganisation }: { reorganisation: ReorganisationView }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const { id, version, status, counts, progress } = reorganisation
  const [asking, setAsking] = useState<Stage>()
  const isOpen = reorganisation.allowedActions.includes('edit')
  const detail = useQuery(reorganisationQuery(id))
  const dryRun = useQuery({ ...dryRunQuery(id), enabled: isOpen })
  // What was open before the map was dated is asked of nobody any more.
  const open = isOpen ? dryRun.data : undefined
  const standing = useQuery({ ...unitsQuery, enabled: isOpen })
  const successors = useMemo(
    () => successorsOf(detail.data?.units ?? [], standing.data?.units ?? []),
    [detail.data, standing.data],
  )
  const nameOf = useMemo(
    () => new Map((standing.data?.units ?? []).map(({ code, name }) => [code, name])),
    [standing.data],
  )
  const reload = () => queries.invalidateQueries({ queryKey: reorganisationsQuery.queryKey })
  const stage = useMutation({
    mutationFn: (asked: Stage) => postStage(id, asked, version),
    onSettled: async () => {
      setAsking(undefined)
      await reload()
    },
  })
  const rows = useMutation({ mutationFn: (file: File) => postRows(id, file), onSettled: reload })

  return (
    <Stack component="section" aria-label={reorganisation.title}>
      <Title order={2} size="h4">
        {reorganisation.title}
      </Title>
      <Text>
        {fill(words.reorganisationCounts, {
          opens: String(counts.opens),
          changes: String(counts.changes),
          closes: String(counts.closes),
          rows: String(counts.rows),
          day: formatDay(reorganisation.effectiveOn),
        })}
      </Text>
      <Group>
        {isOpen && (
          <FileButton accept=".csv,text/csv" onChange={(file) => file && rows.mutate(file)}>
            {(props) => (
              <Button variant="default" loading={rows.isPending} {...props}>
                {words.importRows}
              </Button>
            )}
          </FileButton>
        )}
        {stages
          .filter((one) => reorganisation.allowedActions.includes(one))
          .map((one) => (
            <Button
              key={one}
              variant={one === 'undo' ? 'default' : 'filled'}
              loading={stage.isPending && stage.variables === one}
              onClick={() => (one === 'check' ? stage.mutate(one) : setAsking(one))}
            >
              {words.stage[one]}
            </Button>
          ))}
      </Group>
      <ReorganisationSteps
        reorganisation={reorganisation}
        open={open?.decisions.length}
        isPrepared={detail.data?.acts.some(({ act }) => act === 'prepared') ?? false}
      />
      <RefusalNote error={rows.error ?? stage.error ?? dryRun.error ?? detail.error} />
      {rows.data && (
        <Text component="output">
          {fill(words.rowsTaken, {
            rows: String(rows.data.rows),
            predecessors: String(rows.data.predecessors),
            successors: String(rows.data.successors),
          })}
        </Text>
      )}
      {status === 'scheduled' && (
        <Text component="output">
          {fill(words.scheduledNote, { day: formatDay(reorganisation.effectiveOn) })}
        </Text>
      )}
      {progress && (
        <div>
          <Progress
            value={progress.found === 0 ? 100 : (100 * progress.moved) / progress.found}
            aria-label={words.progress}
          />
          <Text component="output">
            {fill(words.progressCount, { moved: String(progress.moved), found: String(progress.found) })}
          </Text>
        </div>
      )}
      {open && <Totals dryRun={open} />}
      {open && (
        <DecisionsPanel
          id={id}
          dryRun={open}
          rows={detail.data?.rows ?? []}
          successors={successors}
          onResolved={reload}
        />
      )}
      {isOpen && detail.data && (
        <PlannedUnitsPanel id={id} units={detail.data.units} nameOf={nameOf} onPlanned={reload} />
      )}
      {open && <PostsPanel id={id} moves={open.moves} successors={successors} onResolved={reload} />}
      {open && <Moves dryRun={open} />}
      {detail.data && detail.data.acts.length > 0 && (
        <details>
          <summary>{words.actsTitle}</summary>
          <ul>
            {detail.data.acts.map((act) => (
              <li key={act.seq}>
                {formatDateTime(act.at)} · {act.by ?? words.theSystem} ·{' '}
                {(words.act as Record<string, string>)[act.act] ?? act.act}
                {acceptedIn(act.facts, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Modal
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking && words.stage[asking]}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {asking && asking !== 'check' && (
          <Stack>
            <Text>{fill(words.confirmStage[asking], { day: formatDay(reorganisation.effectiveOn) })}</Text>
            <Group justify="end">
              <Button variant="default" onClick={() => setAsking(undefined)}>
                {words.cancel}
              </Button>
              <Button loading={stage.isPending} onClick={() => stage.mutate(asking)} data-autofocus>
                {words.stage[asking]}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </Stack>
  )
}

/** On which grounds proposals were accepted, for the record of the document. */
function acceptedIn({ accepted }: Record<string, unknown>, language: Language): string {
  if (typeof accepted !== 'object' || accepted === null) return ''
  const parts = proposalGrounds.flatMap((ground) => {
    const count = (accepted as Record<string, unknown>)[ground]
    return typeof count === 'number' ? [`${count} × ${proposalGroundWords[ground][language]}`] : []
  })
  return parts.length > 0 ? `: ${parts.join('; ')}` : ''
}

/** Who bears which code on the new map: units that open, and those that stand and do not close. */
function successorsOf(planned: readonly PlannedUnit[], standing: readonly UnitView[]): Successor[] {
  const leaving = new Set(planned.flatMap(({ act, code }) => (act === 'close' ? [code] : [])))
  const opening = planned.filter(({ act }) => act === 'open')
  const codes = new Set(opening.map(({ code }) => code))
  return [
    ...opening.map(({ code, name = code }) => ({ value: code, label: `${name} (${code})` })),
    ...standing
      .filter(({ code }) => !leaving.has(code) && !codes.has(code))
      .map(({ code, name }) => ({ value: code, label: `${name} (${code})` })),
  ]
}

function Totals({ dryRun: { totals, decisions } }: { dryRun: DryRun }) {
  const words = useWords(messages)
  const texts = Object.fromEntries(Object.entries(totals).map(([key, value]) => [key, String(value)]))
  return (
    <Text component="output">
      {fill(words.dryRunTotals, texts)} {totals.authorities > 0 && `${fill(words.authoritiesFollow, texts)} `}
      {totals.filingEnds > 0 && `${fill(words.filingEndsTotal, texts)} `}
      {decisions.length === 0
        ? words.nothingOpen
        : fill(words.stillOpen, { count: String(decisions.length) })}
    </Text>
  )
}

const MOST_ROWS = 100

function Moves({ dryRun: { moves } }: { dryRun: DryRun }) {
  const words = useWords(messages)
  if (moves.length === 0) return null
  const title = fill(words.movesTitle, { count: String(moves.length) })
  const shown = moves.toSorted((a, b) => b.openCases - a.openCases).slice(0, MOST_ROWS)
  return (
    <details>
      <summary>{title}</summary>
      <HeadedTable
        caption={title}
        heads={[words.oldUnit, words.openCases, words.openTasks, words.posts, words.newUnits]}
        rows={shown.map((move) => ({
          id: move.code,
          cells: [
            `${move.name} (${move.code})`,
            move.openCases,
            move.openTasks,
            move.posts,
            move.successors.map((one) => `${one.name} (${one.code})`).join(', '),
          ],
        }))}
      />
    </details>
  )
}
