import { expect, test } from 'vitest'
import { anOffice } from '#testing/an-office.ts'
import { toInstant, type DayOff } from '#modules/calendar/contract.ts'
import { dueOf } from './timer-due.ts'

const holiday: DayOff = {
  date: '2026-03-03',
  fromMinute: 0,
  kind: 'holiday',
  nameVi: 'Nghỉ thử',
  nameEn: 'A day off',
  legalGround: 'Quyết định thử',
  certainty: 'verified',
}
const officeOf = (daysOff: readonly DayOff[] = []) => anOffice(daysOff, 7)
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
