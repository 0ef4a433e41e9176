import { expect, test } from 'vitest'
import { compileCalendar, toInstant, type DayOff } from '#modules/calendar/contract.ts'
import { dueOf } from './timer-due.ts'

const hours = [
  [480, 720],
  [780, 1020],
] as const
const holiday: DayOff = {
  date: '2026-03-03',
  fromMinute: 0,
  kind: 'holiday',
  nameVi: 'Nghỉ thử',
  nameEn: 'A day off',
  legalGround: 'Quyết định thử',
  certainty: 'verified',
}
const officeOf = (daysOff: readonly DayOff[] = []) =>
  compileCalendar({
    id: 7,
    code: 'office',
    nameVi: 'Giờ hành chính',
    nameEn: 'Office hours',
    version: 1,
    policy: 'exact_hour',
    minutesPerDay: 480,
    hours: [{ from: '2020-01-01', week: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours } }],
    firstYear: 2020,
    lastYear: 2030,
    daysOff,
    swapDays: [],
  })
const office = officeOf()
/** A Monday, 09:00 in Hà Nội. */
const monday = new Date('2026-03-02T02:00:00Z')

test.each([
  ['PT90M', '2026-03-02T03:30:00.000Z'],
  ['P1DT1H', '2026-03-03T03:00:00.000Z'],
  ['P2W', '2026-03-16T02:00:00.000Z'],
  ['P1M', '2026-04-02T02:00:00.000Z'],
  ['P1Y', '2027-03-02T02:00:00.000Z'],
  ['P99999Y', '9999-12-31T00:00:00.000Z'],
  ['PT99999999999999999999S', '9999-12-31T00:00:00.000Z'],
])('a duration of %s from Monday 09:00 ends at %s', (value, at) => {
  expect(dueOf({ by: 'duration', value, working: false }, office, monday)).toEqual({ at })
})

test.each([
  ['2026-03-10', '2026-03-09T17:00:00.000Z'],
  ['2026-03-10T08:00', '2026-03-10T01:00:00.000Z'],
  ['2026-03-10T08:00:00Z', '2026-03-10T08:00:00.000Z'],
  ['2026-03-10T08:00:00+09:00', '2026-03-09T23:00:00.000Z'],
])('the date %s is the moment %s of the city', (value, at) => {
  expect(dueOf({ by: 'date', value, working: true }, office, monday)).toEqual({ at })
})

test('working time is a position, which a later holiday moves', () => {
  const due = dueOf({ by: 'duration', value: 'P1DT4H', working: true }, office, monday)
  if (!('dueWt' in due)) throw new Error('not a position')
  expect(due.calendarId).toBe(7)
  expect(toInstant(office, due.dueWt, 'end').toISOString()).toBe('2026-03-03T07:00:00.000Z')
  expect(toInstant(officeOf([holiday]), due.dueWt, 'end').toISOString()).toBe('2026-03-04T07:00:00.000Z')
})

test('a week of work is five working days', () => {
  const of = (value: string) => dueOf({ by: 'duration', value, working: true }, office, monday)
  expect(of('P1W')).toEqual(of('P5D'))
})
