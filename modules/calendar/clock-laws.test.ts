import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aCalendar, aDayOff, hanoi, saturdayWeek } from './a-calendar.ts'
import { dateOfDay, dayNumberOf } from './civil-date.ts'
import type { LegalClock, PauseCause } from './due-date.ts'
import { dueOf, lineBounds, lineOf } from './due-line.ts'
import {
  addPause,
  dueAt,
  extendClock,
  isOverdue,
  needsRestating,
  remainingMinutes,
  restateClock,
  startClock,
} from './legal-clock.ts'
import type { Limit } from './limit.ts'
import { toInstant, toOrdinal, type DuePolicy, type WorkingCalendar } from './working-time.ts'

const calendar = aCalendar()
const saturdays = aCalendar({ hours: [{ from: '2020-01-01', week: saturdayWeek }] })

const limits: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ unit: fc.constant('hours' as const), amount: fc.integer({ min: 1, max: 200 }) }),
  fc.record({
    unit: fc.constant('working_days' as const),
    amount: fc.integer({ min: 1, max: 60 }).map((halves) => halves / 2),
  }),
  fc.record({ unit: fc.constant('calendar_days' as const), amount: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ unit: fc.constant('months' as const), amount: fc.integer({ min: 1, max: 6 }) }),
  fc.constantFrom<Limit>(
    { unit: 'immediate' },
    { unit: 'same_day_before' },
    { unit: 'same_day_before', cutoff: '10:00' },
  ),
)
const policies = fc.constantFrom<DuePolicy>('exact_hour', 'end_of_day')
const start = hanoi('2026-03-02 00:00').getTime()
const moments = (within: number) =>
  fc.integer({ min: 0, max: within * 1440 }).map((minute) => new Date(start + minute * 60_000))
const causes = fc.constantFrom<PauseCause>(
  'supplement',
  'financial_duty',
  'field_verification',
  'renunciation',
)
const pauses = fc.record({
  cause: causes,
  after: fc.integer({ min: 0, max: 40 * 1440 }),
  lasts: fc.integer({ min: 0, max: 20 * 1440 }),
  cap: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
})
type Pause = typeof pauses extends fc.Arbitrary<infer P> ? P : never
const calendars = fc.constantFrom(calendar, saturdays)
const holidays = fc.record({
  day: fc.integer({ min: 0, max: 60 }),
  fromMinute: fc.constantFrom(0, 600, 780, 900),
})
type Holiday = typeof holidays extends fc.Arbitrary<infer H> ? H : never

/** The calendar with a day off declared after everything that has happened: what has been worked stays worked. */
function declaredAfter(
  clock: LegalClock,
  on: WorkingCalendar,
  { day, fromMinute }: Holiday,
): WorkingCalendar {
  const moments = [clock.receivedAt, ...clock.pauses.flatMap(({ from, to }) => [from, to ?? from])]
  const last = Math.max(...moments.map((moment) => Date.parse(moment))) / 60_000 + on.utcOffsetMinutes
  const offOn = Math.floor(last / 1440) + day
  const closedFrom = day === 0 ? Math.max(fromMinute, Math.ceil(last) % 1440) : fromMinute
  const declared = aDayOff(dateOfDay(offOn), { fromMinute: closedFrom })
  return aCalendar({ ...on, daysOff: [...on.daysOff, declared], version: 2 })
}

function paused(clock: LegalClock, on: WorkingCalendar, list: readonly Pause[]): LegalClock {
  return list.reduce((running, { cause, after, lasts, cap }) => {
    const from = new Date(Date.parse(clock.receivedAt) + after * 60_000)
    const stop = { cause, legalGround: 'Luật thử', ...(cap === undefined ? {} : { capWorkingDays: cap }) }
    return addPause(running, on, stop, from, new Date(from.getTime() + lasts * 60_000))
  }, clock)
}

const time = (clock: LegalClock, on: WorkingCalendar) => dueAt(clock, on)?.getTime() ?? Number.NaN

describe('laws of the clock', () => {
  test('one more pause never makes the due date earlier', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        policies,
        moments(60),
        fc.array(pauses, { maxLength: 4 }),
        pauses,
        fc.boolean(),
        (on, limit, policy, at, list, extra, extended) => {
          let clock = startClock(on, limit, at, policy)
          if (extended)
            clock = extendClock(
              clock,
              on,
              { newDueOn: dateOfDay(dayNumberOf('2027-03-01')), reason: 'thử' },
              at,
            )
          const without = paused(clock, on, list)
          expect(time(paused(without, on, [extra]), on)).toBeGreaterThanOrEqual(time(without, on))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('the order in which pauses are recorded does not matter', () => {
    const shuffled = fc
      .array(pauses, { maxLength: 5 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })))
    fc.assert(
      fc.property(
        calendars,
        limits,
        policies,
        moments(60),
        shuffled,
        (on, limit, policy, at, [list, other]) => {
          const clock = startClock(on, limit, at, policy)
          const one = paused(clock, on, list)
          const two = paused(clock, on, other)
          expect([time(two, on), two.dueWt]).toEqual([time(one, on), one.dueWt])
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a pause told in two overlapping pieces is the same pause', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        policies,
        moments(60),
        pauses,
        fc.nat(100),
        fc.nat(100),
        (on, limit, policy, at, { cause, after, lasts }, a, b) => {
          const clock = startClock(on, limit, at, policy)
          const [first, second] = [Math.max(a, b), Math.min(a, b)].map((percent) =>
            Math.floor((lasts * percent) / 100),
          )
          const whole = paused(clock, on, [{ cause, after, lasts, cap: undefined }])
          const pieces = paused(clock, on, [
            { cause, after: after + (second ?? 0), lasts: lasts - (second ?? 0), cap: undefined },
            { cause, after, lasts: first ?? 0, cap: undefined },
          ])
          expect(time(pieces, on)).toBe(time(whole, on))
        },
      ),
    )
  })

  test('a newly declared day off never makes a due date earlier', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        policies,
        moments(60),
        fc.array(pauses, { maxLength: 3 }),
        holidays,
        (on, limit, policy, at, list, holiday) => {
          const clock = paused(startClock(on, limit, at, policy), on, list)
          const after = declaredAfter(clock, on, holiday)
          expect(time(clock, after)).toBeGreaterThanOrEqual(time(clock, on))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a day off moves every due date at once, and the stored position says the same as the derivation', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        policies,
        moments(60),
        fc.array(pauses, { maxLength: 3 }),
        fc.boolean(),
        holidays,
        (on, limit, policy, at, list, isExtended, holiday) => {
          let clock = paused(startClock(on, limit, at, policy), on, list)
          const newDueOn = dateOfDay(dayNumberOf('2027-03-01'))
          if (isExtended) clock = extendClock(clock, on, { newDueOn, reason: 'thử' }, at)
          const after = declaredAfter(clock, on, holiday)
          expect(needsRestating(clock)).toBe(false)
          expect(dueOf(after, clock.dueWt ?? -1).at.getTime()).toBe(time(clock, after))
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a clock of the first release is told from others and is reckoned as it was', () => {
    fc.assert(
      fc.property(calendars, limits, policies, moments(60), (on, limit, policy, at) => {
        const { startDay: _, ...old } = startClock(on, limit, at, policy)
        expect(needsRestating(old)).toBe(true)
        expect(restateClock(old, on)).toEqual(startClock(on, limit, at, policy))
      }),
    )
  })

  test('the stored position always tells the due moment and whether it has passed', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        policies,
        moments(60),
        fc.array(pauses, { maxLength: 3 }),
        moments(120),
        (on, limit, policy, at, list, now) => {
          const clock = paused(startClock(on, limit, at, policy), on, list)
          const dueWt = clock.dueWt ?? Number.NaN
          const { at: dueTime, wt } = dueOf(on, dueWt)
          const bounds = lineBounds(on, now, 1440).find(({ line }) => line === lineOf(dueWt))
          const soon = toInstant(on, toOrdinal(on, now) + 1440, 'end')
          expect(dueTime.getTime()).toBe(time(clock, on))
          expect(dueWt < (bounds?.overdueBelow ?? 0)).toBe(isOverdue(clock, on, now))
          expect(dueWt < (bounds?.soonBelow ?? 0)).toBe(dueTime.getTime() <= soon.getTime())
          expect(remainingMinutes(clock, on, now)).toBe(wt - toOrdinal(on, now))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a clock is plain data that survives being written and read', () => {
    fc.assert(
      fc.property(
        limits,
        policies,
        moments(60),
        fc.array(pauses, { maxLength: 3 }),
        (limit, policy, at, list) => {
          const clock = paused(startClock(calendar, limit, at, policy), calendar, list)
          expect(JSON.parse(JSON.stringify(clock))).toEqual(clock)
        },
      ),
    )
  })
})
