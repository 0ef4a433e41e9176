import { sql } from 'kysely'
import type { OrganisationDb } from './tables.ts'

export type AttemptCount = { key: string; minute: Date; failures: number }

/** Adds one to each key in this minute; waits for whoever counts the same key, so no guess goes uncounted. */
export async function addAttempts(db: OrganisationDb, keys: readonly string[], minute: Date): Promise<void> {
  await db
    .insertInto('organisation.sign_in_attempt')
    // One order for everybody: two sign-ins that share a key never wait for each other.
    .values([...keys].sort().map((key) => ({ key, minute, failures: 1 })))
    .onConflict((conflict) =>
      conflict
        .columns(['key', 'minute'])
        .doUpdateSet({ failures: sql<number>`sign_in_attempt.failures + 1` }),
    )
    .execute()
}

export function listAttempts(
  db: OrganisationDb,
  keys: readonly string[],
  since: Date,
): Promise<AttemptCount[]> {
  return db
    .selectFrom('organisation.sign_in_attempt')
    .select(['key', 'minute', 'failures'])
    .where('key', 'in', keys)
    .where('minute', '>', since)
    .orderBy('minute')
    .execute()
}

/** A right password clears what was counted against its login, and takes back the one it cost its address. */
export async function forgiveAttempts(
  db: OrganisationDb,
  cleared: readonly string[],
  shared: string,
  minute: Date,
): Promise<void> {
  await db.deleteFrom('organisation.sign_in_attempt').where('key', 'in', cleared).execute()
  await db
    .updateTable('organisation.sign_in_attempt')
    .set((row) => ({ failures: row('failures', '-', 1) }))
    .where('key', '=', shared)
    .where('minute', '=', minute)
    .where('failures', '>', 0)
    .execute()
}

export async function deleteOldAttempts(db: OrganisationDb, before: Date): Promise<void> {
  // Rows another sign-in is deleting are left to it.
  await sql`
    delete from organisation.sign_in_attempt
    where (key, minute) in (
      select key, minute from organisation.sign_in_attempt where minute < ${before} limit 1000 for update skip locked)`.execute(
    db,
  )
}
