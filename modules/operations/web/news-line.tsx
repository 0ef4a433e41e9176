import { formatTime } from '#platform/ui/format.ts'
import type { Moved } from '../contract.ts'
import type { WallWords } from './messages.ts'
import type { UnitIndex } from './unit-index.ts'
import styles from './wall-page.module.css'

type Props = { moved: readonly Moved[]; index: UnitIndex; isStale: boolean; words: WallWords }

/** The dossiers that moved last; new ones enter at the front, nothing scrolls by. */
export function NewsLine({ moved, index, isStale, words }: Props) {
  return (
    <section className={styles['news']} aria-label={words.news} data-stale={isStale || undefined}>
      <h2 className={styles['newsTitle']}>{words.news}</h2>
      {moved.length === 0 ? (
        <p className={styles['soft']}>{words.newsNone}</p>
      ) : (
        <ol className={styles['newsList']}>
          {moved.map((one) => (
            <li key={`${one.caseId}:${one.version}`}>
              <time dateTime={one.at}>{formatTime(one.at)}</time>{' '}
              <a href={`/desk/dossiers/${one.caseId}`}>{one.code ?? one.caseId}</a>{' '}
              {eventWords(one.type, words)}
              <span className={styles['soft']}> {index.get(one.unitId)?.name ?? ''}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function eventWords(type: string, words: WallWords): string {
  const known: Readonly<Record<string, string>> = words.events
  return known[type.replace(/^dossiers\./, '')] ?? words.events.moved
}
