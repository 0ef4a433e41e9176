import fc from 'fast-check'
import { expect, test } from 'vitest'
import { approvedLine } from './conformance.ts'
import { discoverMap } from './discover-map.ts'
import { LogBuilder } from './event-log.ts'
import { findCourses } from './find-courses.ts'

const anEvent = fc.record({
  caseId: fc.constantFrom('1', '2', '3', '4', '5'),
  activity: fc.constantFrom('a', 'b', 'c', 'x'),
  at: fc.integer({ min: 0, max: 1000 }),
  lifecycle: fc.constantFrom('schedule' as const, 'start' as const, 'complete' as const),
  unit: fc.constantFrom('u', 'v'),
  resource: fc.constantFrom('r', 's'),
})
const approved = approvedLine(['a', 'b', 'c'])

test('behind every figure of a map stand as many cases as it says', () => {
  fc.assert(
    fc.property(fc.array(anEvent, { maxLength: 60 }), fc.subarray(['1', '2']), (events, open) => {
      const builder = new LogBuilder()
      for (const event of events) builder.add(event)
      for (const caseId of open) builder.markOpen(caseId)
      const log = builder.build()
      const map = discoverMap(log, approved)
      const count = (behind: Parameters<typeof findCourses>[1]) => findCourses(log, behind, approved).total
      expect(count({ by: 'all' })).toBe(map.cases)
      for (const { key, count: cases } of map.variants) expect(count({ by: 'variant', key })).toBe(cases)
      for (const { activity, cases } of map.nodes) expect(count({ by: 'activity', activity })).toBe(cases)
      for (const { activity, cases } of map.rework) expect(count({ by: 'rework', activity })).toBe(cases)
      for (const { from, to, frequency } of map.edges) {
        const cases = count({ by: 'edge', from, to })
        expect(cases).toBeGreaterThan(0)
        expect(cases).toBeLessThanOrEqual(frequency)
      }
      for (const { from, to } of [...map.handOvers, ...map.roleHandOvers])
        expect(count({ by: 'hand_over', from, to })).toBeGreaterThan(0)
      expect(count({ by: 'deviating' })).toBe(map.cases - (map.deviations?.fitting ?? 0))
      for (const { activity, cases } of map.deviations?.skipped ?? [])
        expect(count({ by: 'skipped', activity })).toBe(cases)
      for (const { activity, cases } of map.deviations?.foreign ?? [])
        expect(count({ by: 'foreign', activity })).toBe(cases)
      for (const { from, activity, cases } of map.deviations?.outOfOrder ?? [])
        expect(count({ by: 'out_of_order', from, to: activity })).toBe(cases)
    }),
  )
})

test('the cases that took longest come first', () => {
  const builder = new LogBuilder()
  for (const [caseId, took] of [
    ['short', 10],
    ['long', 90],
    ['middle', 50],
  ] as const) {
    builder.add({ caseId, activity: 'a', at: 0 })
    builder.add({ caseId, activity: 'b', at: took })
  }
  const { longest } = findCourses(builder.build(), { by: 'all' }, null)
  expect(longest(2).map(({ caseId }) => caseId)).toEqual(['long', 'middle'])
})
