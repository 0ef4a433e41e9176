import { expect, test, vi } from 'vitest'
import type { UnitFigures } from '#modules/indicators/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import { fakeClock } from '#platform/clock.ts'
import { silentLog } from '#platform/log.ts'
import type { LiveFigures, LiveSnapshot } from '../contract.ts'
import { createLiveFeed, type HeardEvent, type Listener } from './live-feed.ts'

const city = {
  id: 1,
  code: '01',
  tier: 'city',
  kind: '',
  name: 'Hà Nội',
  parentId: null,
  agencyCode: null,
  calendarId: 1,
} as const
const tree: UnitTree = {
  onDay: '2023-11-09',
  root: city,
  all: () => [city],
  get: () => city,
  find: () => city,
  byCode: () => city,
  isOpen: () => true,
  children: () => [],
  subtree: (id) => new Set([id]),
  ancestors: () => [],
  path: () => [],
  isWithin: () => true,
  known: () => [],
  lifeOf: () => ({ openedOn: '2023-01-01', closedOn: null }),
  heirs: () => new Set<number>(),
  forebears: () => new Set<number>(),
  nameOf: () => '',
}

function figures(unitId: number, open: number): UnitFigures {
  return {
    unitId,
    receivedToday: open,
    endedToday: 0,
    onTimeToday: 0,
    endedMonth: 0,
    onTimeMonth: 0,
    open,
    overdue: 0,
    dueSoon: 0,
  }
}

function aWall() {
  const heard: { event: string; data: unknown }[] = []
  const closers: (() => void)[] = []
  let closed = false
  const listener: Listener = {
    send(event, data) {
      if (closed) return false
      heard.push({ event, data: JSON.parse(data) })
      return true
    },
    get closed() {
      return closed
    },
    onClose: (close) => void closers.push(close),
  }
  return {
    listener,
    heard,
    leave() {
      closed = true
      for (const close of closers) close()
    },
    last: () => heard.at(-1)?.data as LiveFigures,
  }
}

function aCity(tickMs = 1) {
  const stored = new Map<number, UnitFigures>([
    [11, figures(11, 3)],
    [12, figures(12, 5)],
  ])
  const readUnits = vi.fn(async (units: readonly number[] | null) =>
    [...stored.values()].filter((unit) => units === null || units.includes(unit.unitId)),
  )
  const feed = createLiveFeed({
    clock: fakeClock('2023-11-09T02:00:00Z'),
    log: silentLog,
    units: () => tree,
    readUnits,
    readCodes: async (caseIds) => new Map(caseIds.map((caseId) => [caseId, `H26-${caseId}`])),
    freshness: () => ({ handled: 7, newestAt: '2023-11-09T01:59:59.000Z' }),
    tickMs,
  })
  return { stored, readUnits, feed }
}

function step(caseId: string, unitId: number): HeardEvent {
  return {
    caseId,
    seq: 2,
    type: 'dossiers.claimed',
    happenedAt: '2023-11-09T02:00:00.000Z',
    actorUnitId: unitId,
    payload: { set: {} },
  }
}

test('a wall first gets everything, then only the units that moved, with the dossier that moved them', async () => {
  const { stored, readUnits, feed } = aCity()
  const wall = aWall()
  await feed.listen(1, wall.listener)
  const snapshot = wall.heard[0]?.data as LiveSnapshot | undefined
  expect(snapshot?.units.map((row) => row[0])).toEqual([11, 12])

  stored.set(12, figures(12, 6))
  feed.heard([step('900', 12)], new Set([12]))
  await vi.waitUntil(() => wall.heard.length === 2)
  expect(wall.last()).toMatchObject({
    handled: 7,
    units: [[12, 6, 0, 0, 0, 0, 6, 0, 0]],
    moved: [{ code: 'H26-900', unitId: 12 }],
    steps: ['900:2'],
  })
  expect(readUnits).toHaveBeenLastCalledWith([12])
  feed.stop()
})

test('many walls cost one reading, and a wall of one district hears of that district only', async () => {
  const { stored, readUnits, feed } = aCity()
  const walls = Array.from({ length: 20 }, aWall)
  for (const wall of walls) await feed.listen(1, wall.listener)
  const district = aWall()
  await feed.listen(11, district.listener)
  const before = readUnits.mock.calls.length
  stored.set(12, figures(12, 9))
  feed.heard([step('901', 12)], new Set([12]))
  await vi.waitUntil(() => walls.every((wall) => wall.heard.length === 2) && district.heard.length === 2)
  expect(readUnits.mock.calls.length).toBe(before + 1)
  expect(district.last()).toMatchObject({ units: [], moved: [] })
  feed.stop()
})

test('a unit whose last dossier is gone is told as zero, and a wall that left is forgotten', async () => {
  const { stored, feed } = aCity()
  const wall = aWall()
  const gone = aWall()
  await feed.listen(1, wall.listener)
  await feed.listen(1, gone.listener)
  gone.leave()
  expect(feed.listeners()).toBe(1)
  stored.delete(12)
  feed.heard([], new Set([12]))
  await vi.waitUntil(() => wall.heard.length === 2)
  expect(wall.last().units).toEqual([[12, 0, 0, 0, 0, 0, 0, 0, 0]])
  feed.stop()
})

test('a reading that fails is silence, not a wrong figure, and the next one tells everything', async () => {
  const { stored, readUnits, feed } = aCity()
  const wall = aWall()
  await feed.listen(1, wall.listener)
  readUnits.mockRejectedValueOnce(new Error('Connection terminated'))
  stored.set(11, figures(11, 4))
  feed.heard([step('902', 11)], new Set([11]))
  await vi.waitUntil(() => readUnits.mock.calls.length === 2)
  expect(wall.heard.length).toBe(1)
  feed.heard([step('903', 12)], new Set([12]))
  await vi.waitUntil(() => wall.heard.length === 2)
  expect(wall.last().units).toEqual([[11, 4, 0, 0, 0, 0, 4, 0, 0]])
  feed.stop()
})
