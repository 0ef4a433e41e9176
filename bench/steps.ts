import { join } from 'node:path'
import pg from 'pg'
import { byCase, openBareDriver, recordSteps, type RecordedCall } from './bare-driver.ts'
import {
  fileCases,
  fiveSteps,
  inParallel,
  modelWalk,
  openDesks,
  publishModel,
  stepAll,
  takeStep,
  type BenchCase,
} from './five-steps.ts'
import { inTurns, rateOf, type Taken } from './in-turns.ts'
import { onServer, openCity, type BenchServer } from './make-city.ts'
import { bpmnPeer } from './peers/bpmn-engine.ts'
import { dbosPeer } from './peers/dbos.ts'
import type { Peer } from './peers/peer.ts'
import { xstatePeer } from './peers/xstate.ts'
import { findPgbench, runPgbench } from './pgbench.ts'
import { quantile, report, say } from './report.ts'
import { cpuOfChildren } from './server-process.ts'

const AT_ONCE = 16
const CONNECTIONS = 16
/** Cases of the table stepped before and after the second opening; on the model as many come together after it. */
const WARM = 1_000
/** What steps on a BPMN model must reach of those of a table-made process. */
export const MODEL_FLOOR = 0.9

/** Somebody who takes a round of steps and says how many a second it was. */
type Runner = {
  name: string
  limit?: number
  isPeer?: true
  run(round: number): Promise<number>
  close(): Promise<void>
}

type Sizes = { cases: number; rounds: number; share: number }

/**
 * Steps a second through the use case, by a table and on a BPMN model, and beside it what the same server does for
 * others. All take turns in `rounds` rounds, so that a busy machine is busy for everybody; rates and ratios are medians
 * of the rounds.
 */
export async function benchSteps(server: BenchServer, { cases, rounds, share }: Sizes): Promise<number> {
  const recorded: RecordedCall[] = []
  const steps = await openSteps(server, cases, recorded)
  /** What the product sent in the round just measured: the others send the same to copies of its database. */
  const sent: Record<'table' | 'model', RecordedCall[]> = { table: [], model: [] }
  const bare = openBare(server, 'bare_driver', () => sent.table)
  const others = [
    bare,
    openBareBatches(server, () => sent.table),
    openPgbench(server, () => sent.table),
    ...(await openPeers(server, share / rounds)),
  ].filter((one) => one !== undefined)
  const bareOnModel = openBare(server, 'bpmn_bare_driver', () => sent.model)
  const ours: number[] = []
  const onModel: number[] = []
  const theirs = new Map<Runner, number[]>()
  const meter = cpuMeter(server)
  const run = async (other: Runner, round: number) =>
    theirs.set(other, [...(theirs.get(other) ?? []), await other.run(round)])
  const partOf = (all: readonly BenchCase[], round: number) => {
    const size = Math.floor(all.length / rounds)
    return all.slice(round * size, (round + 1) * size)
  }
  for (let round = 0; round < rounds; round += 1) {
    sent.table = []
    sent.model = []
    const taken = await inTurns(
      partOf(steps.byTable, round),
      partOf(steps.onModel, round),
      async (kind, some) => {
        recorded.length = 0
        const one = await meter(() => stepAll(some, AT_ONCE, steps.step))
        sent[kind].push(...recorded)
        return one
      },
    )
    ours.push(told('steps', taken.table))
    onModel.push(told('steps_bpmn', taken.model))
    for (const other of [...others, bareOnModel]) await run(other, round)
  }
  await steps.close()
  for (const other of [...others, bareOnModel]) await other.close()

  report('steps', quantile(ours, 0.5), 'steps/s', { limit: 0.7, ratio: ratioOf(ours, theirs.get(bare)) })
  for (const other of others) reportBeside('steps', ours, other, theirs.get(other))
  report('steps_bpmn', quantile(onModel, 0.5), 'steps/s', {
    limit: MODEL_FLOOR,
    ratio: ratioOf(onModel, ours),
  })
  reportBeside('steps', onModel, bareOnModel, theirs.get(bareOnModel))
  for (const other of others) if (other.isPeer) reportBeside('steps_bpmn', onModel, other, theirs.get(other))
  for (const name of ['steps_bare', 'steps_batched', 'steps_pgbench']) await server.drop(name)
  return quantile(ours, 0.5)
}

function ratioOf(rates: readonly number[], others: readonly number[] = []): number {
  return quantile(
    others.map((one, round) => (rates[round] ?? 0) / one),
    0.5,
  )
}

function reportBeside(
  prefix: string,
  ours: readonly number[],
  { name, limit }: Runner,
  rates: readonly number[] = [],
) {
  report(`${prefix}_${name}`, quantile(rates, 0.5), 'steps/s', {
    ...(limit === undefined ? {} : { limit }),
    ratio: ratioOf(ours, rates),
  })
}

/** A warm product over dossiers that wait for their steps, by the table and on the model, and copies of its database for the others. */
async function openSteps(server: BenchServer, count: number, recorded: RecordedCall[]) {
  await server.create('steps')
  let city = await openCity(server, 'steps')
  const desks = await openDesks(city, 60)
  const deskOf = new Map(desks.map((desk) => [desk.unitId, desk]))
  const step = (one: BenchCase) => takeStep(city, deskOf, one)
  await stepAll(await fileCases(city, desks, WARM, 'warm'), AT_ONCE, step)
  const warmAgain = await fileCases(city, desks, WARM, 'warm again')
  const byTable = await fileCases(city, desks, count, 'measured')
  await publishModel(city)
  const onModel = await fileCases(
    city,
    desks,
    Math.ceil((count * fiveSteps.length) / modelWalk.length),
    'on a model',
    modelWalk,
  )
  await city.close()
  for (const name of ['steps_bare', 'steps_batched', 'steps_pgbench']) {
    await server.create(name, 'steps')
    // What the others leave behind would be cleared up while the product has its turn.
    await onServer(
      server.postgres.urlOf(name),
      `do $$ declare t regclass; begin
        for t in select oid from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('casework', 'platform') loop
          execute format('alter table %s set (autovacuum_enabled = off)', t);
        end loop; end $$`,
    )
  }

  city = await openCity(server, 'steps', { max: CONNECTIONS, watch: (pool) => recordSteps(pool, recorded) })
  const warmOnModel = await fileCases(city, desks, 2 * WARM, 'warm on a model', modelWalk)
  await stepAll([...warmAgain, ...warmOnModel], AT_ONCE, step)
  // The process that measures has not filed these itself; a running one has.
  const filed = [...byTable, ...onModel]
  await inParallel(
    AT_ONCE,
    filed.length,
    async (index) => void (await city.product.casework.getCase(city.database.db, filed[index]?.caseId ?? '')),
  )
  return { byTable, onModel, step, close: () => city.close() }
}

function openBare(server: BenchServer, name: string, sent: () => readonly RecordedCall[]): Runner {
  const bare = openBareDriver(server.postgres.urlOf('steps_bare'), CONNECTIONS)
  const meter = cpuMeter(server)
  return {
    name,
    limit: 0.7,
    run: async () =>
      told(name, [await meter(() => stepAll(byCase(sent()), AT_ONCE, (one) => bare.step(one)))]),
    close: () => bare.close(),
  }
}

/** For information: what the calls the product really sent would take with nothing around them. */
function openBareBatches(server: BenchServer, sent: () => readonly RecordedCall[]): Runner {
  const bare = openBareDriver(server.postgres.urlOf('steps_batched'), CONNECTIONS)
  const meter = cpuMeter(server)
  return {
    name: 'bare_batches',
    run: async () => told('bare_batches', [await meter(() => bare.replay(sent()))]),
    close: () => bare.close(),
  }
}

function openPgbench(server: BenchServer, sent: () => readonly RecordedCall[]): Runner | undefined {
  const binary = findPgbench()
  if (!binary) {
    say('pgbench is not installed here, so steps_pgbench is left out.')
    return undefined
  }
  const url = server.postgres.urlOf('steps_pgbench')
  const host = new URL(url.replace('@/', '@local/')).searchParams.get('host') ?? ''
  return {
    name: 'pgbench',
    limit: 0.4,
    run: () =>
      runPgbench(binary, {
        url,
        database: 'steps_pgbench',
        host,
        clients: AT_ONCE,
        cases: byCase(sent()),
        folder: join(server.folder, 'pgbench'),
      }),
    close: async () => undefined,
  }
}

/** The same five steps on other engines from npm, each in a database of its own on the same server. */
async function openPeers(server: BenchServer, share: number): Promise<Runner[]> {
  const makers: ((pool: pg.Pool, url: string) => Promise<Peer>)[] = [xstatePeer, bpmnPeer, dbosPeer]
  const runners: Runner[] = []
  const meter = cpuMeter(server)
  for (const [index, make] of makers.entries()) {
    const database = `peer_${index}`
    await server.create(database, 'template1')
    const url = server.postgres.urlOf(database)
    const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
    pool.on('error', () => undefined)
    const peer = await make(pool, url)
    const run = async (label: string, cases: number) => {
      const own = Array.from({ length: Math.ceil(cases) }, (_, number) => ({
        caseId: `${label}-${number}`,
        done: 0,
      }))
      await inParallel(AT_ONCE, own.length, (number) => peer.open(own[number]?.caseId ?? ''))
      return stepAll(own, AT_ONCE, async (one) => {
        await peer.step(one.caseId, one.done)
        one.done += 1
      })
    }
    await run('warm', Math.max(20, peer.cases * share * 0.2))
    runners.push({
      name: peer.name,
      limit: peer.floor,
      isPeer: true,
      run: async (round) => told(peer.name, [await meter(() => run(`round${round}`, peer.cases * share))]),
      async close() {
        await peer.close()
        await pool.end()
        await server.drop(database)
      },
    })
  }
  return runners
}

/** With what it took of the processors, in microseconds, which a busy machine changes less than it does rates. */
type Metered = Taken & { node: number; database: number | undefined }

function cpuMeter(server: BenchServer) {
  return async (run: () => Promise<Taken>): Promise<Metered> => {
    const before = cpuOfChildren(server.postgres.pid)
    const own = process.cpuUsage()
    const taken = await run()
    const { user, system } = process.cpuUsage(own)
    const after = cpuOfChildren(server.postgres.pid)
    const database = before === undefined || after === undefined ? undefined : (after - before) * 1e6
    return { ...taken, node: user + system, database }
  }
}

/** Says what a step cost in processor time and answers the rate. */
function told(name: string, runs: readonly Metered[]): number {
  const perStep = (of: (run: Metered) => number) =>
    Math.round(runs.reduce((sum, run) => sum + of(run), 0) / runs.reduce((sum, { steps }) => sum + steps, 0))
  const database = runs.some((run) => run.database === undefined)
    ? ''
    : `, PostgreSQL ${perStep((run) => run.database ?? 0)} µs`
  say(`  ${name}: Node ${perStep(({ node }) => node)} µs${database} a step`)
  return rateOf(runs)
}
