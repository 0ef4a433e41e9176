import fc from 'fast-check'
import { expect, test } from 'vitest'
import { approvedLine, conformanceOf } from './conformance.ts'
import { discoverMap } from './discover-map.ts'
import { LogBuilder, type LogEvent } from './event-log.ts'

function logOf(events: readonly LogEvent[], open: readonly string[] = []) {
  const builder = new LogBuilder()
  for (const event of events) builder.add(event)
  for (const caseId of open) builder.markOpen(caseId)
  return builder.build()
}

const anEvent: fc.Arbitrary<LogEvent> = fc.record({
  caseId: fc.constantFrom('1', '2', '3', '4'),
  activity: fc.constantFrom('a', 'b', 'c', 'd'),
  at: fc.integer({ min: 0, max: 1000 }),
  lifecycle: fc.constantFrom('schedule', 'start', 'complete'),
})

test('whatever is in a log, the sums of its map agree', () => {
  fc.assert(
    fc.property(fc.array(anEvent, { maxLength: 60 }), fc.subarray(['1', '2']), (events, open) => {
      const map = discoverMap(logOf(events, open))
      const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)
      for (const { activity, frequency } of map.nodes) {
        const into = map.edges.filter(({ to }) => to === activity)
        expect(sum(into.map((edge) => edge.frequency))).toBe(frequency)
      }
      expect(sum(map.nodes.map(({ frequency }) => frequency))).toBe(map.events)
      expect(sum(map.variants.map(({ count }) => count))).toBe(map.cases)
      expect(sum(map.variants.map(({ count, sequence }) => count * sequence.length))).toBe(map.events)
      expect(sum(map.edges.filter(({ to }) => to === null).map((edge) => edge.frequency))).toBe(
        map.cases - map.openCases,
      )
      for (const { activity, repeats } of map.rework) {
        const node = map.nodes.find((one) => one.activity === activity)
        expect(repeats).toBe((node?.frequency ?? 0) - (node?.cases ?? 0))
      }
    }),
  )
})

test('waiting runs from laid before somebody to taken up, working from there to done, the hand-over from done to taken up', () => {
  const map = discoverMap(
    logOf([
      { caseId: '1', activity: 'a', at: 0 },
      { caseId: '1', activity: 'b', at: 130, lifecycle: 'complete' },
      { caseId: '1', activity: 'b', at: 5, lifecycle: 'schedule' },
      { caseId: '1', activity: 'b', at: 100, lifecycle: 'start' },
    ]),
  )
  const b = map.nodes.find(({ activity }) => activity === 'b')
  expect(b).toMatchObject({ waiting: { median: 95 }, working: { median: 30 } })
  expect(map.edges.find(({ from, to }) => from === 'a' && to === 'b')?.handOver).toEqual({
    count: 1,
    median: 100,
    p90: 100,
  })
})

const line = approvedLine(['a', 'b', 'c'])
const courses = [
  { is: 'the line itself', of: 'abc', skipped: [], foreign: [], outOfOrder: 0 },
  { is: 'a step passed over', of: 'ac', skipped: ['b'], foreign: [], outOfOrder: 0 },
  { is: 'an end that never came', of: 'ab', skipped: ['c'], foreign: [], outOfOrder: 0 },
  { is: 'a step the process does not know', of: 'axbc', skipped: [], foreign: ['x'], outOfOrder: 0 },
  { is: 'a step done again', of: 'ababc', skipped: [], foreign: [], outOfOrder: 1 },
]
test.each(courses)('replay on a line tells $is', ({ of, skipped, foreign, outOfOrder }) => {
  const told = conformanceOf([...of], false, line)
  expect(told).toMatchObject({ skipped, foreign })
  expect(told.outOfOrder).toHaveLength(outOfOrder)
})

test('a case under way owes nothing yet', () => {
  expect(conformanceOf(['a'], true, line).fits).toBe(true)
})

test('time that work had to stand still is part of neither waiting nor working', () => {
  const { nodes } = discoverMap(
    logOf([
      { caseId: '1', activity: 'a', at: 0, lifecycle: 'schedule' },
      { caseId: '1', activity: 'a', at: 10, lifecycle: 'suspend' },
      { caseId: '1', activity: 'a', at: 15, lifecycle: 'resume' },
      { caseId: '1', activity: 'a', at: 20, lifecycle: 'start' },
      { caseId: '1', activity: 'a', at: 40, lifecycle: 'suspend' },
      { caseId: '1', activity: 'a', at: 140, lifecycle: 'resume' },
      { caseId: '1', activity: 'a', at: 150, lifecycle: 'complete' },
    ]),
  )
  expect(nodes[0]).toMatchObject({
    waiting: { median: 15 },
    working: { median: 30 },
    standing: { count: 1, median: 105 },
  })
})

test('what nobody took up before it was done has waited until then, and what was taken away undone is no step', () => {
  const map = discoverMap(
    logOf([
      { caseId: '1', activity: 'a', at: 0, lifecycle: 'schedule' },
      { caseId: '1', activity: 'a', at: 30, lifecycle: 'complete' },
      { caseId: '1', activity: 'b', at: 30, lifecycle: 'schedule' },
      { caseId: '1', activity: 'b', at: 90, lifecycle: 'withdraw' },
    ]),
  )
  expect(map.nodes).toMatchObject([{ activity: 'a', waiting: { median: 30 }, working: null }])
})

test('hand-overs stand between units and roles, the costliest first, in working time where the log has it', () => {
  const step = (activity: string, at: number, unit: string) => ({
    caseId: '1',
    activity,
    at: at * 10,
    workAt: at,
    unit,
    resource: 'clerk',
  })
  const { handOvers } = discoverMap(
    logOf([step('a', 1, 'u'), step('b', 3, 'u'), step('c', 4, 'v'), step('d', 50, 'u')]),
  )
  expect(handOvers).toEqual([
    {
      from: { unit: 'v', role: 'clerk' },
      to: { unit: 'u', role: 'clerk' },
      delay: { count: 1, median: 46, p90: 46 },
    },
    {
      from: { unit: 'u', role: 'clerk' },
      to: { unit: 'v', role: 'clerk' },
      delay: { count: 1, median: 1, p90: 1 },
    },
  ])
})
