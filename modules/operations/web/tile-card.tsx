import { formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage } from '#platform/ui/i18n.ts'
import type { Figure } from '#modules/indicators/contract.ts'
import type { LiveSums, Tile, TileName } from '../contract.ts'
import type { WallWords } from './messages.ts'
import { StateMark } from './state-mark.tsx'
import { Unsure } from './unsure.tsx'
import styles from './wall-page.module.css'

type Props = {
  tile: Tile
  live: LiveSums | undefined
  seconds: number
  isStale: boolean
  isChosen: boolean
  digit: number
  words: WallWords
  onChoose(): void
  onProve(): void
}

/** One figure with all that is needed to judge it: target, last week, how many, how old. */
export function TileCard({ tile, live, seconds, isStale, isChosen, digit, words, onChoose, onProve }: Props) {
  const { language } = useLanguage()
  const { value, n } = liveValue(tile, live)
  const { figure } = tile
  const edges = figure.sure && ([figure.sure.low, figure.sure.high] as const)
  const state = value === null ? 'unknown' : figure.state
  return (
    <button
      type="button"
      className={styles['tile']}
      data-state={state}
      data-stale={isStale || undefined}
      aria-pressed={isChosen}
      onClick={isChosen ? onProve : onChoose}
    >
      <span className={styles['tileHead']}>
        <span className={styles['tileName']}>{tile.label[language]}</span>
        <kbd className={styles['digit']} aria-hidden="true">
          {digit}
        </kbd>
      </span>
      <span className={styles['value']}>
        {value === null ? (
          <span className={styles['unknown']}>{words.unknown}</span>
        ) : (
          formatNumber(value, tile.unit === 'percent' ? 2 : tile.unit === 'working_hours' ? 1 : 0)
        )}
        {value !== null && tile.unit === 'percent' ? <span className={styles['unit']}>%</span> : null}
        {value === null || edges === undefined || tile.unit !== 'count' ? null : (
          <Unsure value={value} edges={edges} words={words} />
        )}
      </span>
      <span className={styles['context']}>
        {/* Behind the number it has no room where eight tiles stand side by side. */}
        {value !== null && tile.unit === 'working_hours' ? <span>{words.hours}</span> : null}
        <span>{words.period[tile.period]}</span>
        <StateMark state={state} label={isStale ? words.lost : words.states[state]} />
        {figure.spread ? (
          <span>
            {fill(words.spread, {
              p50: formatNumber(figure.spread.p50),
              max: formatNumber(figure.spread.max),
            })}
          </span>
        ) : null}
      </span>
      <span className={styles['facts']}>
        <Fact
          name={words.target}
          value={
            figure.target === null
              ? words.noTarget
              : `${tile.name === 'onTime' ? '≥ ' : ''}${formatNumber(figure.target)}${tile.unit === 'percent' ? ' %' : ''}`
          }
        />
        <Fact
          name={words.lastWeek}
          title={words.lastWeekLong}
          value={formatNumber(figure.sameTimeLastWeek, tile.unit === 'percent' ? 2 : 0)}
        />
        <Fact name={words.n} value={formatNumber(n)} />
        {edges && tile.unit === 'percent' && edges[0] < edges[1] ? (
          <Fact
            name={words.maps.sure}
            value={fill(words.maps.range, { low: formatNumber(edges[0]), high: formatNumber(edges[1]) })}
          />
        ) : null}
        <Fact name={words.age} value={fill(words.ageSeconds, { seconds })} />
      </span>
      {figure.restatedAt ? <span className={styles['restated']}>{words.restated}</span> : null}
    </button>
  )
}

function Fact({ name, title, value }: { name: string; title?: string; value: string }) {
  return (
    <span className={styles['fact']} title={title}>
      <span className={styles['soft']}>{name}</span> {value}
    </span>
  )
}

const liveParts: Partial<Record<TileName, (sums: LiveSums) => { value: number | null; n: number }>> = {
  received: (sums) => ({ value: sums.receivedToday, n: sums.receivedToday }),
  ended: (sums) => ({ value: sums.endedToday, n: sums.endedToday }),
  onTime: (sums) => ({
    value: sums.endedMonth === 0 ? null : (sums.onTimeMonth / sums.endedMonth) * 100,
    n: sums.endedMonth,
  }),
  open: (sums) => ({ value: sums.open, n: sums.open }),
  overdue: (sums) => ({ value: sums.overdue, n: sums.open }),
  dueSoon: (sums) => ({ value: sums.dueSoon, n: sums.open }),
}

/** What the stream says now, else what was last computed. */
function liveValue(tile: Tile, live: LiveSums | undefined): Pick<Figure, 'value' | 'n'> {
  const part = liveParts[tile.name]
  return live && part ? part(live) : { value: tile.figure.value, n: tile.figure.n }
}
