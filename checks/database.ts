/**
 * What can only be known from a migrated database: that schema.sql is its picture, and that its tables could
 * be spread over several servers. `--write` draws the picture anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { createMigratedDatabase } from '#testing/database.ts'
import { moduleNames } from '../modules/module-graph.ts'
import { undistributable } from './distributable.ts'
import { repository } from './processes.ts'
import { dumpSchema } from './schema-dump.ts'

const picture = join(repository, 'schema.sql')
const plantedTable = 'create table casework.planted (case_id bigint generated always as identity primary key)'

async function main(write: boolean): Promise<string[]> {
  const database = await createMigratedDatabase()
  const client = new Client({ connectionString: database.url })
  try {
    await client.connect()
    const schemas = await ourSchemas(client)
    const dumped = await dumpSchema(client, schemas)
    if (write) {
      writeFileSync(picture, dumped)
      return []
    }
    return [
      ...compare(dumped),
      ...(await undistributable(client, schemas)),
      ...(await refusesPlantedTable(client, schemas)),
    ]
  } finally {
    await client.end()
    await database.drop()
  }
}

async function ourSchemas(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ nspname: string }>(
    'select nspname from pg_namespace where nspname = any ($1)',
    [[...moduleNames, 'platform']],
  )
  return rows.map((row) => row.nspname)
}

function compare(dumped: string): string[] {
  if (!existsSync(picture)) return ['schema.sql is missing; run `npm run schema`']
  const kept = readFileSync(picture, 'utf8').split('\n')
  const now = dumped.split('\n')
  const first = now.findIndex((line, index) => line !== kept[index])
  if (first < 0 && kept.length === now.length) return []
  const at = first < 0 ? now.length : first
  return [
    `schema.sql differs from the migrated database at line ${at + 1}; run \`npm run schema\` and read the change`,
    `  schema.sql: ${kept[at] ?? '(end)'}`,
    `  database:   ${now[at] ?? '(end)'}`,
  ]
}

/** The planted violation of the rules above: a table that breaks them, made and rolled back. */
async function refusesPlantedTable(client: Client, schemas: string[]): Promise<string[]> {
  await client.query('begin')
  try {
    await client.query('create schema if not exists casework')
    await client.query(plantedTable)
    const faults = await undistributable(client, [...new Set([...schemas, 'casework'])])
    const expected = ['no comment', 'no shard_key', 'global sequence']
    const missed = expected.filter(
      (words) => !faults.some((line) => line.includes('casework.planted') && line.includes(words)),
    )
    const changed = (await dumpSchema(client, ['casework'])).includes('create table casework.planted')
    return [
      ...missed.map((words) => `the table rules do not refuse a planted table (${words})`),
      ...(changed ? [] : ['the schema dump does not show a planted table']),
    ]
  } finally {
    await client.query('rollback')
  }
}

const complaints = await main(process.argv.includes('--write'))
for (const complaint of complaints) console.log(complaint)
if (complaints.length > 0) process.exitCode = 1
