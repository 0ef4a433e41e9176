import type { ReactNode } from 'react'
import styles from './empty-note.module.css'

type Props = {
  title: string
  children?: ReactNode
  action?: ReactNode
  /** The note is the whole page, so its title is the page's heading. */
  wholePage?: boolean
}

/** Nothing here yet: says why, and what to do next. */
export function EmptyNote({ title, children, action, wholePage }: Props) {
  return (
    <div className={styles['note']}>
      <svg viewBox="0 0 96 56" className={styles['picture']} aria-hidden="true" focusable="false">
        <path d="M8 50V22L48 8l40 14v28" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path
          d="M4 24 48 8l44 16M2 50h92M24 50V30h12v20M60 50V30h12v20M40 50V30q8-8 16 0v20"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      </svg>
      {wholePage ? <h1 className={styles['title']}>{title}</h1> : <p className={styles['title']}>{title}</p>}
      {children ? <div className={styles['text']}>{children}</div> : null}
      {action}
    </div>
  )
}
