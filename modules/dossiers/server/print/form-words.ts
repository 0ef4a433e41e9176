/** The parts of a date as official papers write them: days below ten and the first two months with a nought before. */
export function dayParts(at: Date, timeZone: string): { day: string; month: string; year: string } {
  const { day, month, year } = partsOf(at, timeZone)
  return { day: pad(day), month: month <= 2 ? pad(month) : String(month), year: String(year) }
}

/** “09 giờ 30 phút, ngày 06 tháng 3 năm 2023”. */
export function momentInWords(at: Date, timeZone: string): string {
  const { hour, minute } = partsOf(at, timeZone)
  const { day, month, year } = dayParts(at, timeZone)
  return `${pad(hour)} giờ ${pad(minute)} phút, ngày ${day} tháng ${month} năm ${year}`
}

/** The moment a result is promised for; some procedures have no limit, and then the paper says so. */
export function dueInWords(dueAt: Date | undefined, timeZone: string): string {
  return dueAt ? momentInWords(dueAt, timeZone) : 'không ấn định, vì pháp luật không quy định thời hạn'
}

/** “ngày 06 tháng 3 năm 2023”. */
export function dayInWords(at: Date, timeZone: string): string {
  const { day, month, year } = dayParts(at, timeZone)
  return `ngày ${day} tháng ${month} năm ${year}`
}

/** Only the last four signs of an identity number ever reach a paper. */
export function maskIdentity(identityNumber: string): string {
  const signs = [...identityNumber.replace(/\s/g, '')]
  if (signs.length <= 4) return '•'.repeat(signs.length)
  return '•'.repeat(signs.length - 4) + signs.slice(-4).join('')
}

function partsOf(at: Date, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
  }
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
