import { Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import type { Me } from '#modules/organisation/contract.ts'
import { DataTable } from '#platform/ui/data-table.tsx'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { DossierLine } from '../contract.ts'
import { ComingParts } from './coming-parts.tsx'
import { messages } from './messages.ts'
import { PageFrame } from './page-frame.tsx'
import { HandedOnStrip, useRecall } from './handed-on-strip.tsx'
import { LineActionDialog } from './line-action-dialog.tsx'
import { countsQuery, postAction, settleDossier, unitWorkQuery, workQuery } from './queries.ts'
import { useLiveDossiers } from './use-live-dossiers.ts'
import { workColumns } from './work-columns.tsx'
import { WorkCountsBar } from './work-counts-bar.tsx'
import { filterWork, isWorkView, type WorkView } from './work-filter.ts'
import styles from './work-list-page.module.css'

const noLines: DossierLine[] = []

/** What is due, what waits for me, what I hold up for others; the first screen of the day. */
export function WorkListPage({ me }: { me: Me }) {
  const words = useWords(messages).work
  const navigate = useNavigate()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const view: WorkView = isWorkView(search['view']) ? search['view'] : 'total'
  const text = typeof search['q'] === 'string' ? search['q'] : String(search['q'] ?? '')
  const [selectedId, setSelectedId] = useState<string>()
  const filterField = useRef<HTMLInputElement>(null)

  // In another's place their claimed work is mine to do.
  const holder = me.post.onBehalfOf?.accountId ?? me.accountId
  const work = useQuery(view === 'unit' ? unitWorkQuery : workQuery)
  const counts = useQuery(countsQuery)
  const { connected } = useLiveDossiers(me.post.unitId)
  const claim = useClaim()
  const claimLine = claim.mutate
  const [reassigning, setReassigning] = useState<DossierLine>()
  const recall = useRecall()

  const lines = work.data?.lines ?? noLines
  const now = work.data?.now ?? ''
  const shown = useMemo(
    () => filterWork(lines, { view, text, accountId: holder, now }),
    [lines, view, text, holder, now],
  )
  const at = Math.max(
    0,
    shown.findIndex((line) => line.caseId === selectedId),
  )
  const selected = shown[at]
  const columns = useMemo(
    () => workColumns(words, { accountId: holder, now }, claimLine),
    [words, holder, now, claimLine],
  )

  useKeys(words.keys.title, [
    { key: 'j', also: ['ArrowDown'], label: words.keys.down, run: () => select(at + 1) },
    { key: 'k', also: ['ArrowUp'], label: words.keys.up, run: () => select(at - 1) },
    { key: 'Enter', label: words.keys.open, run: () => selected && open(selected) },
    {
      key: 'c',
      label: words.keys.claim,
      run: () => selected?.allowedActions.includes('claim') && claim.mutate(selected),
    },
    {
      key: 'g',
      label: words.keys.reassign,
      run: () => selected?.allowedActions.includes('reassign') && setReassigning(selected),
    },
    { key: 'l', label: words.keys.recall, run: recall.takeBackLast },
    { key: '/', label: words.keys.filter, run: () => filterField.current?.select() },
  ])

  return (
    <PageFrame
      title={words.title}
      aside={
        <span role="status" className={styles['live']} data-connected={connected}>
          {connected ? words.live : words.down}
        </span>
      }
    >
      <WorkCountsBar
        counts={counts.data}
        marked={{
          apology: lines.filter((line) => line.apology !== null).length,
          approval: lines.filter((line) => line.proposal !== null).length,
          online: lines.filter((line) => line.status === 'submitted').length,
        }}
        view={view}
        onView={(next) => setSearch({ view: next })}
      />
      <ComingParts />
      <div className={styles['bar']}>
        <TextInput
          ref={filterField}
          className={styles['filter'] ?? ''}
          aria-label={words.filter}
          placeholder={words.filter}
          value={text}
          onChange={(event) => setSearch({ q: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
          }}
          rightSection={<KeyHint of="/" />}
        />
        <span className={styles['shown']} role="status">
          {work.data ? fill(words.shown, { shown: shown.length }) : ''}
        </span>
      </div>
      <HandedOnStrip lines={recall.lines} onRecall={recall.takeBack} />
      <RefusalNote
        error={work.error ?? claim.error ?? recall.error}
        onRetry={work.error ? () => void work.refetch() : undefined}
      />
      {shown.length > 0 ? (
        <DataTable
          caption={words.caption}
          columns={columns}
          rows={shown}
          rowId={(line) => line.caseId}
          selectedId={selected?.caseId}
          onSelect={setSelectedId}
          onOpen={open}
        />
      ) : null}
      {work.data && shown.length === 0 ? (
        <NothingHere filtered={lines.length > 0} me={me} onClear={() => void navigate({ to: '/work' })} />
      ) : null}
      {reassigning ? (
        <LineActionDialog line={reassigning} action="reassign" onClose={() => setReassigning(undefined)} />
      ) : null}
    </PageFrame>
  )

  function select(next: number) {
    setSelectedId(shown[Math.min(Math.max(next, 0), shown.length - 1)]?.caseId)
  }

  function open(line: DossierLine) {
    void navigate({ to: `/dossiers/${line.caseId}` })
  }

  function setSearch(change: { view?: WorkView; q?: string }) {
    const next = { view, q: text, ...change }
    void navigate({
      to: '/work',
      search: {
        ...(next.view === 'total' ? {} : { view: next.view }),
        ...(next.q === '' ? {} : { q: next.q }),
      } as never,
      replace: true,
    })
  }
}

function useClaim() {
  const words = useWords(messages).work
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (line: DossierLine) =>
      postAction(line.caseId, 'claim', { version: line.version, commandKey: crypto.randomUUID() }),
    onSuccess(view) {
      notifications.show({ message: fill(words.claimed, { code: view.code }) })
      return settleDossier(queries, view)
    },
    // Somebody was quicker: the list shows who.
    onError: () => queries.invalidateQueries({ queryKey: ['dossiers', 'work'] }),
  })
}

function NothingHere({ filtered, me, onClear }: { filtered: boolean; me: Me; onClear(): void }) {
  const words = useWords(messages).work
  if (filtered) {
    return (
      <EmptyNote
        title={words.noMatch}
        action={
          <Button variant="default" onClick={onClear}>
            {words.clear}
          </Button>
        }
      >
        {words.noMatchText}
      </EmptyNote>
    )
  }
  const receives = me.grants.some((grant) => grant.permission === 'dossiers.receive')
  return (
    <EmptyNote
      title={words.emptyTitle}
      action={
        receives ? (
          <Button component={Link} to="/counter">
            {words.emptyCounter}
          </Button>
        ) : null
      }
    >
      {words.emptyText}
    </EmptyNote>
  )
}
