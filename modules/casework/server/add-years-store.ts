import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'

/** Partitions for the cases of a year and of the one after; what is there stays. */
export async function addYears(db: AnyDb, year: number): Promise<void> {
  await sql`call casework.add_year(${year}::int)`.execute(db)
  await sql`call casework.add_year(${year + 1}::int)`.execute(db)
}
