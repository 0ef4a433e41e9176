import { useQuery } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { formatDate, formatTime } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { Focus, TileName } from '../contract.ts'
import { AgeBars } from './age-bars.tsx'
import { AreaList } from './area-list.tsx'
import { chooseNeighbour, type Direction, type Spot } from './choose-neighbour.ts'
import { CityMap } from './city-map.tsx'
import { DayTrend } from './day-trend.tsx'
import { DossierList } from './dossier-list.tsx'
import { messages, type WallWords } from './messages.ts'
import { NewsLine } from './news-line.tsx'
import { ProofPanel } from './proof-panel.tsx'
import { focusQuery, mapQuery, unitsQuery } from './queries.ts'
import { TileCard } from './tile-card.tsx'
import { areaLines, indexUnits, sumsOf, type UnitIndex } from './unit-index.ts'
import { UnitSearch } from './unit-search.tsx'
import { SILENT_AFTER_S, useSilence, useWallFeed, type WallFeed } from './use-wall-feed.ts'
import { readAddress, writeAddress, type WallPlace } from './wall-address.ts'
import styles from './wall-page.module.css'

/** The wall of the operations centre: the whole city on one screen, quiet while all is well. */
export function WallPage() {
  const words = useWords(messages)
  const feed = useWallFeed()
  const units = useQuery(unitsQuery)
  const place = readAddress(useLocation().searchStr)
  const focus = useQuery(focusQuery(place.unit))
  const index = useMemo(() => units.data && indexUnits(units.data.units), [units.data])
  const problem = units.error ?? (focus.data ? null : focus.error)
  if (problem) {
    return (
      <main className={styles['waiting']}>
        <h1>{words.title}</h1>
        <RefusalNote error={problem} onRetry={() => void Promise.all([units.refetch(), focus.refetch()])} />
        <a href="/desk/">{words.desk}</a>
      </main>
    )
  }
  if (!index || !focus.data) {
    return (
      <main className={styles['waiting']} aria-busy="true">
        <h1>{words.title}</h1>
        <p>{words.loading}</p>
      </main>
    )
  }
  return <Wall place={place} feed={feed} index={index} focus={focus.data} words={words} />
}

type WallProps = { place: WallPlace; feed: WallFeed; index: UnitIndex; focus: Focus; words: WallWords }

function Wall({ place, feed, index, focus, words }: WallProps) {
  const seconds = useSilence(feed)
  const isStale = feed.cityTime === undefined ? false : seconds > SILENT_AFTER_S
  const rootId = feed.rootId ?? focus.path[0]?.id ?? focus.unit.id
  const focusId = place.unit ?? rootId
  const go = useGo()
  const [isSearching, setSearching] = useState(false)
  const lines = useMemo(() => areaLines(index, feed.rows, focusId), [index, feed.rows, focusId])
  const live = useMemo(
    () => (feed.rootId === undefined ? undefined : sumsOf(index, feed.rows, focusId)),
    [index, feed.rows, feed.rootId, focusId],
  )
  const isLeaf = index.children(focusId).length === 0
  const tile = focus.tiles.find((one) => one.name === place.tile)

  const enter = useCallback((id: number) => go({ unit: id }), [go])
  const choose = useCallback((id: number) => go({ ...place, at: id }, 'replace'), [go, place])
  const openDossier = useOpenDossier()
  const up = () => {
    if (place.proof) return go({ ...place, proof: false })
    const parent = index.get(focusId)?.parentId
    if (focusId === rootId || parent === null || parent === undefined) return go({})
    return go({ ...(parent === rootId ? {} : { unit: parent }), at: focusId })
  }
  const chooseTile = (name: TileName) => go({ ...place, tile: name, proof: false }, 'replace')
  const prove = () => go({ ...place, tile: place.tile ?? 'onTime', proof: true })

  useKeys(
    words.title,
    [
      { key: 'Escape', also: ['Backspace'], label: words.keys, run: up },
      { key: 'p', label: words.proofOpen, run: prove },
      { key: '/', label: words.search, run: () => setSearching(true) },
      ...focus.tiles.map((one, at) => ({
        key: String(at + 1),
        label: one.label.vi,
        run: () => chooseTile(one.name),
      })),
    ],
    !isSearching,
  )

  return (
    <main className={styles['wall']} data-leaf={isLeaf || undefined}>
      <WallHeader
        index={index}
        focusId={focusId}
        rootId={rootId}
        feed={feed}
        seconds={seconds}
        isStale={isStale}
        words={words}
        onEnter={(id) => go(id === rootId ? {} : { unit: id })}
        onSearch={() => setSearching(true)}
      />
      <section className={styles['tiles']} aria-label={words.tiles}>
        {focus.tiles.map((one, at) => (
          <TileCard
            key={one.name}
            tile={one}
            live={focus.unit.id === focusId ? live : undefined}
            seconds={seconds}
            isStale={isStale}
            isChosen={place.tile === one.name}
            digit={at + 1}
            words={words}
            onChoose={() => chooseTile(one.name)}
            onProve={() => go({ ...place, tile: one.name, proof: true })}
          />
        ))}
      </section>
      {isLeaf ? (
        <DossierList
          key={`${focusId} ${place.list}`}
          unitId={focusId}
          unitName={index.get(focusId)?.name ?? ''}
          state={place.list ?? 'open'}
          isStale={isStale}
          words={words}
          onState={(list) => go({ ...place, list }, 'replace')}
          onOpen={openDossier}
        />
      ) : (
        <Inside
          lines={lines}
          feed={feed}
          index={index}
          focusId={focusId}
          rootId={rootId}
          chosen={place.at}
          isStale={isStale}
          words={words}
          onChoose={choose}
          onEnter={enter}
        />
      )}
      <div className={styles['side']}>
        <AgeBars age={focus.age} isStale={isStale} words={words} />
        <DayTrend trend={focus.trend} until={focus.computedAt} isStale={isStale} words={words} />
      </div>
      <NewsLine moved={feed.moved} index={index} isStale={isStale} words={words} />
      {isSearching ? (
        <UnitSearch
          index={index}
          within={rootId}
          words={words}
          onClose={() => setSearching(false)}
          onFound={(id) => {
            setSearching(false)
            enter(id)
          }}
        />
      ) : null}
      {place.proof && tile ? (
        <ProofPanel
          key={`${tile.name} ${focusId}`}
          tile={tile}
          unitId={focusId}
          unitName={index.get(focusId)?.name ?? ''}
          words={words}
          onClose={up}
        />
      ) : null}
    </main>
  )
}

/** Opens an address of the wall; choosing replaces, entering can be gone back from. */
function useGo() {
  const { history } = useRouter()
  return useCallback(
    (next: WallPlace, way: 'push' | 'replace' = 'push') => {
      if (way === 'push') history.push(writeAddress(next))
      else history.replace(writeAddress(next))
    },
    [history],
  )
}

function useOpenDossier() {
  const { history } = useRouter()
  return useCallback((caseId: string) => history.push(`/desk/dossiers/${caseId}`), [history])
}

type InsideProps = Pick<WallProps, 'feed' | 'index' | 'words'> & {
  lines: ReturnType<typeof areaLines>
  focusId: number
  rootId: number
  chosen: number | undefined
  isStale: boolean
  onChoose(id: number): void
  onEnter(id: number): void
}

/** The map and the list of the areas inside the focus, which choose and enter the same. */
function Inside({
  lines,
  feed,
  index,
  focusId,
  rootId,
  chosen,
  isStale,
  words,
  onChoose,
  onEnter,
}: InsideProps) {
  const map = useQuery(mapQuery)
  const isWhole = focusId === rootId
  const spots = useMemo(() => (map.data ? spotsOf(map.data, index, focusId) : []), [map.data, index, focusId])
  const move = (direction: Direction) => () => {
    // A button pressed before must not swallow the Enter that follows.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const next = chooseNeighbour(spots, chosen, direction)
    if (next !== undefined) onChoose(next)
  }
  useKeys(words.map, [
    { key: 'ArrowLeft', label: words.keys, run: move('ArrowLeft') },
    { key: 'ArrowRight', label: words.keys, run: move('ArrowRight') },
    { key: 'ArrowUp', label: words.keys, run: move('ArrowUp') },
    { key: 'ArrowDown', label: words.keys, run: move('ArrowDown') },
    {
      key: 'Enter',
      label: words.keys,
      run() {
        const first = chosen ?? lines[0]?.unit.id
        if (first !== undefined) onEnter(first)
      },
    },
  ])
  return (
    <>
      <section
        className={styles['mapPanel']}
        aria-label={words.map.replace('{name}', index.get(focusId)?.name ?? '')}
      >
        <RefusalNote error={map.error} />
        {map.data ? (
          <CityMap
            map={map.data}
            index={index}
            rows={feed.rows}
            stirred={feed.stirred}
            focusId={focusId}
            rootId={rootId}
            chosen={chosen}
            isStale={isStale}
            words={words}
            onChoose={onChoose}
            onEnter={onEnter}
          />
        ) : null}
        <p className={styles['keys']}>{words.keys}</p>
      </section>
      <AreaList
        title={isWhole ? words.areas : words.units}
        lines={lines}
        chosen={chosen}
        isStale={isStale}
        words={words}
        onChoose={onChoose}
        onEnter={onEnter}
      />
    </>
  )
}

/** Where the areas inside the focus stand on the map: districts by their groups, units by their shapes. */
function spotsOf(
  { areas, groups }: NonNullable<Awaited<ReturnType<NonNullable<typeof mapQuery.queryFn>>>>,
  index: UnitIndex,
  focusId: number,
): Spot[] {
  const places = new Map<number, Spot>(
    [...areas, ...groups].map(({ unitId, x, y }) => [unitId, { id: unitId, x, y }]),
  )
  return index.children(focusId).flatMap((unit) => places.get(unit.id) ?? [])
}

type HeaderProps = Pick<WallProps, 'feed' | 'index' | 'words'> & {
  focusId: number
  rootId: number
  seconds: number
  isStale: boolean
  onEnter(id: number): void
  onSearch(): void
}

function WallHeader({
  feed,
  index,
  focusId,
  rootId,
  seconds,
  isStale,
  words,
  onEnter,
  onSearch,
}: HeaderProps) {
  const path = index.path(focusId)
  const fromRoot = path.slice(
    Math.max(
      0,
      path.findIndex((unit) => unit.id === rootId),
    ),
  )
  const at = feed.cityTime?.at
  return (
    <header className={styles['header']}>
      <h1 className={styles['title']}>{words.title}</h1>
      <nav className={styles['path']} aria-label={words.path}>
        <ol>
          {fromRoot.map((unit, depth) => (
            <li key={unit.id}>
              {depth === fromRoot.length - 1 ? (
                <span aria-current="page">{unit.name}</span>
              ) : (
                <button type="button" className={styles['link']} onClick={() => onEnter(unit.id)}>
                  {unit.name}
                </button>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <button type="button" className={styles['choice']} onClick={onSearch}>
        {words.search} <kbd aria-hidden="true">/</kbd>
      </button>
      <a className={styles['link']} href="/desk/">
        {words.desk}
      </a>
      <p className={styles['source']} data-stale={isStale || !feed.connected || undefined} role="status">
        {isStale
          ? `▲ ${words.lost}. ${fill(words.lostFor, { seconds })}`
          : feed.connected
            ? `● ${words.live}`
            : `○ ${words.loading}`}
      </p>
      <time className={styles['clock']} dateTime={at}>
        {at ? `${formatTime(at)} · ${formatDate(at)}` : ''}
      </time>
    </header>
  )
}
