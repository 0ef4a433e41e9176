import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { migrate } from '#platform/migrate.ts'
import { collectMigrations } from '#platform/modules.ts'
import { openDatabase } from '#platform/database.ts'
import { moduleNames } from '#modules/module-graph.ts'

export const TEMPLATE = 'thanglong_template'

export type TestServer = { adminUrl: string; urlOf(database: string): string; stop(): Promise<void> }

/** A PostgreSQL of the tests' own in a temporary folder, gone when stopped. */
export async function startTestServer(): Promise<TestServer> {
  mkdirSync(tmpdir(), { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'thanglong-test-'))
  const server = await startEmbeddedPostgres({ folder, settings: { fsync: 'off', shared_buffers: '128MB' } })
  return {
    adminUrl: server.url,
    urlOf: server.urlOf,
    async stop() {
      await server.stop()
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Makes the migrated database that workers clone. */
export async function createTemplate(server: TestServer) {
  await onServer(server.adminUrl, `create database ${TEMPLATE}`)
  const { pool, close } = openDatabase(server.urlOf(TEMPLATE), { max: 1 })
  await migrate(pool, collectMigrations(moduleNames))
  await close()
}

/** A copy of the template, with everything in it, under a name of its own. */
export async function copyTemplate(adminUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await cloneTemplate(adminUrl, name)
  return {
    url: adminUrl.replace('/postgres?', `/${name}?`),
    drop: () => onServer(adminUrl, `drop database if exists ${name} with (force)`),
  }
}

async function cloneTemplate(adminUrl: string, name: string) {
  // Two workers may clone in the same moment; PostgreSQL lets only one copy from the template at a time.
  for (let tries = 0; ; tries++) {
    try {
      await onServer(adminUrl, `create database ${name} template ${TEMPLATE}`)
      return
    } catch (error) {
      if (tries > 200 || !(error instanceof Error && /being accessed by other users/.test(error.message)))
        throw error
      await wait(25)
    }
  }
}

/** A migrated database with a server of its own, for checks and for tests of locking and of lost connections. */
export async function createMigratedDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await startTestServer()
  await createTemplate(server)
  return { url: server.urlOf(TEMPLATE), drop: () => server.stop() }
}

async function onServer(adminUrl: string, statement: string) {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
