import { compileCalendar } from '#modules/calendar/contract.ts'
import { fakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { TEST_NOW } from '#testing/db-test.ts'
import { cityDay } from './city-day.ts'
import type { Reading } from './read-figures.ts'

export const timeZone = 'Asia/Ho_Chi_Minh'
const day = cityDay(timeZone)
/** One calendar for everybody: Monday to Friday, 08:00–12:00 and 13:30–17:30, without holidays. */
export const office = compileCalendar({
  id: 1,
  code: 'office',
  nameVi: 'Giờ hành chính',
  nameEn: 'Office hours',
  version: 1,
  policy: 'exact_hour',
  minutesPerDay: 480,
  hours: [
    {
      from: '2023-01-01',
      week: Object.fromEntries(
        [1, 2, 3, 4, 5].map((weekday) => [
          String(weekday),
          [
            [480, 720],
            [810, 1050],
          ] as const,
        ]),
      ),
    },
  ],
  firstYear: 2023,
  lastYear: 2024,
  daysOff: [],
  swapDays: [],
})

const city = {
  id: 1,
  code: '01',
  tier: 'city',
  kind: 'Thành phố',
  name: 'Hà Nội',
  parentId: null,
  agencyCode: null,
  calendarId: 1,
} as const
const wards = [11, 12, 13].map((id) => ({
  ...city,
  id,
  code: `000${id}`,
  tier: 'commune' as const,
  kind: 'Phường',
  name: `Phường ${id}`,
  parentId: 1,
}))
const all = [city, ...wards]

/** A city of three wards at a moment, over a database whose events a test has folded itself. */
export function readingOf(db: AnyDb, now = TEST_NOW): Reading {
  const tree = {
    onDay: '2023-11-09',
    root: city,
    all: () => all,
    get: (id: number) => all.find((unit) => unit.id === id) ?? city,
    find: (id: number) => all.find((unit) => unit.id === id),
    byCode: () => undefined,
    isOpen: () => true,
    children: () => wards,
    subtree: (id: number) => new Set(id === 1 ? all.map((unit) => unit.id) : [id]),
    ancestors: () => [],
    path: () => [],
    isWithin: () => true,
    known: () => all,
    lifeOf: () => ({ openedOn: '2023-01-01', closedOn: null }),
    heirs: (id: number) => new Set([id]),
    forebears: () => new Set<number>(),
    nameOf: (id: number) => String(id),
  }
  return { db, clock: fakeClock(now), timeZone, day, units: () => tree, calendars: () => [office] }
}
