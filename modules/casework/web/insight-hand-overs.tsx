import { formatNumber } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import type { BehindQuery, HandOver } from '../insight.ts'
import { messages } from './insight-messages.ts'
import { OpenFigure } from './open-figure.tsx'
import { useReader } from './insight-reader.ts'
import styles from './insight-tables.module.css'

/** Which cases a hand-over counts. */
export function behindHandOver({ from, to }: Pick<HandOver, 'from' | 'to'>): BehindQuery {
  return {
    by: 'hand_over',
    ...(from.unit === null ? {} : { fromUnit: from.unit }),
    ...(from.role === null ? {} : { fromRole: from.role }),
    ...(to.unit === null ? {} : { toUnit: to.unit }),
    ...(to.role === null ? {} : { toRole: to.role }),
  }
}

/** Who passes work to whom, and how long it lies in between. */
export function InsightHandOvers() {
  const words = useWords(messages)
  const { view, party, time } = useReader()
  const { handOvers } = view.map
  if (handOvers.length === 0) return <p className={styles['note']}>{words.handOvers.none}</p>
  return (
    <>
      <div className={styles['frame']}>
        <table className={styles['table']}>
          <caption>{words.handOvers.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.handOvers.from}</th>
              <th scope="col">{words.handOvers.to}</th>
              <th scope="col" data-align="end">
                {words.handOvers.count}
              </th>
              <th scope="col" data-align="end">
                {words.handOvers.median}
              </th>
              <th scope="col" data-align="end">
                {words.handOvers.p90}
              </th>
            </tr>
          </thead>
          <tbody>
            {handOvers.map(({ from, to, delay }) => {
              const [giver, taker] = [party(from), party(to)]
              return (
                <tr key={`${giver} → ${taker}`}>
                  <td data-label={words.handOvers.from}>{giver}</td>
                  <td data-label={words.handOvers.to}>{taker}</td>
                  <td data-label={words.handOvers.count} data-align="end">
                    <OpenFigure title={`${giver} → ${taker}`} behind={behindHandOver({ from, to })}>
                      {formatNumber(delay.count)}
                    </OpenFigure>
                  </td>
                  <td data-label={words.handOvers.median} data-align="end">
                    {time(delay.median)}
                  </td>
                  <td data-label={words.handOvers.p90} data-align="end">
                    {time(delay.p90)}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <p className={styles['note']}>
        {words.handOvers.note} {words.timesHint[view.durations]}
      </p>
    </>
  )
}
