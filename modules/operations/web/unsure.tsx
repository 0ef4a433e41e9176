import { formatNumber } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import type { WallWords } from './messages.ts'
import styles from './wall-page.module.css'

type Props = { value: number; edges: readonly [number, number] | undefined; words: WallWords }

/** How far a figure that was carried over may be from the truth, either way; nothing where it is sure. */
export function Unsure({ value, edges, words }: Props) {
  if (!edges || edges[0] === edges[1]) return null
  const [low, high] = edges
  const range = fill(words.maps.range, { low: formatNumber(low), high: formatNumber(high) })
  return (
    <span className={styles['unsure']} title={range}>
      {' ± '}
      {formatNumber(Math.max(value - low, high - value))}
      <span className={styles['hidden']}> ({range})</span>
    </span>
  )
}
