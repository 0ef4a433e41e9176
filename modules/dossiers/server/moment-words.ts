/** A moment as people of the city read it: `09:00 14/11/2023`. */
export function momentIn(timeZone: string, at: Date | string): string {
  return new Intl.DateTimeFormat('vi-VN', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at))
}

/** A day `YYYY-MM-DD` as people read it: `14/11/2023`. */
export function dayInWords(day: string): string {
  return day.split('-').toReversed().join('/')
}
