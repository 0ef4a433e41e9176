import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { DossierLine } from '#modules/dossiers/contract.ts'
import { api } from '#platform/ui/api.ts'
import { foldText } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { deskEn } from './messages.en.ts'
import { deskVi } from './messages.vi.ts'
import type { screensFor } from './screens.ts'

type Props = { screens: ReturnType<typeof screensFor>; onClose(): void }

const [store, spotlight] = createSpotlight()

/** Ctrl-K: type a few letters of a screen, a code or a name, and be there. */
export function GoAnywhere({ screens, onClose }: Props) {
  const words = useWords({ vi: deskVi, en: deskEn })
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query.trim(), 150)
  const maySearch = screens.some((screen) => screen.name === 'search')
  const found = useQuery({
    queryKey: ['dossiers', 'search', settled, 8],
    queryFn: ({ signal }) =>
      api.get<{ lines: DossierLine[] }>(`/api/dossiers?limit=8&q=${encodeURIComponent(settled)}`, { signal }),
    enabled: maySearch && settled.length >= 2,
  })
  useEffect(() => spotlight.open(), [])
  const wanted = foldText(query)
  const fitting = screens.filter(({ name }) =>
    foldText(`${words.screens[name]} ${words.hints[name]}`).includes(wanted),
  )
  const typed = query.trim()
  const isSearch = maySearch && typed.length >= 2
  // What was found for other letters is never offered: Enter would take it.
  const isCurrent = !isSearch || (settled === typed && !found.isPending)
  const lines = isSearch && isCurrent ? (found.data?.lines ?? []) : []
  const first = lines[0]?.caseId
  useEffect(() => store.updateState((state) => ({ ...state, selected: -1 })), [first])

  // A reader of bar codes presses Enter before the answer is here; it is kept for what comes for exactly these letters.
  const [awaited, setAwaited] = useState('')
  useEffect(() => {
    if (awaited === '' || awaited !== typed || !isCurrent) return
    setAwaited('')
    spotlight.close()
    if (first === undefined) searchAll()
    else go(`/dossiers/${first}`)
    // oxlint-disable-next-line react/exhaustive-deps
  }, [awaited, typed, isCurrent, first])

  return (
    <Spotlight.Root
      query={query}
      onQueryChange={(text) => {
        setQuery(text)
        setAwaited('')
      }}
      store={store}
      onSpotlightClose={onClose}
      shortcut={null}
      scrollable
      maxHeight={440}
      attributes={{ content: { 'aria-label': words.spotlight.open } }}
    >
      <Spotlight.Search
        placeholder={words.spotlight.placeholder}
        aria-label={words.spotlight.placeholder}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.key !== 'Enter') return
          if (isCurrent || fitting.length > 0) takeFirst(event)
          else setAwaited(typed)
        }}
      />
      <Spotlight.ActionsList>
        {fitting.length > 0 ? (
          <Spotlight.ActionsGroup label={words.spotlight.screens}>
            {fitting.map(({ name, path }) => (
              <Spotlight.Action
                key={name}
                label={words.screens[name]}
                description={words.hints[name]}
                onClick={() => go(path)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {lines.length > 0 ? (
          <Spotlight.ActionsGroup label={words.spotlight.dossiers}>
            {lines.map((line) => (
              <Spotlight.Action
                key={line.caseId}
                label={`${line.code} · ${line.ownerName}`}
                description={line.procedureName}
                onClick={() => go(`/dossiers/${line.caseId}`)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {isSearch && isCurrent ? (
          <Spotlight.Action label={fill(words.spotlight.all, { q: typed })} onClick={searchAll} />
        ) : null}
        {fitting.length === 0 && !isSearch ? (
          <Spotlight.Empty>{words.spotlight.nothing}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )

  function go(path: string) {
    void navigate({ to: path })
  }

  function searchAll() {
    void navigate({ to: '/search', search: { q: typed } as never })
  }
}

/** What was found after the last letter is not selected yet; Enter takes the first of it. */
function takeFirst(event: KeyboardEvent<HTMLInputElement>) {
  const list = event.currentTarget.closest('[role="dialog"]')
  if (list?.querySelector('[data-action][data-selected]')) return
  list?.querySelector<HTMLElement>('[data-action]')?.click()
}
