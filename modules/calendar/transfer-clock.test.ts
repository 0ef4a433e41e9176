import { describe, expect, test } from 'vitest'
import { aCalendar, aDayOff, hanoi, saturdayWeek } from './a-calendar.ts'
import { explainInWords } from './explain-in-words.ts'
import { explain } from './explain.ts'
import { dueAt, resumeClock, startClock, stopClock, transferClock } from './legal-clock.ts'

const ground = '1656/NQ-UBTVQH15'
const office = aCalendar()
const desk = aCalendar({
  id: 2,
  code: 'test-desk',
  nameVi: 'Một cửa có sáng thứ Bảy',
  hours: [{ from: '2020-01-01', week: saturdayWeek }],
})

describe('a clock whose case comes to an office of other hours', () => {
  test('keeps the moment it was due, neither earlier nor later', () => {
    const clock = startClock(office, { unit: 'working_days', amount: 5 }, hanoi('2026-03-02T09:30'))
    const due = dueAt(clock, office)
    const moved = transferClock(clock, office, desk, { at: hanoi('2026-03-04T00:00'), legalGround: ground })
    expect(due).toEqual(hanoi('2026-03-09T09:30'))
    expect(dueAt(moved, desk)).toEqual(due)
    expect(moved).toMatchObject({ calendarId: 2, originalDueAt: clock.originalDueAt })
    expect(
      dueAt(
        transferClock(moved, desk, office, { at: hanoi('2026-03-05T00:00'), legalGround: ground }),
        office,
      ),
    ).toEqual(due)
  })

  test('that was due while the new office is closed ends at the close of its next working day', () => {
    const clock = startClock(desk, { unit: 'working_days', amount: 1 }, hanoi('2026-03-06T10:00'))
    expect(dueAt(clock, desk)).toEqual(hanoi('2026-03-07T10:00'))
    const moved = transferClock(clock, desk, office, { at: hanoi('2026-03-06T12:00'), legalGround: ground })
    expect(dueAt(moved, office)).toEqual(hanoi('2026-03-09T17:00'))
    const words = explainInWords(explain(moved, office), 'vi').join(' ')
    expect(words).toContain('do sắp xếp đơn vị (1656/NQ-UBTVQH15)')
    expect(words).toContain(
      'được giữ nguyên; lúc đó cơ quan mới nghỉ nên thời hạn kết thúc lúc 17:00 ngày 09/03/2026',
    )
  })

  test('goes on by the new calendar: a day off declared there and a pause there move it', () => {
    const clock = startClock(office, { unit: 'working_days', amount: 5 }, hanoi('2026-03-02T09:30'))
    const at = hanoi('2026-03-04T00:00')
    const moved = transferClock(clock, office, desk, { at, legalGround: ground })
    const closed = aCalendar({
      id: 2,
      version: 2,
      hours: [{ from: '2020-01-01', week: saturdayWeek }],
      daysOff: [aDayOff('2026-03-05')],
    })
    expect(dueAt(moved, closed)).toEqual(hanoi('2026-03-10T09:30'))
    const stopped = stopClock(moved, desk, { cause: 'supplement' }, hanoi('2026-03-05T09:00'))
    const resumed = resumeClock(stopped, desk, hanoi('2026-03-06T09:00'))
    expect(dueAt(resumed, desk)).toEqual(hanoi('2026-03-10T09:30'))
  })

  test('that stood still when units changed gets back all the time it stood', () => {
    const clock = startClock(office, { unit: 'working_days', amount: 5 }, hanoi('2026-03-02T09:30'))
    const stopped = stopClock(clock, office, { cause: 'supplement' }, hanoi('2026-03-03T09:00'))
    const moved = transferClock(stopped, office, desk, { at: hanoi('2026-03-04T00:00'), legalGround: ground })
    const resumed = resumeClock(moved, desk, hanoi('2026-03-05T09:00'))
    expect(dueAt(resumed, desk)).toEqual(hanoi('2026-03-11T09:30'))
  })
})
