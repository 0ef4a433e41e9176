import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { FoundDossiers } from '#modules/dossiers/contract.ts'
import { api } from '#platform/ui/api.ts'
import { foldText, formatDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { sentenceOf } from '#platform/ui/refusal-note.tsx'
import { deskEn } from './messages.en.ts'
import { deskVi } from './messages.vi.ts'
import type { screensFor } from './screens.ts'
import { splitDay } from './typed-day.ts'

type Props = { screens: ReturnType<typeof screensFor>; onClose(): void }

const [store, spotlight] = createSpotlight()

/** Ctrl-K: type a few letters of a screen, a code or a name, and be there. */
export function GoAnywhere({ screens, onClose }: Props) {
  const words = useWords({ vi: deskVi, en: deskEn })
  const { language } = useLanguage()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query.trim(), 150)
  const maySearch = screens.some((screen) => screen.name === 'search')
  const search: Record<string, unknown> = useSearch({ strict: false })
  const shownDay = search['on'] === undefined ? undefined : String(search['on'])
  const asked = splitDay(settled)
  const on = asked.day ?? shownDay
  const found = useQuery({
    queryKey: ['dossiers', 'search', asked.words, on ?? '', 8],
    queryFn: ({ signal }) =>
      api.get<FoundDossiers>(
        `/api/dossiers?${new URLSearchParams({ limit: '8', q: asked.words, ...(on ? { on } : {}) })}`,
        { signal },
      ),
    enabled: maySearch && asked.words.length >= 2,
  })
  useEffect(() => spotlight.open(), [])
  const wanted = foldText(query)
  const fitting = screens.filter(({ name }) =>
    foldText(`${words.screens[name]} ${words.hints[name]}`).includes(wanted),
  )
  const typed = query.trim()
  const isSearch = maySearch && splitDay(typed).words.length >= 2
  // What was found for other letters is never offered: Enter would take it.
  const isCurrent = !isSearch || (settled === typed && !found.isPending)
  const lines = isSearch && isCurrent ? (found.data?.lines ?? []) : []
  const foundOn = found.data?.onDay
  const first = lines[0]?.caseId
  useEffect(() => store.updateState((state) => ({ ...state, selected: -1 })), [first])

  // A reader of bar codes presses Enter before the answer is here; it is kept for what comes for exactly these letters.
  const [awaited, setAwaited] = useState('')
  useEffect(() => {
    if (awaited === '' || awaited !== typed || !isCurrent) return
    setAwaited('')
    spotlight.close()
    if (first === undefined) searchAll()
    else open(first)
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
          <Spotlight.ActionsGroup
            label={
              foundOn
                ? fill(words.spotlight.dossiersOn, { day: formatDay(foundOn) })
                : words.spotlight.dossiers
            }
          >
            {lines.map((line) => (
              <Spotlight.Action
                key={line.caseId}
                label={`${line.code} · ${line.ownerName}`}
                description={line.procedureName}
                onClick={() => open(line.caseId)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {isSearch && isCurrent ? (
          <Spotlight.Action label={fill(words.spotlight.all, { q: typed })} onClick={searchAll} />
        ) : null}
        {isSearch && isCurrent && found.error ? (
          <Spotlight.Empty>{sentenceOf(found.error, language)}</Spotlight.Empty>
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

  function open(caseId: string) {
    void navigate({ to: `/dossiers/${caseId}`, search: (foundOn ? { on: foundOn } : {}) as never })
  }

  function searchAll() {
    const { words: q, day = shownDay } = splitDay(typed)
    void navigate({ to: '/search', search: (day ? { q, on: day } : { q }) as never })
  }
}

/** What was found after the last letter is not selected yet; Enter takes the first of it. */
function takeFirst(event: KeyboardEvent<HTMLInputElement>) {
  const list = event.currentTarget.closest('[role="dialog"]')
  if (list?.querySelector('[data-action][data-selected]')) return
  list?.querySelector<HTMLElement>('[data-action]')?.click()
}
