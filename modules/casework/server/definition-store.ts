import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { Process, ProcessStep } from '../contract.ts'
import type { CaseworkTables } from './tables.ts'

/** Stores a process once, whoever defines it; the same steps are the same definition. */
export async function insertDefinition(db: AnyDb, process: Process, at: Date): Promise<number> {
  const steps = JSON.stringify(process.steps)
  const checksum = createHash('sha256').update(`${process.kind}\n${steps}`).digest('hex')
  for (;;) {
    const found = await db
      .withTables<CaseworkTables>()
      .selectFrom('casework.definition')
      .select('definition_id')
      .where('checksum', '=', checksum)
      .executeTakeFirst()
    if (found) return found.definition_id
    // Two writers may draw the same next id; the loser draws again.
    await sql`
      insert into casework.definition (definition_id, kind, checksum, steps, created_at)
      select coalesce(max(definition_id), 0) + 1, ${process.kind}, ${checksum}, ${steps}::jsonb, ${at.toISOString()}::timestamptz
      from casework.definition
      on conflict do nothing`.execute(db)
  }
}

export async function findDefinition(db: AnyDb, definitionId: number): Promise<Process | undefined> {
  const row = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.definition')
    .select(['kind', 'steps'])
    .where('definition_id', '=', definitionId)
    .executeTakeFirst()
  return row && { kind: row.kind, steps: row.steps as ProcessStep[] }
}
