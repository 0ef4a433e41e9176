import { expect, test } from 'vitest'
import { fakeClock } from '#platform/clock.ts'
import { dayTeller, getRealDay, holdsOn } from './day.ts'

test('the day turns at midnight of the city and not of Greenwich', () => {
  const clock = fakeClock('2023-11-09T16:59:59.999Z')
  const today = dayTeller(clock, 'Asia/Ho_Chi_Minh')
  expect(today()).toBe('2023-11-09')
  clock.advance(1)
  expect(today()).toBe('2023-11-10')
})

test('a validity holds from its first day up to, not including, its last', () => {
  expect(holdsOn('2025-06-30', '2025-07-01', null)).toBe(false)
  expect(holdsOn('2025-07-01', '2025-07-01', null)).toBe(true)
  expect(holdsOn('2025-06-30', '2020-01-01', '2025-07-01')).toBe(true)
  expect(holdsOn('2025-07-01', '2020-01-01', '2025-07-01')).toBe(false)
})

test('a day that is not in the calendar is refused', () => {
  expect(getRealDay('2024-02-29')).toBe('2024-02-29')
  for (const day of ['2023-02-29', '2023-13-01', '2023-1-1', 'yesterday', '']) {
    expect(() => getRealDay(day)).toThrow(
      expect.objectContaining({ code: 'organisation.wrong_day', kind: 'invalid' }),
    )
  }
})
