import { formatDay } from '#platform/ui/format.ts'
import { refusal } from '#platform/errors.ts'
import { CalendarError } from '../contract.ts'

/** Refusals of this module's server; those of the pure arithmetic are in calendar-errors.ts. */
export const calendarRefusals = {
  notFound: (calendarId: number) =>
    refusal(
      'not_found',
      'calendar.not_found',
      {
        vi: `Không có lịch làm việc số ${calendarId}. Hãy chọn một lịch trong danh sách hoặc kiểm tra lịch gán cho đơn vị.`,
        en: `There is no working calendar ${calendarId}. Choose one from the list, or check which calendar the unit has.`,
      },
      { calendarId },
    ),
  noSuchVersion: (calendarId: number, version: number) =>
    refusal(
      'not_found',
      'calendar.no_such_version',
      {
        vi: `Lịch số ${calendarId} không có lần thay đổi ${version}. Hãy chọn một lần trong danh sách thay đổi của lịch.`,
        en: `Calendar ${calendarId} has no change ${version}. Choose one from the list of its changes.`,
      },
      { calendarId, version },
    ),
  notLoaded: () =>
    refusal('unavailable', 'calendar.not_loaded', {
      vi: 'Lịch làm việc chưa được nạp. Hãy đợi hệ thống khởi động xong rồi thử lại.',
      en: 'The working calendars are not loaded yet. Wait until the system has started, then try again.',
    }),
  dayInThePast: (date: string) =>
    refusal(
      'invalid',
      'calendar.day_in_the_past',
      {
        vi: `Ngày ${formatDay(date)} đã qua nên không thể công bố là ngày nghỉ: thời gian đã tính không được đánh số lại. Hãy chọn hôm nay hoặc ngày sau; với hồ sơ bị ảnh hưởng, hãy hẹn lại ngày trả.`,
        en: `${formatDay(date)} has passed and cannot be declared a day off: time already counted is not renumbered. Choose today or a later day; for dossiers that suffered, give a new date.`,
      },
      { date },
    ),
  dayAlreadyOff: (date: string) =>
    refusal(
      'conflict',
      'calendar.day_already_off',
      {
        vi: `Ngày ${formatDay(date)} đã được công bố là ngày nghỉ. Hãy kiểm tra danh sách ngày nghỉ của năm.`,
        en: `${formatDay(date)} is already declared a day off. Check the list of days off of that year.`,
      },
      { date },
    ),
  makeUpNotAhead: (date: string) =>
    refusal(
      'invalid',
      'calendar.make_up_not_ahead',
      {
        vi: `Ngày làm bù ${formatDay(date)} phải là ngày sau hôm nay. Hãy chọn một ngày nghỉ hằng tuần sắp tới.`,
        en: `The make-up day ${formatDay(date)} must come after today. Choose a coming day of rest.`,
      },
      { date },
    ),
  makeUpNotRest: (date: string) =>
    refusal(
      'conflict',
      'calendar.make_up_not_a_day_of_rest',
      {
        vi: `Ngày làm bù ${formatDay(date)} vốn đã là ngày làm việc hoặc đã được công bố là ngày nghỉ. Hãy chọn một ngày nghỉ hằng tuần.`,
        en: `The make-up day ${formatDay(date)} is a working day already, or declared a day off. Choose a weekly day of rest.`,
      },
      { date },
    ),
  signInNeeded: () =>
    refusal('forbidden', 'platform.sign_in_needed', {
      vi: 'Bạn cần đăng nhập để làm việc này. Hãy đăng nhập rồi thử lại.',
      en: 'You need to sign in for this. Sign in and try again.',
    }),
}

/** Turns what the pure arithmetic throws into a refusal of the product; anything else stays what it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof CalendarError)) return error
  return refusal(error.kind, error.code, { vi: error.vi, en: error.en }, { ...error.facts })
}

/** Computes with the pure arithmetic and refuses as the product does. */
export function refusing<Result>(compute: () => Result): Result {
  try {
    return compute()
  } catch (error) {
    throw asRefusal(error)
  }
}
