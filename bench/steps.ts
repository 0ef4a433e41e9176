import { join } from 'node:path'
import pg from 'pg'
import { byCase, openBareDriver, recordSteps, type RecordedCall } from './bare-driver.ts'
import { fileCases, inParallel, openDesks, stepAll, takeStep, type BenchCase } from './five-steps.ts'
import { openCity, type BenchServer } from './make-city.ts'
import { bpmnPeer } from './peers/bpmn-engine.ts'
import { dbosPeer } from './peers/dbos.ts'
import type { Peer } from './peers/peer.ts'
import { xstatePeer } from './peers/xstate.ts'
import { findPgbench, runPgbench } from './pgbench.ts'
import { quantile, report, say } from './report.ts'
import { cpuOfChildren } from './server-process.ts'

const AT_ONCE = 16
const CONNECTIONS = 16

/** Somebody who takes a round of steps and says how many a second it was. */
type Runner = { name: string; limit?: number; run(round: number): Promise<number>; close(): Promise<void> }

/**
 * Steps a second through the use case, and beside it what the same server does for others. All take turns in
 * `rounds` rounds, so that a busy machine is busy for everybody; rates and ratios are medians of the rounds.
 */
export async function benchSteps(
  server: BenchServer,
  { cases: count, rounds, share }: { cases: number; rounds: number; share: number },
): Promise<number> {
  const recorded: RecordedCall[] = []
  await server.create('steps')
  let city = await openCity(server, 'steps')
  const desks = await openDesks(city, 60)
  const deskOf = new Map(desks.map((desk) => [desk.unitId, desk]))
  const step = (one: BenchCase) => takeStep(city, deskOf, one)
  await stepAll(await fileCases(city, desks, 300, 'warm'), AT_ONCE, step)
  const cases = await fileCases(city, desks, count, 'measured')
  await city.close()
  await server.create('steps_bare', 'steps')
  await server.create('steps_batched', 'steps')
  await server.create('steps_pgbench', 'steps')

  city = await openCity(server, 'steps', { max: CONNECTIONS, watch: (pool) => recordSteps(pool, recorded) })
  await stepAll(await fileCases(city, desks, 300, 'warm again'), AT_ONCE, step)
  // The process that measures has not filed these itself; a running one has.
  await inParallel(
    AT_ONCE,
    cases.length,
    async (index) => void (await city.product.casework.getCase(city.database.db, cases[index]?.caseId ?? '')),
  )
  const others = [
    openBare(server),
    openBareBatches(server),
    openPgbench(server),
    ...(await openPeers(server, share / rounds)),
  ].filter((one) => one !== undefined)
  const ours: number[] = []
  const theirs = new Map<Runner, number[]>()
  const size = Math.floor(count / rounds)
  const spent = cpuMeter(server)
  for (let round = 0; round < rounds; round += 1) {
    recorded.length = 0
    ours.push(
      await spent('steps', async () => stepAll(cases.slice(round * size, (round + 1) * size), AT_ONCE, step)),
    )
    lastRound = [...recorded]
    for (const other of others) theirs.set(other, [...(theirs.get(other) ?? []), await other.run(round)])
  }
  await city.close()
  for (const other of others) await other.close()

  const bare = theirs.get(others[0] as Runner) ?? []
  const ratio = (rates: readonly number[]) =>
    quantile(
      rates.map((one, round) => (ours[round] ?? 0) / one),
      0.5,
    )
  report('steps', quantile(ours, 0.5), 'steps/s', { limit: 0.7, ratio: ratio(bare) })
  for (const other of others) {
    const rates = theirs.get(other) ?? []
    report(`steps_${other.name}`, quantile(rates, 0.5), 'steps/s', {
      ...(other.limit === undefined ? {} : { limit: other.limit }),
      ratio: ratio(rates),
    })
  }
  for (const name of ['steps_bare', 'steps_batched', 'steps_pgbench']) await server.drop(name)
  return quantile(ours, 0.5)
}

/** What the product sent in the round just measured: the others send the same to copies of its database. */
let lastRound: readonly RecordedCall[] = []

function openBare(server: BenchServer): Runner {
  const bare = openBareDriver(server.postgres.urlOf('steps_bare'), CONNECTIONS)
  const spent = cpuMeter(server)
  return {
    name: 'bare_driver',
    limit: 0.7,
    run: () => spent('bare_driver', () => stepAll(byCase(lastRound), AT_ONCE, (one) => bare.step(one))),
    close: () => bare.close(),
  }
}

/** For information: what the calls the product really sent would take with nothing around them. */
function openBareBatches(server: BenchServer): Runner {
  const bare = openBareDriver(server.postgres.urlOf('steps_batched'), CONNECTIONS)
  const spent = cpuMeter(server)
  return {
    name: 'bare_batches',
    run: () => spent('bare_batches', () => bare.replay(lastRound)),
    close: () => bare.close(),
  }
}

function openPgbench(server: BenchServer): Runner | undefined {
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
        cases: byCase(lastRound),
        folder: join(server.folder, 'pgbench'),
      }),
    close: async () => undefined,
  }
}

/** The same five steps on other engines from npm, each in a database of its own on the same server. */
async function openPeers(server: BenchServer, share: number): Promise<Runner[]> {
  const makers: ((pool: pg.Pool, url: string) => Promise<Peer>)[] = [xstatePeer, bpmnPeer, dbosPeer]
  const runners: Runner[] = []
  const spent = cpuMeter(server)
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
      run: (round) => spent(peer.name, () => run(`round${round}`, peer.cases * share)),
      async close() {
        await peer.close()
        await pool.end()
        await server.drop(database)
      },
    })
  }
  return runners
}

type Taken = { steps: number; seconds: number }

/** Runs a round and answers its rate; says what a step cost in processor time, which a busy machine changes less than it does rates. */
function cpuMeter(server: BenchServer) {
  return async (name: string, round: () => Promise<Taken>): Promise<number> => {
    const postgres = cpuOfChildren(server.postgres.pid)
    const own = process.cpuUsage()
    const { steps, seconds } = await round()
    const { user, system } = process.cpuUsage(own)
    const there = cpuOfChildren(server.postgres.pid)
    const database =
      postgres === undefined || there === undefined
        ? ''
        : `, PostgreSQL ${Math.round(((there - postgres) * 1e6) / steps)} µs`
    say(`  ${name}: Node ${Math.round((user + system) / steps)} µs${database} a step`)
    return steps / seconds
  }
}
