import { formatDateTime, formatWorkingMinutes } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords, type Language } from '#platform/ui/i18n.ts'
import { StatusBadge, ToneMark, type Tone } from '#platform/ui/status-badge.tsx'
import type { DossierStatus } from '../contract.ts'
import { messages, type DossierWords } from './messages.ts'
import styles from './dossier-words.module.css'

const tones: Record<DossierStatus, Tone> = {
  submitted: 'calm',
  received: 'neutral',
  refused: 'ended',
  processing: 'neutral',
  awaiting_supplement: 'warn',
  awaiting_payment: 'warn',
  withdrawal_requested: 'warn',
  stopped: 'ended',
  decided: 'good',
  returned: 'good',
  suspended: 'warn',
}

export function DossierStatusBadge({ status }: { status: DossierStatus }) {
  const words = useWords(messages)
  return <StatusBadge tone={tones[status]}>{words.status[status]}</StatusBadge>
}

const dayMinutes = 8 * 60

type Due = {
  dueAt: string | null
  overdue: boolean
  remainingMinutes: number | null
  /** By when the open step should be done; shown while the dossier has no date of its own. */
  stepDueAt?: string | null
  waiting?: boolean
  ended?: boolean
}

/** When it is due and how long that is, told in colour, shape and text. */
export function DueMark({ due }: { due: Due }) {
  const words = useWords(messages).due
  const { language } = useLanguage()
  if (!due.dueAt && due.stepDueAt) {
    return (
      <span className={styles['due']}>
        <span className={styles['at']}>{formatDateTime(due.stepDueAt)}</span>
        <span className={styles['left']}>{words.step}</span>
      </span>
    )
  }
  if (!due.dueAt) return <span className={styles['soft']}>{due.waiting ? words.paused : words.none}</span>
  const tone = toneOf(due)
  return (
    <span className={styles['due']}>
      <span className={styles['at']}>{formatDateTime(due.dueAt)}</span>
      {due.ended ? null : (
        <span className={styles['left']} data-tone={tone}>
          {tone === 'neutral' ? null : <ToneMark tone={tone} />}
          {due.waiting ? words.paused : leftInWords(due.remainingMinutes, due.overdue, words, language)}
        </span>
      )}
    </span>
  )
}

/** `3 hours left`, `1 day overdue`, in working time. */
export function leftInWords(
  minutes: number | null,
  overdue: boolean,
  words: DossierWords['due'],
  language: Language,
): string {
  if (minutes === null) return ''
  if (overdue && minutes > -1) return words.justLate
  return fill(overdue ? words.late : words.left, { time: formatWorkingMinutes(minutes, language) })
}

export function toneOf({ overdue, remainingMinutes, waiting, ended }: Due): Tone {
  if (ended || waiting) return 'neutral'
  if (overdue) return 'bad'
  return remainingMinutes !== null && remainingMinutes < dayMinutes ? 'warn' : 'neutral'
}
