import type { Held } from '../contract.ts'
import { addDays, isDay } from './city-day.ts'
import { indicatorErrors } from './errors.ts'
import { decodeCursor, encodeCursor, rowOf } from './proof.ts'
import { listHeld } from './proof-store.ts'
import type { MapReading } from './read-map.ts'

export type HeldAsked = {
  unitId: number
  on: string
  /** Units of that day's map whose cases may be told; the rest of what lies below the unit is left out. */
  reach: 'all' | ReadonlySet<number>
  cursor?: string | undefined
  limit?: number | undefined
}

/** What stood unfinished at a unit of that day's map and below it at the end of the day; much of it has ended since. */
export async function readHeld(reading: MapReading, asked: HeldAsked): Promise<Held> {
  const { unitId, on, reach } = asked
  const today = reading.day(reading.clock.now())
  if (!isDay(on) || on > today) throw indicatorErrors.dayToCome(on)
  const then = reading.units(on)
  if (!then.isOpen(unitId)) throw indicatorErrors.notOnMap(unitId, on)
  const units = [...then.subtree(unitId)].filter((id) => reach === 'all' || reach.has(id))
  const now = reading.units()
  const ofThen = new Set(units)
  // Whoever inherited from one of the units since, and was not there on the day.
  const since = now
    .known()
    .map((unit) => unit.id)
    .filter((id) => !then.isOpen(id) && [...now.forebears(id)].some((forebear) => ofThen.has(forebear)))
  const limit = asked.limit ?? 50
  const found = await listHeld(reading.db, {
    units,
    forebears: [...new Set(units.flatMap((id) => [...then.forebears(id)]))],
    later: [...units, ...since],
    until: startOfNextDay(on, reading),
    after: decodeCursor(asked.cursor),
    limit: limit + 1,
  })
  const calendars = new Map([...reading.calendars()].map((calendar) => [calendar.id, calendar]))
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return {
    onDay: on,
    unitId,
    rows: rows.map((row) => rowOf(row, calendars, now.find(row.unitId)?.name ?? '')),
    nextCursor: last ? encodeCursor(last) : null,
  }
}

const QUARTER_MS = 15 * 60_000

/** The moment at which the city's day is over. */
function startOfNextDay(day: string, { day: dayOf }: Pick<MapReading, 'day'>): Date {
  const next = addDays(day, 1)
  // Zones lie within fourteen hours of the meridian; the first quarter of an hour that is the next day is its start.
  let at = Date.parse(`${next}T00:00:00Z`) - 14 * 3_600_000
  while (dayOf(new Date(at)) < next) at += QUARTER_MS
  return new Date(at)
}
