import { fork, type ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemClock } from '#platform/clock.ts'
import { silentLog } from '#platform/log.ts'
import { openCity, type BenchServer, type City } from './make-city.ts'
import { quantile, report, reportBelow, say } from './report.ts'

/** Timers a second, at least. */
const LIMIT_RATE = 2_000
const LATE_A_SECOND = 500
const LIMIT_LATE_S = 2
const LIMIT_RECOVERY_S = 10

/** Work with a reminder on it: the timer opens a second task beside the first. */
const MODEL = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tl="urn:thanglong:process:1" id="d" targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"/>
<userTask id="work" name="work"><extensionElements><tl:step key="work" postKind="specialist" place="competent" minutes="60"/></extensionElements></userTask>
<userTask id="then" name="then"><extensionElements><tl:step key="then" postKind="clerk" place="competent" minutes="60"/></extensionElements></userTask>
<boundaryEvent id="slow" attachedToRef="work" cancelActivity="false"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P30D</timeDuration></timerEventDefinition></boundaryEvent>
<userTask id="remind" name="remind"><extensionElements><tl:step key="remind" postKind="head" place="competent" minutes="60"/></extensionElements></userTask>
<endEvent id="e"/><endEvent id="e2"/><sequenceFlow id="f1" sourceRef="s" targetRef="work"/><sequenceFlow id="f2" sourceRef="work" targetRef="then"/><sequenceFlow id="f5" sourceRef="then" targetRef="e"/><sequenceFlow id="f3" sourceRef="slow" targetRef="remind"/><sequenceFlow id="f4" sourceRef="remind" targetRef="e2"/></process></definitions>`

type Size = { pending: number; due: number; seconds: number }

/** Timers of dossiers on a BPMN model, fired from among many that are not due. */
export async function benchTimers(server: BenchServer, { pending, due, seconds }: Size): Promise<void> {
  const name = 'timers'
  await server.create(name)
  const city = await openCity(server, name, { clock: systemClock })
  let node: ChildProcess | undefined
  try {
    say(`Writing ${pending} dossiers with a timer each…`)
    await fill(city, pending)
    await measureRate(city, due)
    await measureLateness(city, seconds)
    node = await startNode(city.url)
    await measureRecovery(city, node, seconds)
    await countOnce(city, pending)
  } finally {
    node?.kill('SIGKILL')
    await city.close()
    await server.drop(name)
  }
}

/** One dossier opened by the engine, and as many like it as are asked for. */
async function fill({ product, database }: City, pending: number): Promise<void> {
  const { casework } = product
  const definitionId = await casework.defineModel(database.db, 'dossier', { bpmn: MODEL, dmn: null })
  const begun = (await casework.getMachine(database.db, definitionId)).begin({})
  const unit = product.organisation.units().byCode('00004')
  if (!unit) throw new Error('The demo city has its commune 00004.')
  const now = systemClock.now()
  const { snapshot } = await casework.open(database.db, {
    key: 'timers-0',
    type: 'dossiers.received',
    actor: { accountId: null, postId: null, unitId: null },
    happenedAt: now,
    state: {
      definitionId,
      kind: 'dossier',
      code: 'timers-0',
      title: 'x',
      authorityId: unit.id,
      receivingUnitId: unit.id,
      unitId: unit.id,
      status: 'processing',
      moneyStatus: 'none',
      deliveryStatus: 'pending',
      syncStatus: 'pending',
      outcome: null,
      marking: begun.opened.map(({ taskNo, stepKey, step }) => ({
        taskNo,
        stepKey,
        unitId: unit.id,
        postKind: step.postKind,
        field: null,
        assigneeId: null,
        waiting: false,
        openedAt: now.toISOString(),
        calendarId: unit.calendarId,
        dueWt: null,
      })),
      process: begun.process,
      clock: null,
      calendarId: unit.calendarId,
      dueWt: null,
      promisedAt: null,
      openedAt: now.toISOString(),
      receivedAt: now.toISOString(),
      closedAt: null,
      tags: {},
    },
    ...begun.part,
  })
  const ids = `select (i % 64)::smallint as shard_key,
      ((extract(epoch from (timestamptz '2025-02-01 00:00:00+00' + i * interval '10 milliseconds' - timestamptz '2020-01-01 00:00:00+00')) * 1000)::bigint << 22) | ((i % 64)::bigint << 10) | (i % 1024) as case_id, i
    from generate_series(1, ${pending}) i`
  for (const table of ['case', 'event', 'open_task', 'timer'])
    await copyRows(database, table, snapshot.caseId, ids)
  await database.pool.query(`delete from casework.timer where case_id = ${snapshot.caseId}`)
  await database.pool.query('vacuum analyze casework.case, casework.timer, casework.open_task')
}

async function copyRows({ pool }: City['database'], table: string, from: string, ids: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'casework.${table}'::regclass and attnum > 0 and not attisdropped and attname not in ('shard_key', 'case_id')`,
  )
  const columns = rows.map((row) => `"${row.name}"`)
  const values = rows.map(({ name }) => (name === 'code' ? `m.code || ids.i` : `m."${name}"`))
  await pool.query(
    `insert into casework.${table} (shard_key, case_id, ${columns.join(', ')}) select ids.shard_key, ids.case_id, ${values.join(', ')} from (${ids}) ids, casework.${table} m where m.case_id = ${from}`,
  )
}

/** Lets `count` of the timers that are far away be due from a moment on, at even distances. */
async function letBeDue(
  { database }: City,
  count: number,
  from: Date,
  secondsBetween: number,
): Promise<void> {
  await database.pool.query(
    `update casework.timer t set fire_at = $2::timestamptz + n * $3::float8 * interval '1 second'
     from (select shard_key, case_id, timer_key, row_number() over () as n from (select shard_key, case_id, timer_key from casework.timer where fire_at > now() + interval '1 day' limit $1) as far) as far
     where t.shard_key = far.shard_key and t.case_id = far.case_id and t.timer_key = far.timer_key`,
    [count, from, secondsBetween],
  )
}

async function allFired({ database }: City, until: Date): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query<{ waits: boolean }>(
      'select exists (select from casework.timer where fire_at <= $1) as waits',
      [until],
    )
    if (!rows[0]?.waits) return
    await wait(100)
  }
}

async function measureRate(city: City, due: number): Promise<void> {
  await letBeDue(city, due, new Date(Date.now() - 60_000), 0)
  await city.database.pool.query('checkpoint')
  const begun = performance.now()
  const delivering = city.product.casework.startDelivery({ db: city.database.db, log: silentLog })
  await allFired(city, new Date())
  const rate = due / ((performance.now() - begun) / 1000)
  await delivering.stop()
  report('timers_rate', rate, 'timers/s', { limit: LIMIT_RATE, ratio: rate / LIMIT_RATE })
}

async function measureLateness(city: City, seconds: number): Promise<void> {
  const from = new Date(Date.now() + 3_000)
  await letBeDue(city, seconds * LATE_A_SECOND, from, 1 / LATE_A_SECOND)
  const delivering = city.product.casework.startDelivery({ db: city.database.db, log: silentLog })
  await wait(Math.max(0, from.getTime() - Date.now()) + seconds * 1_000)
  await allFired(city, new Date())
  await delivering.stop()
  const { rows } = await city.database.pool.query<{ late: number }>(
    `select extract(epoch from recorded_at - happened_at)::float8 as late from casework.event
     where type = 'casework.timer_fired' and happened_at > $1`,
    [from],
  )
  reportBelow(
    'timers_late_p99',
    quantile(
      rows.map(({ late }) => late),
      0.99,
    ),
    's',
    LIMIT_LATE_S,
  )
}

/** One node fires and is killed in the middle; another that stands by takes over. */
async function measureRecovery(city: City, node: ChildProcess, seconds: number): Promise<void> {
  const from = new Date(Date.now() + 1_000)
  await letBeDue(city, seconds * LATE_A_SECOND, from, 1 / LATE_A_SECOND)
  await wait(Math.max(0, from.getTime() - Date.now()) + (seconds * 1_000) / 2)
  node.kill('SIGKILL')
  const killed = new Date()
  const delivering = city.product.casework.startDelivery({ db: city.database.db, log: silentLog })
  await allFired(city, killed)
  reportBelow('timers_recovery', (Date.now() - killed.getTime()) / 1000, 's', LIMIT_RECOVERY_S)
  await allFired(city, new Date(from.getTime() + seconds * 1_000))
  await delivering.stop()
}

/** Each timer fired once or waits still: events and rows together are as many as there were. */
async function countOnce({ database }: City, pending: number): Promise<void> {
  const { rows } = await database.pool.query<{ fired: number; cases: number; left: number }>(
    `select count(*)::int as fired, count(distinct case_id)::int as cases, (select count(*)::int from casework.timer) as left
     from casework.event where type = 'casework.timer_fired'`,
  )
  const { fired = 0, cases = 0, left = 0 } = rows[0] ?? {}
  say(`${fired} timers fired, ${left} wait`)
  report('timers_fired_twice', fired - cases, 'timers', { limit: 0, ratio: fired - cases })
  report('timers_lost', pending - cases - left, 'timers', { limit: 0, ratio: pending - cases - left })
}

async function startNode(url: string): Promise<ChildProcess> {
  const node = fork(fileURLToPath(new URL('timer-node.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  const ready = new Promise((done, fail) => {
    node.once('message', done)
    node.once('exit', (code) => fail(new Error(`The node ended with ${code}.`)))
  })
  node.send({ url })
  await ready
  return node
}
