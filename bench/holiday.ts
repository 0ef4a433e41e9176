import { DUE_SOON_MINUTES } from '#modules/indicators/contract.ts'
import {
  dueAt,
  dueOf,
  startClock,
  toOrdinal,
  type LegalClock,
  type Limit,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import { fileCases, openDesks } from './five-steps.ts'
import { openCity, type BenchServer, type City } from './make-city.ts'
import { report, reportBelow, say } from './report.ts'

const CALENDARS = 600
const FIRST_CALENDAR = 1_000
/** Each way in which a limit is counted. */
const LIMITS: readonly [Limit, 'exact_hour' | 'end_of_day'][] = [
  [{ unit: 'working_days', amount: 3 }, 'exact_hour'],
  [{ unit: 'working_days', amount: 10 }, 'end_of_day'],
  [{ unit: 'calendar_days', amount: 15 }, 'exact_hour'],
  [{ unit: 'hours', amount: 8 }, 'exact_hour'],
  [{ unit: 'same_day_before' }, 'exact_hour'],
  [{ unit: 'months', amount: 1 }, 'exact_hour'],
]
/** Receptions of the last weeks, one every some hours. */
const RECEPTIONS = 60
const HOURS_BETWEEN = 8
const SAMPLES = 1_000

/**
 * Tomorrow is declared off over open cases on 600 calendars: how long until the counts of the city are those of the
 * new calendars, and how many rows of cases that took. Counts and due dates are then held against a reckoning case by case.
 */
export async function benchHoliday(server: BenchServer, { cases }: { cases: number }) {
  await server.create('holiday')
  const city = await openCity(server, 'holiday')
  const { product } = city
  await fill(city, cases)
  await product.calendar.reload()
  const operator = (await product.organisation.listOfficers()).find(({ postKind }) => postKind === 'operator')
  if (!operator) throw new Error('Nobody may declare a day off.')
  await countAll(city)
  const before = new Map(product.calendar.all().map((calendar) => [calendar.id, calendar]))
  const mark = await currentXid(city)

  const begun = performance.now()
  await product.calendar.declareDayOff(operator, {
    date: '2023-11-10',
    kind: 'closure',
    nameVi: 'Nghỉ phòng bão',
    nameEn: 'Storm closure',
    legalGround: 'Công điện thử 01/CĐ',
  })
  const declared = performance.now() - begun
  const counts = await countAll(city)
  const right = performance.now() - begun

  reportBelow('holiday_lists_right', right / 1000, 's', 1)
  report('holiday_declared', declared / 1000, 's', { ratio: declared / right })
  const written = await rowsSince(city, mark)
  report('holiday_case_rows_written', written, 'rows', { limit: 0, ratio: written })
  const wanted = await reckoned(city)
  if (JSON.stringify(counts) !== JSON.stringify(wanted))
    throw new Error(`The wall says ${JSON.stringify(counts)}, case by case it is ${JSON.stringify(wanted)}.`)
  const moved = await countMoved(city, before)
  say(
    `  ${cases} open cases on ${CALENDARS} calendars, ${counts.overdue} overdue; ${moved} of ${SAMPLES} looked at moved`,
  )
  await city.close()
  await server.drop('holiday')
}

type Counts = { open: number; overdue: number; dueSoon: number }

/** The counts of the city as the wall reads them. */
async function countAll({ product }: City): Promise<Counts> {
  const today = product.indicators.today()
  const { figures } = await product.indicators.readFigures({ period: { from: today, to: today } })
  const valueOf = (code: string) => figures.find((figure) => figure.code === code)?.numerator ?? -1
  return { open: valueOf('A00'), overdue: valueOf('A03'), dueSoon: valueOf('A04') }
}

/** The same counts from the due moment of every case on the calendars as they are now. */
async function reckoned({ product, database, clock }: City): Promise<Counts> {
  const { rows } = await database.pool.query<{ calendar_id: number; due_wt: number; n: string }>(
    'select calendar_id, due_wt, count(*) as n from casework.case where closed_at is null group by 1, 2',
  )
  const now = clock.now()
  const counts: Counts = { open: 0, overdue: 0, dueSoon: 0 }
  const soon = new Map<number, number>()
  for (const { calendar_id: id, due_wt: dueWt, n } of rows) {
    const calendar = product.calendar.get(id)
    const { at, wt } = dueOf(calendar, dueWt)
    if (!soon.has(id)) soon.set(id, toOrdinal(calendar, now) + DUE_SOON_MINUTES)
    counts.open += Number(n)
    if (at < now) counts.overdue += Number(n)
    else if (wt <= (soon.get(id) ?? 0)) counts.dueSoon += Number(n)
  }
  return counts
}

/** Opens some cases: each due date must be the stored position's, by the derivation that explains it. Answers how many moved. */
async function countMoved(
  { product, database }: City,
  before: ReadonlyMap<number, WorkingCalendar>,
): Promise<number> {
  const { rows } = await database.pool.query<{ case_id: string }>(
    'select case_id from casework.case where closed_at is null and calendar_id >= $1 order by md5(case_id::text) limit $2',
    [FIRST_CALENDAR, SAMPLES],
  )
  let moved = 0
  for (const { case_id: caseId } of rows) {
    const { clock, dueWt, calendarId } = await product.casework.getCase(database.db, caseId)
    const was = before.get(calendarId)
    if (!clock || dueWt === null || !was) throw new Error(`Case ${caseId} has no clock.`)
    const now = product.calendar.get(calendarId)
    const due = dueAt(clock, now)?.getTime()
    if (due !== dueOf(now, dueWt).at.getTime())
      throw new Error(`Case ${caseId}: its position and its derivation differ.`)
    if (due !== dueAt(clock, was)?.getTime()) moved += 1
  }
  return moved
}

async function currentXid({ database }: City): Promise<string> {
  const { rows } = await database.pool.query<{ xid: string }>('select pg_current_xact_id()::text as xid')
  return rows[0]?.xid ?? '0'
}

/** Rows of cases that a transaction after that one has written. */
async function rowsSince({ database }: City, xid: string): Promise<number> {
  let written = 0
  for (const table of ['casework.case', 'casework.event', 'casework.open_task', 'indicators.open_case']) {
    const { rows } = await database.pool.query<{ n: string }>(
      `select count(*) as n from ${table} where xmin::text::bigint > $1::bigint`,
      [xid],
    )
    written += Number(rows[0]?.n ?? 0)
  }
  return written
}

/** Calendars like the city's own, and open cases on them with clocks as the product starts them. */
async function fill(city: City, cases: number) {
  const { pool } = city.database
  const [model] = await fileCases(city, await openDesks(city, 1), 1, 'model')
  const own = city.product.calendar.all()
  const clocks = own.flatMap((calendar, kind) => clocksOn(city, calendar, kind))
  const client = await pool.connect()
  try {
    await client.query('set synchronous_commit = off')
    await client.query(
      `insert into calendar.calendar (id, code, name_vi, name_en, policy, minutes_per_day, hours, first_year, last_year, legal_ground, version)
      select $1 + i, 'bench-' || i, name_vi, name_en, policy, minutes_per_day, hours, first_year, last_year, legal_ground, 1
      from generate_series(0, $2 - 1) as i join calendar.calendar c on c.id = ($3::int[])[1 + i % cardinality($3::int[])]`,
      [FIRST_CALENDAR, CALENDARS, own.map(({ id }) => id)],
    )
    await client.query(
      'create temp table pool (n int, kind int, due_wt int, start_wt int, received_at timestamptz, clock json)',
    )
    await client.query(
      'insert into pool select (row_number() over (partition by kind)) - 1, kind, due_wt, start_wt, received_at, clock from json_to_recordset($1::json) as t(kind int, due_wt int, start_wt int, received_at timestamptz, clock json)',
      [JSON.stringify(clocks)],
    )
    await client.query(
      `create temp table chosen as
      select i, (i % 64)::smallint as shard, casework.first_case_id('2023-11-01') + ((i / 64)::bigint << 22) + ((i % 64)::bigint << 10) as case_id, $2 + i % $3 as calendar_id, u.id as unit_id,
        p.due_wt, p.start_wt, p.received_at, p.clock
      from generate_series(1, $1::int) as i
      join pool p on p.kind = (i % $3) % $4 and p.n = (i / $3) % (select max(n) + 1 from pool)
      join (select id, row_number() over (order by id) - 1 as n, count(*) over () as all from organisation.unit) u on u.n = i % u.all`,
      [cases, FIRST_CALENDAR, CALENDARS, own.length],
    )
    await client.query(
      `insert into casework.case (shard_key, case_id, version, definition_id, kind, code, title, authority_id, receiving_unit_id, unit_id, status,
        money_status, delivery_status, sync_status, marking, clock, calendar_id, due_wt, opened_at, received_at, touched_at, tags, last_hash)
      select x.shard, x.case_id, 1, c.definition_id, c.kind, 'H-' || x.i, c.title, x.unit_id, x.unit_id, x.unit_id, c.status, c.money_status, c.delivery_status,
        c.sync_status, c.marking, casework.plain((x.clock::jsonb || jsonb_build_object('calendarId', x.calendar_id))::text), x.calendar_id, x.due_wt, x.received_at, x.received_at, x.received_at, c.tags, c.last_hash
      from chosen x, casework.case c where c.case_id = $1`,
      [model?.caseId],
    )
    await client.query(
      `insert into indicators.open_case (shard_key, case_id, version, unit_id, receiving_unit_id, channel, procedure_code, received_at, received_wt, calendar_id, due_wt, paused)
      select shard, case_id, 1, unit_id, unit_id, 'counter', '2.000635', received_at, start_wt, calendar_id, due_wt, false from chosen`,
    )
    await client.query('delete from casework.case where case_id = $1', [model?.caseId])
    await client.query('analyze casework.case; analyze indicators.open_case')
  } finally {
    client.release()
  }
  await city.product.indicators.prepare()
  await pool.query('update platform.consumer set handled = 1, updated_at = now()')
}

function clocksOn(city: City, calendar: WorkingCalendar, kind: number) {
  return Array.from({ length: RECEPTIONS }, (_, index) => index).flatMap((index) =>
    LIMITS.map(([limit, policy]) => {
      const receivedAt = new Date(city.clock.now().getTime() - index * HOURS_BETWEEN * 3_600_000)
      const clock: LegalClock = startClock(calendar, limit, receivedAt, policy)
      return { kind, due_wt: clock.dueWt, start_wt: clock.startWt, received_at: clock.receivedAt, clock }
    }),
  )
}
