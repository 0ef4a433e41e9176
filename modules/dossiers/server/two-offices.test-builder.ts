import { compileCalendar, type WeekHours } from '#modules/calendar/contract.ts'

const office = [
  [480, 720],
  [780, 1020],
] as const
const week: WeekHours = { 1: office, 2: office, 3: office, 4: office, 5: office }
const spec = {
  code: 'thu',
  nameVi: 'Lịch thử',
  nameEn: 'A calendar',
  version: 1,
  timeZone: 'Asia/Ho_Chi_Minh',
  policy: 'exact_hour' as const,
  firstYear: 2022,
  lastYear: 2026,
  minutesPerDay: 480,
  daysOff: [],
  swapDays: [],
}
/** Monday to Friday, to the minute. */
export const weekdays = compileCalendar({ ...spec, id: 1, hours: [{ from: '2020-01-01', week }] })
/** With a desk on Saturday morning, to the close of the day. */
export const saturdays = compileCalendar({
  ...spec,
  id: 2,
  policy: 'end_of_day',
  hours: [{ from: '2020-01-01', week: { ...week, 6: [[480, 690]] } }],
})
/** Nine in the morning. */
export const THURSDAY = new Date('2023-11-09T02:00:00.000Z')
