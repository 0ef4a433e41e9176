import 'uplot/dist/uPlot.min.css'
import { useEffect, useMemo, useRef } from 'react'
import uPlot from 'uplot'
import { formatNumber, formatTime } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import type { Focus } from '../contract.ts'
import type { WallWords } from './messages.ts'
import styles from './wall-page.module.css'

type Props = { trend: Focus['trend']; until: string; isStale: boolean; words: WallWords }

/** The day so far: what came in and what was finished, slot by slot. */
export function DayTrend({ trend, until, isStale, words }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const data = useMemo(() => columns(trend, until), [trend, until])
  const totals = useMemo(
    () => ({
      received: trend.points.reduce((sum, point) => sum + point[1], 0),
      ended: trend.points.reduce((sum, point) => sum + point[2], 0),
    }),
    [trend],
  )
  const title = fill(words.trend, { minutes: trend.slotMinutes })
  const isEmpty = trend.points.length === 0

  useEffect(() => {
    const element = place.current
    if (!element || isEmpty) return undefined
    const size = () => ({
      width: Math.max(80, element.clientWidth),
      height: Math.max(40, element.clientHeight),
    })
    const em = Number.parseFloat(getComputedStyle(element).fontSize) || 14
    const chart = new uPlot(optionsFor(em, size(), words), data, element)
    const watcher = new ResizeObserver(() => chart.setSize(size()))
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      chart.destroy()
    }
  }, [data, isEmpty, words])

  return (
    <section className={styles['panel']} aria-label={title} data-stale={isStale || undefined}>
      <h2 className={styles['panelTitle']}>
        {title}
        <span className={styles['legend']}>
          <span className={styles['legendReceived']}>{words.trendReceived}</span>
          <span className={styles['legendEnded']}>{words.trendEnded}</span>
        </span>
      </h2>
      {isEmpty ? (
        <p className={styles['empty']}>{words.trendNone}</p>
      ) : (
        <div ref={place} className={styles['chart']} aria-hidden="true" />
      )}
      {isEmpty ? null : (
        <p className={styles['hidden']}>
          {fill(words.trendSummary, {
            received: formatNumber(totals.received),
            ended: formatNumber(totals.ended),
          })}
        </p>
      )}
    </section>
  )
}

/** Slots without anything are zeros, not gaps; the slot still running is left out, for it would always seem to fall. */
function columns({ slotMinutes, points }: Focus['trend'], until: string): [number[], number[], number[]] {
  const slot = slotMinutes * 60
  const first = points[0]
  if (!first) return [[], [], []]
  const bySecond = new Map(points.map((point) => [Date.parse(point[0]) / 1000, point]))
  const start = Date.parse(first[0]) / 1000
  const count = Math.floor((Date.parse(until) / 1000 - start) / slot)
  const seconds = Array.from({ length: Math.max(1, count) }, (_, index) => start + index * slot)
  return [
    seconds,
    seconds.map((at) => bySecond.get(at)?.[1] ?? 0),
    seconds.map((at) => bySecond.get(at)?.[2] ?? 0),
  ]
}

function optionsFor(em: number, size: { width: number; height: number }, words: WallWords): uPlot.Options {
  const ink = '#a9b2b6'
  const font = `${Math.round(em * 0.8)}px 'Be Vietnam Pro', sans-serif`
  const axis = {
    stroke: ink,
    font,
    grid: { stroke: '#2a3136', width: 1 },
    ticks: { stroke: '#2a3136', width: 1, size: em * 0.3 },
  }
  return {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    padding: [em * 0.4, em * 0.6, 0, 0],
    scales: { x: { time: true }, y: { range: (_, __, max) => [0, Math.max(4, max * 1.1)] } },
    axes: [
      {
        ...axis,
        size: em * 1.7,
        space: em * 5,
        values: (_, splits) => splits.map((at) => formatTime(new Date(at * 1000))),
      },
      {
        ...axis,
        size: em * 2.6,
        space: em * 2,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
      },
    ],
    series: [
      {},
      {
        label: words.trendReceived,
        stroke: '#c9d1d5',
        width: Math.max(1.5, em * 0.12),
        points: { show: false },
      },
      {
        label: words.trendEnded,
        stroke: '#7f8b92',
        width: Math.max(1.5, em * 0.12),
        dash: [em * 0.5, em * 0.35],
        points: { show: false },
      },
    ],
  }
}
