import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aCalendar, aDayOff, aSwapDay, hanoi, inHanoi, officeWeek, saturdayWeek } from './a-calendar.ts'
import { CalendarRangeError } from './calendar-errors.ts'
import { addMonths, dateOfDay, dayNumberOf, weekdayOf } from './civil-date.ts'
import {
  compileCalendar,
  dayOf,
  lastOrdinal,
  minutesOn,
  overdueBefore,
  toInstant,
  toOrdinal,
  type WorkingCalendar,
} from './working-time.ts'

/** Tết 2025, the swap of 2 May for 26 April 2025, a closure from 13:00 and a Saturday desk. */
const busy = aCalendar({
  hours: [
    { from: '2020-01-01', week: officeWeek },
    { from: '2024-06-01', week: saturdayWeek },
  ],
  daysOff: [
    ...['2025-01-27', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31'].map((date) =>
      aDayOff(date, { nameVi: 'Tết Nguyên đán' }),
    ),
    aDayOff('2025-05-02', { kind: 'compensation' }),
    aDayOff('2024-09-09', { kind: 'closure', fromMinute: 780 }),
  ],
  swapDays: [aSwapDay('2025-04-26', { hoursOfWeekday: 5 })],
})

const instantsOf = (calendar: WorkingCalendar) =>
  fc
    .integer({ min: 0, max: calendar.patternOf.length * 1440 - 1 })
    .map((minute) => new Date((calendar.firstDay * 1440 + minute - 420) * 60_000))
const ordinalsOf = (calendar: WorkingCalendar) => fc.integer({ min: 0, max: lastOrdinal(calendar) - 1 })

describe('positions of working time', () => {
  test('a position goes to a moment and back unchanged, from closing time and from the next opening', () => {
    fc.assert(
      fc.property(ordinalsOf(busy), (ordinal) => {
        expect(toOrdinal(busy, toInstant(busy, ordinal, 'start'))).toBe(ordinal)
        expect(toOrdinal(busy, toInstant(busy, ordinal, 'end'))).toBe(ordinal)
      }),
    )
  })

  test('positions never go backwards while time goes on', () => {
    fc.assert(
      fc.property(instantsOf(busy), instantsOf(busy), (a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a]
        expect(toOrdinal(busy, earlier)).toBeLessThanOrEqual(toOrdinal(busy, later))
      }),
    )
  })

  test('positions count the same minutes as a walk minute by minute', () => {
    const start = hanoi('2025-04-24 00:00')
    let worked = toOrdinal(busy, start)
    for (let minute = 0; minute < 14 * 1440; minute++) {
      const at = new Date(start.getTime() + minute * 60_000)
      expect(toOrdinal(busy, at)).toBe(worked)
      const local = (minute % 1440) / 60
      const day = dayOf(busy, at)
      const date = dateOfDay(day)
      const usual = weekdayOf(day) <= 5 || date === '2025-04-26'
      const office = (local >= 8 && local < 12) || (local >= 13 && local < 17)
      const desk = weekdayOf(day) === 6 && date !== '2025-04-26' && local >= 8 && local < 11.5
      if (date !== '2025-05-02' && ((usual && office) || desk)) worked++
    }
  })

  test('closing time and the next opening share one position, told apart by the bound', () => {
    const ordinal = toOrdinal(busy, hanoi('2023-11-10 17:00'))
    expect(inHanoi(toInstant(busy, ordinal, 'end'))).toBe('2023-11-10 17:00')
    expect(inHanoi(toInstant(busy, ordinal, 'start'))).toBe('2023-11-13 08:00')
    const noon = toOrdinal(busy, hanoi('2023-11-10 12:30'))
    expect(inHanoi(toInstant(busy, noon, 'end'))).toBe('2023-11-10 12:00')
    expect(inHanoi(toInstant(busy, noon, 'start'))).toBe('2023-11-10 13:00')
  })

  test('a later day off never renumbers the past and moves what follows by a day', () => {
    const before = aCalendar()
    const after = aCalendar({ daysOff: [...before.daysOff, aDayOff('2026-08-03')] })
    fc.assert(
      fc.property(instantsOf(before), (at) => {
        const lost = at < hanoi('2026-08-03 00:00') ? 0 : at >= hanoi('2026-08-04 00:00') ? 480 : undefined
        if (lost !== undefined) expect(toOrdinal(after, at)).toBe(toOrdinal(before, at) - lost)
      }),
    )
  })

  test('all of Tết is one gap between two working minutes', () => {
    const eve = toOrdinal(busy, hanoi('2025-01-25 11:30'))
    expect(inHanoi(toInstant(busy, eve, 'end'))).toBe('2025-01-25 11:30')
    expect(inHanoi(toInstant(busy, eve, 'start'))).toBe('2025-02-01 08:00')
    expect(toOrdinal(busy, hanoi('2025-01-29 10:00'))).toBe(eve)
  })

  test('a make-up Saturday is worked by the hours of the day it replaces', () => {
    expect(minutesOn(busy, dayNumberOf('2025-04-26'))).toBe(480)
    expect(minutesOn(busy, dayNumberOf('2025-05-02'))).toBe(0)
    expect(minutesOn(busy, dayNumberOf('2025-04-19'))).toBe(210)
  })

  test('a closure in the middle of a day leaves the morning worked', () => {
    expect(minutesOn(busy, dayNumberOf('2024-09-09'))).toBe(240)
  })

  test('new opening hours hold from their date on', () => {
    expect(minutesOn(busy, dayNumberOf('2024-05-25'))).toBe(0)
    expect(minutesOn(busy, dayNumberOf('2024-06-01'))).toBe(210)
  })

  test('29 February exists in leap years only', () => {
    expect(minutesOn(busy, dayNumberOf('2024-02-29'))).toBe(480)
    expect(toOrdinal(busy, hanoi('2024-03-01 08:00')) - toOrdinal(busy, hanoi('2024-02-28 08:00'))).toBe(960)
    expect(() => dayNumberOf('2023-02-29')).toThrow(
      expect.objectContaining({ code: 'calendar.date_invalid' }),
    )
  })

  test('the bound for lists says overdue exactly when the due moment has passed', () => {
    fc.assert(
      fc.property(
        ordinalsOf(busy),
        fc.integer({ min: -4000, max: 4000 }),
        fc.boolean(),
        (wt, minutes, odd) => {
          const due = toInstant(busy, wt, 'end')
          const at = new Date(due.getTime() + minutes * 60_000 + (odd ? 30_000 : 0))
          if (at < hanoi('2020-01-03 00:00') || at > hanoi('2030-12-28 00:00')) return
          expect(wt < overdueBefore(busy, at)).toBe(due.getTime() < at.getTime())
        },
      ),
    )
  })
})

describe('outside the calendar', () => {
  test('a moment before or after the calendar’s years is refused in both languages', () => {
    for (const local of ['2019-12-31 23:59', '2031-01-01 00:00']) {
      const refused = (() => {
        try {
          return toOrdinal(busy, hanoi(local))
        } catch (error) {
          return error
        }
      })()
      expect(refused).toBeInstanceOf(CalendarRangeError)
      expect(refused).toMatchObject({
        code: 'calendar.out_of_range',
        kind: 'invalid',
        facts: { firstYear: 2020, lastYear: 2030 },
      })
      expect(refused).toMatchObject({
        vi: expect.stringContaining('2030'),
        en: expect.stringContaining('2030'),
      })
    }
  })

  test('an invalid time and a position past the last year are refused', () => {
    expect(() => toOrdinal(busy, new Date(Number.NaN))).toThrow(CalendarRangeError)
    expect(() => toInstant(busy, lastOrdinal(busy) + 1, 'end')).toThrow(CalendarRangeError)
    expect(() => toInstant(busy, lastOrdinal(busy), 'start')).toThrow(CalendarRangeError)
    expect(() => toInstant(busy, -1, 'end')).toThrow(CalendarRangeError)
    expect(inHanoi(toInstant(busy, lastOrdinal(busy), 'end'))).toBe('2030-12-31 17:00')
  })

  test('hours that overlap, an unknown weekday, an empty week and a zone with summer time are refused', () => {
    const base = aCalendar()
    const hours = (week: Record<string, readonly (readonly [number, number])[]>) => () =>
      compileCalendar({ ...base, hours: [{ from: '2020-01-01', week }] })
    const invalid = expect.objectContaining({ code: 'calendar.hours_invalid' })
    expect(
      hours({
        1: [
          [480, 720],
          [700, 1020],
        ],
      }),
    ).toThrow(invalid)
    expect(hours({ 8: [[480, 720]] })).toThrow(invalid)
    expect(hours({ 1: [] })).toThrow(invalid)
    expect(() => compileCalendar({ ...base, timeZone: 'Europe/Paris' })).toThrow(
      expect.objectContaining({ code: 'calendar.zone_unusable' }),
    )
    expect(() => compileCalendar({ ...base, timeZone: 'Hanoi' })).toThrow(
      expect.objectContaining({ code: 'calendar.zone_unusable' }),
    )
  })

  test('another fixed zone works by its own offset', () => {
    const utc = aCalendar({ timeZone: 'UTC' })
    expect(toInstant(utc, toOrdinal(utc, new Date('2026-03-02T08:00:00Z')) + 60, 'end').toISOString()).toBe(
      '2026-03-02T09:00:00.000Z',
    )
  })
})

test('a month later is the same day number, or the last day of a shorter month', () => {
  const later = (date: string, months: number) => dateOfDay(addMonths(dayNumberOf(date), months))
  expect(later('2024-01-31', 1)).toBe('2024-02-29')
  expect(later('2023-01-31', 1)).toBe('2023-02-28')
  expect(later('2023-11-30', 3)).toBe('2024-02-29')
  expect(later('2023-12-15', 13)).toBe('2025-01-15')
})
