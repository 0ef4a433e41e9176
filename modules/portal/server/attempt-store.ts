import { sql } from 'kysely'
import type { PortalDb } from './tables.ts'

/** Adds one to each key in this minute. */
export async function countAttempts(db: PortalDb, keys: readonly string[], minute: Date): Promise<void> {
  await db
    .insertInto('portal.attempt')
    // One order for everybody: two that share a key never wait for each other.
    .values([...keys].sort().map((key) => ({ key, minute, count: 1 })))
    .onConflict((conflict) =>
      conflict.columns(['key', 'minute']).doUpdateSet({ count: sql<number>`attempt.count + 1` }),
    )
    .execute()
}

export async function sumAttempts(
  db: PortalDb,
  keys: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('portal.attempt')
    .select(['key', sql<number>`sum(count)::int`.as('total')])
    .where('key', 'in', keys)
    .where('minute', '>', since)
    .groupBy('key')
    .execute()
  return new Map(rows.map((row) => [row.key, row.total]))
}

export async function forgetAttempts(db: PortalDb, keys: readonly string[]): Promise<void> {
  await db.deleteFrom('portal.attempt').where('key', 'in', keys).execute()
}

export async function deleteOldAttempts(db: PortalDb, before: Date): Promise<void> {
  // Rows that somebody else is deleting are left to them.
  await sql`
    delete from portal.attempt
    where (key, minute) in (
      select key, minute from portal.attempt where minute < ${before} limit 1000 for update skip locked)`.execute(
    db,
  )
}
