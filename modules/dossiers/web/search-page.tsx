import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { DataTable } from '#platform/ui/data-table.tsx'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { DossierLine } from '../contract.ts'
import { messages } from './messages.ts'
import { PageFrame } from './page-frame.tsx'
import { searchQuery } from './queries.ts'
import { searchColumns } from './work-columns.tsx'

/** Finds a dossier by whatever its owner has at hand; the words typed are in the address. */
export function SearchPage() {
  const words = useWords(messages)
  const navigate = useNavigate()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const asked = search['q'] === undefined ? '' : String(search['q'])
  const [typed, setTyped] = useState(asked)
  const [settled] = useDebouncedValue(typed.trim(), 200)
  const [selectedId, setSelectedId] = useState<string>()
  useEffect(() => setTyped(asked), [asked])
  useEffect(() => {
    if (settled !== asked)
      void navigate({ to: '/search', search: (settled === '' ? {} : { q: settled }) as never, replace: true })
    // Only what was typed moves the address; the address moves the field above.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled])

  const found = useQuery(searchQuery(asked))
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
  ])

  return (
    <PageFrame title={words.search.title}>
      <form
        role="search"
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
          maw={640}
          maxLength={200}
          autoComplete="off"
          ref={focusOnce}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
      <RefusalNote error={found.error} onRetry={() => void found.refetch()} />
      <div role="status">
        {asked !== '' && found.data ? fill(words.work.shown, { shown: lines.length }) : ''}
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
        <EmptyNote title={words.search.nothingTitle}>{words.search.nothingText}</EmptyNote>
      ) : null}
    </PageFrame>
  )

  function select(next: number) {
    setSelectedId(lines[Math.min(Math.max(next, 0), lines.length - 1)]?.caseId)
  }

  function open(line: DossierLine) {
    void navigate({ to: `/dossiers/${line.caseId}` })
  }
}

function focusOnce(field: HTMLInputElement | null) {
  field?.focus()
}
