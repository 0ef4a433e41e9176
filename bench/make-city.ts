import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { composeProduct, type Product } from '#apps/server/product.ts'
import { seedDemo } from '#apps/server/seed-demo.ts'
import type { Clock } from '#platform/clock.ts'
import { loadConfig, type Config } from '#platform/config.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { silentLog } from '#platform/log.ts'
import { migrate } from '#platform/migrate.ts'
import { collectMigrations } from '#platform/modules.ts'
import { moduleNames } from '#modules/module-graph.ts'
import { seedCalendars } from '#modules/calendar/server/index.ts'

/** The server all figures of a run are taken on, with a migrated and seeded city to clone. */
export type BenchServer = {
  postgres: EmbeddedPostgres
  folder: string
  /** Makes a database; with a template it is a copy, else a fresh demo city. */
  create(name: string, template?: string): Promise<void>
  drop(name: string): Promise<void>
  stop(): Promise<void>
}

const CITY = 'bench_city'
/** A working morning, so that every desk is open and clocks run. */
const MORNING = new Date('2023-11-09T02:00:00.000Z')

/** The bench's own PostgreSQL with the product's settings, fsync and all, and room for the peers' connections. */
export async function startBenchServer(): Promise<BenchServer> {
  mkdirSync(tmpdir(), { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'thanglong-bench-'))
  const postgres = await startEmbeddedPostgres({ folder, settings: { max_connections: 200 } })
  const server: BenchServer = {
    postgres,
    folder,
    create: (name, template = CITY) =>
      onServer(postgres.url, `create database ${name} template ${template} strategy file_copy`),
    drop: (name) => onServer(postgres.url, `drop database if exists ${name} with (force)`),
    async stop() {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    await onServer(postgres.url, `create database ${CITY}`)
    const database = openDatabase(postgres.urlOf(CITY), { max: 2 })
    await migrate(database.pool, collectMigrations(moduleNames))
    const clock = cityMorning()
    await seedCalendars(database.db, clock.now())
    await seedDemo(database.db, clock)
    await database.pool.query('vacuum analyze')
    await database.close()
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

/** Ticks like any clock, from nine o'clock of a working day. */
export function cityMorning(): Clock {
  const start = Date.now()
  return { now: () => new Date(MORNING.getTime() + Date.now() - start) }
}

export type City = {
  database: Database
  product: Product
  config: Config
  clock: Clock
  url: string
  close(): Promise<void>
}

export type OpenCity = {
  clock?: Clock
  max?: number
  wake?: () => void
  /** Sees the pool before its first connection. */
  watch?: (pool: Database['pool']) => void
}

/** The product over one of the server's databases, as `start` composes it, without HTTP and readers. */
export async function openCity(
  server: BenchServer,
  name: string,
  { clock = cityMorning(), max, wake = () => undefined, watch = () => undefined }: OpenCity = {},
): Promise<City> {
  const url = server.postgres.urlOf(name)
  const config = loadConfig({
    THANGLONG_DATA: join(server.folder, 'data'),
    LOG_LEVEL: 'silent',
    DATABASE_URL: url,
  })
  const database = openDatabase(url, { max: max ?? config.databasePool })
  watch(database.pool)
  const product = await composeProduct({ db: database.db, clock, config, log: silentLog, wake })
  await product.dossiers.start()
  return { database, product, config, clock, url, close: () => database.close() }
}

export async function onServer(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
