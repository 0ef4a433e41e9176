import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'

/** Partitions for the dossiers of a year and of the one after; what is there stays. */
export async function addYears(db: AnyDb, year: number): Promise<void> {
  await sql`call dossiers.add_year(${year}::int)`.execute(db)
  await sql`call dossiers.add_year(${year + 1}::int)`.execute(db)
}
