import { formatNumber } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import type { Focus } from '../contract.ts'
import type { WallWords } from './messages.ts'
import styles from './wall-page.module.css'

type Props = { age: Focus['age']; isStale: boolean; words: WallWords }

/** How old the open dossiers are, in working days since their clocks began. */
export function AgeBars({ age: { edgesDays, counts }, isStale, words }: Props) {
  const most = Math.max(1, ...counts)
  return (
    <section className={styles['panel']} aria-label={words.backlog} data-stale={isStale || undefined}>
      <h2 className={styles['panelTitle']}>{words.backlog}</h2>
      <dl className={styles['bars']}>
        {counts.map((count, bar) => (
          <div key={edgesDays[bar] ?? 'last'} className={styles['bar']}>
            <dt>{barName(edgesDays, bar, words)}</dt>
            <dd>
              <span className={styles['barTrack']}>
                <span className={styles['barFill']} style={{ inlineSize: `${(count / most) * 100}%` }} />
              </span>
              <span className={styles['barCount']}>{formatNumber(count)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function barName(edges: readonly number[], bar: number, words: WallWords): string {
  const from = edges[bar - 1]
  const to = edges[bar]
  if (from === undefined) return fill(words.backlogBelow, { days: to ?? 0 })
  return to === undefined
    ? fill(words.backlogAbove, { days: from })
    : fill(words.backlogBetween, { from, to })
}
