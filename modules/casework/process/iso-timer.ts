/** The ISO 8601 texts a timer may hold. */
export const ISO_TIMER = {
  date: /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,
  duration: /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/,
  cycle: /^R(\d*)\/(P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/,
} as const

/** Whether a text says when a timer fires: a day that exists, and a cycle that comes round and takes time. */
export function isTimerText(by: keyof typeof ISO_TIMER, text: string): boolean {
  if (!ISO_TIMER[by].test(text)) return false
  if (by === 'date') return !Number.isNaN(Date.parse(text))
  const [, times = '', period = ''] = ISO_TIMER.cycle.exec(text) ?? []
  return by === 'duration' || (times !== '0' && isSomeTime(period))
}

/** Whether a period is longer than nothing. */
export function isSomeTime(period: string): boolean {
  return /[1-9]/.test(period)
}
