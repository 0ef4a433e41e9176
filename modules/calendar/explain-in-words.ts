import type { PauseCause } from './due-date.ts'
import type { Explanation, ExplanationLine, WeekdayHours } from './explain.ts'
import { DEFAULT_CUTOFF, type Limit } from './limit.ts'
import type { Certainty, Span } from './working-time.ts'

export type Language = 'vi' | 'en'

const weekdays: Record<Language, readonly string[]> = {
  vi: ['', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'],
  en: ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
}

/** How each cause of a stop is called on screens and slips. */
export const pauseCauseWords: Record<PauseCause, Record<Language, string>> = {
  supplement: { vi: 'chờ người nộp bổ sung hồ sơ', en: 'waiting for the applicant to complete the dossier' },
  financial_duty: {
    vi: 'chờ người nộp thực hiện nghĩa vụ tài chính',
    en: 'waiting for the applicant to pay',
  },
  field_verification: { vi: 'chờ cơ quan khác xác minh thực địa', en: 'field verification by another body' },
  criminal_record: { vi: 'chờ kết quả xác minh lý lịch tư pháp', en: 'waiting for a criminal-record answer' },
  superior_opinion: {
    vi: 'chờ ý kiến của cấp có thẩm quyền',
    en: 'waiting for the opinion of a higher authority',
  },
  renunciation: {
    vi: 'thời gian làm thủ tục thôi quốc tịch',
    en: 'the period for renouncing another nationality',
  },
  other_law: {
    vi: 'thời gian pháp luật quy định không tính vào thời hạn',
    en: 'time that a law leaves out of the limit',
  },
}

const certaintyWords: Record<Certainty, Record<Language, string>> = {
  verified: { vi: '', en: '' },
  announced: { vi: '', en: '' },
  unverified: { vi: '; chưa đối chiếu với văn bản gốc', en: '; not yet checked against the official text' },
  provisional: { vi: '; dự kiến, chưa có thông báo chính thức', en: '; provisional, not yet announced' },
}

/** The explanation as sentences that a citizen can read, in order. */
export function explainInWords(explanation: Explanation, language: Language): string[] {
  return explanation.lines.map((line) =>
    language === 'vi' ? inVietnamese(line, explanation.inDays) : inEnglish(line, explanation.inDays),
  )
}

/** A limit in words: “3 ngày làm việc”, “3 working days”. */
export function limitInWords(limit: Limit, language: Language): string {
  const amount = count(limit.amount ?? 0, language)
  const plural = limit.amount === 1 ? '' : 's'
  const cutoff = limit.cutoff ?? DEFAULT_CUTOFF
  const words: Record<Limit['unit'], Record<Language, string>> = {
    hours: { vi: `${amount} giờ làm việc`, en: `${amount} working hour${plural}` },
    working_days: { vi: `${amount} ngày làm việc`, en: `${amount} working day${plural}` },
    calendar_days: { vi: `${amount} ngày`, en: `${amount} day${plural}` },
    months: { vi: `${amount} tháng`, en: `${amount} month${plural}` },
    immediate: { vi: 'giải quyết ngay trong ngày làm việc', en: 'at once, within the working day' },
    same_day_before: {
      vi: `trong ngày nếu nhận trước ${cutoff}`,
      en: `the same day when received before ${cutoff}`,
    },
    undefined: { vi: 'không quy định thời hạn', en: 'no limit is set' },
  }
  return words[limit.unit][language]
}

function inVietnamese(line: ExplanationLine, inDays: boolean): string {
  switch (line.type) {
    case 'calendar':
      return `Tính theo lịch làm việc “${line.nameVi}” (bản ${line.version}): ${hoursInWords(line.hours, 'vi')}; ${duration(line.minutesPerDay, 'vi')} làm việc tính là một ngày làm việc.`
    case 'received':
      return [
        `Hồ sơ được tiếp nhận lúc ${moment(line.at, 'vi')}.`,
        line.countsFrom
          ? `Đó là ngoài giờ làm việc nên thời hạn tính từ ${moment(line.countsFrom, 'vi')}.`
          : '',
        line.dayLeftOut ? 'Ngày tiếp nhận không tính vào thời hạn.' : '',
      ]
        .filter(Boolean)
        .join(' ')
    case 'limit':
      return `Thời hạn giải quyết: ${limitInWords(line.limit, 'vi')}${line.minutes === null ? '' : ` (${duration(line.minutes, 'vi')} làm việc)`}${endsVi(line)}.`
    case 'cutoff':
      return line.after
        ? `Hồ sơ nhận sau ${clockTime(line.cutoffMinute)} nên trả kết quả vào ngày làm việc tiếp theo.`
        : `Hồ sơ nhận không muộn hơn ${clockTime(line.cutoffMinute)} nên trả kết quả trong ngày.`
    case 'weekly_rest':
      return `Không tính ngày nghỉ hằng tuần: ${line.dates.map(date).join(', ')}.`
    case 'day_off':
      return `Không tính ${date(line.date)}${line.fromMinute ? ` từ ${clockTime(line.fromMinute)}` : ''}: ${line.nameVi} (${line.legalGround}${certaintyWords[line.certainty].vi}).`
    case 'swap_day':
      return `Có tính ${date(line.date)} là ngày làm việc: ${line.nameVi} (${line.legalGround}${certaintyWords[line.certainty].vi}).`
    case 'pause':
      return `${pauseVi(line, inDays)}.`
    case 'moved_to_working_day':
      return `Ngày cuối ${date(line.from)} là ngày nghỉ nên thời hạn kết thúc vào ngày làm việc tiếp theo, ${date(line.to)}.`
    case 'extension':
      return `Đã hẹn lại một lần vào ${moment(line.at, 'vi')}: từ ${moment(line.previousDueAt, 'vi')} sang ngày ${date(line.newDueOn)}, lý do: ${line.reason}${ground(line.legalGround)}.`
    case 'transferred':
      return `Từ ${moment(line.at, 'vi')}, do sắp xếp đơn vị${ground(line.legalGround)}, hồ sơ do cơ quan có lịch làm việc khác giải quyết. Thời hạn đang có, ${moment(line.dueAt, 'vi')}, được giữ nguyên${line.movedTo ? `; lúc đó cơ quan mới nghỉ nên thời hạn kết thúc lúc ${moment(line.movedTo, 'vi')}` : ''}.`
    case 'years_not_announced':
      return `Ngày nghỉ lễ năm ${line.years.join(', ')} chưa được công bố; ngày trả có thể lùi lại khi có thông báo chính thức.`
    case 'result':
      if (!line.dueAt) return 'Thủ tục không quy định thời hạn nên không có ngày hẹn trả kết quả.'
      return [
        line.stopped
          ? `Thời hạn đang tạm dừng; nếu chạy lại ngay, kết quả được trả chậm nhất lúc ${moment(line.dueAt, 'vi')}.`
          : `Kết quả được trả chậm nhất lúc ${moment(line.dueAt, 'vi')}.`,
        line.originalDueAt && line.originalDueAt !== line.dueAt
          ? `Ngày hẹn ban đầu là ${moment(line.originalDueAt, 'vi')}.`
          : '',
      ]
        .filter(Boolean)
        .join(' ')
  }
}

function inEnglish(line: ExplanationLine, inDays: boolean): string {
  switch (line.type) {
    case 'calendar':
      return `Counted on the working calendar “${line.nameEn}” (version ${line.version}): ${hoursInWords(line.hours, 'en')}; ${duration(line.minutesPerDay, 'en')} of work make one working day.`
    case 'received':
      return [
        `The dossier was received at ${moment(line.at, 'en')}.`,
        line.countsFrom
          ? `The office was closed then, so the time counts from ${moment(line.countsFrom, 'en')}.`
          : '',
        line.dayLeftOut ? 'The day of reception is not counted.' : '',
      ]
        .filter(Boolean)
        .join(' ')
    case 'limit':
      return `Time limit: ${limitInWords(line.limit, 'en')}${line.minutes === null ? '' : ` (${duration(line.minutes, 'en')} of work)`}${endsEn(line)}.`
    case 'cutoff':
      return line.after
        ? `It was received after ${clockTime(line.cutoffMinute)}, so the result is due on the next working day.`
        : `It was received no later than ${clockTime(line.cutoffMinute)}, so the result is due the same day.`
    case 'weekly_rest':
      return `Weekly days of rest are not counted: ${line.dates.map(date).join(', ')}.`
    case 'day_off':
      return `${date(line.date)}${line.fromMinute ? ` from ${clockTime(line.fromMinute)}` : ''} is not counted: ${line.nameEn} (${line.legalGround}${certaintyWords[line.certainty].en}).`
    case 'swap_day':
      return `${date(line.date)} is counted as a working day: ${line.nameEn} (${line.legalGround}${certaintyWords[line.certainty].en}).`
    case 'pause':
      return `${pauseEn(line, inDays)}.`
    case 'moved_to_working_day':
      return `The last day, ${date(line.from)}, is a day off, so the limit ends on the next working day, ${date(line.to)}.`
    case 'extension':
      return `A new date was given once, at ${moment(line.at, 'en')}: from ${moment(line.previousDueAt, 'en')} to ${date(line.newDueOn)}, because: ${line.reason}${ground(line.legalGround)}.`
    case 'transferred':
      return `Since ${moment(line.at, 'en')}, when units changed${ground(line.legalGround)}, an office with other hours handles it. The date that held, ${moment(line.dueAt, 'en')}, stays${line.movedTo ? `; the new office is closed then, so the limit ends at ${moment(line.movedTo, 'en')}` : ''}.`
    case 'years_not_announced':
      return `The public holidays of ${line.years.join(', ')} have not been announced; the due date may move later when they are.`
    case 'result':
      if (!line.dueAt) return 'The procedure has no time limit, so there is no due date.'
      return [
        line.stopped
          ? `The clock is stopped; if it ran again now, the result would be due by ${moment(line.dueAt, 'en')}.`
          : `The result is due by ${moment(line.dueAt, 'en')}.`,
        line.originalDueAt && line.originalDueAt !== line.dueAt
          ? `The first due date was ${moment(line.originalDueAt, 'en')}.`
          : '',
      ]
        .filter(Boolean)
        .join(' ')
  }
}

type LineOf<Type extends ExplanationLine['type']> = Extract<ExplanationLine, { type: Type }>

function endsVi({ limit, policy }: LineOf<'limit'>): string {
  if (limit.unit === 'working_days' && policy === 'end_of_day') return ', kết thúc vào cuối giờ làm việc'
  if (limit.unit === 'calendar_days' || limit.unit === 'months')
    return ', tính cả ngày nghỉ nhưng không kết thúc vào ngày nghỉ'
  return ''
}

function endsEn({ limit, policy }: LineOf<'limit'>): string {
  if (limit.unit === 'working_days' && policy === 'end_of_day') return ', ending at close of business'
  if (limit.unit === 'calendar_days' || limit.unit === 'months')
    return ', counting days off but never ending on one'
  return ''
}

function pauseVi(line: LineOf<'pause'>, inDays: boolean): string {
  const cause = `${pauseCauseWords[line.cause].vi}${ground(line.legalGround)}`
  const cap = capVi(line)
  if (line.to === null) return `Đang tạm dừng từ ${moment(line.from, 'vi')}: ${cause}${cap}`
  const span = `Tạm dừng từ ${moment(line.from, 'vi')} đến ${moment(line.to, 'vi')}: ${cause}`
  if (!line.counted)
    return `${span}; không làm lùi ngày trả vì đã được tính ở lần dừng khác hoặc bắt đầu sau khi hết hạn`
  return `${span}${cap}; lùi ngày trả thêm ${inDays ? `${count(line.days, 'vi')} ngày` : `${duration(line.minutes, 'vi')} làm việc`}`
}

function pauseEn(line: LineOf<'pause'>, inDays: boolean): string {
  const cause = `${pauseCauseWords[line.cause].en}${ground(line.legalGround)}`
  const cap = capEn(line)
  if (line.to === null) return `Stopped since ${moment(line.from, 'en')}: ${cause}${cap}`
  const span = `Stopped from ${moment(line.from, 'en')} to ${moment(line.to, 'en')}: ${cause}`
  if (!line.counted)
    return `${span}; it does not move the due date, being covered by another stop or begun after the limit had run out`
  return `${span}${cap}; it moves the due date by ${inDays ? `${count(line.days, 'en')} days` : `${duration(line.minutes, 'en')} of work`}`
}

/** The cap of a stop: said while it lasts, and afterwards where it was reached. */
function capVi({ capped, to, capWorkingDays, capAt }: LineOf<'pause'>): string {
  if (to !== null && !capped) return ''
  return [
    capWorkingDays === null ? '' : `, chỉ được trừ tối đa ${count(capWorkingDays, 'vi')} ngày làm việc`,
    capAt === null ? '' : `, chỉ được trừ đến ${moment(capAt, 'vi')}`,
  ].join('')
}

function capEn({ capped, to, capWorkingDays, capAt }: LineOf<'pause'>): string {
  if (to !== null && !capped) return ''
  return [
    capWorkingDays === null ? '' : `, at most ${count(capWorkingDays, 'en')} working days of it left out`,
    capAt === null ? '' : `, left out until ${moment(capAt, 'en')} at most`,
  ].join('')
}

function ground(legalGround: string | null): string {
  return legalGround ? ` (${legalGround})` : ''
}

/** “thứ Hai đến thứ Sáu 08:00–12:00, 13:00–17:00; thứ Bảy 08:00–11:30”. */
function hoursInWords(hours: readonly WeekdayHours[], language: Language): string {
  const groups: { first: number; last: number; spans: readonly Span[] }[] = []
  for (const { weekday, spans } of hours) {
    const group = groups.at(-1)
    if (group && group.last === weekday - 1 && spansInWords(group.spans) === spansInWords(spans))
      group.last = weekday
    else groups.push({ first: weekday, last: weekday, spans })
  }
  const name = weekdays[language]
  const until = language === 'vi' ? ' đến ' : ' to '
  return groups
    .map(
      ({ first, last, spans }) =>
        `${name[first]}${last > first ? `${until}${name[last]}` : ''} ${spansInWords(spans)}`,
    )
    .join('; ')
}

function spansInWords(spans: readonly Span[]): string {
  return spans.map(([from, to]) => `${clockTime(from)}–${clockTime(to)}`).join(', ')
}

function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

function date(iso: string): string {
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`
}

function moment(iso: string, language: Language): string {
  return `${iso.slice(11, 16)}${language === 'vi' ? ' ngày ' : ' on '}${date(iso)}`
}

function duration(minutes: number, language: Language): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const parts: string[] = []
  if (hours)
    parts.push(
      language === 'vi' ? `${count(hours, 'vi')} giờ` : `${count(hours, 'en')} hour${hours === 1 ? '' : 's'}`,
    )
  if (rest || !hours)
    parts.push(language === 'vi' ? `${rest} phút` : `${rest} minute${rest === 1 ? '' : 's'}`)
  return parts.join(' ')
}

function count(amount: number, language: Language): string {
  return amount.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 })
}
