import type { ReactNode } from 'react'
import styles from './status-badge.module.css'

/** What a mark tells at a glance; each tone has a colour and a shape of its own, and always text beside it. */
export type Tone = 'neutral' | 'calm' | 'good' | 'warn' | 'bad' | 'ended'

const shapes: Record<Tone, ReactNode> = {
  neutral: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  calm: <circle cx="6" cy="6" r="4.6" fill="currentColor" />,
  good: <path d="M1.8 6.4 4.9 9.5 10.4 3" fill="none" stroke="currentColor" strokeWidth="2" />,
  warn: <path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="currentColor" />,
  bad: <path d="M6 1 11.4 10.6H.6Z" fill="currentColor" />,
  ended: <rect x="1.8" y="1.8" width="8.4" height="8.4" rx="1" fill="currentColor" />,
}

/** A state in colour, shape and text. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles['badge']} data-tone={tone}>
      <ToneMark tone={tone} />
      <span>{children}</span>
    </span>
  )
}

/** The shape alone, for a place that has its text beside it. */
export function ToneMark({ tone }: { tone: Tone }) {
  return (
    <svg className={styles['mark']} data-tone={tone} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {shapes[tone]}
    </svg>
  )
}
