import { sql, type RawBuilder } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { Ages } from '../ages.ts'
import { seriesNames, type Place, type Position, type SeriesName, type UnitFigures } from '../contract.ts'
import { boundsOf } from './bounds-store.ts'
import type { Span } from './period.ts'

/** The units asked for; null is the whole city. */
export type Units = readonly number[] | null

export type FlowTotal = {
  series: SeriesName
  numerator: number
  denominator: number
  restatedAt: Date | null
}

function isAsked(units: Units, column: 'unit_id' | 'receiving_unit_id' = 'unit_id') {
  return units === null ? sql`true` : sql`${sql.ref(column)} = any(${units}::int[])`
}

const isOverdue = sql`not paused and due_wt < overdue_below`
const isDueSoon = sql`not paused and due_wt >= overdue_below and due_wt < soon_below`

/** Sums over a period: whole months from the coarse table, the edges from the fine one; the city from its own row. */
export async function readFlowTotals(
  db: AnyDb,
  asked: Place,
  units: Units,
  { months, days }: { months: Span; days: [Span, Span] },
): Promise<FlowTotal[]> {
  const place = units === null ? 'city' : asked
  const { rows } = await sql<{
    series: SeriesName
    numerator: string
    denominator: string
    restated_at: Date | null
  }>`
    select series, sum(numerator) as numerator, sum(denominator) as denominator, max(restated_at) as restated_at from (
      select series, numerator, denominator, restated_at from indicators.unit_month
      where place = ${place} and on_month >= ${months.from}::date and on_month < ${months.to}::date and ${isAsked(units)}
      union all
      select series, numerator, denominator, restated_at from indicators.unit_day
      where place = ${place} and on_date >= ${days[0].from}::date and on_date < ${days[0].to}::date and ${isAsked(units)}
      union all
      select series, numerator, denominator, restated_at from indicators.unit_day
      where place = ${place} and on_date >= ${days[1].from}::date and on_date < ${days[1].to}::date and ${isAsked(units)}
    ) parts group by series`.execute(db)
  return rows.map((row) => ({
    series: row.series,
    numerator: Number(row.numerator),
    denominator: Number(row.denominator),
    restatedAt: row.restated_at,
  }))
}

/** The contributions of a span of time: of units by the index of their lists, of the city by where the span lies on the disk. */
function contributionsOf(units: Units, from: RawBuilder<unknown>, to: RawBuilder<unknown>) {
  return units === null
    ? sql`indicators.contributions_between(${from}, ${to})`
    : sql`(select series, at, numerator, denominator from indicators.contribution
        where unit_id = any(${units}::int[]) and series = any(${seriesNames}::text[]) and at >= ${from} and at < ${to})`
}

/** When a day of the city begins. */
function beginning(day: string, timeZone: string) {
  return sql`(${day}::date)::timestamp at time zone ${timeZone}`
}

/** Sums of the first part of one day, until a moment: for "at this time last week". */
export async function readPartOfDay(
  db: AnyDb,
  units: Units,
  day: string,
  until: Date,
  timeZone: string,
): Promise<FlowTotal[]> {
  const { rows } = await sql<{ series: SeriesName; numerator: string; denominator: string }>`
    select series, sum(numerator) as numerator, sum(denominator) as denominator
    from ${contributionsOf(units, beginning(day, timeZone), sql`${until.toISOString()}::timestamptz`)} as part
    group by series`.execute(db)
  return rows.map((row) => ({
    series: row.series,
    numerator: Number(row.numerator),
    denominator: Number(row.denominator),
    restatedAt: null,
  }))
}

/** The flows of a period by the unit they were recorded at. */
export async function readTotalsByUnit(
  db: AnyDb,
  place: Place,
  { months, days }: { months: Span; days: [Span, Span] },
): Promise<{ unitId: number; series: SeriesName; numerator: number; denominator: number }[]> {
  const { rows } = await sql<{ unitId: number; series: SeriesName; numerator: number; denominator: number }>`
    select unit_id as "unitId", series, sum(numerator)::int as numerator, sum(denominator)::int as denominator from (
      select unit_id, series, numerator, denominator from indicators.unit_month
      where place = ${place} and on_month >= ${months.from}::date and on_month < ${months.to}::date
      union all
      select unit_id, series, numerator, denominator from indicators.unit_day
      where place = ${place} and (on_date >= ${days[0].from}::date and on_date < ${days[0].to}::date or on_date >= ${days[1].from}::date and on_date < ${days[1].to}::date)
    ) parts group by unit_id, series order by unit_id, series`.execute(db)
  return rows
}

/** What is open now by the unit it is credited to. */
export async function readLevelsByUnit(
  db: AnyDb,
  place: Place,
  positions: readonly Position[],
): Promise<({ unitId: number } & LevelSample)[]> {
  const unit = sql.ref(place === 'receiving' ? 'receiving_unit_id' : 'unit_id')
  const { rows } = await sql<{ unitId: number } & LevelSample>`
    select ${unit} as "unitId", count(*)::int as open, count(*) filter (where ${isOverdue})::int as overdue,
      count(*) filter (where ${isDueSoon})::int as "dueSoon"
    from indicators.open_case ${boundsOf(positions)}
    where received_at is not null group by 1 order by 1`.execute(db)
  return rows
}

export type Levels = LevelSample & { ages: Ages }

/**
 * Everything asked of the open cases, in one reading of them. Counted by age: a few thousand ages are handed out, to be
 * ranked and put into bars, instead of a million cases sorted.
 */
export async function readLevels(
  db: AnyDb,
  place: Place,
  units: Units,
  positions: readonly Position[],
): Promise<Levels> {
  const { rows } = await sql<LevelSample & { minutes: number[] | null; cases: number[] | null }>`
    select coalesce(sum(open), 0)::int as open, coalesce(sum(overdue), 0)::int as overdue, coalesce(sum(due_soon), 0)::int as "dueSoon",
      array_agg(age order by age) filter (where age is not null) as minutes, array_agg(open order by age) filter (where age is not null) as cases
    from (
      select now_wt - received_wt as age, count(*)::int as open,
        count(*) filter (where ${isOverdue})::int as overdue, count(*) filter (where ${isDueSoon})::int as due_soon
      from indicators.open_case ${boundsOf(positions)}
      where received_at is not null and ${isAsked(units, place === 'receiving' ? 'receiving_unit_id' : 'unit_id')}
      group by 1
    ) by_age`.execute(db)
  const { open = 0, overdue = 0, dueSoon = 0, minutes, cases } = rows[0] ?? {}
  return { open, overdue, dueSoon, ages: { minutes: minutes ?? [], cases: cases ?? [] } }
}

/** The live numbers of many units in one reading: what the map and the drill show. Units with nothing are absent. */
export async function readUnitRows(
  db: AnyDb,
  units: Units,
  positions: readonly Position[],
  today: string,
  month: string,
): Promise<UnitFigures[]> {
  const { rows } = await sql<UnitFigures>`
    select unit_id as "unitId",
      sum(received_today)::int as "receivedToday", sum(ended_today)::int as "endedToday", sum(on_time_today)::int as "onTimeToday",
      sum(ended_month)::int as "endedMonth", sum(on_time_month)::int as "onTimeMonth",
      sum(open)::int as open, sum(overdue)::int as overdue, sum(due_soon)::int as "dueSoon"
    from (
      select unit_id,
        case when series = 'received' then denominator else 0 end as received_today,
        case when series = 'ended' then denominator else 0 end as ended_today,
        case when series = 'ended' then numerator else 0 end as on_time_today,
        0 as ended_month, 0 as on_time_month, 0 as open, 0 as overdue, 0 as due_soon
      from indicators.unit_day where place = 'competent' and on_date = ${today}::date and ${isAsked(units)}
      union all
      select unit_id, 0, 0, 0, denominator, numerator, 0, 0, 0
      from indicators.unit_month where place = 'competent' and on_month = ${month}::date and series = 'ended' and ${isAsked(units)}
      union all
      select unit_id, 0, 0, 0, 0, 0, count(*)::int, count(*) filter (where ${isOverdue})::int, count(*) filter (where ${isDueSoon})::int
      from indicators.open_case ${boundsOf(positions)}
      where received_at is not null and ${isAsked(units)}
      group by unit_id
    ) parts group by unit_id`.execute(db)
  return rows
}

export type TrendPoint = { at: Date; received: number; ended: number }

/** Received and ended in each slot of the day so far. */
export async function readTrend(
  db: AnyDb,
  units: Units,
  day: string,
  slotMinutes: number,
  timeZone: string,
): Promise<TrendPoint[]> {
  const begin = beginning(day, timeZone)
  const { rows } = await sql<{ at: Date; received: number; ended: number }>`
    select date_bin(${`${slotMinutes} minutes`}::interval, at, ${begin}) as at,
      coalesce(sum(denominator) filter (where series = 'received'), 0)::int as received,
      coalesce(sum(denominator) filter (where series = 'ended'), 0)::int as ended
    from ${contributionsOf(units, begin, sql`(${day}::date + 1)::timestamp at time zone ${timeZone}`)} as part
    where series in ('received', 'ended')
    group by 1 order by 1`.execute(db)
  return rows
}

export type LevelSample = { open: number; overdue: number; dueSoon: number }

/** The levels as noted in the hour before a moment; absent when nobody was there to note them. */
export async function findLevelSample(
  db: AnyDb,
  units: Units,
  before: Date,
): Promise<LevelSample | undefined> {
  const { rows } = await sql<LevelSample & { n: number }>`
    select count(*)::int as n, coalesce(sum(open), 0)::int as open, coalesce(sum(overdue), 0)::int as overdue, coalesce(sum(due_soon), 0)::int as "dueSoon"
    from indicators.level_sample
    where at = (select max(at) from indicators.level_sample where at <= ${before.toISOString()}::timestamptz and at > ${before.toISOString()}::timestamptz - interval '1 hour')
      and ${isAsked(units)}`.execute(db)
  const row = rows[0]
  return row && row.n > 0 ? { open: row.open, overdue: row.overdue, dueSoon: row.dueSoon } : undefined
}

/** Notes how the levels stand at the hour, once, and forgets what is older than anyone compares with. */
export async function noteLevels(db: AnyDb, at: Date, positions: readonly Position[]): Promise<void> {
  await sql`
    insert into indicators.level_sample (at, unit_id, open, overdue, due_soon)
    select ${at.toISOString()}::timestamptz, unit_id, count(*), count(*) filter (where ${isOverdue}), count(*) filter (where ${isDueSoon})
    from indicators.open_case ${boundsOf(positions)}
    where received_at is not null group by unit_id
    on conflict do nothing`.execute(db)
  await sql`delete from indicators.level_sample where at < ${at.toISOString()}::timestamptz - interval '15 days'`.execute(
    db,
  )
}

/** When the newest event inside the figures was recorded. */
export async function findAsOf(db: AnyDb, reader: string): Promise<Date | null> {
  const { rows } = await sql<{
    at: Date
    handled: string
  }>`select updated_at as at, handled from platform.consumer where name = ${reader}`.execute(db)
  const row = rows[0]
  return row && row.handled !== '0' ? row.at : null
}
