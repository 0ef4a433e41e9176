import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ProofRow } from '#modules/indicators/contract.ts'
import { formatDateTime, formatNumber } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { dossierStates, type DossierState } from '../contract.ts'
import type { WallWords } from './messages.ts'
import { fetchDossiers } from './queries.ts'
import type { WallPlace } from './wall-address.ts'
import styles from './wall-page.module.css'

type Props = {
  map: Pick<WallPlace, 'on' | 'by' | 'span'>
  unitId: number
  unitName: string
  state: DossierState
  isStale: boolean
  words: WallWords
  onState(state: DossierState): void
  onOpen(caseId: string): void
}

/** The last step of the drill: the dossiers of one unit. */
export function DossierList({ map, unitId, unitName, state, isStale, words, onState, onOpen }: Props) {
  const pages = useInfiniteQuery({
    queryKey: ['operations', 'dossiers', unitId, state, map],
    queryFn: ({ pageParam, signal }) => fetchDossiers(unitId, state, map, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 15_000,
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  const [chosen, setChosen] = useState(0)
  const chosenRow = useRef<HTMLTableRowElement>(null)
  useEffect(() => chosenRow.current?.scrollIntoView({ block: 'nearest' }), [chosen])

  const step = (by: number) => () => setChosen((at) => Math.max(0, Math.min(rows.length - 1, at + by)))
  const turn = (by: number) => () => {
    const next =
      dossierStates[(dossierStates.indexOf(state) + by + dossierStates.length) % dossierStates.length]
    if (next) onState(next)
  }
  useKeys(unitName, [
    { key: 'ArrowDown', label: words.listKeys, run: step(1) },
    { key: 'ArrowUp', label: words.listKeys, run: step(-1) },
    { key: 'ArrowRight', label: words.listKeys, run: turn(1) },
    { key: 'ArrowLeft', label: words.listKeys, run: turn(-1) },
    {
      key: 'Enter',
      label: words.listKeys,
      run() {
        const row = rows[chosen]
        if (row) onOpen(row.caseId)
      },
    },
  ])

  return (
    <section className={styles['panel']} aria-label={unitName} data-stale={isStale || undefined}>
      <div className={styles['choices']} role="group" aria-label={words.dossiers}>
        {dossierStates.map((one) => (
          <button
            key={one}
            type="button"
            className={styles['choice']}
            aria-pressed={one === state}
            onClick={() => onState(one)}
          >
            {map.on ? words.maps.lists[one] : words.lists[one]}
          </button>
        ))}
        <span className={styles['soft']}>{words.listKeys}</span>
      </div>
      <RefusalNote error={pages.error} />
      {pages.isPending ? <p className={styles['empty']}>{words.reading}</p> : null}
      {!pages.isPending && !pages.error && rows.length === 0 ? (
        <p className={styles['empty']}>{words.none}</p>
      ) : null}
      {rows.length > 0 ? (
        <div className={styles['scroll']}>
          <table className={`${styles['table']} ${styles['dossiers']}`}>
            <thead>
              <tr>
                <th scope="col">{words.list.code}</th>
                <th scope="col">{words.list.procedure}</th>
                <th scope="col">{words.list.received}</th>
                <th scope="col">{words.list.due}</th>
                <th scope="col">{words.list.status}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                <tr
                  key={row.caseId}
                  data-chosen={place === chosen || undefined}
                  ref={place === chosen ? chosenRow : undefined}
                >
                  <th scope="row">
                    <a className={styles['link']} href={`/desk/dossiers/${row.caseId}`}>
                      {row.code || row.caseId}
                    </a>
                  </th>
                  <td data-label={words.list.procedure}>{row.procedureCode}</td>
                  <td data-label={words.list.received}>{formatDateTime(row.receivedAt)}</td>
                  <td data-label={words.list.due}>{formatDateTime(row.dueAt)}</td>
                  <td>
                    {statusWords(row.status, words)} <ShareNote row={row} words={words} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {pages.hasNextPage ? (
            <button type="button" className={styles['choice']} onClick={() => void pages.fetchNextPage()}>
              {words.nextPage}
            </button>
          ) : null}
        </div>
      ) : null}
    </section>
  )
}

/** Of which unit a dossier is that is counted here only in part. */
export function ShareNote({ row, words }: { row: ProofRow; words: WallWords }) {
  if (row.share === undefined) return null
  return (
    <span className={styles['unsure']}>
      {fill(words.maps.counted, { share: formatNumber(row.share * 100, 1), unit: row.unitName })}
    </span>
  )
}

export function statusWords(status: string, words: WallWords): string {
  const known: Readonly<Record<string, string>> = words.statuses
  return known[status] ?? status
}
