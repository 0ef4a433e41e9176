/** Quarter of an hour: every zone's offset is a multiple of it, so a day never begins inside one. */
const QUARTER_MS = 15 * 60_000
const MOST_KEPT = 4000

/** Tells the city's date of a moment; remembers quarters of hours, since folds ask for the same ones again and again. */
export type CityDay = (at: string | Date) => string

export function cityDay(timeZone: string): CityDay {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const known = new Map<number, string>()
  return (at) => {
    const quarter = Math.floor((typeof at === 'string' ? Date.parse(at) : at.getTime()) / QUARTER_MS)
    const found = known.get(quarter)
    if (found) return found
    const day = format.format(quarter * QUARTER_MS)
    if (known.size >= MOST_KEPT) known.clear()
    known.set(quarter, day)
    return day
  }
}

/** A date so many days later or earlier. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

export function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`
}

export function nextMonth(day: string): string {
  const at = new Date(`${monthOf(day)}T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + 1)
  return at.toISOString().slice(0, 10)
}

/** Whether a text is a real date, not only one by its looks. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}
