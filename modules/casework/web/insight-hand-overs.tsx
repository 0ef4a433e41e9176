import { Button } from '@mantine/core'
import { useState } from 'react'
import { PlainTable } from '#platform/ui/data-table.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
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

const FIRST_SHOWN = 25

/** Who passes work to whom, and how long it lies in between. */
export function InsightHandOvers() {
  const words = useWords(messages)
  const { view } = useReader()
  const { handOvers, roleHandOvers } = view.map
  if (handOvers.length === 0) return <p className={styles['note']}>{words.handOvers.none}</p>
  const hasUnits = handOvers.some(({ from, to }) => from.unit !== null || to.unit !== null)
  return (
    <>
      {roleHandOvers.length > 0 ? (
        <HandOverTable title={words.handOvers.roles} handOvers={roleHandOvers} />
      ) : null}
      {hasUnits ? <HandOverTable title={words.handOvers.units} handOvers={handOvers} /> : null}
      <p className={styles['note']}>
        {words.handOvers.note} {words.timesHint[view.durations]}
      </p>
    </>
  )
}

function HandOverTable({ title, handOvers }: { title: string; handOvers: readonly HandOver[] }) {
  const words = useWords(messages)
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? handOvers : handOvers.slice(0, FIRST_SHOWN)
  return (
    <section>
      <h2 className={styles['title']}>{title}</h2>
      <PlainTable caption={`${title}. ${words.handOvers.caption}`}>
        <thead>
          <tr>
            <th scope="col">{words.handOvers.from}</th>
            <th scope="col">{words.handOvers.to}</th>
            {(['count', 'median', 'p90'] as const).map((column) => (
              <th key={column} scope="col" data-align="end">
                {words.handOvers[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((handOver) => (
            <HandOverRow key={JSON.stringify([handOver.from, handOver.to])} {...handOver} />
          ))}
        </tbody>
      </PlainTable>
      {shown.length < handOvers.length ? (
        <Button variant="subtle" size="xs" onClick={() => setShowsAll(true)}>
          {fill(words.handOvers.all, { count: formatNumber(handOvers.length) })}
        </Button>
      ) : null}
    </section>
  )
}

function HandOverRow({ from, to, delay }: HandOver) {
  const words = useWords(messages)
  const { party, time } = useReader()
  const [giver, taker] = [party(from), party(to)]
  return (
    <tr>
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
}
