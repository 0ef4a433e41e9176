import { useState } from 'react'
import { formatDateTime } from '#platform/ui/format.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { StatusBadge, type Tone } from '#platform/ui/status-badge.tsx'
import type { ClockView, DossierView } from '../contract.ts'
import styles from './clock-panel.module.css'
import { leftInWords, toneOf } from './dossier-words.tsx'
import { messages } from './messages.ts'
import { FactList, Panel } from './panel.tsx'
import { WatchButton } from './watch-button.tsx'

/** The due date, how long that is, and the whole reckoning behind it in words. */
export function ClockPanel({ view }: { view: DossierView }) {
  const { clock } = view
  const words = useWords(messages)
  const { language } = useLanguage()
  const [open, setOpen] = useState(true)
  const lines = clock.explanation[language]
  useKeys(words.dossier.clock.title, [
    { key: 'e', label: words.dossier.keys.explain, run: () => setOpen((now) => !now) },
  ])
  return (
    <Panel
      title={words.dossier.clock.title}
      aside={<StatusBadge tone={badgeTone(clock)}>{words.dossier.clock[clock.state]}</StatusBadge>}
    >
      {clock.dueAt ? (
        <p className={styles['due']} data-tone={tone(clock)}>
          <span className={styles['at']}>{formatDateTime(clock.dueAt)}</span>
          {clock.remainingMinutes !== null && clock.state === 'running' ? (
            <span>
              {clock.overdue ? '▲ ' : ''}
              {leftInWords(clock.remainingMinutes, clock.overdue, words.due, language)}
            </span>
          ) : null}
        </p>
      ) : null}
      <FactList
        facts={[
          ...(clock.limit ? [{ label: words.dossier.clock.limit, value: clock.limit }] : []),
          ...(clock.promisedAt
            ? [{ label: words.dossier.clock.promised, value: formatDateTime(clock.promisedAt) }]
            : []),
        ]}
      />
      {view.onDay === null ? <WatchButton view={view} /> : null}
      {lines.length > 0 ? (
        <details
          className={styles['why']}
          open={open}
          onToggle={(event) => setOpen(event.currentTarget.open)}
        >
          <summary>
            {words.dossier.clock.why}
            <KeyHint of="e" />
          </summary>
          <ol>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </details>
      ) : null}
    </Panel>
  )
}

function tone(clock: ClockView): Tone {
  return toneOf({ ...clock, waiting: clock.state === 'paused', ended: clock.state === 'ended' })
}

function badgeTone(clock: ClockView): Tone {
  if (clock.state === 'paused') return 'warn'
  if (clock.state === 'ended') return 'ended'
  return clock.state === 'running' ? 'calm' : 'neutral'
}
