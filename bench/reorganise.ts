import { setTimeout as pause } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { hanoiReorganisation2025 } from '#data/hanoi/reorganisation-2025.ts'
import { demoProceduresOfTwoTiers, TWO_TIERS_FROM } from '#data/procedures/procedures.ts'
import { acceptProposals } from '#apps/server/accept-proposals.ts'
import { seedProcedures } from '#modules/catalogue/server/index.ts'
import { fakeClock } from '#platform/clock.ts'
import { fileCases, openDesks } from './five-steps.ts'
import { openCity, type BenchServer, type City } from './make-city.ts'
import { quantile, report, reportBelow, say } from './report.ts'

const THE_DAY = '2025-07-01T01:00:00.000Z'
/** The aim for a million open dossiers; smaller runs are held to the same pace. */
const LIMIT_S = 60
const OF = 1_000_000
const LIMIT_LOCK_MS = 1_000
const PAUSE_MS = 20
/** So many are written at once, for the disk to hold what lies between. */
const CHUNK = 1_000_000

/** Hà Nội's change of 1 July 2025 carried out over open and closed dossiers: 579 communes and 30 districts become 126 units. */
export async function benchReorganise(
  server: BenchServer,
  { open, closed, verified }: { open: number; closed: number; verified: boolean },
): Promise<void> {
  const name = 'reorganise'
  await server.create(name)
  const clock = fakeClock('2023-11-09T02:00:00.000Z')
  const city = await openCity(server, name, { clock })
  try {
    say(`Writing ${open} open and ${closed} closed dossiers…`)
    await fillCity(city, open, closed)
    await decide(city)
    say('Carrying it out…')
    clock.set(THE_DAY)
    await measure(city, open)
    if (verified) await verify(city)
  } finally {
    await city.close()
    await server.drop(name)
  }
}

/** Dossiers of one event each, spread over every unit, chained as the engine chains them, on disk in the order they came. */
async function fillCity(city: City, open: number, closed: number): Promise<void> {
  const { pool } = city.database
  const [model] = await fileCases(city, await openDesks(city, 1), 1, 'reorganise')
  const clock = model && (await city.product.casework.findCase(city.database.db, model.caseId))?.clock
  const client = await pool.connect()
  try {
    await client.query(`set synchronous_commit = off; set work_mem = '256MB'`)
    await client.query('create temp table model as select * from casework.case where case_id = $1', [
      model?.caseId,
    ])
    await client.query(
      `delete from casework.open_task; delete from casework.event; delete from casework.case`,
    )
    for (let from = 1; from <= open + closed; from += CHUNK)
      await fillChunk(client, { closed, from, to: Math.min(from + CHUNK - 1, open + closed), clock })
    await client.query('vacuum analyze casework.case, casework.open_task')
    await client.query('analyze casework.event')
    // What filling left to write is not part of what is measured.
    await client.query('checkpoint')
  } finally {
    client.release()
  }
}

/** Writes the dossiers of these numbers; those behind `closed` are open: as in a city, the newest. */
async function fillChunk(
  client: PoolClient,
  { closed, from, to, clock }: { closed: number; from: number; to: number; clock: unknown },
): Promise<void> {
  await client.query(
    `create temp table filed as
    with place as (select row_number() over (order by id) - 1 as n, id as unit_id, calendar_id from organisation.unit where tier in ('commune', 'district', 'department'))
    select i, (i % 64)::smallint as shard_key, place.unit_id, place.calendar_id, i > $1 as open, at,
      ((extract(epoch from (at - timestamptz '2020-01-01 00:00:00+00')) * 1000)::bigint << 22) | ((i % 64)::bigint << 10) | (i % 1024) as case_id,
      c.version, c.definition_id, c.kind, 'B-' || i as code, c.title, c.status, c.money_status, c.delivery_status, c.sync_status, c.outcome, jsonb_set($4::jsonb, '{calendarId}', to_jsonb(place.calendar_id))::json as clock, c.due_wt, c.tags,
      case when i > $1 then replace(replace(c.marking::text, '"unitId":' || c.unit_id || ',', '"unitId":' || place.unit_id || ','), '"calendarId":' || c.calendar_id || ',', '"calendarId":' || place.calendar_id || ',')::json else '[]'::json end as marking
    from generate_series($2::int, $3::int) i
    cross join lateral (select timestamptz '2023-02-01 00:00:00+00' + i * interval '10 milliseconds' as at) as moment
    join place on place.n = ('x' || substr(md5(i::text), 1, 7))::bit(28)::int % (select count(*) from place)
    cross join model c`,
    [closed, from, to, JSON.stringify(clock)],
  )
  await client.query(`create temp table told as
    select filed.*, iso, text, sha256('\\x${'00'.repeat(32)}'::bytea || convert_to(concat_ws(E'\\n', case_id, 1, 'dossiers.received', '', '', '', iso, iso, repeat('00', 16), text), 'UTF8')) as hash
    from filed cross join lateral (select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as iso) as written
    cross join lateral (select json_build_object('set', json_build_object('definitionId', definition_id, 'kind', kind, 'code', code, 'title', title,
      'authorityId', unit_id, 'receivingUnitId', unit_id, 'unitId', unit_id, 'status', status, 'moneyStatus', money_status, 'deliveryStatus', delivery_status,
      'syncStatus', sync_status, 'outcome', outcome, 'marking', marking, 'clock', clock, 'calendarId', calendar_id, 'dueWt', due_wt, 'promisedAt', null,
      'openedAt', iso, 'receivedAt', iso, 'closedAt', case when open then null else iso end, 'tags', tags))::text as text) as payload`)
  await client.query(`insert into casework.case (shard_key, case_id, version, definition_id, kind, code, title, authority_id, receiving_unit_id, unit_id, status, money_status, delivery_status,
      sync_status, outcome, marking, clock, calendar_id, due_wt, promised_at, opened_at, received_at, closed_at, touched_at, tags, last_hash)
    select shard_key, case_id, 1, definition_id, kind, code, title, unit_id, unit_id, unit_id, status, money_status, delivery_status, sync_status, outcome, marking, casework.plain(clock::text), calendar_id,
      due_wt, null, iso::timestamptz, iso::timestamptz, case when open then null else iso::timestamptz end, iso::timestamptz, tags, hash from told order by i`)
  await client.query(`insert into casework.event (shard_key, case_id, seq, type, happened_at, recorded_at, command_key, payload, hash)
    select shard_key, case_id, 1, 'dossiers.received', iso::timestamptz, iso::timestamptz, decode(repeat('00', 16), 'hex'), casework.plain(text), hash from told order by i`)
  await client.query(`insert into casework.open_task (shard_key, case_id, task_no, step_key, unit_id, post_kind, field, assignee_id, waiting, opened_at, calendar_id, due_wt)
    select shard_key, case_id, t."taskNo", t."stepKey", t."unitId", t."postKind", t.field, t."assigneeId", t.waiting, t."openedAt", t."calendarId", t."dueWt" from told,
      json_to_recordset(marking) as t("taskNo" int, "stepKey" text, "unitId" int, "postKind" text, field text, "assigneeId" int, waiting boolean, "openedAt" timestamptz, "calendarId" int, "dueWt" int) order by i`)
  await client.query('drop table told, filed')
}

/** Settles everything the prepared document leaves open, as two people would. */
async function decide(city: City): Promise<void> {
  const { organisation, reorganisations } = city.product
  const [author, second] = await Promise.all(
    ['quantri', 'kiemsoat.hanoi'].map((login) => organisation.findOfficerByLogin(login)),
  )
  if (!author || !second) throw new Error('The demo city has its operator and its controller.')
  const { rows } = await city.database.pool.query<{ id: number }>(
    'select id from organisation.reorganisation where effective_on = $1',
    [hanoiReorganisation2025().head.effectiveOn],
  )
  const id = rows[0]?.id ?? 0
  // What districts decide is published for the communes from the day on; else the dry run asks about each.
  await seedProcedures(
    city.database.db,
    city.clock,
    demoProceduresOfTwoTiers().map(({ record }) => record),
    { validFrom: TWO_TIERS_FROM },
  )
  await acceptProposals(reorganisations, author, id)
  const begun = performance.now()
  const { decisions, totals } = await reorganisations.check(author, id)
  reportBelow('reorganise_dry_run', (performance.now() - begun) / 1000, 's', 10)
  if (decisions.length > 0)
    throw new Error(
      `Still open: ${decisions
        .slice(0, 3)
        .map((decision) => decision.en)
        .join(' ')}`,
    )
  say(`${totals.openCases} open dossiers, ${totals.posts} posts, ${totals.people} people would move.`)
  const { version } = await reorganisations.get(id)
  await reorganisations.approve(second, id, version)
  const dated = performance.now()
  await reorganisations.apply(author, id, version)
  say(`The new map was dated in ${((performance.now() - dated) / 1000).toFixed(1)} s.`)
}

async function measure(city: City, open: number): Promise<void> {
  const { reorganisations } = city.product
  const locks = watchLocks(city)
  const begun = performance.now()
  await reorganisations.goOn()
  const seconds = (performance.now() - begun) / 1000
  const waits = await locks()
  reportBelow('reorganise_apply', seconds, 's', (LIMIT_S * open) / OF)
  const { rows } = await city.database.pool.query<{ moved: number; lost: number }>(
    `select (select count(*)::int from casework.event where type = 'casework.rehomed') as moved,
      (select count(*)::int from casework.case c join organisation.unit u on u.id in (c.unit_id, c.authority_id) where c.closed_at is null and u.closed_on is not null) as lost`,
  )
  report('reorganise_pace', (rows[0]?.moved ?? 0) / seconds, 'cases/s', {
    limit: OF / LIMIT_S,
    ratio: (rows[0]?.moved ?? 0) / seconds / (OF / LIMIT_S),
  })
  reportBelow('reorganise_locked_p99', quantile(waits, 0.99), 'ms', LIMIT_LOCK_MS)
  report('reorganise_lost', rows[0]?.lost ?? 0, 'cases', { limit: 0, ratio: rows[0]?.lost ?? 0 })
}

async function verify({ product: { casework }, database: { db } }: City): Promise<void> {
  say('Verifying every history…')
  const { differences } = await casework.verify(db)
  report('reorganise_broken_histories', differences.length, 'cases', { limit: 0, ratio: differences.length })
}

/** Asks for the lock of one open dossier after another, as an official's step would, and notes how long each waits. */
function watchLocks(city: City): () => Promise<number[]> {
  const waits: number[] = []
  let going = true
  async function watch() {
    const client = await city.database.pool.connect()
    try {
      const { rows } = await client.query<{ shard_key: number; case_id: string }>(
        'select shard_key, case_id from casework.open_task order by case_id % 1009 limit 20000',
      )
      for (let turn = 0; going; turn += 1) {
        const one = rows[turn % rows.length]
        if (!one) return
        const begun = performance.now()
        await client.query('begin')
        await client.query(
          'select version from casework.case where shard_key = $1 and case_id = $2 for update',
          [one.shard_key, one.case_id],
        )
        await client.query('rollback')
        waits.push(performance.now() - begun)
        // Looking must not be the load: some forty looks a second are enough for a quantile.
        await pause(PAUSE_MS)
      }
    } finally {
      client.release()
    }
  }
  const watching = watch()
  return async () => {
    going = false
    await watching
    return waits
  }
}
