import { formatDateTime } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { DossierView } from '../contract.ts'
import styles from './history-panel.module.css'
import { messages } from './messages.ts'
import { Panel } from './panel.tsx'

/** A minute apart is the time it takes to write something down, and not worth a word. */
const lateMs = 60_000

/** Everything that happened, the latest first, with who did it and where. */
export function HistoryPanel({ view }: { view: DossierView }) {
  const words = useWords(messages).dossier.history
  const { language } = useLanguage()
  return (
    <Panel title={words.title}>
      <ol className={styles['lines']} reversed>
        {view.history.toReversed().map((line) => (
          <li key={line.seq} className={styles['line']}>
            <span className={styles['what']}>{line[language]}</span>
            <span className={styles['who']}>
              <time dateTime={line.happenedAt}>{formatDateTime(line.happenedAt)}</time>
              {Date.parse(line.recordedAt) - Date.parse(line.happenedAt) > lateMs
                ? ` (${fill(words.recorded, { at: formatDateTime(line.recordedAt) })})`
                : ''}
              {` · ${line.by ?? (line.unit ? '' : words.system)}${line.unit ? `${line.by ? ', ' : ''}${line.unit}` : ''}`}
            </span>
            {line.onBehalfOf ? (
              <span className={styles['who']}>{fill(words.onBehalfOf, line.onBehalfOf)}</span>
            ) : null}
            {line.note ? <q className={styles['note']}>{line.note}</q> : null}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
