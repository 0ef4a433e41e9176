import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './page-frame.module.css'

/** A page of the desk: one heading, what belongs beside it, and the body. */
export function PageFrame({
  title,
  aside,
  children,
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={styles['page']}>
      <title>{`${title} · Thăng Long`}</title>
      <header className={styles['head']}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {aside ? <div className={styles['aside']}>{aside}</div> : null}
      </header>
      {children}
    </div>
  )
}
