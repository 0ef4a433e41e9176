import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import styles from './data-table.module.css'

export type Column<Row> = {
  id: string
  header: string
  cell(row: Row): ReactNode
  /** Numbers and times stand at the right, one under the other. */
  align?: 'end'
  /** Left out where the screen is narrow. */
  wideOnly?: boolean
  /** Where rows become a list the header stands before the value, which does not tell by itself what it is. */
  isNamed?: boolean
}

type Props<Row> = {
  /** Says what the table lists; read aloud, not shown. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId(row: Row): string
  selectedId?: string | undefined
  onSelect?(id: string): void
  onOpen?(row: Row): void
}

/** A table that is only read; cells say what they are in `data-label`, for narrow screens. */
export function PlainTable({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <div className={styles['frame']}>
      <table className={styles['table']}>
        <caption className={styles['caption']}>{caption}</caption>
        {children}
      </table>
    </div>
  )
}

type HeadedRow = { id: string | number; cells: readonly ReactNode[] }

/** A table that is only read, of plain rows; where they become a list, each value but the first is told by its head. */
export function HeadedTable({
  caption,
  heads,
  rows,
}: {
  caption: string
  heads: readonly string[]
  rows: readonly HeadedRow[]
}) {
  return (
    <PlainTable caption={caption}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr key={id}>
            {cells.map((cell, at) => (
              <td
                key={heads[at]}
                data-lead={at === 0 || undefined}
                data-label={at === 0 ? undefined : heads[at]}
              >
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/**
 * A list that is walked with the arrow keys (or j and k), one row in the tab order, and opened with Enter.
 * Order and paging are the server's.
 */
export function DataTable<Row>({ caption, columns, rows, rowId, selectedId, onSelect, onOpen }: Props<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)
  const current = rows.some((row) => rowId(row) === selectedId) ? selectedId : rows[0] && rowId(rows[0])

  useEffect(() => {
    const row = body.current?.querySelector<HTMLElement>('tr[data-current="true"]')
    row?.scrollIntoView({ block: 'nearest' })
    if (body.current?.contains(document.activeElement)) row?.focus()
  }, [current])

  function onKeyDown(event: KeyboardEvent, row: Row) {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter') {
      event.preventDefault()
      onOpen?.(row)
    }
  }

  return (
    <div className={styles['frame']}>
      <table className={`${styles['table']} ${styles['walked']}`}>
        <caption className={styles['caption']}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-align={column.align} data-wide={column.wideOnly}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => {
            const id = rowId(row)
            return (
              <tr
                key={id}
                tabIndex={id === current ? 0 : -1}
                data-current={id === current}
                aria-current={id === current ? 'true' : undefined}
                onClick={() => {
                  onSelect?.(id)
                  onOpen?.(row)
                }}
                onFocus={() => onSelect?.(id)}
                onKeyDown={(event) => onKeyDown(event, row)}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    data-align={column.align}
                    data-wide={column.wideOnly}
                    data-label={column.isNamed ? column.header : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
