import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { UnitFigures } from '#modules/indicators/contract.ts'
import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import { liveRowOf, type LiveFigures, type LiveRow, type LiveSnapshot, type Moved } from '../contract.ts'
import { operationsErrors } from './errors.ts'

/** Where messages go: an SSE stream, or a test's list. */
export type Listener = {
  send(event: string, data: string): boolean
  readonly closed: boolean
  onClose(listener: () => void): void
}

/** A step as the feed hears of it. */
export type HeardEvent = {
  caseId: string
  seq: number
  type: string
  happenedAt: string
  actorUnitId: number | null
  payload: { set: { unitId?: number; authorityId?: number; code?: string } }
}

export type LiveFeedOptions = {
  clock: Clock
  log: Log
  units: () => UnitTree
  /** Live numbers of these units, or of all. */
  readUnits: (units: readonly number[] | null) => Promise<readonly UnitFigures[]>
  readCodes: (caseIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
  freshness: () => { handled: number; newestAt: string | null }
  /** Shortest time between two messages. */
  tickMs?: number
  /** How often everything is read again: time alone makes dossiers overdue. */
  fullMs?: number
}

export type LiveFeed = {
  /** Tells what was folded: the events, and the units whose numbers moved; undefined when only somebody else knows. */
  heard(events: readonly HeardEvent[], touched: ReadonlySet<number> | undefined): void
  /** Sends the snapshot of a unit's tree, then what changes in it. */
  listen(rootId: number, listener: Listener): Promise<void>
  /** The rows of every unit, at most `fullMs` old. */
  rows(): Promise<ReadonlyMap<number, LiveRow>>
  listeners(): number
  stop(): void
}

const MOST_LISTENERS = 2000
const NEWS_KEPT = 12
const STEPS_KEPT = 250

/**
 * One reading of the database per tick serves every wall, each message is written out once per view, and what is
 * kept is bounded: rows of units, a dozen news, a few hundred steps.
 */
export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  const { clock, log, units, readUnits, readCodes, freshness, tickMs = 120, fullMs = 5_000 } = options
  const views = new Map<number, Set<Listener>>()
  let rows = new Map<number, LiveRow>()
  let touched = new Set<number>()
  let fullDue = true
  let news: Moved[] = []
  let fresh: Moved[] = []
  let steps: string[] = []
  let lastFull = -Infinity
  let lastTick = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  let ticking: Promise<void> | undefined
  let stopped = false
  const beat = setInterval(() => {
    fullDue = true
    if (views.size > 0) schedule()
  }, fullMs)
  beat.unref()

  function schedule(): void {
    if (timer || ticking || stopped || views.size === 0) return
    const wait = Math.max(0, lastTick + tickMs - performance.now())
    timer = setTimeout(() => {
      timer = undefined
      ticking = tick().finally(() => {
        ticking = undefined
        if (touched.size > 0 || steps.length > 0) schedule()
      })
    }, wait)
  }

  async function tick(): Promise<void> {
    lastTick = performance.now()
    const moved = fresh
    const told = steps
    fresh = []
    steps = []
    try {
      const changed = await refresh()
      await addCodes(moved)
      news = [...moved.toReversed(), ...news].slice(0, NEWS_KEPT)
      broadcast(changed, moved, told)
    } catch (error) {
      // The walls hear nothing, turn hatched after ten seconds, and are told everything at the next reading.
      fullDue = true
      log.warn({ err: error }, 'operations: figures could not be read')
    }
  }

  /** Reads what may have changed and answers the rows that did. */
  async function refresh(): Promise<LiveRow[]> {
    const full = fullDue
    const asked = touched
    touched = new Set()
    fullDue = false
    if (!full && asked.size === 0) return []
    let read: readonly UnitFigures[]
    try {
      read = await readUnits(full ? null : [...asked])
    } catch (error) {
      fullDue = true
      throw error
    }
    const next = new Map(read.map((unit) => [unit.unitId, liveRowOf(unit)]))
    const gone = (full ? [...rows.keys()] : [...asked]).filter((unitId) => !next.has(unitId))
    for (const unitId of gone) next.set(unitId, [unitId, 0, 0, 0, 0, 0, 0, 0, 0])
    const changed = [...next.values()].filter((row) => !isSame(row, rows.get(row[0])))
    for (const row of changed) rows.set(row[0], row)
    if (full) lastFull = performance.now()
    return changed
  }

  async function addCodes(moved: readonly Moved[]): Promise<void> {
    const missing = moved.filter((one) => one.code === null)
    const codes = await readCodes(missing.map((one) => one.caseId))
    for (const one of missing) one.code = codes.get(one.caseId) ?? null
  }

  function broadcast(changed: readonly LiveRow[], moved: readonly Moved[], told: readonly string[]): void {
    const tree = units()
    const { handled, newestAt } = freshness()
    const head = { at: clock.now().toISOString(), asOf: newestAt, handled, steps: [...told] }
    for (const [rootId, listeners] of views) {
      const isMine = within(tree, rootId)
      const message: LiveFigures = {
        ...head,
        units: changed.filter((row) => isMine(row[0])),
        moved: moved.filter((one) => isMine(one.unitId)),
      }
      const text = JSON.stringify(message)
      for (const listener of listeners) if (!listener.send('figures', text)) drop(rootId, listener)
    }
  }

  function drop(rootId: number, listener: Listener): void {
    const listeners = views.get(rootId)
    listeners?.delete(listener)
    if (listeners?.size === 0) views.delete(rootId)
  }

  function count(): number {
    let sum = 0
    for (const listeners of views.values()) sum += listeners.size
    return sum
  }

  async function ensureFresh(): Promise<void> {
    if (ticking) await ticking
    if (performance.now() - lastFull < fullMs) return
    fullDue = true
    const running = refresh().then((changed) => {
      // Those already listening must not miss what this reading found.
      if (changed.length > 0 && views.size > 0) broadcast(changed, [], [])
    })
    ticking = running.finally(() => {
      ticking = undefined
      if (touched.size > 0 || steps.length > 0) schedule()
    })
    await ticking
  }

  return {
    heard(events, units) {
      if (units) for (const unitId of units) touched.add(unitId)
      else fullDue = true
      // Without an audience nothing is read; the next listener starts from a full reading.
      if (views.size === 0) {
        touched = new Set()
        lastFull = -Infinity
        return
      }
      for (const event of events) steps.push(`${event.caseId}:${event.seq}`)
      if (steps.length > STEPS_KEPT) steps = steps.slice(-STEPS_KEPT)
      fresh = [...fresh, ...events.slice(-NEWS_KEPT).map(movedOf)].slice(-NEWS_KEPT)
      schedule()
    },
    async listen(rootId, listener) {
      if (count() >= MOST_LISTENERS) throw operationsErrors.tooManyListeners(MOST_LISTENERS)
      await ensureFresh()
      const isMine = within(units(), rootId)
      const { handled, newestAt } = freshness()
      const snapshot: LiveSnapshot = {
        at: clock.now().toISOString(),
        asOf: newestAt,
        handled,
        rootId,
        units: [...rows.values()].filter(
          (row) => isMine(row[0]) && row.some((value, index) => index > 0 && value !== 0),
        ),
        moved: news.filter((one) => isMine(one.unitId)),
      }
      listener.send('snapshot', JSON.stringify(snapshot))
      if (listener.closed) return
      const listeners = views.get(rootId) ?? new Set()
      listeners.add(listener)
      views.set(rootId, listeners)
      listener.onClose(() => drop(rootId, listener))
    },
    async rows() {
      await ensureFresh()
      return rows
    },
    listeners: count,
    stop() {
      stopped = true
      clearInterval(beat)
      clearTimeout(timer)
      views.clear()
      rows = new Map()
    },
  }
}

function movedOf({ caseId, seq, type, happenedAt, actorUnitId, payload: { set } }: HeardEvent): Moved {
  return {
    caseId,
    version: seq,
    code: set.code ?? null,
    unitId: set.unitId ?? actorUnitId ?? set.authorityId ?? 0,
    type,
    at: happenedAt,
  }
}

function within(tree: UnitTree, rootId: number): (unitId: number) => boolean {
  if (rootId === tree.root?.id) return () => true
  const ids = tree.subtree(rootId)
  return (unitId) => ids.has(unitId)
}

function isSame(a: LiveRow, b: LiveRow | undefined): boolean {
  return b === undefined
    ? a.every((value, index) => index === 0 || value === 0)
    : a.every((value, index) => value === b[index])
}
