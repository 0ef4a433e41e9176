import { expect } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import { committedTest, dbTest } from '#testing/db-test.ts'
import { hanoi, inHanoi } from '../a-calendar.ts'
import { dayNumberOf, dueAt, minutesOn, startClock, toInstant, type DeclareDayOff } from '../contract.ts'
import { anOfficer, seededCalendars } from './a-declarer.ts'
import { calendarModule, seedCalendars } from './index.ts'
import type { CalendarTables } from './tables.ts'

const controller = anOfficer(['calendar.declare'])

/** 13 November 2023 is a Monday; tests stand on the Thursday before it. */
const storm: DeclareDayOff = {
  date: '2023-11-13',
  kind: 'closure',
  nameVi: 'Đóng cửa vì bão',
  nameEn: 'Closed because of a storm',
  legalGround: 'Quyết định thử số 1/QĐ-UBND ngày 09/11/2023',
}

const changes = (db: AnyDb) =>
  db
    .withTables<CalendarTables>()
    .selectFrom('calendar.change')
    .select(['calendar_id', 'version', 'changed_by'])
    .orderBy('calendar_id')
    .orderBy('version')
    .execute()

dbTest(
  'a declared closure moves due dates without touching what is stored with them',
  async ({ db, clock }) => {
    const calendars = await seededCalendars(db, clock)
    const running = startClock(calendars.get(1), { unit: 'working_days', amount: 3 }, clock.now())
    expect(inHanoi(dueAt(running, calendars.get(1)))).toBe('2023-11-14 09:00')

    const { versions } = await calendars.declareDayOff(controller, storm)

    expect(versions).toEqual([
      { calendarId: 1, version: 2 },
      { calendarId: 2, version: 2 },
    ])
    expect(calendars.get(1).version).toBe(2)
    expect(inHanoi(dueAt(running, calendars.get(1)))).toBe('2023-11-15 09:00')
    expect(inHanoi(toInstant(calendars.get(1), running.dueWt ?? 0, 'end'))).toBe('2023-11-15 09:00')
    expect(await changes(db)).toEqual([
      { calendar_id: 1, version: 1, changed_by: null },
      { calendar_id: 1, version: 2, changed_by: 7 },
      { calendar_id: 2, version: 1, changed_by: null },
      { calendar_id: 2, version: 2, changed_by: 7 },
    ])
  },
)

dbTest(
  'a closure of one calendar leaves the others as they are, and listeners hear which moved',
  async ({ db, clock }) => {
    const calendars = await seededCalendars(db, clock)
    const heard: (readonly number[])[] = []
    calendars.onChange((changed) => heard.push(changed.map(({ after }) => after.id)))
    await calendars.declareDayOff(controller, { ...storm, calendarId: 2 })
    expect([calendars.get(1).version, calendars.get(2).version]).toEqual([1, 2])
    expect(heard).toEqual([[2]])
  },
)

dbTest('a closure declared for today begins now: what was worked stays worked', async ({ db, clock }) => {
  const calendars = await seededCalendars(db, clock)
  const running = startClock(calendars.get(1), { unit: 'hours', amount: 4 }, hanoi('2023-11-09 08:00'))
  const { dayOff } = await calendars.declareDayOff(controller, { ...storm, date: '2023-11-09' })
  expect(dayOff.fromMinute).toBe(9 * 60)
  expect(inHanoi(dueAt(running, calendars.get(1)))).toBe('2023-11-10 11:00')
})

dbTest('a closure of an afternoon may grow to the whole day, but never shrink', async ({ db, clock }) => {
  const calendars = await seededCalendars(db, clock)
  await calendars.declareDayOff(controller, { ...storm, closedFrom: '13:00' })
  await calendars.declareDayOff(controller, storm)
  await expect(calendars.declareDayOff(controller, { ...storm, closedFrom: '15:00' })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'calendar.day_already_off',
  })
  expect(calendars.get(1).version).toBe(3)
  expect(calendars.get(1).daysOff.filter(({ date }) => date === storm.date)).toMatchObject([
    { fromMinute: 0 },
  ])
})

dbTest(
  'without permission, for the past, an unreal date, or years outside the calendar nothing is written',
  async ({ db, clock }) => {
    const calendars = await seededCalendars(db, clock)
    await expect(calendars.declareDayOff(anOfficer([]), storm)).rejects.toMatchObject({
      code: 'organisation.forbidden',
    })
    await expect(calendars.declareDayOff(controller, { ...storm, date: '2023-11-08' })).rejects.toMatchObject(
      { kind: 'invalid', code: 'calendar.day_in_the_past' },
    )
    await expect(calendars.declareDayOff(controller, { ...storm, date: '2023-02-30' })).rejects.toMatchObject(
      { kind: 'invalid', code: 'calendar.date_invalid' },
    )
    await expect(calendars.declareDayOff(controller, { ...storm, date: '2051-11-13' })).rejects.toMatchObject(
      { kind: 'invalid', code: 'calendar.out_of_range' },
    )
    await expect(calendars.declareDayOff(controller, { ...storm, calendarId: 99 })).rejects.toMatchObject({
      kind: 'not_found',
      code: 'calendar.not_found',
    })
    await expect(calendars.declareDayOff(controller, { ...storm, date: '2024-01-01' })).rejects.toMatchObject(
      { code: 'calendar.day_already_off' },
    )
    expect(await changes(db)).toHaveLength(2)
  },
)

dbTest(
  'an exchange of days is declared whole: the day off and the Saturday that is worked for it',
  async ({ db, clock }) => {
    const calendars = await seededCalendars(db, clock)
    const exchange = { ...storm, kind: 'compensation', date: '2023-11-20', workedOn: '2023-11-25' } as const
    const { swapDay } = await calendars.declareDayOff(controller, exchange)
    expect(swapDay).toMatchObject({
      date: '2023-11-25',
      hoursOfWeekday: 1,
      nameVi: 'Làm bù cho ngày nghỉ 20/11/2023',
    })
    for (const id of [1, 2]) {
      expect(minutesOn(calendars.get(id), dayNumberOf('2023-11-20'))).toBe(0)
      expect(minutesOn(calendars.get(id), dayNumberOf('2023-11-25'))).toBe(480)
    }
  },
)

dbTest(
  'a make-up day that has passed or is worked anyway is refused with its day off',
  async ({ db, clock }) => {
    const calendars = await seededCalendars(db, clock)
    const exchange = (workedOn: string) =>
      calendars.declareDayOff(controller, { ...storm, kind: 'compensation', workedOn })
    await expect(exchange('2023-11-04')).rejects.toMatchObject({ code: 'calendar.make_up_not_ahead' })
    await expect(exchange('2023-11-15')).rejects.toMatchObject({ code: 'calendar.make_up_not_a_day_of_rest' })
    await expect(exchange('2024-02-10')).rejects.toMatchObject({ code: 'calendar.make_up_not_a_day_of_rest' })
    await expect(exchange('2099-02-10')).rejects.toMatchObject({ code: 'calendar.out_of_range' })
    expect(calendars.get(1).daysOff.some(({ date }) => date === storm.date)).toBe(false)
    expect(await changes(db)).toHaveLength(2)
  },
)

committedTest(
  'another process notices a new version when it looks, and only then reads the calendars anew',
  async ({ db, clock }) => {
    const here = await seededCalendars(db, clock)
    const elsewhere = calendarModule({ db, clock, organisation: { requirePermission: () => undefined } })
    expect(() => elsewhere.get(1)).toThrow(
      expect.objectContaining({ kind: 'unavailable', code: 'calendar.not_loaded' }),
    )
    await elsewhere.start()
    expect(await elsewhere.refresh()).toBe(false)
    await Promise.all([
      here.declareDayOff(controller, storm),
      here.declareDayOff(controller, { ...storm, date: '2023-11-14' }),
    ])
    expect(await elsewhere.refresh()).toBe(true)
    expect(elsewhere.get(1).version).toBe(3)
  },
)

dbTest('seeding twice changes nothing, and a city’s own closure survives it', async ({ db, clock }) => {
  const calendars = await seededCalendars(db, clock)
  await calendars.declareDayOff(controller, storm)
  expect(await seedCalendars(db, clock.now())).toEqual({ calendars: 0, daysOff: 0, swapDays: 0 })
  await calendars.start()
  expect(calendars.get(1).version).toBe(2)
  expect(calendars.get(1).daysOff.some(({ date }) => date === storm.date)).toBe(true)
})

dbTest(
  'a calendar is told as it was known at a moment: without later days off, with a closure as short as it still was',
  async ({ db, clock }) => {
    const calendars = await seededCalendars(db, clock)
    const start = clock.now()
    expect((await calendars.knownAt(new Date('2020-01-01'))).get(1)).toBe(calendars.get(1))
    clock.advance(60_000)
    await calendars.declareDayOff(controller, { ...storm, calendarId: 1, closedFrom: '14:00' })
    const between = new Date(clock.now().getTime() + 1)
    clock.advance(60_000)
    await calendars.declareDayOff(controller, { ...storm, calendarId: 1, closedFrom: '10:00' })
    const closed = async (at: Date) =>
      (await calendars.knownAt(at)).get(1).daysOff.find(({ date }) => date === storm.date)?.fromMinute
    expect(await closed(start)).toBeUndefined()
    expect(await closed(between)).toBe(14 * 60)
    expect(await closed(new Date(clock.now().getTime() + 1))).toBe(10 * 60)
    // Nothing was declared of the other calendar.
    expect((await calendars.knownAt(start)).get(2)).toBe(calendars.get(2))
  },
)
