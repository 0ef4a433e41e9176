import { describe, expect, test } from 'vitest'
import { dayNumberOf, weekdayOf } from '../contract.ts'
import { readHolidayFiles } from './seed-calendars.ts'

describe('the holiday files', () => {
  test.each(readHolidayFiles().map((file) => [file.year, file] as const))(
    'of %i are whole: eleven holidays, each in its year, each day once',
    (year, file) => {
      const dates = file.daysOff.map(({ date }) => date)
      expect(file.daysOff.filter(({ kind }) => kind === 'holiday')).toHaveLength(11)
      expect(new Set(dates).size).toBe(dates.length)
      for (const date of [...dates, ...file.swapDays.map((swap) => swap.date)]) {
        expect(date.startsWith(`${year}-`)).toBe(true)
        dayNumberOf(date)
      }
    },
  )

  test.each(readHolidayFiles().map((file) => [file.year, file] as const))(
    'of %i give a day in lieu for every holiday on a weekend, and a make-up Saturday for every other',
    (_, file) => {
      const onWeekend = file.daysOff.filter(
        ({ kind, date }) => kind === 'holiday' && weekdayOf(dayNumberOf(date)) > 5,
      )
      const inLieu = file.daysOff.filter(
        ({ kind, date }) => kind === 'compensation' && weekdayOf(dayNumberOf(date)) <= 5,
      )
      expect(inLieu).toHaveLength(onWeekend.length + file.swapDays.length)
      for (const { date } of file.swapDays) expect(weekdayOf(dayNumberOf(date))).toBe(6)
    },
  )

  test('nothing of 2027 claims to be announced', () => {
    const file = readHolidayFiles().find(({ year }) => year === 2027)
    expect(new Set(file?.daysOff.map(({ certainty }) => certainty))).toEqual(new Set(['provisional']))
  })
})
