import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aCalendar, aDayOff, aSwapDay, saturdayWeek } from './a-calendar.ts'
import { dateOfDay, dayNumberOf } from './civil-date.ts'
import { hasMoved, movedRanges } from './due-changes.ts'
import { dueLines, duePosition } from './due-line.ts'
import { openingOrdinal } from './working-time.ts'

const plain = aCalendar()
const saturdays = aCalendar({ hours: [{ from: '2020-01-01', week: saturdayWeek }] })
const first = dayNumberOf('2026-03-02')

test('every due date that a day off moves lies in the ranges', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(plain, saturdays),
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom(0, 600, 900),
      fc.boolean(),
      fc.nat(479),
      (before, day, fromMinute, isSwapped, minute) => {
        const swapDays = isSwapped ? [aSwapDay(dateOfDay(first + day + 20), { hoursOfWeekday: 1 })] : []
        const after = aCalendar({
          ...before,
          version: 2,
          daysOff: [...before.daysOff, aDayOff(dateOfDay(first + day), { fromMinute })],
          swapDays: [...before.swapDays, ...swapDays],
        })
        const ranges = movedRanges(before, after)
        for (const line of dueLines)
          for (let due = first - 10; due < first + 90; due++) {
            const dueWt = duePosition(line, line === 'day' ? due : openingOrdinal(before, due) + minute)
            const isInside = ranges.some(({ from, to }) => from <= dueWt && dueWt <= to)
            expect(!hasMoved(before, after, dueWt) || isInside).toBe(true)
          }
      },
    ),
    { numRuns: 25 },
  )
})

test('a day of rest that is declared off moves nothing that is counted in working time', () => {
  const after = aCalendar({ ...plain, version: 2, daysOff: [...plain.daysOff, aDayOff('2026-03-08')] })
  for (const line of dueLines)
    for (let day = 0; day < 30; day++) {
      const place = line === 'day' ? first + day : openingOrdinal(plain, first + day) + 100
      expect(hasMoved(plain, after, duePosition(line, place))).toBe(false)
    }
  expect(movedRanges(plain, plain)).toEqual([])
})
