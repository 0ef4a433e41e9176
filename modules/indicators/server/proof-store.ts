import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { LINE_BITS } from '#modules/calendar/contract.ts'
import type { MeasureCode, Position, SeriesName } from '../contract.ts'
import { boundsOf } from './bounds-store.ts'
import type { Period } from '../contract.ts'

export type ProofCase = {
  caseId: string
  code: string | null
  title: string | null
  procedureCode: string | null
  status: string | null
  unitId: number
  receivedAt: Date | null
  calendarId: number | null
  dueWt: number | null
  endedAt: Date | null
  counted: boolean
  /** Where the row stands in its list. */
  place: string
  /** Which opinion of the case; 0 or nothing where a case stands once in the list. */
  no?: number
}

/** After which row a page begins: the value the list is ordered by, the case, and which opinion of it. */
export type After = { place: string; caseId: string; no: number } | undefined

/** Cases that counted for a flow in a period, newest first: one short index scan per unit, merged. */
export async function listContributions(
  db: AnyDb,
  {
    series,
    isRatio,
    units,
    period,
    timeZone,
    after,
    limit,
  }: {
    series: SeriesName
    isRatio: boolean
    units: readonly number[]
    period: Period
    timeZone: string
    after: After
    limit: number
  },
): Promise<ProofCase[]> {
  // An opinion has its own time and its own end; the due date of the case is not about it.
  const isOpinions = series === 'opinions'
  const before = after
    ? sql`and (c.at, c.case_id, c.no) < (${after.place}::timestamptz, ${after.caseId}::bigint, ${after.no}::smallint)`
    : sql``
  const { rows } = await sql<ProofCase>`
    with page as (
      select c.* from unnest(${units}::int[]) as u (unit_id)
      cross join lateral (
        select c.shard_key, c.case_id, c.unit_id, c.at, c.numerator, c.no from indicators.contribution c
        where c.unit_id = u.unit_id and c.series = ${series} and c.denominator > 0
          and c.at >= (${period.from}::date)::timestamp at time zone ${timeZone}
          and c.at < (${period.to}::date + 1)::timestamp at time zone ${timeZone} ${before}
        order by c.at desc, c.case_id desc, c.no desc limit ${limit}
      ) c
      order by c.at desc, c.case_id desc, c.no desc limit ${limit}
    )
    select page.case_id as "caseId", k.code, k.title, k.tags ->> 'procedureCode' as "procedureCode", k.status, page.unit_id as "unitId", k.received_at as "receivedAt",
      k.calendar_id as "calendarId", ${isOpinions ? sql`null::int` : sql`k.due_wt`} as "dueWt", ${isOpinions ? sql`page.at` : sql`k.closed_at`} as "endedAt",
      (not ${isRatio} or page.numerator > 0) as counted, page.at::text as place, page.no
    from page left join casework.pub_case k using (shard_key, case_id)
    order by page.at desc, page.case_id desc, page.no desc`.execute(db)
  return rows
}

/**
 * Cases received before a moment and not ended then, newest first: those received at the units, and those that came to
 * them from units closed before, told by where they ended or stand.
 */
export async function listHeld(
  db: AnyDb,
  {
    units,
    forebears,
    later,
    until,
    after,
    limit,
  }: {
    units: readonly number[]
    forebears: readonly number[]
    /** Where a case that came from a forebear may have ended or stand by now, when it was at one of the units. */
    later: readonly number[]
    until: Date
    after: After
    limit: number
  },
): Promise<ProofCase[]> {
  const before = after
    ? sql`and (c.at, c.case_id) < (${after.place}::timestamptz, ${after.caseId}::bigint)`
    : sql``
  const { rows } = await sql<ProofCase>`
    select page.case_id as "caseId", k.code, k.title, k.tags ->> 'procedureCode' as "procedureCode", k.status, page.unit_id as "unitId", k.received_at as "receivedAt",
      k.calendar_id as "calendarId", k.due_wt as "dueWt", k.closed_at as "endedAt", true as counted, page.at::text as place
    from (
      select c.* from unnest(${[...units, ...forebears]}::int[]) as u (unit_id)
      cross join lateral (
        select c.shard_key, c.case_id, coalesce(e.unit_id, o.unit_id, c.unit_id) as unit_id, c.at from indicators.contribution c
        left join indicators.contribution e on e.shard_key = c.shard_key and e.case_id = c.case_id and e.series = 'ended'
        left join indicators.open_case o on o.shard_key = c.shard_key and o.case_id = c.case_id
        where c.unit_id = u.unit_id and c.series = 'received' and c.denominator > 0 and c.at < ${until.toISOString()}::timestamptz
          and (e.at is null or e.at >= ${until.toISOString()}::timestamptz) ${before}
          and (c.unit_id = any(${units}::int[]) or coalesce(e.unit_id, o.unit_id) = any(${later}::int[]))
        order by c.at desc, c.case_id desc limit ${limit}
      ) c
      order by c.at desc, c.case_id desc limit ${limit}
    ) page left join casework.pub_case k using (shard_key, case_id)
    order by page.at desc, page.case_id desc`.execute(db)
  return rows
}

/**
 * One scale for the order of all lines: dates are put among working minutes at their average of a year, counted from
 * 2023, where the calendars begin. Only the order of the list hangs on it.
 */
const URGENCY = sql`coalesce(case line when 2 then ((due_wt & ${sql.lit(2 ** LINE_BITS - 1)}) - 19358) * 329 else due_wt & ${sql.lit(2 ** LINE_BITS - 1)} end, 2147483647)`

/** Open cases of which a level is true, most urgent first; those without a due date come last. */
export async function listOpen(
  db: AnyDb,
  {
    code,
    units,
    positions,
    after,
    limit,
  }: {
    code: MeasureCode
    units: readonly number[]
    positions: readonly Position[]
    after: After
    limit: number
  },
): Promise<ProofCase[]> {
  const { rows } = await sql<ProofCase>`
    with page as (
      select shard_key, case_id, unit_id, received_at, open_case.calendar_id, due_wt, ${URGENCY} as place
      from indicators.open_case ${boundsOf(positions)}
      where received_at is not null and unit_id = any(${units}::int[]) and ${holds(code)}
        ${after ? sql`and (${URGENCY}, case_id) > (${after.place}::int, ${after.caseId}::bigint)` : sql``}
      order by place, case_id limit ${limit}
    )
    select page.case_id as "caseId", k.code, k.title, k.tags ->> 'procedureCode' as "procedureCode", k.status, page.unit_id as "unitId", page.received_at as "receivedAt",
      page.calendar_id as "calendarId", page.due_wt as "dueWt", null::timestamptz as "endedAt", true as counted, page.place::text as place
    from page left join casework.pub_case k using (shard_key, case_id)
    order by page.place, page.case_id`.execute(db)
  return rows
}

/** The same condition as the measure's own, for the database; `verify` holds the two together. */
function holds(code: MeasureCode) {
  if (code === 'A03') return sql`not paused and due_wt < overdue_below`
  if (code === 'A04') return sql`not paused and due_wt >= overdue_below and due_wt < soon_below`
  return code === 'A05' ? sql`received_wt is not null` : sql`true`
}
