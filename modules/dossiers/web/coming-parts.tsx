import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatDateTime, formatWorkingMinutes } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { ToneMark } from '#platform/ui/status-badge.tsx'
import type { ComingPart } from '../contract.ts'
import styles from './coming-parts.module.css'
import { messages } from './messages.ts'
import { comingQuery } from './queries.ts'

/** Parts of linked procedures that will come to this unit, and whom they are late for; nothing where there are none. */
export function ComingParts() {
  const words = useWords(messages).linked.coming
  const { data } = useQuery(comingQuery)
  if (!data || (data.coming.length === 0 && data.unplaced.length === 0)) return null
  const late = data.coming.filter((part) => part.late.length > 0).length
  return (
    <>
      {data.unplaced.length > 0 ? (
        <section className={styles['box']} data-tone="bad" aria-labelledby="unplaced-parts">
          <h2 id="unplaced-parts">{fill(words.unplaced, { count: data.unplaced.length })}</h2>
          <ul>
            {data.unplaced.map((part) => (
              <li key={part.parentCaseId + part.key}>
                <Link to={`/dossiers/${part.parentCaseId}`}>{part.parentCode}</Link>
                <span>
                  {part.ownerName} · {part.name}
                </span>
                <span>{words.choose}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {data.coming.length > 0 ? (
        <details className={styles['box']} open={late > 0}>
          <summary>
            {fill(late > 0 ? words.comingLate : words.coming, { count: data.coming.length, late })}
          </summary>
          <ul>
            {data.coming.map((part) => (
              <Coming key={part.parentCaseId + part.key} part={part} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

function Coming({ part }: { part: ComingPart }) {
  const words = useWords(messages).linked.coming
  const { language } = useLanguage()
  return (
    <li>
      <strong>{part.parentCode}</strong>
      <span>
        {part.ownerName} · {part.name}
      </span>
      <span>{fill(words.opensAt, { at: formatDateTime(part.opensAt) })}</span>
      {part.late.map((one) => (
        <span key={one.name} className={styles['late']}>
          <ToneMark tone="bad" />
          {fill(words.late, {
            unit: one.unit?.name ?? one.name,
            time: formatWorkingMinutes(one.minutes, language),
          })}
        </span>
      ))}
    </li>
  )
}
