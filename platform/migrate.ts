import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { refusal } from './errors.ts'

export type Migration = { module: string; name: string; text: string; checksum: string }

/** The migrations of one folder in the order of their numbers; `NNNN-words.sql`. */
export function readMigrations(module: string, folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return { module, name, text, checksum: createHash('sha256').update(text).digest('hex') }
    })
}

const REGISTER = `
  create schema if not exists platform;
  create table if not exists platform.migration (
    module text not null,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now(),
    primary key (module, name)
  );
  comment on table platform.migration is 'local: which migrations this database has had';
`

/** Any number will do as long as every instance takes the same one. */
const MIGRATION_LOCK = 7_220_101

/** Brings the database forward; each migration in a transaction of its own, one instance at a time. */
export async function migrate(
  pool: pg.Pool,
  migrations: readonly Migration[],
): Promise<{ applied: string[] }> {
  const client = await pool.connect()
  const applied: string[] = []
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(REGISTER)
    const { rows } = await client.query<{ module: string; name: string; checksum: string }>(
      'select module, name, checksum from platform.migration',
    )
    const known = new Map(rows.map((row) => [`${row.module}/${row.name}`, row.checksum]))
    for (const migration of migrations) {
      const id = `${migration.module}/${migration.name}`
      const checksum = known.get(id)
      if (checksum === migration.checksum) continue
      if (checksum) throw changedMigration(id)
      try {
        await client.query('begin')
        await client.query(migration.text)
        await client.query('insert into platform.migration (module, name, checksum) values ($1, $2, $3)', [
          migration.module,
          migration.name,
          migration.checksum,
        ])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`Migration ${id} failed and was rolled back`, { cause: error })
      }
      applied.push(id)
    }
    return { applied }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined)
    client.release()
  }
}

function changedMigration(id: string) {
  return refusal(
    'conflict',
    'platform.migration_changed',
    {
      vi: `Tệp chuyển đổi ${id} đã khác với tệp từng chạy trên cơ sở dữ liệu này. Hãy dùng đúng bản phát hành, đừng sửa tệp cũ.`,
      en: `Migration ${id} differs from the one this database has had. Use the release it came with; never edit a released migration.`,
    },
    { id },
  )
}
