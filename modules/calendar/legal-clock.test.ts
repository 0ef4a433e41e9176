import { describe, expect, test } from 'vitest'
import { aCalendar, aDayOff, aSwapDay, hanoi, inHanoi, saturdayWeek } from './a-calendar.ts'
import {
  addPause,
  dueAt,
  elapsedMinutes,
  extendClock,
  isOverdue,
  remainingMinutes,
  resumeClock,
  startClock,
  stopClock,
} from './legal-clock.ts'
import type { Limit } from './limit.ts'
import { toInstant, type WorkingCalendar } from './working-time.ts'

const calendar = aCalendar()
const endOfDay = aCalendar({ policy: 'end_of_day' })
const saturdays = aCalendar({ hours: [{ from: '2020-01-01', week: saturdayWeek }] })

const days = (amount: number): Limit => ({ unit: 'working_days', amount })
const due = (on: WorkingCalendar, received: string, limit: Limit) =>
  inHanoi(dueAt(startClock(on, limit, hanoi(received)), on))

describe('the seven vectors of the domain', () => {
  test.each([
    ['2026-03-02 09:30', days(3), '2026-03-05 09:30'],
    ['2026-03-02 16:30', days(0.5), '2026-03-03 11:30'],
    ['2026-03-06 15:10', days(1), '2026-03-09 15:10'],
    ['2026-04-24 14:00', days(3), '2026-05-04 14:00'],
    ['2026-04-29 10:00', days(5), '2026-05-08 10:00'],
    ['2026-03-07 10:00', days(1), '2026-03-09 17:00'],
    ['2026-03-02 07:15', { unit: 'hours', amount: 2 } as Limit, '2026-03-02 10:00'],
  ])('received %s with %o is due %s', (received, limit, expected) => {
    expect(due(calendar, received, limit)).toBe(expected)
  })
})

describe('limits', () => {
  test('end of day leaves out the day of reception and is due at close of business', () => {
    expect(due(endOfDay, '2026-03-02 09:30', days(3))).toBe('2026-03-05 17:00')
    expect(due(endOfDay, '2026-03-02 09:30', days(0.5))).toBe('2026-03-03 17:00')
    expect(due(endOfDay, '2026-03-06 15:10', days(1))).toBe('2026-03-09 17:00')
    expect(due(endOfDay, '2026-03-07 10:00', days(1))).toBe('2026-03-10 17:00')
    expect(due(endOfDay, '2026-03-02 09:30', { unit: 'hours', amount: 2 })).toBe('2026-03-02 11:30')
  })

  test('calendar days count every day but never end on a day off', () => {
    const limit: Limit = { unit: 'calendar_days', amount: 5 }
    expect(due(calendar, '2026-03-02 09:30', limit)).toBe('2026-03-09 17:00')
    expect(due(calendar, '2026-03-03 09:30', { unit: 'calendar_days', amount: 3 })).toBe('2026-03-06 17:00')
    expect(due(calendar, '2026-04-25 09:00', limit)).toBe('2026-05-04 17:00')
    expect(due(saturdays, '2026-03-02 09:30', limit)).toBe('2026-03-07 11:30')
  })

  test('months end on the same day number, at the end of a short month, or on the next working day', () => {
    const months = (amount: number): Limit => ({ unit: 'months', amount })
    expect(due(calendar, '2026-03-12 09:30', months(2))).toBe('2026-05-12 17:00')
    expect(due(calendar, '2024-01-31 10:00', months(1))).toBe('2024-02-29 17:00')
    expect(due(calendar, '2023-01-31 10:00', months(1))).toBe('2023-02-28 17:00')
    expect(due(calendar, '2026-03-30 10:00', months(1))).toBe('2026-05-04 17:00')
  })

  test('a same-day procedure received after 15:00 is due on the next working day', () => {
    const limit: Limit = { unit: 'same_day_before' }
    expect(due(calendar, '2026-03-02 09:30', limit)).toBe('2026-03-02 17:00')
    expect(due(calendar, '2026-03-02 15:00', limit)).toBe('2026-03-02 17:00')
    expect(due(calendar, '2026-03-02 15:01', limit)).toBe('2026-03-03 17:00')
    expect(due(calendar, '2026-03-06 15:30', limit)).toBe('2026-03-09 17:00')
    expect(due(calendar, '2026-04-29 16:00', limit)).toBe('2026-05-04 17:00')
    expect(due(calendar, '2026-03-06 18:30', limit)).toBe('2026-03-09 17:00')
    expect(due(calendar, '2026-03-02 10:30', { ...limit, cutoff: '10:00' })).toBe('2026-03-03 17:00')
  })

  test('immediate is due before the office closes, and an undefined limit has no due date', () => {
    expect(due(calendar, '2026-03-02 16:50', { unit: 'immediate' })).toBe('2026-03-02 17:00')
    const clock = startClock(calendar, { unit: 'undefined' }, hanoi('2026-03-02 09:30'))
    expect(clock).toMatchObject({ dueWt: null, originalDueAt: null })
    expect(dueAt(clock, calendar)).toBeNull()
    expect(remainingMinutes(clock, calendar, hanoi('2026-03-03 09:30'))).toBeNull()
    expect(isOverdue(clock, calendar, hanoi('2029-03-03 09:30'))).toBe(false)
  })

  test('a working day of seven and a half hours is a setting of the calendar', () => {
    expect(due(aCalendar({ minutesPerDay: 450 }), '2026-03-02 09:30', days(2))).toBe('2026-03-04 08:30')
  })

  test('Saturday morning and make-up Saturdays are working time', () => {
    expect(due(saturdays, '2026-03-06 15:10', days(1))).toBe('2026-03-09 10:40')
    const swapped = aCalendar({
      daysOff: [aDayOff('2025-05-02')],
      swapDays: [aSwapDay('2025-04-26', { hoursOfWeekday: 5 })],
    })
    expect(due(swapped, '2025-04-25 10:00', days(1))).toBe('2025-04-26 10:00')
    expect(due(swapped, '2025-04-30 10:00', days(2))).toBe('2025-05-05 10:00')
  })

  test('an amount that is no amount is refused', () => {
    const invalid = expect.objectContaining({ code: 'calendar.limit_invalid' })
    for (const limit of [
      days(0),
      days(-1),
      days(0.3),
      { unit: 'hours' },
      { unit: 'months', amount: 1.5 },
      { unit: 'calendar_days', amount: Number.NaN },
      { unit: 'same_day_before', cutoff: '25:00' },
    ] as Limit[]) {
      expect(() => startClock(calendar, limit, hanoi('2026-03-02 09:30'))).toThrow(invalid)
    }
  })

  test('a due date beyond the calendar’s last year is refused, not guessed', () => {
    expect(() => startClock(calendar, { unit: 'months', amount: 60 }, hanoi('2026-03-02 09:30'))).toThrow(
      expect.objectContaining({ code: 'calendar.out_of_range' }),
    )
    expect(() => startClock(calendar, days(1), hanoi('2030-12-31 16:00'))).toThrow(
      expect.objectContaining({ code: 'calendar.out_of_range' }),
    )
    expect(() => startClock(calendar, days(1), hanoi('2019-06-03 09:00'))).toThrow(
      expect.objectContaining({ code: 'calendar.out_of_range' }),
    )
  })
})

describe('stopping and resuming', () => {
  const received = hanoi('2026-03-02 09:30')

  test('working time that was stopped is given back to the minute', () => {
    const stopped = stopClock(
      startClock(calendar, days(3), received),
      calendar,
      { cause: 'supplement' },
      hanoi('2026-03-03 10:00'),
    )
    const resumed = resumeClock(stopped, calendar, hanoi('2026-03-05 14:00'))
    expect(inHanoi(dueAt(resumed, calendar))).toBe('2026-03-09 13:30')
    expect(resumed.pauses).toMatchObject([
      { cause: 'supplement', toWt: resumed.pauses[0] && resumed.pauses[0].fromWt + 1140 },
    ])
    expect(resumed.originalDueAt).toBe(hanoi('2026-03-05 09:30').toISOString())
    expect(inHanoi(toInstant(calendar, resumed.dueWt ?? 0, 'end'))).toBe('2026-03-09 13:30')
  })

  test('limits in days and months move by the calendar days between request and return', () => {
    const pause = (limit: Limit) =>
      inHanoi(
        dueAt(
          addPause(
            startClock(calendar, limit, received),
            calendar,
            { cause: 'supplement' },
            hanoi('2026-03-03 16:00'),
            hanoi('2026-03-06 08:00'),
          ),
          calendar,
        ),
      )
    expect(pause({ unit: 'calendar_days', amount: 10 })).toBe('2026-03-16 17:00')
    expect(pause({ unit: 'months', amount: 1 })).toBe('2026-04-06 17:00')
  })

  test('while stopped nothing is used, nothing runs out, and the stop counts until now', () => {
    const stopped = stopClock(
      startClock(calendar, days(3), received),
      calendar,
      { cause: 'financial_duty' },
      hanoi('2026-03-03 09:30'),
    )
    for (const at of [hanoi('2026-03-03 09:30'), hanoi('2026-03-20 16:00')]) {
      expect(remainingMinutes(stopped, calendar, at)).toBe(960)
      expect(elapsedMinutes(stopped, calendar, at)).toBe(480)
      expect(isOverdue(stopped, calendar, at)).toBe(false)
    }
    expect(inHanoi(dueAt(stopped, calendar, hanoi('2026-03-20 16:00')))).toBe('2026-03-24 16:00')
  })

  test('a stop that begins after the due time does not undo being late', () => {
    const clock = startClock(calendar, days(1), received)
    const late = addPause(
      clock,
      calendar,
      { cause: 'supplement' },
      hanoi('2026-03-04 10:00'),
      hanoi('2026-03-10 10:00'),
    )
    expect(inHanoi(dueAt(late, calendar))).toBe('2026-03-03 09:30')
    expect(isOverdue(late, calendar, hanoi('2026-03-04 11:00'))).toBe(true)
    expect(remainingMinutes(clock, calendar, hanoi('2026-03-04 09:30'))).toBe(-480)
  })

  test('two causes at once are left out once', () => {
    const clock = startClock(calendar, days(3), received)
    const first = stopClock(clock, calendar, { cause: 'supplement' }, hanoi('2026-03-03 09:30'))
    const both = stopClock(
      first,
      calendar,
      { cause: 'field_verification', legalGround: 'Nghị định thử, Điều 1' },
      hanoi('2026-03-04 09:30'),
    )
    const one = resumeClock(both, calendar, hanoi('2026-03-05 09:30'), 'supplement')
    const none = resumeClock(one, calendar, hanoi('2026-03-06 09:30'))
    expect(inHanoi(dueAt(none, calendar))).toBe('2026-03-10 09:30')
  })

  test('a cap keeps the time that a law leaves out within bounds', () => {
    const clock = addPause(
      startClock(calendar, days(3), received),
      calendar,
      { cause: 'field_verification', legalGround: 'Nghị định thử, Điều 1', capWorkingDays: 2 },
      hanoi('2026-03-03 09:30'),
      hanoi('2026-03-20 09:30'),
    )
    expect(inHanoi(dueAt(clock, calendar))).toBe('2026-03-09 09:30')
  })

  test('wrong orders are refused with a reason', () => {
    const clock = startClock(calendar, days(3), received)
    const stopped = stopClock(clock, calendar, { cause: 'supplement' }, hanoi('2026-03-03 10:00'))
    const code = (name: string) => expect.objectContaining({ code: `calendar.${name}` })
    expect(() => stopClock(stopped, calendar, { cause: 'supplement' }, hanoi('2026-03-03 11:00'))).toThrow(
      code('clock_already_stopped'),
    )
    expect(() => resumeClock(clock, calendar, hanoi('2026-03-03 11:00'))).toThrow(code('clock_not_stopped'))
    expect(() => resumeClock(stopped, calendar, hanoi('2026-03-03 09:00'))).toThrow(
      code('resume_before_stop'),
    )
    expect(() => stopClock(clock, calendar, { cause: 'supplement' }, hanoi('2026-03-01 09:00'))).toThrow(
      code('stop_before_reception'),
    )
    expect(() =>
      stopClock(clock, calendar, { cause: 'superior_opinion' }, hanoi('2026-03-03 10:00')),
    ).toThrow(code('legal_ground_needed'))
    expect(() => dueAt(clock, aCalendar({ id: 2 }))).toThrow(code('wrong_calendar'))
  })
})

describe('the one new date', () => {
  const clock = startClock(calendar, days(3), hanoi('2026-03-02 09:30'))
  const at = hanoi('2026-03-04 09:00')
  const extended = extendClock(
    clock,
    calendar,
    { newDueOn: '2026-03-12', reason: 'chờ ý kiến chuyên gia' },
    at,
  )

  test('moves the due time to the close of that day and keeps the original', () => {
    expect(inHanoi(dueAt(extended, calendar))).toBe('2026-03-12 17:00')
    expect(extended.originalDueAt).toBe(hanoi('2026-03-05 09:30').toISOString())
    expect(extended.extensions).toMatchObject([
      { newDueOn: '2026-03-12', previousDueAt: hanoi('2026-03-05 09:30').toISOString() },
    ])
  })

  test('is given once, must be later, and never ends on a day off', () => {
    const code = (name: string) => expect.objectContaining({ code: `calendar.${name}` })
    expect(() => extendClock(extended, calendar, { newDueOn: '2026-03-20', reason: 'lần nữa' }, at)).toThrow(
      code('extension_already_used'),
    )
    expect(() => extendClock(clock, calendar, { newDueOn: '2026-03-04', reason: 'sớm hơn' }, at)).toThrow(
      code('new_date_not_later'),
    )
    expect(() =>
      extendClock(
        startClock(calendar, { unit: 'undefined' }, at),
        calendar,
        { newDueOn: '2026-03-12', reason: 'x' },
        at,
      ),
    ).toThrow(code('no_due_date'))
    expect(
      inHanoi(dueAt(extendClock(clock, calendar, { newDueOn: '2026-03-14', reason: 'x' }, at), calendar)),
    ).toBe('2026-03-16 17:00')
  })

  test('moves on by a stop that comes after it', () => {
    const paused = addPause(
      extended,
      calendar,
      { cause: 'supplement' },
      hanoi('2026-03-09 09:00'),
      hanoi('2026-03-10 09:00'),
    )
    expect(inHanoi(dueAt(paused, calendar))).toBe('2026-03-13 17:00')
  })
})
