import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { Contribution, Cursor, OpenCase } from '../contract.ts'

type OpenRow = {
  case_id: string
  version: number
  unit_id: number
  receiving_unit_id: number
  channel: string
  procedure_code: string
  received_at: Date | null
  received_wt: number | null
  calendar_id: number
  due_wt: number | null
  paused: boolean
}

export type Checkpoint = { cursor: Cursor; handled: number }

/** Makes the reader's checkpoint when it has none yet. */
export async function ensureCheckpoint(db: AnyDb, name: string): Promise<void> {
  await sql`insert into platform.consumer (name) values (${name}) on conflict do nothing`.execute(db)
}

export async function findCheckpoint(
  db: AnyDb,
  name: string,
): Promise<(Checkpoint & { newestAt: string }) | undefined> {
  const { rows } = await sql<{
    xid: string
    case_id: string
    seq: number
    handled: string
    updated_at: Date
  }>`
    select after_xid::text as xid, after_case as case_id, after_seq as seq, handled, updated_at
    from platform.consumer where name = ${name}`.execute(db)
  const row = rows[0]
  return (
    row && {
      cursor: { xid: row.xid, caseId: row.case_id, seq: row.seq },
      handled: Number(row.handled),
      newestAt: row.updated_at.toISOString(),
    }
  )
}

/** The checkpoint under this transaction's lock; absent while another process folds. */
export async function lockCheckpoint(db: AnyDb, name: string): Promise<Checkpoint | undefined> {
  const { rows } = await sql<{ xid: string; case_id: string; seq: number; handled: string }>`
    select after_xid::text as xid, after_case as case_id, after_seq as seq, handled
    from platform.consumer where name = ${name} for update skip locked`.execute(db)
  const row = rows[0]
  return row && { cursor: { xid: row.xid, caseId: row.case_id, seq: row.seq }, handled: Number(row.handled) }
}

/** `newestAt` is when the newest event handled was recorded: the age of every figure. */
export async function moveCheckpoint(
  db: AnyDb,
  name: string,
  cursor: Cursor,
  handled: number,
  newestAt: string,
): Promise<void> {
  await sql`
    update platform.consumer
    set after_xid = ${cursor.xid}::xid8, after_case = ${cursor.caseId}::bigint, after_seq = ${cursor.seq},
        handled = handled + ${handled},
        updated_at = case when handled = 0 then ${newestAt}::timestamptz else greatest(updated_at, ${newestAt}::timestamptz) end
    where name = ${name}`.execute(db)
}

export async function findOpenCases(db: AnyDb, caseIds: readonly string[]): Promise<OpenCase[]> {
  const { rows } = await sql<OpenRow>`
    select o.case_id, o.version, o.unit_id, o.receiving_unit_id, o.channel, o.procedure_code, o.received_at, o.received_wt, o.calendar_id, o.due_wt, o.paused
    from unnest(${caseIds.map(shardOf)}::smallint[], ${caseIds}::bigint[]) as asked (shard_key, case_id)
    join indicators.open_case o using (shard_key, case_id)`.execute(db)
  return rows.map(openCaseOf)
}

function openCaseOf(row: OpenRow): OpenCase {
  return {
    caseId: row.case_id,
    version: row.version,
    unitId: row.unit_id,
    receivingUnitId: row.receiving_unit_id,
    channel: row.channel,
    procedureCode: row.procedure_code,
    receivedAt: row.received_at?.toISOString() ?? null,
    receivedWt: row.received_wt,
    calendarId: row.calendar_id,
    dueWt: row.due_wt,
    paused: row.paused,
  }
}

/** Which of these cases have ended already. */
export async function findEnded(db: AnyDb, caseIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select c.case_id
    from unnest(${caseIds.map(shardOf)}::smallint[], ${caseIds}::bigint[]) as asked (shard_key, case_id)
    join indicators.contribution c using (shard_key, case_id)
    where c.series = 'ended'`.execute(db)
  return rows.map((row) => row.case_id)
}

export async function putOpenCases(db: AnyDb, cases: readonly OpenCase[]): Promise<void> {
  if (cases.length === 0) return
  const column = <Key extends keyof OpenCase>(key: Key) => cases.map((each) => each[key])
  await sql`
    insert into indicators.open_case as o
      (shard_key, case_id, version, unit_id, receiving_unit_id, channel, procedure_code, received_at, received_wt, calendar_id, due_wt, paused)
    select * from unnest(
      ${cases.map((each) => shardOf(each.caseId))}::smallint[], ${column('caseId')}::bigint[], ${column('version')}::int[],
      ${column('unitId')}::int[], ${column('receivingUnitId')}::int[], ${column('channel')}::text[], ${column('procedureCode')}::text[],
      ${column('receivedAt')}::timestamptz[], ${column('receivedWt')}::int[], ${column('calendarId')}::int[], ${column('dueWt')}::int[], ${column('paused')}::boolean[])
    on conflict (shard_key, case_id) do update set
      version = excluded.version, unit_id = excluded.unit_id, receiving_unit_id = excluded.receiving_unit_id,
      received_at = excluded.received_at, received_wt = excluded.received_wt, calendar_id = excluded.calendar_id,
      due_wt = excluded.due_wt, paused = excluded.paused`.execute(db)
}

export async function deleteOpenCases(db: AnyDb, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return
  await sql`
    delete from indicators.open_case o
    using unnest(${caseIds.map(shardOf)}::smallint[], ${caseIds}::bigint[]) as gone (shard_key, case_id)
    where o.shard_key = gone.shard_key and o.case_id = gone.case_id`.execute(db)
}

/** Adds contributions and what they change in the sums, in one statement: a contribution already there changes nothing. */
export async function addContributions(
  db: AnyDb,
  all: readonly Contribution[],
  timeZone: string,
): Promise<void> {
  if (all.length === 0) return
  const column = <Key extends keyof Contribution>(key: Key) => all.map((each) => each[key])
  await sql`
    with given as (
      select * from unnest(
        ${all.map((each) => shardOf(each.caseId))}::smallint[], ${column('caseId')}::bigint[], ${column('series')}::text[],
        ${column('unitId')}::int[], ${column('receivingUnitId')}::int[], ${column('channel')}::text[],
        ${column('at')}::timestamptz[], ${column('recordedAt')}::timestamptz[], ${column('numerator')}::smallint[], ${column('denominator')}::smallint[],
        ${column('no')}::smallint[])
        as t (shard_key, case_id, series, unit_id, receiving_unit_id, channel, at, recorded_at, numerator, denominator, no)
    ), added as (
      insert into indicators.contribution (shard_key, case_id, series, unit_id, receiving_unit_id, channel, at, numerator, denominator, no)
      select shard_key, case_id, series, unit_id, receiving_unit_id, channel, at, numerator, denominator, no from given
      on conflict do nothing
      returning shard_key, case_id, series, no
    ), dated as (
      select given.*, (at at time zone ${timeZone})::date as on_date, (recorded_at at time zone ${timeZone})::date as recorded_on
      from given join added using (shard_key, case_id, series, no)
      where denominator > 0
    ), credited as (
      select 'competent' as place, unit_id, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
      union all
      select 'receiving', receiving_unit_id, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
      union all
      select 'city', 0, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
    ), summed as (
      select place, on_date, unit_id, series, sum(numerator)::int as numerator, sum(denominator)::int as denominator,
        coalesce(sum(denominator) filter (where channel = 'online'), 0)::int as online,
        coalesce(sum(denominator) filter (where channel = 'post'), 0)::int as post,
        max(recorded_at) filter (where recorded_on > on_date) as restated_at
      from credited group by place, on_date, unit_id, series
    ), days as (
      insert into indicators.unit_day as d (place, on_date, unit_id, series, numerator, denominator, online, post, restated_at)
      select * from summed
      on conflict (place, on_date, unit_id, series) do update set
        numerator = d.numerator + excluded.numerator, denominator = d.denominator + excluded.denominator,
        online = d.online + excluded.online, post = d.post + excluded.post,
        restated_at = greatest(d.restated_at, excluded.restated_at)
    )
    insert into indicators.unit_month as m (place, on_month, unit_id, series, numerator, denominator, online, post, restated_at)
    select place, date_trunc('month', on_date)::date, unit_id, series, sum(numerator), sum(denominator), sum(online), sum(post), max(restated_at)
    from summed group by 1, 2, 3, 4
    on conflict (place, on_month, unit_id, series) do update set
      numerator = m.numerator + excluded.numerator, denominator = m.denominator + excluded.denominator,
      online = m.online + excluded.online, post = m.post + excluded.post,
      restated_at = greatest(m.restated_at, excluded.restated_at)`.execute(db)
}

/** Takes back what cases have counted for, so that it can be said again rightly. */
export async function retractContributions(
  db: AnyDb,
  caseIds: readonly string[],
  timeZone: string,
): Promise<void> {
  if (caseIds.length === 0) return
  await sql`
    with gone as (
      delete from indicators.contribution c
      using unnest(${caseIds.map(shardOf)}::smallint[], ${caseIds}::bigint[]) as wrong (shard_key, case_id)
      where c.shard_key = wrong.shard_key and c.case_id = wrong.case_id
      returning c.unit_id, c.receiving_unit_id, c.series, c.channel, c.numerator, c.denominator, (c.at at time zone ${timeZone})::date as on_date
    ), credited as (
      select 'competent' as place, unit_id, series, on_date, channel, numerator, denominator from gone
      union all
      select 'receiving', receiving_unit_id, series, on_date, channel, numerator, denominator from gone
      union all
      select 'city', 0, series, on_date, channel, numerator, denominator from gone
    ), summed as (
      select place, on_date, unit_id, series, sum(numerator)::int as numerator, sum(denominator)::int as denominator,
        coalesce(sum(denominator) filter (where channel = 'online'), 0)::int as online,
        coalesce(sum(denominator) filter (where channel = 'post'), 0)::int as post
      from credited group by place, on_date, unit_id, series
    ), monthly as (
      select place, date_trunc('month', on_date)::date as on_month, unit_id, series,
        sum(numerator)::int as numerator, sum(denominator)::int as denominator, sum(online)::int as online, sum(post)::int as post
      from summed group by 1, 2, 3, 4
    ), days as (
      update indicators.unit_day d
      set numerator = d.numerator - s.numerator, denominator = d.denominator - s.denominator, online = d.online - s.online, post = d.post - s.post
      from summed s
      where (d.place, d.on_date, d.unit_id, d.series) = (s.place, s.on_date, s.unit_id, s.series)
    )
    update indicators.unit_month m
    set numerator = m.numerator - s.numerator, denominator = m.denominator - s.denominator, online = m.online - s.online, post = m.post - s.post
    from monthly s
    where (m.place, m.on_month, m.unit_id, m.series) = (s.place, s.on_month, s.unit_id, s.series)`.execute(db)
}

/** Forgets everything folded, so that the log is read again from its beginning. */
export async function forgetFold(db: AnyDb, name: string): Promise<void> {
  await sql`truncate indicators.open_case, indicators.contribution, indicators.unit_day, indicators.unit_month`.execute(
    db,
  )
  await sql`update platform.consumer set after_xid = '0', after_case = 0, after_seq = 0, handled = 0 where name = ${name}`.execute(
    db,
  )
}
