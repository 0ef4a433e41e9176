import { sql } from 'kysely'
import type { AnyDb } from './database.ts'
import type { Clock } from './clock.ts'

/**
 * The time of a demo city. It may run faster than the real one; where it stands is kept in the
 * database, so every process and every restart agrees. A real city has no such row and no such clock.
 */
export type CityClock = Clock & {
  readonly speed: number
  /** Goes on from `at` with `speed` city seconds in a real one. */
  set(at: Date, speed: number): Promise<void>
  /** Takes up what another process set. */
  refresh(): Promise<void>
  /** Notes where the city is, to be called every second or so by whoever serves it; yields to another process's setting. */
  note(): Promise<void>
}

/** A city that nobody has noted for so long is not being served: it stands still until somebody is. */
const STANDS_AFTER_MS = 10_000

type Row = { real_at: Date; city_at: Date; speed: number }

export async function openCityClock(db: AnyDb, start: Date): Promise<CityClock> {
  let row: Row = { real_at: new Date(), city_at: start, speed: 1 }

  async function refresh() {
    const { rows } = await sql<Row>`select real_at, city_at, speed from platform.city_time`.execute(db)
    if (rows[0]) row = rows[0]
  }

  const clock: CityClock = {
    now: () =>
      new Date(
        row.city_at.getTime() + Math.min(Date.now() - row.real_at.getTime(), STANDS_AFTER_MS) * row.speed,
      ),
    get speed() {
      return row.speed
    },
    async set(at, speed) {
      row = { real_at: new Date(), city_at: at, speed }
      await sql`
        insert into platform.city_time (one, real_at, city_at, speed) values (true, ${row.real_at}, ${at}, ${speed})
        on conflict (one) do update set real_at = excluded.real_at, city_at = excluded.city_at, speed = excluded.speed`.execute(
        db,
      )
    },
    refresh,
    async note() {
      await refresh()
      const noted: Row = { real_at: new Date(), city_at: clock.now(), speed: row.speed }
      await sql`
        update platform.city_time set real_at = ${noted.real_at}, city_at = ${noted.city_at}
        where date_trunc('milliseconds', real_at) = ${row.real_at}`.execute(db)
      await refresh()
    },
  }
  await sql`
    insert into platform.city_time (one, real_at, city_at, speed)
    values (true, ${row.real_at}, ${row.city_at}, ${row.speed}) on conflict do nothing`.execute(db)
  await refresh()
  return clock
}
