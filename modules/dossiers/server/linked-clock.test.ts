import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Limit } from '#modules/calendar/contract.ts'
import { endOfLongestPath, endOfSlice, scheduleParts, type TimedPart } from './linked-clock.ts'
import { saturdays, THURSDAY, weekdays } from './two-offices.test-builder.ts'

const limits: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ unit: fc.constant('hours' as const), amount: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ unit: fc.constant('working_days' as const), amount: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ unit: fc.constant('calendar_days' as const), amount: fc.integer({ min: 1, max: 30 }) }),
  fc.constantFrom<Limit>({ unit: 'same_day_before', cutoff: '15:00' }, { unit: 'immediate' }),
)

/** Up to seven parts; each may wait for any of those before it, so there is never a ring. */
const groups: fc.Arbitrary<TimedPart[]> = fc
  .array(
    fc.record({
      limit: limits,
      calendar: fc.constantFrom(weekdays, saturdays),
      waits: fc.array(fc.nat({ max: 6 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((drawn) =>
    drawn.map(({ limit, calendar, waits }, index) => ({
      key: `p${index}`,
      limit,
      calendar,
      after: [...new Set(waits.filter((other) => other < index).map((other) => `p${other}`))],
    })),
  )
const starts = fc
  .integer({ min: 0, max: 40 * 24 * 60 })
  .map((minute) => new Date(THURSDAY.getTime() + minute * 60_000))

/** Every way through the parts to the given one, walked slice after slice. */
function endsOfPaths(parts: readonly TimedPart[], key: string, from: Date): Date[] {
  const part = parts.find((one) => one.key === key)
  if (!part) return []
  const begins =
    part.after.length === 0 ? [from] : part.after.flatMap((before) => endsOfPaths(parts, before, from))
  return begins.map((at) => endOfSlice(part.limit, part.calendar, at))
}

test('the whole is due at the end of the latest of all its paths', () => {
  fc.assert(
    fc.property(groups, starts, (parts, from) => {
      const ends = parts.flatMap(({ key }) => endsOfPaths(parts, key, from)).map((end) => end.getTime())
      expect(endOfLongestPath(parts, from).getTime()).toBe(Math.max(...ends))
    }),
    { numRuns: 300 },
  )
})

test('one more part, or one more wait, never makes the whole due earlier', () => {
  fc.assert(
    fc.property(groups, starts, fc.nat({ max: 6 }), (parts, from, drop) => {
      const fewer = parts
        .filter((_, index) => index !== drop)
        .map((part) => ({ ...part, after: part.after.filter((key) => key !== `p${drop}`) }))
      expect(endOfLongestPath(parts, from).getTime()).toBeGreaterThanOrEqual(
        endOfLongestPath(fewer, from).getTime(),
      )
    }),
    { numRuns: 300 },
  )
})

test('before anything happened, what is expected now is what was planned, unless time has passed', () => {
  fc.assert(
    fc.property(groups, starts, fc.integer({ min: 0, max: 60 * 24 * 60 }), (parts, from, minutes) => {
      const now = new Date(from.getTime() + minutes * 60_000)
      const planned = endOfLongestPath(parts, from).getTime()
      expect(endOfLongestPath(parts, from, from).getTime()).toBe(planned)
      expect(endOfLongestPath(parts, from, now).getTime()).toBeGreaterThanOrEqual(planned)
    }),
  )
})

test('birth on the day it is received, then residence and insurance side by side: the slower one is the end', () => {
  const parts: TimedPart[] = [
    { key: 'birth', after: [], limit: { unit: 'same_day_before', cutoff: '15:00' }, calendar: weekdays },
    { key: 'residence', after: ['birth'], limit: { unit: 'calendar_days', amount: 15 }, calendar: weekdays },
    { key: 'insurance', after: ['birth'], limit: { unit: 'calendar_days', amount: 10 }, calendar: weekdays },
  ]
  const spans = scheduleParts(parts, THURSDAY)
  expect(spans.get('birth')?.dueAt.toISOString()).toBe('2023-11-09T10:00:00.000Z')
  expect(spans.get('insurance')?.opensAt).toEqual(spans.get('birth')?.dueAt)
  expect(endOfLongestPath(parts, THURSDAY)).toEqual(spans.get('residence')?.dueAt)
  expect(spans.get('residence')?.dueAt.toISOString()).toBe('2023-11-27T10:00:00.000Z')
})

test('a part that ended early lets the next one begin early, and one that is late pushes the end', () => {
  const birth: TimedPart = {
    key: 'birth',
    after: [],
    limit: { unit: 'working_days', amount: 1 },
    calendar: weekdays,
  }
  const card: TimedPart = {
    key: 'card',
    after: ['birth'],
    limit: { unit: 'working_days', amount: 2 },
    calendar: weekdays,
  }
  const dueAt = new Date('2023-11-10T02:00:00.000Z')
  const early = new Date('2023-11-09T04:00:00.000Z')
  const late = new Date('2023-11-14T02:00:00.000Z')
  const ended = { ...birth, begun: { at: THURSDAY, dueAt, endedAt: early } }
  const open = { ...birth, begun: { at: THURSDAY, dueAt, endedAt: null } }
  expect(endOfLongestPath([ended, card], THURSDAY, early).toISOString()).toBe('2023-11-13T04:00:00.000Z')
  expect(endOfLongestPath([open, card], THURSDAY, late).toISOString()).toBe('2023-11-16T02:00:00.000Z')
})
