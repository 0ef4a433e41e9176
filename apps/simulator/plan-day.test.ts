import { describe, expect, test } from 'vitest'
import { demoProcedures } from '#data/procedures/procedures.ts'
import { hanoiUnits2023 } from '#data/hanoi/units.ts'
import { compileCalendar, spansOn, dayOf } from '#modules/calendar/contract.ts'
import { planDay } from './plan-day.ts'

const calendar = compileCalendar({
  id: 1,
  code: 'office',
  nameVi: 'Giờ hành chính',
  nameEn: 'Office hours',
  version: 1,
  policy: 'exact_hour',
  minutesPerDay: 480,
  firstYear: 2023,
  lastYear: 2025,
  hours: [
    {
      from: '2023-01-01',
      week: Object.fromEntries(
        [1, 2, 3, 4, 5].map((day) => [
          day,
          [
            [480, 720],
            [780, 1020],
          ],
        ]),
      ),
    },
  ],
  daysOff: [],
  swapDays: [],
})
const city = { units: hanoiUnits2023(), procedures: demoProcedures(), calendarOf: () => calendar }
const day = planDay(city, { seed: 'plan', day: '2023-11-09', dossiers: 4000 })
const share = (holds: (one: (typeof day)[number]) => boolean) => day.filter(holds).length / day.length
const hourOf = (at: number) => Math.floor(((at / 60_000 + calendar.utcOffsetMinutes) % 1440) / 60)

describe('a planned day', () => {
  test('says the same again for the same seed, and something else for another', () => {
    expect(planDay(city, { seed: 'plan', day: '2023-11-09', dossiers: 50 })).toEqual(
      planDay(city, { seed: 'plan', day: '2023-11-09', dossiers: 50 }),
    )
    expect(planDay(city, { seed: 'other', day: '2023-11-09', dossiers: 50 })).not.toEqual(
      planDay(city, { seed: 'plan', day: '2023-11-09', dossiers: 50 }),
    )
  })

  test('fills counters most from nine to ten, and brings some online after supper', () => {
    const counter = Array.from(
      { length: 24 },
      (_, hour) => day.filter((one) => one.channel === 'counter' && hourOf(one.filedAt) === hour).length,
    )
    expect(counter.indexOf(Math.max(...counter))).toBe(9)
    expect(counter[12]).toBe(0)
    expect(share((one) => one.channel === 'online' && hourOf(one.filedAt) >= 18)).toBeGreaterThan(0.03)
  })

  test('keeps the channels, the turns and the procedures in their shares', () => {
    expect(share((one) => one.channel === 'online')).toBeCloseTo(0.43, 1)
    expect(share((one) => ['Chứng thực', 'Hộ tịch'].includes(one.field ?? ''))).toBeGreaterThan(0.5)
    expect(share((one) => one.acts.some((act) => act.action === 'request_supplement'))).toBeCloseTo(0.04, 1)
    expect(share((one) => one.acts.some((act) => act.action === 'refuse'))).toBeLessThan(0.03)
    expect(share((one) => one.acts.some((act) => act.action === 'return_for_rework'))).toBeGreaterThan(0.005)
    expect(
      share((one) => one.acts.some((act) => act.action === 'accept_withdrawal' || act.action === 'withdraw')),
    ).toBeGreaterThan(0)
    expect(day.some((one) => one.acts.filter((act) => act.action === 'hand_over').length === 2)).toBe(true)
  })

  test('lets officials act one after another and inside opening hours', () => {
    for (const { acts, filedAt } of day) {
      let before = filedAt
      for (const act of acts) {
        expect(act.at).toBeGreaterThan(before)
        before = act.at
        if (act.by === 'owner') continue
        const at = new Date(act.at - 30_000)
        const minute = ((act.at - 30_000) / 60_000 + calendar.utcOffsetMinutes) % 1440
        const [first, last] = [
          spansOn(calendar, dayOf(calendar, at))[0]?.[0] ?? Infinity,
          spansOn(calendar, dayOf(calendar, at)).at(-1)?.[1] ?? 0,
        ]
        expect(minute).toBeGreaterThanOrEqual(first - 1)
        expect(minute).toBeLessThanOrEqual(last + 1)
      }
    }
  })
})
