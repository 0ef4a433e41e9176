import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dueAt,
  startClock,
  toInstant,
  toOrdinal,
  type Limit,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { CaseSnapshot, OpenTask } from '#modules/casework/contract.ts'
import type { Reason } from '../contract.ts'
import type { Effect, Situation } from './situation.ts'
import {
  askForPapers,
  capOfReason,
  runsOn,
  suspensionEffects,
  withTimersOff,
} from './suspension-transitions.ts'
import { saturdays, THURSDAY, weekdays } from './two-offices.test-builder.ts'

const calendars = fc.constantFrom(weekdays, saturdays)
const MINUTE = 60_000

const limits: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ unit: fc.constant('hours' as const), amount: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ unit: fc.constant('working_days' as const), amount: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ unit: fc.constant('calendar_days' as const), amount: fc.integer({ min: 1, max: 40 }) }),
)
const reasons: fc.Arbitrary<Reason> = fc
  .record({
    cause: fc.constantFrom('field_verification' as const, 'financial_duty' as const),
    cap: fc.option(fc.integer({ min: 1, max: 20 })),
    capUnit: fc.constantFrom('working_days' as const, 'calendar_days' as const),
  })
  .map((drawn) => ({
    code: 'thu',
    kind: 'suspend',
    vi: 'Thử',
    en: 'A test',
    legalGround: 'Luật thử',
    ...drawn,
  }))
const minutes = (most: number) => fc.integer({ min: 0, max: most })
const DAYS = 24 * 60

const task = { taskNo: 1, stepKey: 's', unitId: 4, waiting: false, assigneeId: 7 } as OpenTask

function received(calendar: WorkingCalendar, limit: Limit): CaseSnapshot {
  const clock = startClock(calendar, limit, THURSDAY)
  return {
    status: 'processing',
    tags: {},
    marking: [task],
    clock,
    dueWt: clock.dueWt,
  } as unknown as CaseSnapshot
}

function after(snapshot: CaseSnapshot, { set }: Effect): CaseSnapshot {
  return { ...snapshot, ...set }
}

type Wait = { kind: 'suspend'; reason: Reason } | { kind: 'supplement' }

function begins(snapshot: CaseSnapshot, calendar: WorkingCalendar, wait: Wait, at: number): Effect {
  const situation = { snapshot, calendar, now: new Date(at) } as Situation
  return wait.kind === 'suspend'
    ? suspensionEffects.suspend.apply(
        { ...situation, reason: wait.reason },
        { version: 1, commandKey: 'thu-thu-thu', reasonCode: 'thu', expectedOn: '2023-12-01' },
        'suspended',
      )
    : askForPapers(situation, { reason: undefined, faults: [], dueOn: '2023-12-01' }, 'awaiting_supplement')
}

/** A wait from one moment to another, as the dossier stands after it. */
function waited(
  snapshot: CaseSnapshot,
  calendar: WorkingCalendar,
  wait: Wait,
  from: number,
  to: number,
): CaseSnapshot {
  const stopped = after(snapshot, begins(snapshot, calendar, wait, from))
  return after(stopped, runsOn({ snapshot: stopped, calendar, now: new Date(to) }, 'processing'))
}

function dueOf({ clock }: CaseSnapshot, calendar: WorkingCalendar): number {
  return (clock && dueAt(clock, calendar)?.getTime()) ?? Number.NaN
}

describe('laws of a suspension', () => {
  test('it never makes a due date earlier, however long it lasts and whatever its cap', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        reasons,
        minutes(40 * DAYS),
        minutes(60 * DAYS),
        (on, limit, reason, wait, lasts) => {
          const before = received(on, limit)
          const from = THURSDAY.getTime() + wait * MINUTE
          const later = waited(before, on, { kind: 'suspend', reason }, from, from + lasts * MINUTE)
          expect(dueOf(later, on)).toBeGreaterThanOrEqual(dueOf(before, on))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('it gives no more time than its cap: whoever resumes later than that gains nothing', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        reasons.filter(({ cap }) => cap !== null),
        minutes(20 * DAYS),
        minutes(60 * DAYS),
        (on, limit, reason, wait, late) => {
          const before = received(on, limit)
          const from = THURSDAY.getTime() + wait * MINUTE
          const end = capOfReason(reason, on, new Date(from))?.at.getTime() ?? Number.NaN
          const suspended = { kind: 'suspend', reason } as const
          const atCap = waited(before, on, suspended, from, end)
          const later = waited(before, on, suspended, from, end + late * MINUTE)
          expect(dueOf(later, on)).toBe(dueOf(atCap, on))
          if (reason.capUnit !== 'working_days' || limit.unit === 'calendar_days') return
          const gained =
            toOrdinal(on, new Date(dueOf(later, on))) - toOrdinal(on, new Date(dueOf(before, on)))
          // Where a due date stands at the close of its day, it moves by whole days.
          const whole = on.policy === 'end_of_day' ? on.minutesPerDay - 1 : 0
          expect(gained).toBeLessThanOrEqual(Number(reason.cap) * on.minutesPerDay + whole)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('it ends by itself at its cap, by a timer that is taken off when somebody resumes before', () => {
    fc.assert(
      fc.property(calendars, limits, reasons, minutes(20 * DAYS), (on, limit, reason, wait) => {
        const snapshot = received(on, limit)
        const from = THURSDAY.getTime() + wait * MINUTE
        const begun = begins(snapshot, on, { kind: 'suspend', reason }, from)
        const [timer] = begun.part?.timers?.set ?? []
        expect(timer === undefined).toBe(reason.cap === null)
        if (!timer) return
        const fires = 'at' in timer ? Date.parse(timer.at) : toInstant(on, timer.dueWt, 'end').getTime()
        expect(fires).toBe(capOfReason(reason, on, new Date(from))?.at.getTime())
        expect(fires).toBeGreaterThan(from)
        const stopped = after(snapshot, begun)
        const resumed = runsOn(
          { snapshot: stopped, calendar: on, now: new Date(from + MINUTE) },
          'processing',
        )
        expect(withTimersOff(stopped, resumed).timers?.cancelled).toEqual([timer.key])
      }),
      { numRuns: 300 },
    )
  })

  test('with another wait before or after, the order does not matter', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        reasons.map((reason) => ({ ...reason, cap: null })),
        fc.tuple(minutes(10 * DAYS), minutes(10 * DAYS), minutes(10 * DAYS), minutes(10 * DAYS)),
        (on, limit, reason, [a, b, c, d]) => {
          const times = [a, a + b, a + b + c, a + b + c + d].map(
            (minute) => THURSDAY.getTime() + minute * MINUTE,
          )
          const [from1 = 0, to1 = 0, from2 = 0, to2 = 0] = times
          const [one, two] = [{ kind: 'suspend', reason } as const, { kind: 'supplement' } as const]
          const both = (first: Wait, second: Wait) =>
            waited(waited(received(on, limit), on, first, from1, to1), on, second, from2, to2)
          const [there, back] = [both(one, two), both(two, one)]
          expect(dueOf(there, on)).toBe(dueOf(back, on))
          expect(there.tags).toEqual(back.tags)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('it leaves the work as it was: the same tasks, with the same people, none waiting', () => {
    fc.assert(
      fc.property(
        calendars,
        limits,
        reasons,
        minutes(20 * DAYS),
        minutes(20 * DAYS),
        (on, limit, reason, wait, lasts) => {
          const before = received(on, limit)
          const from = THURSDAY.getTime() + wait * MINUTE
          const stopped = after(before, begins(before, on, { kind: 'suspend', reason }, from))
          expect(stopped.marking.every(({ waiting }) => waiting)).toBe(true)
          const later = waited(before, on, { kind: 'suspend', reason }, from, from + lasts * MINUTE)
          expect(later.marking).toEqual(before.marking)
          expect(later.status).toBe('processing')
        },
      ),
    )
  })
})
