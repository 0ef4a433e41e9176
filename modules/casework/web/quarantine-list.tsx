import { PlainTable } from '#platform/ui/data-table.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { Quarantined } from '../insight.ts'
import { messages } from './insight-messages.ts'
import styles from './insight-tables.module.css'

type Props = { title: string; count: number; quarantine: readonly Quarantined[] }

/** Rows of a log that could not be read: where, why, and what stands there. */
export function QuarantineList({ title, count, quarantine }: Props) {
  const words = useWords(messages)
  return (
    <details className={styles['details']} open={count <= 20}>
      <summary>{title}</summary>
      {count > quarantine.length ? (
        <span className={styles['small']}>
          {fill(words.logs.firstOnly, { shown: formatNumber(quarantine.length) })}
        </span>
      ) : null}
      <PlainTable caption={title}>
        <thead>
          <tr>
            <th scope="col">{words.logs.line}</th>
            <th scope="col">{words.logs.fault}</th>
            <th scope="col">{words.logs.value}</th>
          </tr>
        </thead>
        <tbody>
          {quarantine.map(({ line, fault, value }) => (
            <tr key={`${line} ${fault}`}>
              <td data-label={words.logs.line}>{formatNumber(line)}</td>
              <td data-label={words.logs.fault}>{words.faults[fault]}</td>
              <td data-label={words.logs.value}>{value}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </details>
  )
}
