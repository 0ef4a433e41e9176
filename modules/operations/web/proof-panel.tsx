import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { formatDate, formatDateTime, formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { Proof } from '#modules/indicators/contract.ts'
import type { Tile } from '../contract.ts'
import { ShareNote, statusWords } from './dossier-list.tsx'
import type { WallWords } from './messages.ts'
import { fetchProof } from './queries.ts'
import type { WallPlace } from './wall-address.ts'
import styles from './wall-page.module.css'

type Props = {
  tile: Tile
  map: Pick<WallPlace, 'on' | 'by'>
  unitId: number
  unitName: string
  words: WallWords
  onClose(): void
}

/** Why a figure is what it is: formula, parts, age, and every dossier behind it. */
export function ProofPanel({ tile, map, unitId, unitName, words, onClose }: Props) {
  const { language } = useLanguage()
  const { code } = tile.figure
  const pages = useInfiniteQuery({
    queryKey: ['operations', 'proof', code, unitId, tile.from, tile.to, map.on, map.by],
    queryFn: ({ pageParam, signal }) =>
      fetchProof({ code, unitId, from: tile.from, to: tile.to, ...map }, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const closer = useRef<HTMLButtonElement>(null)
  useEffect(() => closer.current?.focus(), [])
  const first = pages.data?.pages[0]
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <aside className={styles['drawer']} aria-label={words.proof}>
      <div className={styles['drawerHead']}>
        <h2>
          {tile.label[language]} <span className={styles['soft']}>{unitName}</span>
        </h2>
        <button ref={closer} type="button" className={styles['choice']} onClick={onClose}>
          {words.close} <kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
      <RefusalNote error={pages.error} />
      {pages.isPending ? <p className={styles['empty']}>{words.reading}</p> : null}
      {first ? <Grounds proof={first} words={words} /> : null}
      {first ? <h3 className={styles['panelTitle']}>{words.dossiers}</h3> : null}
      {first && rows.length === 0 ? <p className={styles['empty']}>{words.none}</p> : null}
      {rows.length > 0 ? (
        <div className={styles['scroll']}>
          <table className={`${styles['table']} ${styles['dossiers']}`}>
            <thead>
              <tr>
                <th scope="col">{words.list.code}</th>
                <th scope="col">{words.list.unit}</th>
                <th scope="col">{words.list.received}</th>
                <th scope="col">{words.list.due}</th>
                <th scope="col">{words.list.status}</th>
                <th scope="col">{words.numerator}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.caseId}>
                  <th scope="row">
                    <a className={styles['link']} href={`/desk/dossiers/${row.caseId}`}>
                      {row.code || row.caseId}
                    </a>
                  </th>
                  <td className={styles['long']}>
                    {row.unitName} <ShareNote row={row} words={words} />
                  </td>
                  <td data-label={words.list.received}>{formatDate(row.receivedAt)}</td>
                  <td data-label={words.list.due}>{formatDate(row.dueAt)}</td>
                  <td>{statusWords(row.status, words)}</td>
                  <td data-label={words.numerator}>
                    {row.counted ? '●' : '○'}
                    <span className={styles['hidden']}>
                      {row.counted ? words.inNumerator : words.notInNumerator}
                    </span>
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
    </aside>
  )
}

function Grounds({ proof: { measure, figure, period }, words }: { proof: Proof; words: WallWords }) {
  const { language } = useLanguage()
  const lines: [string, string][] = [
    [words.numerator, formatNumber(figure.numerator)],
    [words.denominator, formatNumber(figure.denominator)],
    [
      words.formula,
      `${measure.formula[language]} (${fill(words.version, { version: figure.formulaVersion })})`,
    ],
    [words.ground, measure.legalGround],
    [
      measure.kind === 'flow' ? words.span : words.computedAt,
      measure.kind === 'flow'
        ? `${formatDate(`${period.from}T00:00:00+07:00`)} – ${formatDate(`${period.to}T00:00:00+07:00`)}`
        : formatDateTime(figure.computedAt),
    ],
    [words.asOf, formatDateTime(figure.asOf)],
    ...(figure.sure && figure.sure.low < figure.sure.high
      ? [
          [
            words.maps.sure,
            fill(words.maps.range, {
              low: formatNumber(figure.sure.low),
              high: formatNumber(figure.sure.high),
            }),
          ] satisfies [string, string],
        ]
      : []),
  ]
  return (
    <dl className={styles['grounds']}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {figure.restatedAt ? (
        <div>
          <dt>{words.restated}</dt>
          <dd>{formatDateTime(figure.restatedAt)}</dd>
        </div>
      ) : null}
    </dl>
  )
}
