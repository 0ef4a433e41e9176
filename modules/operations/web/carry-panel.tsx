import { formatDay, formatNumber } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import type { OnMap } from '../contract.ts'
import type { WallWords } from './messages.ts'
import styles from './wall-page.module.css'

const MOST_SHOWN = 40

/** How the figures of another map came about: over what time, from which units, with which share, on what ground. */
export function CarryPanel({ onMap, words }: { onMap: OnMap; words: WallWords }) {
  const { on, by, from, to, city, elsewhere, sources } = onMap
  return (
    <section className={styles['panel']} aria-label={words.maps.how}>
      <h2 className={styles['panelTitle']}>{words.maps.how}</h2>
      <p>{fill(words.maps.explain[by], { day: formatDay(on) })}</p>
      <p>{fill(words.maps.period, { from: formatDay(from), to: formatDay(to) })}</p>
      <p>
        {fill(words.maps.citySum, {
          received: formatNumber(city.receivedToday),
          open: formatNumber(city.open),
        })}
      </p>
      {by === 'recorded' && (
        <p>
          {fill(words.maps.elsewhere, {
            received: formatNumber(elsewhere.receivedToday),
            open: formatNumber(elsewhere.open),
          })}
        </p>
      )}
      {sources.length > 0 && (
        <div className={styles['scroll']}>
          <table className={styles['table']}>
            <caption className={styles['panelTitle']}>{words.maps.sources}</caption>
            <thead>
              <tr>
                <th scope="col">{words.column.name}</th>
                <th scope="col">{words.maps.share}</th>
                <th scope="col">{words.column.received}</th>
              </tr>
            </thead>
            <tbody>
              {sources.slice(0, MOST_SHOWN).map((source) => (
                <tr key={source.unitId}>
                  <th scope="row">
                    {source.name} <span className={styles['soft']}>{source.code}</span>
                  </th>
                  <td>
                    {formatNumber(source.share * 100, 1)} %{' '}
                    <span className={styles['soft']}>{words.maps.basis[source.basis]}</span>
                  </td>
                  <td>{formatNumber(source.received)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
