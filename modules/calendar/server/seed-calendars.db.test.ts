import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { hanoi, inHanoi } from '../a-calendar.ts'
import { dayNumberOf, dueAt, minutesOn, startClock } from '../contract.ts'
import { seededCalendars } from './a-declarer.ts'

dbTest('the seeded calendars give the domain’s test vectors of 2026', async ({ db, clock }) => {
  const office = (await seededCalendars(db, clock)).get(1)
  const due = (received: string, amount: number) =>
    inHanoi(dueAt(startClock(office, { unit: 'working_days', amount }, hanoi(received)), office))
  expect(due('2026-04-24 14:00', 3)).toBe('2026-05-04 14:00')
  expect(due('2026-04-29 10:00', 5)).toBe('2026-05-08 10:00')
})

dbTest(
  'the seeded calendars rest at Tết, work the make-up Saturdays, and differ on Saturday mornings',
  async ({ db, clock }) => {
    const calendars = await seededCalendars(db, clock)
    const [office, saturday] = [calendars.get(1), calendars.get(2)]
    const on = (date: string) => [
      minutesOn(office, dayNumberOf(date)),
      minutesOn(saturday, dayNumberOf(date)),
    ]
    expect(on('2024-02-07')).toEqual([480, 480])
    for (const date of ['2024-02-08', '2024-02-10', '2024-02-14', '2025-01-27', '2026-02-20', '2027-02-11'])
      expect(on(date)).toEqual([0, 0])
    for (const date of ['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22'])
      expect(on(date)).toEqual([480, 480])
    expect(on('2023-11-11')).toEqual([0, 210])
    expect(office.yearsWithoutHolidays).toEqual([2028, 2029, 2030, 2031, 2032])
  },
)
