import { PlainTable } from '#platform/ui/data-table.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import type { MapEdge } from '../insight.ts'
import styles from './insight-tables.module.css'
import { messages } from './insight-messages.ts'
import { OpenFigure } from './open-figure.tsx'
import { useReader } from './insight-reader.ts'

/** The paths of the map as a table, for the keyboard and for reading aloud. */
export function InsightPaths({ edges }: { edges: readonly MapEdge[] }) {
  const words = useWords(messages)
  const { step, time } = useReader()
  const nameOf = (activity: string | null, otherwise: string) =>
    activity === null ? otherwise : step(activity)
  return (
    <details className={styles['details']}>
      <summary>{words.map.table}</summary>
      <PlainTable caption={words.map.table}>
        <thead>
          <tr>
            <th scope="col">{words.map.pathFrom}</th>
            <th scope="col">{words.map.pathTo}</th>
            <th scope="col" data-align="end">
              {words.map.frequency}
            </th>
            <th scope="col" data-align="end">
              {words.map.delay}
            </th>
            <th scope="col" data-align="end">
              {words.map.delayP90}
            </th>
          </tr>
        </thead>
        <tbody>
          {edges.map(({ from, to, frequency, handOver }) => {
            const [begin, end] = [nameOf(from, words.map.begin), nameOf(to, words.map.end)]
            return (
              <tr key={`${from} → ${to}`}>
                <td data-label={words.map.pathFrom}>{begin}</td>
                <td data-label={words.map.pathTo}>{end}</td>
                <td data-label={words.map.frequency} data-align="end">
                  <OpenFigure
                    title={`${begin} → ${end}`}
                    behind={{
                      by: 'edge',
                      ...(from === null ? {} : { fromActivity: from }),
                      ...(to === null ? {} : { toActivity: to }),
                    }}
                  >
                    {formatNumber(frequency)}
                  </OpenFigure>
                </td>
                <td data-label={words.map.delay} data-align="end">
                  {handOver ? time(handOver.median) : '–'}
                </td>
                <td data-label={words.map.delayP90} data-align="end">
                  {handOver ? time(handOver.p90) : '–'}
                </td>
              </tr>
            )
          })}
        </tbody>
      </PlainTable>
    </details>
  )
}
