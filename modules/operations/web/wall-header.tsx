import { formatDate, formatTime } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import { MapSwitch } from './map-switch.tsx'
import type { WallWords } from './messages.ts'
import type { UnitIndex } from './unit-index.ts'
import type { WallFeed } from './use-wall-feed.ts'
import type { WallPlace } from './wall-address.ts'
import styles from './wall-page.module.css'

type Props = {
  place: WallPlace
  feed: WallFeed
  index: UnitIndex
  words: WallWords
  focusId: number
  rootId: number
  seconds: number
  isStale: boolean
  onEnter(id: number): void
  onSearch(): void
  onMap(place: WallPlace): void
}

/** Where one is, by whose units, how live it is, and what time it is in the city. */
export function WallHeader({
  place,
  feed,
  index,
  focusId,
  rootId,
  seconds,
  isStale,
  words,
  onEnter,
  onSearch,
  onMap,
}: Props) {
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
      <MapSwitch place={place} words={words} onMap={onMap} />
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
