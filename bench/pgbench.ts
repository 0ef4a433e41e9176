import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { drawing } from '#data/people/draw.ts'
import type { RecordedCase } from './bare-driver.ts'

/** `pgbench` on the path or beside a PostgreSQL of the system. */
export function findPgbench(): string | undefined {
  const root = '/usr/lib/postgresql'
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    ...(existsSync(root)
      ? readdirSync(root)
          .sort()
          .reverse()
          .map((version) => join(root, version, 'bin'))
      : []),
  ]
  return folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path))
}

type Pgbench = {
  url: string
  database: string
  host: string
  clients: number
  cases: readonly RecordedCase[]
  folder: string
}

/**
 * The same steps from pgbench, so many clients at once. The arguments were worked out before and lie in a table that
 * each client walks through; one look-up by primary key is what that adds.
 */
export async function runPgbench(
  binary: string,
  { url, database, host, clients, cases, folder }: Pgbench,
): Promise<number> {
  const perClient = Math.floor(cases.length / clients)
  const rows: { n: number; step: string }[] = []
  for (let client = 0; client < clients; client += 1) {
    const own = shuffled(cases.slice(client * perClient, (client + 1) * perClient), `client ${client}`)
    own.forEach((step, index) => rows.push({ step, n: client * own.length + index }))
  }
  const steps = rows.length / clients
  const db = new pg.Client({ connectionString: url })
  await db.connect()
  await db.query('drop table if exists public.bench_step')
  await db.query('create unlogged table public.bench_step (n int primary key, step text)')
  await db.query('insert into public.bench_step select * from unnest($1::int[], $2::text[])', [
    rows.map(({ n }) => n),
    rows.map(({ step }) => step),
  ])
  await db.query('vacuum analyze public.bench_step')
  await db.end()

  mkdirSync(folder, { recursive: true })
  const script = join(folder, 'step.pgbench')
  writeFileSync(
    script,
    `\\set i :i + 1\n\\set n :client_id * ${steps} + :i\nselect casework.advance(step) from public.bench_step where n = :n;\n`,
  )
  const ran = spawnSync(
    binary,
    [
      '-h',
      host,
      '-U',
      'postgres',
      '-n',
      '-M',
      'prepared',
      '-c',
      String(clients),
      '-j',
      '2',
      '-t',
      String(steps),
      '-D',
      'i=-1',
      '-f',
      script,
      database,
    ],
    { encoding: 'utf8' },
  )
  const tps = /tps = ([\d.]+)/.exec(ran.stdout)?.[1]
  if (ran.status !== 0 || !tps) throw new Error(`pgbench failed: ${ran.stderr}`)
  return Number(tps)
}

/** The cases' steps in an order in which each case's own stay in theirs. */
function shuffled(cases: readonly RecordedCase[], seed: string): string[] {
  const draw = drawing(seed)
  const open = cases.map((one) => ({ steps: one.steps, next: 0 }))
  const order: string[] = []
  while (open.length > 0) {
    const index = Math.floor(draw() * open.length)
    const one = open[index]
    const step = one?.steps[one.next]
    if (!one || step === undefined) {
      open.splice(index, 1)
      continue
    }
    order.push(step)
    one.next += 1
    if (one.next === one.steps.length) open.splice(index, 1)
  }
  return order
}
