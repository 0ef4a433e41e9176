import { useEffect, useState } from 'react'
import { useLive } from '#platform/ui/live.ts'
import type { LiveFigures, LiveRow, LiveSnapshot, Moved } from '../contract.ts'

const NEWS_KEPT = 12
/** Silence longer than this is shown as such. */
export const SILENT_AFTER_S = 10

export type WallFeed = {
  rows: ReadonlyMap<number, LiveRow>
  rootId: number | undefined
  moved: readonly Moved[]
  /** The city's time as the server last told it, and when it told. */
  cityTime: { at: string; heard: number } | undefined
  /** Units whose numbers changed in the last message. */
  stirred: ReadonlySet<number>
  connected: boolean
}

type Heard = Omit<WallFeed, 'connected'>

const nothing: Heard = {
  rows: new Map(),
  rootId: undefined,
  moved: [],
  cityTime: undefined,
  stirred: new Set(),
}

/** The live stream as state; what is kept is bounded by the number of units and a dozen news. */
export function useWallFeed(): WallFeed {
  const [heard, setHeard] = useState<Heard>(nothing)
  const { connected } = useLive('/api/operations/live', {
    snapshot(data) {
      if (!isSnapshot(data)) return
      setHeard({
        rows: new Map(data.units.map((row) => [row[0], row])),
        rootId: data.rootId,
        moved: data.moved,
        cityTime: { at: data.at, heard: performance.now() },
        stirred: new Set(),
      })
    },
    figures(data) {
      if (!isFigures(data)) return
      setHeard((before) => ({
        ...before,
        rows:
          data.units.length === 0
            ? before.rows
            : new Map([...before.rows, ...data.units.map((row) => [row[0], row] as const)]),
        moved:
          data.moved.length === 0
            ? before.moved
            : [...data.moved.toReversed(), ...before.moved].slice(0, NEWS_KEPT),
        cityTime: { at: data.at, heard: performance.now() },
        stirred:
          data.units.length === 0 && before.stirred.size === 0
            ? before.stirred
            : new Set(data.units.map((row) => row[0])),
      }))
    },
  })
  return { ...heard, connected }
}

/** Seconds since the source was last heard, counted each second. */
export function useSilence(feed: WallFeed): number {
  const [seconds, setSeconds] = useState(0)
  const heard = feed.cityTime?.heard
  useEffect(() => {
    const count = () => setSeconds(heard === undefined ? 0 : Math.floor((performance.now() - heard) / 1000))
    count()
    const timer = setInterval(count, 1000)
    return () => clearInterval(timer)
  }, [heard])
  return seconds
}

function isSnapshot(data: unknown): data is LiveSnapshot {
  return (
    typeof data === 'object' &&
    data !== null &&
    'rootId' in data &&
    'units' in data &&
    Array.isArray(data.units)
  )
}

function isFigures(data: unknown): data is LiveFigures {
  return (
    typeof data === 'object' &&
    data !== null &&
    'units' in data &&
    Array.isArray(data.units) &&
    'moved' in data &&
    Array.isArray(data.moved)
  )
}
