import { Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { DataTable } from '#platform/ui/data-table.tsx'
import { DayChooser } from '#platform/ui/day-field.tsx'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { PastDayNote } from '#platform/ui/past-day-note.tsx'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { DossierLine, UnitRef } from '../contract.ts'
import { messages } from './messages.ts'
import { onDayMessages } from './on-day-messages.ts'
import { PageFrame } from './page-frame.tsx'
import { searchQuery, unitsOnDayQuery } from './queries.ts'
import styles from './search-page.module.css'
import { dossierPath, usePastDay } from './use-past-day.ts'
import { searchColumns } from './work-columns.tsx'

type Place = { q: string; on: string | undefined; unit: string | undefined }

/** Finds a dossier by whatever its owner has at hand, as of today or a past day; what is asked is in the address. */
export function SearchPage() {
  const words = useWords(messages)
  const onDayWords = useWords(onDayMessages)
  const navigate = useNavigate()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const asked = search['q'] === undefined ? '' : String(search['q'])
  const on = usePastDay()
  const unit = search['unit'] === undefined ? undefined : String(search['unit'])
  const [typed, setTyped] = useState(asked)
  const [settled] = useDebouncedValue(typed.trim(), 200)
  const [selectedId, setSelectedId] = useState<string>()
  const dayField = useRef<HTMLInputElement>(null)
  useEffect(() => setTyped(asked), [asked])
  useEffect(() => {
    if (settled !== asked) go({ q: settled }, true)
    // Only what was typed moves the address; the address moves the field above.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled])

  const found = useQuery(searchQuery(asked, { on, unit }))
  const lines = asked === '' ? [] : (found.data?.lines ?? [])
  const columns = useMemo(() => searchColumns(words), [words])
  const at = Math.max(
    0,
    lines.findIndex((line) => line.caseId === selectedId),
  )

  useKeys(words.work.keys.title, [
    { key: 'j', also: ['ArrowDown'], label: words.work.keys.down, run: () => select(at + 1) },
    { key: 'k', also: ['ArrowUp'], label: words.work.keys.up, run: () => select(at - 1) },
    { key: 'Enter', label: words.work.keys.open, run: () => lines[at] && open(lines[at]) },
    { key: '.', label: onDayWords.searchKey, run: () => dayField.current?.select() },
  ])

  return (
    <PageFrame title={words.search.title}>
      <div className={styles['asked']}>
        <form
          role="search"
          className={styles['words']}
          onSubmit={(event) => {
            event.preventDefault()
            // A scanned code is exact: go straight to its dossier.
            const exact =
              lines.find((line) => line.code === typed.trim()) ??
              (lines.length === 1 && settled === typed.trim() ? lines[0] : undefined)
            if (exact) open(exact)
          }}
        >
          <TextInput
            type="search"
            label={words.search.label}
            description={words.search.hint}
            maxLength={200}
            autoComplete="off"
            ref={focusOnce}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </form>
        <DayChooser
          label={onDayWords.lookAt}
          day={on}
          onDay={(day) => go({ on: day, unit: undefined })}
          fieldRef={dayField}
          shortcut="."
        />
      </div>
      {on === undefined || (found.data && found.data.onDay === null) ? null : (
        <PastDayNote day={on} onToday={() => go({ on: undefined, unit: undefined })}>
          {onDayWords.searchNote}
        </PastDayNote>
      )}
      {on !== undefined && (found.data?.onDay || unit !== undefined) ? (
        <UnitOfDay on={on} units={found.data?.units} unit={unit} onUnit={(chosen) => go({ unit: chosen })} />
      ) : null}
      <RefusalNote error={found.error} onRetry={() => void found.refetch()} />
      <div role="status">
        {asked !== '' && found.data ? fill(words.work.shown, { shown: lines.length }) : ''}
        {found.data?.more ? ` ${onDayWords.more}` : ''}
      </div>
      {lines.length > 0 ? (
        <DataTable
          caption={words.search.caption}
          columns={columns}
          rows={lines}
          rowId={(line) => line.caseId}
          selectedId={lines[at]?.caseId}
          onSelect={setSelectedId}
          onOpen={open}
        />
      ) : null}
      {asked === '' ? <EmptyNote title={words.search.startTitle}>{words.search.startText}</EmptyNote> : null}
      {asked !== '' && found.data && lines.length === 0 ? (
        <EmptyNote title={words.search.nothingTitle}>
          {found.data.onDay === null ? words.search.nothingText : onDayWords.nothing}
        </EmptyNote>
      ) : null}
    </PageFrame>
  )

  function go(change: Partial<Place>, replace = false) {
    const next = { q: asked, on, unit, ...change }
    const given = Object.entries(next).filter(([, value]) => value !== undefined && value !== '')
    void navigate({ to: '/search', search: Object.fromEntries(given) as never, replace })
  }

  function select(next: number) {
    setSelectedId(lines[Math.min(Math.max(next, 0), lines.length - 1)]?.caseId)
  }

  function open(line: DossierLine) {
    void navigate(dossierPath(line.caseId, found.data?.onDay))
  }
}

type UnitProps = {
  on: string
  /** Those within reach of the day; null: every unit there was. */
  units: readonly UnitRef[] | null | undefined
  unit: string | undefined
  onUnit(unit: string | undefined): void
}

/** Narrows a search of a past day to what one unit of that day and those below it held. */
function UnitOfDay({ on, units, unit, onUnit }: UnitProps) {
  const words = useWords(onDayMessages)
  const all = useQuery({ ...unitsOnDayQuery(on), enabled: units === null })
  const offered = units ?? all.data?.units ?? []
  return (
    <Select
      label={words.unit}
      placeholder={words.anyUnit}
      maw={480}
      searchable
      clearable
      limit={60}
      data={offered.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={unit ?? null}
      onChange={(chosen) => onUnit(chosen ?? undefined)}
    />
  )
}

function focusOnce(field: HTMLInputElement | null) {
  field?.focus()
}
