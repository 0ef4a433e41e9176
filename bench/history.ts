import type { PoolClient } from 'pg'
import { overdueBefore, toOrdinal } from '#modules/calendar/contract.ts'
import { personName } from '#data/people/names.ts'
import { fileCases, openDesks } from './five-steps.ts'
import { openCity, type BenchServer, type City } from './make-city.ts'
import { say } from './report.ts'

const DISTINCT_NAMES = 60_000
const FIRST = '2023-01-03T01:00:00Z'
/** One dossier in a hundred is still open; some of those are late. */
const OPEN_SHARE = 0.01

/**
 * Fills a database with dossiers of the past ten months, by set-based SQL in the shape in which the product writes
 * them: cases, what they are found by, contributions and the sums made of them. Their events are left out, because no
 * view or search reads them. Rows lie on the disk in the order in which dossiers came, as they do in a city.
 */
export async function makeHistory(server: BenchServer, name: string, dossiers: number): Promise<City> {
  const begun = performance.now()
  await server.create(name)
  const city = await openCity(server, name)
  const { pool } = city.database
  const desks = await openDesks(city, 1)
  // One real case gives clock, tags and definition to all the others.
  const [model] = await fileCases(city, desks, 1, 'model')
  const clock = model && (await city.product.casework.findCase(city.database.db, model.caseId))?.clock
  const client = await pool.connect()
  try {
    await client.query(
      `set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set max_parallel_maintenance_workers = 0`,
    )
    await client.query('create temp table name_pool (n int primary key, full_name text not null)')
    const names = Array.from(
      { length: DISTINCT_NAMES },
      (_, index) => personName(`history ${index}`).fullName,
    )
    await client.query(
      'insert into name_pool select n - 1, name from unnest($1::text[]) with ordinality as t (name, n)',
      [names],
    )
    // Half of everything is filed in a third of the places.
    await client.query(`create temp table place as
      select row_number() over (order by u.id) - 1 as n, u.id as unit_id, u.calendar_id, coalesce(u.agency_code, 'U') as agency
      from organisation.unit u, generate_series(1, case when u.id % 3 = 0 then 2 else 1 end) where u.tier <> 'city'`)
    await client.query(
      `create temp table positions (calendar_id int primary key, now_wt int, overdue_below int)`,
    )
    for (const calendar of city.product.calendar.all())
      await client.query('insert into positions values ($1, $2, $3)', [
        calendar.id,
        toOrdinal(calendar, city.clock.now()),
        overdueBefore(calendar, city.clock.now()),
      ])
    await client.query(
      'create temp table procedures as select row_number() over (order by id) - 1 as n, procedure_id as code, id as version_id from catalogue.procedure_version',
    )
    const words = await takeOffIndex(client, 'dossiers.dossier_words')
    await client.query(
      `create temp table past as
      with numbered as (
        select i, ('x' || substr(md5(i::text), 1, 7))::bit(28)::int as h, ('x' || substr(md5(i::text), 8, 7))::bit(28)::int as k,
          timestamptz '${FIRST}' + (i::float8 / $1) * ($2::timestamptz - timestamptz '${FIRST}') as at
        from generate_series(1, $1::int) as i
      )
      select i, at, place.unit_id, place.calendar_id, name_pool.full_name, procedures.code as procedure_code, procedures.version_id,
        (i % 64)::smallint as shard, case when h % 100 < 43 then 'online' when h % 100 < 98 then 'counter' else 'post' end as channel,
        ((extract(epoch from (at - timestamptz '2020-01-01 00:00:00+00')) * 1000)::bigint << 22) | ((i % 64)::bigint << 10) | (i % 1024) as case_id,
        place.agency || '-' || to_char(at, 'YYMMDD') || '-' || lpad((i % 100000)::text, 5, '0') as code,
        999000000000 + k as identity,
        i > $1 * (1 - ${OPEN_SHARE}) as open, h % 1000 < 995 as on_time, (k % 4000) as age, 480 * (1 + h % 10) as minutes
      from numbered
      join place on place.n = h % (select count(*) from place)
      join name_pool on name_pool.n = k % ${DISTINCT_NAMES}
      join procedures on procedures.n = (h / 7) % (select count(*) from procedures)`,
      [dossiers, city.clock.now()],
    )
    await client.query(
      `insert into casework.case (shard_key, case_id, version, definition_id, kind, code, title, authority_id, receiving_unit_id, unit_id, status,
        money_status, delivery_status, sync_status, outcome, marking, clock, calendar_id, due_wt, promised_at, opened_at, received_at, closed_at, touched_at, tags, last_hash)
      select p.shard, p.case_id, case when open then 2 else 7 end, c.definition_id, c.kind, p.code, p.full_name, p.unit_id, p.unit_id, p.unit_id,
        case when open then 'processing' else 'returned' end, c.money_status, case when open then 'pending' else 'delivered' end, c.sync_status,
        case when open then null else 'granted' end, case when open then c.marking else '[]'::json end,
        casework.plain(($2::jsonb || jsonb_build_object('calendarId', p.calendar_id, 'startWt', pos.now_wt - age, 'dueWt', pos.now_wt - age + minutes))::text), p.calendar_id,
        case when open then pos.now_wt - age + minutes else c.due_wt end, p.at + interval '2 days', p.at, p.at, case when open then null else p.at + interval '7 hours' end, p.at + interval '7 hours', c.tags, c.last_hash
      from past p join positions pos using (calendar_id), casework.case c where c.case_id = $1 order by p.case_id`,
      [model?.caseId, JSON.stringify(clock)],
    )
    await client.query(
      'insert into casework.case_code (code, case_id) select code, case_id from past on conflict do nothing',
    )
    await client.query(`insert into dossiers.dossier (shard_key, case_id, code, procedure_code, procedure_version_id, channel, receiving_unit_id, authority_id, owner_name, secret, words, filed_at)
      select shard, case_id, code, procedure_code, version_id, channel, unit_id, unit_id, full_name, md5(code),
        dossiers.found_by(code || ' ' || full_name || ' ' || identity || ' ' || right(identity::text, 6) || ' ' || right(identity::text, 4) || ' ' || procedure_code, case_id, unit_id, unit_id), at
      from past order by case_id`)
    await client.query(words)
    await client.query(`insert into indicators.open_case (shard_key, case_id, version, unit_id, receiving_unit_id, channel, procedure_code, received_at, received_wt, calendar_id, due_wt, paused)
      select shard, case_id, 2, unit_id, unit_id, channel, procedure_code, at, now_wt - age, calendar_id, now_wt - age + minutes, false from past join positions using (calendar_id) where open`)
    const list = await takeOffIndex(client, 'indicators.contribution_list')
    await client.query(`insert into indicators.contribution (shard_key, case_id, series, unit_id, receiving_unit_id, channel, at, numerator, denominator)
      select shard, case_id, 'received', unit_id, unit_id, channel, at, 1, 1 from past
      union all select shard, case_id, 'ended', unit_id, unit_id, channel, at + interval '7 hours', on_time::int, 1 from past where not open
      order by at`)
    await client.query(list)
    await client.query(`insert into indicators.unit_day (place, on_date, unit_id, series, numerator, denominator, online, post)
      select place, (at at time zone 'Asia/Ho_Chi_Minh')::date, case place when 'city' then 0 else unit_id end, series, sum(numerator), sum(denominator),
        count(*) filter (where channel = 'online'), count(*) filter (where channel = 'post')
      from indicators.contribution, (values ('competent'), ('receiving'), ('city')) as p (place) group by 1, 2, 3, 4`)
    await client.query(`insert into indicators.unit_month (place, on_month, unit_id, series, numerator, denominator, online, post)
      select place, date_trunc('month', on_date)::date, unit_id, series, sum(numerator), sum(denominator), sum(online), sum(post) from indicators.unit_day group by 1, 2, 3, 4`)
    await client.query('drop table past')
  } finally {
    client.release()
  }
  await city.product.indicators.prepare()
  await pool.query(`update platform.consumer set handled = $1, updated_at = now()`, [dossiers])
  for (const table of [
    'casework.case',
    'casework.case_code',
    'dossiers.dossier',
    'indicators.open_case',
    'indicators.contribution',
    'indicators.unit_day',
    'indicators.unit_month',
  ])
    await pool.query(`vacuum analyze ${table}`)
  say(`  ${dossiers} dossiers of history made in ${Math.round((performance.now() - begun) / 1000)} s`)
  return city
}

/** Drops an index that many rows would fill in random order, and answers how to make it again behind them. */
async function takeOffIndex(client: PoolClient, name: string): Promise<string> {
  const { rows } = await client.query<{ made: string }>('select pg_get_indexdef($1::regclass) as made', [
    name,
  ])
  await client.query(`drop index ${name}`)
  // Of a partitioned table, the definition would make the index of the parent alone.
  return (rows[0]?.made ?? '').replace(' ON ONLY ', ' ON ')
}
