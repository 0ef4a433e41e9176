import { useEffect, useRef } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import type { Margin } from '../contract.ts'
import type { WallWords } from './messages.ts'
import { StateMark } from './state-mark.tsx'
import { Unsure } from './unsure.tsx'
import type { AreaLine } from './unit-index.ts'
import styles from './wall-page.module.css'

type Props = {
  title: string
  lines: readonly AreaLine[]
  margins: ReadonlyMap<number, Margin> | undefined
  chosen: number | undefined
  isStale: boolean
  words: WallWords
  onChoose(id: number): void
  onEnter(id: number): void
}

/** The areas inside the focus as a table; the same as the map, for eyes, fingers and screen readers. */
export function AreaList({ title, lines, margins, chosen, isStale, words, onChoose, onEnter }: Props) {
  const chosenRow = useRef<HTMLTableRowElement>(null)
  // The list follows the map, inside its own panel only.
  useEffect(() => {
    if (chosen !== undefined) chosenRow.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <section className={styles['panel']} aria-label={title} data-stale={isStale || undefined}>
      <h2 className={styles['panelTitle']}>{title}</h2>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{words.column.name}</th>
              <th scope="col">{words.column.received}</th>
              <th scope="col">{words.column.open}</th>
              <th scope="col">{words.column.overdue}</th>
              <th scope="col">{words.column.onTime}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ unit, sums, state }) => (
              <tr
                key={unit.id}
                ref={chosen === unit.id ? chosenRow : undefined}
                data-chosen={chosen === unit.id || undefined}
                onPointerEnter={(event) => event.pointerType === 'mouse' && onChoose(unit.id)}
              >
                <th scope="row">
                  {state === 'red' || state === 'amber' ? (
                    <StateMark state={state} label={words.states[state]} />
                  ) : (
                    <span className={styles['hidden']}>{words.states[state]}</span>
                  )}{' '}
                  <button type="button" className={styles['link']} onClick={() => onEnter(unit.id)}>
                    {unit.name}
                  </button>
                </th>
                <td>
                  {formatNumber(sums.receivedToday)}
                  <Unsure value={sums.receivedToday} edges={margins?.get(unit.id)?.received} words={words} />
                </td>
                <td>
                  {formatNumber(sums.open)}
                  <Unsure value={sums.open} edges={margins?.get(unit.id)?.open} words={words} />
                </td>
                <td>
                  {formatNumber(sums.overdue)}
                  <Unsure value={sums.overdue} edges={margins?.get(unit.id)?.overdue} words={words} />
                </td>
                <td>
                  {sums.endedMonth === 0
                    ? '–'
                    : `${formatNumber((sums.onTimeMonth / sums.endedMonth) * 100, 1)} %`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
