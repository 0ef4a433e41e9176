import {
  compileCalendar,
  type CalendarSpec,
  type DayOff,
  type SwapDay,
  type WeekHours,
  type WorkingCalendar,
} from './working-time.ts'

const office = [
  [480, 720],
  [780, 1020],
] as const

/** Monday to Friday 08:00–12:00 and 13:00–17:00. */
export const officeWeek: WeekHours = { 1: office, 2: office, 3: office, 4: office, 5: office }

/** The office week with a desk on Saturday morning. */
export const saturdayWeek: WeekHours = { ...officeWeek, 6: [[480, 690]] }

export function aDayOff(date: string, fields: Partial<DayOff> = {}): DayOff {
  return {
    date,
    fromMinute: 0,
    kind: 'holiday',
    nameVi: 'Ngày nghỉ thử',
    nameEn: 'A day off',
    legalGround: 'Quyết định thử',
    certainty: 'verified',
    ...fields,
  }
}

export function aSwapDay(date: string, fields: Partial<SwapDay> = {}): SwapDay {
  return {
    date,
    hoursOfWeekday: 1,
    nameVi: 'Ngày làm bù thử',
    nameEn: 'A make-up day',
    legalGround: 'Quyết định thử',
    certainty: 'verified',
    ...fields,
  }
}

/** A calendar for tests: office hours, with the days off around 30 April 2026 of the domain's test vectors. */
export function aCalendar(fields: Partial<CalendarSpec> = {}): WorkingCalendar {
  return compileCalendar({
    id: 1,
    code: 'test-office',
    nameVi: 'Giờ hành chính',
    nameEn: 'Office hours',
    version: 1,
    policy: 'exact_hour',
    minutesPerDay: 480,
    hours: [{ from: '2020-01-01', week: officeWeek }],
    firstYear: 2020,
    lastYear: 2030,
    daysOff: [aDayOff('2026-04-27'), aDayOff('2026-04-30'), aDayOff('2026-05-01')],
    swapDays: [],
    ...fields,
  })
}

/** A moment in Hà Nội, `2026-03-02 09:30`. */
export function hanoi(local: string): Date {
  return new Date(`${local.replace(' ', 'T')}:00+07:00`)
}

/** The Hà Nội time of a moment, `2026-03-02 09:30`. */
export function inHanoi(at: Date | null): string | null {
  return at && new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}
