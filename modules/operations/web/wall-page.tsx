import { useQuery } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { dayOf } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { CityMap as CityMapShapes, Focus, Margin, TileName } from '../contract.ts'
import { AgeBars } from './age-bars.tsx'
import { AreaList } from './area-list.tsx'
import { CarryPanel } from './carry-panel.tsx'
import { chooseNeighbour, type Direction, type Spot } from './choose-neighbour.ts'
import { CityMap } from './city-map.tsx'
import { DayTrend } from './day-trend.tsx'
import { DossierList } from './dossier-list.tsx'
import { messages, type WallWords } from './messages.ts'
import { NewsLine } from './news-line.tsx'
import { ProofPanel } from './proof-panel.tsx'
import { focusQuery, mapQuery, onMapQuery, todaysUnitsQuery, unitsQuery } from './queries.ts'
import { TileCard } from './tile-card.tsx'
import { areaLines, indexUnits, sumsOf, type UnitIndex } from './unit-index.ts'
import { UnitSearch } from './unit-search.tsx'
import { SILENT_AFTER_S, useSilence, useWallFeed, type WallFeed } from './use-wall-feed.ts'
import { mapOf, readAddress, writeAddress, type WallPlace } from './wall-address.ts'
import { WallHeader } from './wall-header.tsx'
import styles from './wall-page.module.css'

/** The wall of the operations centre: the whole city on one screen, quiet while all is well. */
export function WallPage() {
  const feed = useWallFeed()
  const search = useLocation().searchStr
  const place = useMemo(() => readAddress(search), [search])
  return place.on === undefined ? (
    <LiveWall place={place} feed={feed} />
  ) : (
    <OtherMapWall place={place} on={place.on} feed={feed} />
  )
}

type SourceProps = { place: WallPlace; feed: WallFeed }

/** Today's units, as they stand and move. */
function LiveWall({ place, feed }: SourceProps) {
  const words = useWords(messages)
  const at = feed.cityTime?.at
  const units = useQuery(todaysUnitsQuery(at === undefined ? '' : dayOf(new Date(at))))
  const focus = useQuery(focusQuery(place.unit))
  const index = useMemo(() => units.data && indexUnits(units.data.units), [units.data])
  const problem = units.error ?? (focus.data ? null : focus.error)
  if (problem || !index || !focus.data) return <Waiting problem={problem} again={[units, focus]} />
  const { data } = focus
  const rootId = feed.rootId ?? data.path[0]?.id ?? data.unit.id
  const focusId = place.unit ?? rootId
  const live =
    feed.rootId !== undefined && data.unit.id === focusId ? sumsOf(index, feed.rows, focusId) : undefined
  return (
    <Wall
      place={place}
      feed={feed}
      index={index}
      rootId={rootId}
      tiles={data.tiles}
      live={live}
      words={words}
      side={(isStale) => (
        <>
          <AgeBars age={data.age} isStale={isStale} words={words} />
          <DayTrend trend={data.trend} until={data.computedAt} isStale={isStale} words={words} />
        </>
      )}
    />
  )
}

const NOTHING_STIRRED: ReadonlySet<number> = new Set()

/** The units of another day's map, read again every few seconds instead of told as they move. */
function OtherMapWall({ place, on, feed }: SourceProps & { on: string }) {
  const words = useWords(messages)
  const units = useQuery(unitsQuery(on))
  const read = useQuery(onMapQuery(place))
  const index = useMemo(() => units.data && indexUnits(units.data.units), [units.data])
  const { data } = read
  const rows = useMemo(() => new Map((data?.rows ?? []).map((row) => [row[0], row])), [data])
  const margins = useMemo(
    () => new Map((data?.margins ?? []).map((margin) => [margin.unitId, margin])),
    [data],
  )
  const problem = units.error ?? (data ? null : read.error)
  if (problem || !index || !data) return <Waiting problem={problem} again={[units, read]} />
  return (
    <Wall
      place={place}
      feed={{ ...feed, rows, rootId: data.rootId, stirred: NOTHING_STIRRED }}
      index={index}
      rootId={data.rootId}
      tiles={data.tiles}
      live={undefined}
      margins={margins}
      words={words}
      side={() => <CarryPanel onMap={data} words={words} />}
    />
  )
}

type Asked = { refetch(): Promise<unknown> }

function Waiting({ problem, again }: { problem: Error | null; again: readonly Asked[] }) {
  const words = useWords(messages)
  return (
    <main className={styles['waiting']} aria-busy={problem === null}>
      <h1>{words.title}</h1>
      {problem ? (
        <>
          <RefusalNote
            error={problem}
            onRetry={() => void Promise.all(again.map((query) => query.refetch()))}
          />
          <p>
            <a href="/desk/wall">{words.city}</a> <a href="/desk/">{words.desk}</a>
          </p>
        </>
      ) : (
        <p>{words.loading}</p>
      )}
    </main>
  )
}

type WallProps = {
  place: WallPlace
  feed: WallFeed
  index: UnitIndex
  rootId: number
  tiles: Focus['tiles']
  live: ReturnType<typeof sumsOf> | undefined
  margins?: ReadonlyMap<number, Margin>
  words: WallWords
  side(isStale: boolean): ReactNode
}

function Wall({ place, feed, index, rootId, tiles, live, margins, words, side }: WallProps) {
  const seconds = useSilence(feed)
  const isStale = feed.cityTime === undefined ? false : seconds > SILENT_AFTER_S
  const focusId = place.unit ?? rootId
  const { open, go } = useGo(place)
  const [isSearching, setSearching] = useState(false)
  const lines = useMemo(() => areaLines(index, feed.rows, focusId), [index, feed.rows, focusId])
  const isLeaf = index.children(focusId).length === 0
  const tile = tiles.find((one) => one.name === place.tile)

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
      ...tiles.map((one, at) => ({
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
        place={place}
        index={index}
        focusId={focusId}
        rootId={rootId}
        feed={feed}
        seconds={seconds}
        isStale={isStale}
        words={words}
        onEnter={(id) => go(id === rootId ? {} : { unit: id })}
        onSearch={() => setSearching(true)}
        onMap={open}
      />
      <section className={styles['tiles']} aria-label={words.tiles}>
        {tiles.map((one, at) => (
          <TileCard
            key={one.name}
            tile={one}
            live={live}
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
          key={`${focusId} ${place.list} ${place.on} ${place.by} ${place.span}`}
          map={mapOf(place)}
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
          place={place}
          margins={margins}
          chosen={place.at}
          isStale={isStale}
          words={words}
          onChoose={choose}
          onEnter={enter}
        />
      )}
      <div className={styles['side']}>{side(isStale)}</div>
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
          key={`${tile.name} ${focusId} ${place.on} ${place.by}`}
          tile={tile}
          map={mapOf(place)}
          unitId={focusId}
          unitName={index.get(focusId)?.name ?? ''}
          words={words}
          onClose={up}
        />
      ) : null}
    </main>
  )
}

/** Opens an address of the wall, on the same map unless one is named; choosing replaces, entering can be gone back from. */
function useGo(place: WallPlace) {
  const { history } = useRouter()
  const open = useCallback((next: WallPlace) => history.push(writeAddress(next)), [history])
  const go = useCallback(
    (next: WallPlace, way: 'push' | 'replace' = 'push') => {
      const address = writeAddress({ ...next, ...mapOf(place) })
      if (way === 'push') history.push(address)
      else history.replace(address)
    },
    [history, place],
  )
  return { open, go }
}

function useOpenDossier() {
  const { history } = useRouter()
  return useCallback((caseId: string) => history.push(`/desk/dossiers/${caseId}`), [history])
}

type InsideProps = Pick<WallProps, 'place' | 'feed' | 'index' | 'words'> & {
  margins: ReadonlyMap<number, Margin> | undefined
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
  place,
  margins,
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
  const map = useQuery(mapQuery(place.on, index.all().length))
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
        margins={margins}
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
function spotsOf({ areas, groups }: CityMapShapes, index: UnitIndex, focusId: number): Spot[] {
  const places = new Map<number, Spot>(
    [...areas, ...groups].map(({ unitId, x, y }) => [unitId, { id: unitId, x, y }]),
  )
  return index.children(focusId).flatMap((unit) => places.get(unit.id) ?? [])
}
