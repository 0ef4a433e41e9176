import type { ReactNode } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { BehindQuery } from '../insight.ts'
import { messages } from './insight-messages.ts'
import { useReader } from './insight-reader.ts'
import styles from './insight-tables.module.css'

type Props = { title: string; behind: BehindQuery; children: ReactNode }

/** A figure that opens the cases behind it. */
export function OpenFigure({ title, behind, children }: Props) {
  const words = useWords(messages)
  const { open } = useReader()
  return (
    <button
      type="button"
      className={styles['open']}
      title={fill(words.seeOf, { what: title })}
      onClick={() => open({ title, behind })}
    >
      {children}
    </button>
  )
}
