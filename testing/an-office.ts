import { compileCalendar, type DayOff, type WorkingCalendar } from '#modules/calendar/contract.ts'

const hours = [
  [480, 720],
  [780, 1020],
] as const

/** Office hours of Monday to Friday, eight to twelve and one to five, without a holiday but those given. */
export function anOffice(daysOff: readonly DayOff[] = [], id = 1): WorkingCalendar {
  return compileCalendar({
    id,
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
}
