import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'

export async function isDone(db: AnyDb, name: string): Promise<boolean> {
  const { rows } = await sql`select from dossiers.upkeep where name = ${name}`.execute(db)
  return rows.length > 0
}

export async function markDone(db: AnyDb, name: string, at: Date) {
  await sql`insert into dossiers.upkeep (name, done_at) values (${name}, ${at.toISOString()}::timestamptz) on conflict do nothing`.execute(
    db,
  )
}
