import type { Figure } from '#modules/indicators/contract.ts'
import type { UnitState } from '../contract.ts'
import styles from './wall-page.module.css'

export type MarkState = UnitState | Figure['state']

/** Shapes differ, not only colours: a triangle for alarm, a diamond for attention, nothing when normal. */
const shapes: Partial<Record<MarkState, string>> = {
  red: 'M6 .6 11.6 11H.4Z',
  amber: 'M6 .6 11.4 6 6 11.4.6 6Z',
}

export function StateMark({ state, label }: { state: MarkState; label: string }) {
  const shape = shapes[state]
  if (!shape) return <span className={styles['calmState']}>{label}</span>
  return (
    <span className={styles['mark']} data-state={state}>
      <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        <path d={shape} fill="currentColor" />
      </svg>
      {label}
    </span>
  )
}
