import { describe, expect, test } from 'vitest'
import { aCalendar, aDayOff, aSwapDay, hanoi } from './a-calendar.ts'
import { explainInWords, limitInWords } from './explain-in-words.ts'
import { explain } from './explain.ts'
import { addPause, extendClock, startClock, stopClock } from './legal-clock.ts'

const calendar = aCalendar({
  version: 3,
  daysOff: [
    aDayOff('2026-04-27', {
      kind: 'compensation',
      nameVi: 'Nghỉ bù Giỗ Tổ Hùng Vương',
      nameEn: 'Day in lieu of Hùng Kings’ day',
      legalGround: 'Bộ luật Lao động, Điều 111',
    }),
    aDayOff('2026-04-30', {
      nameVi: 'Ngày Chiến thắng',
      nameEn: 'Victory Day',
      legalGround: 'Bộ luật Lao động, Điều 112',
      certainty: 'unverified',
    }),
    aDayOff('2026-05-01', {
      nameVi: 'Ngày Quốc tế lao động',
      nameEn: 'Labour Day',
      legalGround: 'Bộ luật Lao động, Điều 112',
    }),
  ],
  swapDays: [
    aSwapDay('2026-01-10', { nameVi: 'Làm bù ngày 02/01/2026', nameEn: 'Make-up day for 02/01/2026' }),
  ],
})

describe('what a citizen reads', () => {
  test('working days name the calendar, the reception, each day off with its law, each stop, and the result', () => {
    const clock = addPause(
      startClock(calendar, { unit: 'working_days', amount: 3 }, hanoi('2026-04-24 14:00')),
      calendar,
      { cause: 'supplement', legalGround: 'Nghị định thử, Điều 5' },
      hanoi('2026-04-28 08:00'),
      hanoi('2026-04-28 10:00'),
    )
    expect(explainInWords(explain(clock, calendar), 'vi')).toEqual([
      'Tính theo lịch làm việc “Giờ hành chính” (bản 3): thứ Hai đến thứ Sáu 08:00–12:00, 13:00–17:00; 8 giờ làm việc tính là một ngày làm việc.',
      'Hồ sơ được tiếp nhận lúc 14:00 ngày 24/04/2026.',
      'Thời hạn giải quyết: 3 ngày làm việc (24 giờ làm việc).',
      'Không tính ngày nghỉ hằng tuần: 25/04/2026, 26/04/2026, 02/05/2026, 03/05/2026.',
      'Không tính 27/04/2026: Nghỉ bù Giỗ Tổ Hùng Vương (Bộ luật Lao động, Điều 111).',
      'Không tính 30/04/2026: Ngày Chiến thắng (Bộ luật Lao động, Điều 112; chưa đối chiếu với văn bản gốc).',
      'Không tính 01/05/2026: Ngày Quốc tế lao động (Bộ luật Lao động, Điều 112).',
      'Tạm dừng từ 08:00 ngày 28/04/2026 đến 10:00 ngày 28/04/2026: chờ người nộp bổ sung hồ sơ (Nghị định thử, Điều 5); lùi ngày trả thêm 2 giờ làm việc.',
      'Kết quả được trả chậm nhất lúc 16:00 ngày 04/05/2026. Ngày hẹn ban đầu là 14:00 ngày 04/05/2026.',
    ])
    expect(explainInWords(explain(clock, calendar), 'en')).toEqual([
      'Counted on the working calendar “Office hours” (version 3): Monday to Friday 08:00–12:00, 13:00–17:00; 8 hours of work make one working day.',
      'The dossier was received at 14:00 on 24/04/2026.',
      'Time limit: 3 working days (24 hours of work).',
      'Weekly days of rest are not counted: 25/04/2026, 26/04/2026, 02/05/2026, 03/05/2026.',
      '27/04/2026 is not counted: Day in lieu of Hùng Kings’ day (Bộ luật Lao động, Điều 111).',
      '30/04/2026 is not counted: Victory Day (Bộ luật Lao động, Điều 112; not yet checked against the official text).',
      '01/05/2026 is not counted: Labour Day (Bộ luật Lao động, Điều 112).',
      'Stopped from 08:00 on 28/04/2026 to 10:00 on 28/04/2026: waiting for the applicant to complete the dossier (Nghị định thử, Điều 5); it moves the due date by 2 hours of work.',
      'The result is due by 16:00 on 04/05/2026. The first due date was 14:00 on 04/05/2026.',
    ])
  })

  test('calendar days say that the last day was moved, and by which days off', () => {
    const clock = startClock(calendar, { unit: 'calendar_days', amount: 5 }, hanoi('2026-04-25 09:00'))
    expect(explainInWords(explain(clock, calendar), 'vi').slice(1)).toEqual([
      'Hồ sơ được tiếp nhận lúc 09:00 ngày 25/04/2026. Đó là ngoài giờ làm việc nên thời hạn tính từ 08:00 ngày 28/04/2026. Ngày tiếp nhận không tính vào thời hạn.',
      'Thời hạn giải quyết: 5 ngày, tính cả ngày nghỉ nhưng không kết thúc vào ngày nghỉ.',
      'Không tính ngày nghỉ hằng tuần: 03/05/2026.',
      'Ngày cuối 03/05/2026 là ngày nghỉ nên thời hạn kết thúc vào ngày làm việc tiếp theo, 04/05/2026.',
      'Kết quả được trả chậm nhất lúc 17:00 ngày 04/05/2026.',
    ])
  })

  test('a make-up Saturday, a late arrival for a same-day procedure, and years without announced holidays are said', () => {
    const words = (clock: ReturnType<typeof startClock>) =>
      explainInWords(explain(clock, calendar), 'en').join(' ')
    expect(
      words(startClock(calendar, { unit: 'working_days', amount: 2 }, hanoi('2026-01-09 09:00'))),
    ).toContain('10/01/2026 is counted as a working day: Make-up day for 02/01/2026')
    expect(words(startClock(calendar, { unit: 'same_day_before' }, hanoi('2026-03-02 15:30')))).toContain(
      'It was received after 15:00, so the result is due on the next working day.',
    )
    expect(words(startClock(calendar, { unit: 'months', amount: 1 }, hanoi('2027-03-02 09:00')))).toContain(
      'The public holidays of 2027 have not been announced',
    )
    expect(words(startClock(calendar, { unit: 'undefined' }, hanoi('2026-03-02 09:00')))).toContain(
      'there is no due date',
    )
  })

  test('a running stop, a stop that came too late, and the new date are said', () => {
    const clock = startClock(calendar, { unit: 'working_days', amount: 1 }, hanoi('2026-03-02 09:00'))
    const stopped = stopClock(clock, calendar, { cause: 'financial_duty' }, hanoi('2026-03-02 15:00'))
    expect(explainInWords(explain(stopped, calendar, hanoi('2026-03-04 09:00')), 'en').slice(-2)).toEqual([
      'Stopped since 15:00 on 02/03/2026: waiting for the applicant to pay.',
      'The clock is stopped; if it ran again now, the result would be due by 12:00 on 04/03/2026. The first due date was 09:00 on 03/03/2026.',
    ])
    const late = addPause(
      clock,
      calendar,
      { cause: 'supplement' },
      hanoi('2026-03-05 09:00'),
      hanoi('2026-03-06 09:00'),
    )
    expect(explainInWords(explain(late, calendar), 'en').join(' ')).toContain('it does not move the due date')
    const extended = extendClock(
      clock,
      calendar,
      { newDueOn: '2026-03-10', reason: 'chờ kết quả đo đạc', legalGround: 'Nghị định thử' },
      hanoi('2026-03-03 08:00'),
    )
    expect(explainInWords(explain(extended, calendar), 'vi').slice(-2)).toEqual([
      'Đã hẹn lại một lần vào 08:00 ngày 03/03/2026: từ 09:00 ngày 03/03/2026 sang ngày 10/03/2026, lý do: chờ kết quả đo đạc (Nghị định thử).',
      'Kết quả được trả chậm nhất lúc 17:00 ngày 10/03/2026. Ngày hẹn ban đầu là 09:00 ngày 03/03/2026.',
    ])
  })

  test('limits read as people say them', () => {
    expect(limitInWords({ unit: 'working_days', amount: 0.5 }, 'vi')).toBe('0,5 ngày làm việc')
    expect(limitInWords({ unit: 'working_days', amount: 1 }, 'en')).toBe('1 working day')
    expect(limitInWords({ unit: 'same_day_before', cutoff: '15:00' }, 'vi')).toBe(
      'trong ngày nếu nhận trước 15:00',
    )
  })
})
