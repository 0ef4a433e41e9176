/** What the pure arithmetic says when it cannot answer; the server's doors turn it into a refusal of the product. */
export class CalendarError extends Error {
  override name = 'CalendarError'
  readonly kind: 'invalid' | 'conflict'
  /** Stable code `calendar.reason`. */
  readonly code: `calendar.${string}`
  readonly vi: string
  readonly en: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(
    kind: 'invalid' | 'conflict',
    code: `calendar.${string}`,
    sentence: { vi: string; en: string },
    facts: Record<string, unknown> = {},
  ) {
    super(`${code}: ${sentence.en}`)
    this.kind = kind
    this.code = code
    this.vi = sentence.vi
    this.en = sentence.en
    this.facts = facts
  }
}

/** A moment or a due date lies outside the years for which the calendar knows what a working day is. */
export class CalendarRangeError extends CalendarError {
  override name = 'CalendarRangeError'

  constructor(calendarCode: string, firstYear: number, lastYear: number, asked: string) {
    super(
      'invalid',
      'calendar.out_of_range',
      {
        vi: `Lịch làm việc ${calendarCode} chỉ có từ năm ${firstYear} đến năm ${lastYear}, không tính được cho ${asked}. Hãy kiểm tra ngày đã nhập hoặc đề nghị quản trị mở thêm năm cho lịch.`,
        en: `The working calendar ${calendarCode} covers the years ${firstYear} to ${lastYear} and cannot answer for ${asked}. Check the date entered, or ask the administrator to extend the calendar.`,
      },
      { calendar: calendarCode, firstYear, lastYear, asked },
    )
  }
}

export const calendarErrors = {
  dateInvalid: (date: string) =>
    new CalendarError(
      'invalid',
      'calendar.date_invalid',
      {
        vi: `“${date}” không phải là ngày có thật. Hãy ghi ngày theo dạng năm-tháng-ngày, ví dụ 2026-04-30.`,
        en: `“${date}” is not a real date. Write it as year-month-day, for example 2026-04-30.`,
      },
      { date },
    ),
  timeInvalid: () =>
    new CalendarError('invalid', 'calendar.time_invalid', {
      vi: 'Thời điểm đã nhập không có thật. Hãy ghi ngày và giờ, ví dụ 2026-03-02T09:30:00+07:00.',
      en: 'The time entered is not a real one. Write date and time, for example 2026-03-02T09:30:00+07:00.',
    }),
  hoursInvalid: (calendarCode: string, why: { vi: string; en: string }) =>
    new CalendarError(
      'invalid',
      'calendar.hours_invalid',
      {
        vi: `Giờ làm việc của lịch ${calendarCode} không hợp lệ: ${why.vi}. Hãy sửa lại giờ mở cửa.`,
        en: `The opening hours of calendar ${calendarCode} are not valid: ${why.en}. Correct the opening hours.`,
      },
      { calendar: calendarCode },
    ),
  zoneUnusable: (timeZone: string) =>
    new CalendarError(
      'invalid',
      'calendar.zone_unusable',
      {
        vi: `Không dùng được múi giờ “${timeZone}”: tên không có hoặc có đổi giờ theo mùa. Hãy đặt múi giờ cố định như Asia/Ho_Chi_Minh.`,
        en: `The time zone “${timeZone}” cannot be used: it is unknown or changes its clocks within the calendar’s years. Set a fixed zone such as Asia/Ho_Chi_Minh.`,
      },
      { timeZone },
    ),
  limitInvalid: (unit: string, amount: number) =>
    new CalendarError(
      'invalid',
      'calendar.limit_invalid',
      {
        vi: `Thời hạn ${amount} (${unit}) không hợp lệ. Giờ và ngày làm việc nhận số dương, ngày làm việc tính được nửa ngày; ngày và tháng phải là số nguyên dương.`,
        en: `The limit ${amount} (${unit}) is not valid. Hours and working days take a positive number, working days also halves; calendar days and months take a positive whole number.`,
      },
      { unit, amount },
    ),
  wrongCalendar: (clockCalendarId: number, calendarId: number) =>
    new CalendarError(
      'invalid',
      'calendar.wrong_calendar',
      {
        vi: `Hồ sơ tính theo lịch số ${clockCalendarId}, không phải lịch số ${calendarId}. Hãy dùng đúng lịch của hồ sơ.`,
        en: `The clock runs on calendar ${clockCalendarId}, not on calendar ${calendarId}. Use the calendar of the clock.`,
      },
      { clockCalendarId, calendarId },
    ),
  alreadyStopped: (cause: string) =>
    new CalendarError(
      'conflict',
      'calendar.clock_already_stopped',
      {
        vi: 'Thời hạn đã được tạm dừng với cùng lý do này. Hãy cho chạy lại trước khi tạm dừng lần nữa.',
        en: 'The clock is already stopped for this cause. Resume it before stopping it again.',
      },
      { cause },
    ),
  notStopped: () =>
    new CalendarError('conflict', 'calendar.clock_not_stopped', {
      vi: 'Thời hạn đang chạy, không có lần tạm dừng nào để cho chạy lại. Hãy tải lại trang để xem trạng thái mới nhất.',
      en: 'The clock is running; there is no stop to end. Reload the page to see the latest state.',
    }),
  resumeBeforeStop: (from: string, at: string) =>
    new CalendarError(
      'invalid',
      'calendar.resume_before_stop',
      {
        vi: 'Thời điểm chạy lại sớm hơn thời điểm tạm dừng. Hãy kiểm tra giờ của máy hoặc thời điểm đã nhập.',
        en: 'The clock cannot resume before it was stopped. Check the machine’s clock or the time entered.',
      },
      { from, at },
    ),
  stopBeforeReception: (receivedAt: string, at: string) =>
    new CalendarError(
      'invalid',
      'calendar.stop_before_reception',
      {
        vi: 'Thời điểm tạm dừng sớm hơn thời điểm tiếp nhận. Hãy kiểm tra giờ của máy hoặc thời điểm đã nhập.',
        en: 'The clock cannot stop before the dossier was received. Check the machine’s clock or the time entered.',
      },
      { receivedAt, at },
    ),
  legalGroundNeeded: (cause: string) =>
    new CalendarError(
      'invalid',
      'calendar.legal_ground_needed',
      {
        vi: 'Lý do tạm dừng này cần căn cứ pháp lý. Hãy ghi điều, khoản và văn bản quy định thời gian không tính vào thời hạn.',
        en: 'This cause needs a legal ground. Name the article and the document that excludes this time from the limit.',
      },
      { cause },
    ),
  extensionUsed: () =>
    new CalendarError('conflict', 'calendar.extension_already_used', {
      vi: 'Ngày trả kết quả đã được hẹn lại một lần; chỉ được hẹn lại một lần. Hãy giải quyết theo ngày đã hẹn.',
      en: 'The due date has been extended once, and only one new date is allowed. Decide by the date already given.',
    }),
  newDateNotLater: (dueAt: string, newDueOn: string) =>
    new CalendarError(
      'invalid',
      'calendar.new_date_not_later',
      {
        vi: 'Ngày hẹn lại phải muộn hơn ngày hẹn hiện tại. Hãy chọn một ngày muộn hơn.',
        en: 'The new date must be later than the current due date. Choose a later date.',
      },
      { dueAt, newDueOn },
    ),
  nothingToExtend: () =>
    new CalendarError('conflict', 'calendar.no_due_date', {
      vi: 'Thủ tục này không quy định thời hạn nên không có ngày hẹn để hẹn lại. Hãy bổ sung thời hạn cho thủ tục trước.',
      en: 'This procedure has no limit, so there is no due date to extend. Give the procedure a limit first.',
    }),
}
