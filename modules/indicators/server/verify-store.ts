import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { OpenCase, SeriesName } from '../contract.ts'
import type { Credited, DaySum } from './recompute.ts'

export async function listDaySums(db: AnyDb): Promise<DaySum[]> {
  const { rows } = await sql<DaySum>`
    select place, on_date::text as day, unit_id as "unitId", series, numerator, denominator, online, post from indicators.unit_day
    where denominator <> 0`.execute(db)
  return rows
}

type OpenRow = Omit<OpenCase, 'receivedAt'> & { receivedAt: Date | null }

export async function listOpenCases(db: AnyDb): Promise<OpenCase[]> {
  const { rows } = await sql<OpenRow>`
    select case_id as "caseId", version, unit_id as "unitId", receiving_unit_id as "receivingUnitId", channel, procedure_code as "procedureCode",
      received_at as "receivedAt", received_wt as "receivedWt", calendar_id as "calendarId", due_wt as "dueWt", paused
    from indicators.open_case`.execute(db)
  return rows.map((row) => ({ ...row, receivedAt: row.receivedAt?.toISOString() ?? null }))
}

/** How many cases the proof lists for each unit, day and series, to be held against the sums. */
export async function countProofs(
  db: AnyDb,
  timeZone: string,
): Promise<
  {
    place: Credited
    day: string
    unitId: number
    series: SeriesName
    numerator: number
    denominator: number
  }[]
> {
  const { rows } = await sql<{
    place: Credited
    day: string
    unitId: number
    series: SeriesName
    numerator: number
    denominator: number
  }>`
    select place, (at at time zone ${timeZone})::date::text as day, unit_id as "unitId", series, sum(numerator)::int as numerator, sum(denominator)::int as denominator
    from (
      select 'competent' as place, unit_id, series, at, numerator, denominator from indicators.contribution where denominator > 0
      union all
      select 'receiving', receiving_unit_id, series, at, numerator, denominator from indicators.contribution where denominator > 0
      union all
      select 'city', 0, series, at, numerator, denominator from indicators.contribution where denominator > 0
    ) credited group by 1, 2, 3, 4`.execute(db)
  return rows
}

/** Months that are not the sum of their days. */
export async function listWrongMonths(db: AnyDb): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select concat_ws(' ', place, on_month, unit_id, series) as key
    from indicators.unit_month m
    full join (
      select place, date_trunc('month', on_date)::date as on_month, unit_id, series, sum(numerator) as numerator, sum(denominator) as denominator, sum(online) as online, sum(post) as post
      from indicators.unit_day group by 1, 2, 3, 4
    ) d using (place, on_month, unit_id, series)
    where (m.numerator, m.denominator, m.online, m.post) is distinct from (d.numerator::int, d.denominator::int, d.online::int, d.post::int)`.execute(
    db,
  )
  return rows.map((row) => row.key)
}
