import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { Process, ProcessStep } from '../contract.ts'
import type { CaseworkTables } from './tables.ts'

export type StoredDefinition = Process & { model: { bpmn: string; dmn: string | null } | null }

/**
 * Stores a process once, whoever defines it; the same steps, or the same model, are the same definition.
 * What is published is `apart` from everything written alike, so that its cases can be told from theirs.
 */
export async function insertDefinition(
  db: AnyDb,
  { kind, steps: rows, model }: StoredDefinition,
  at: Date,
  apart = '',
): Promise<number> {
  const steps = JSON.stringify(rows)
  const checksum = checksumOf({ kind, steps: rows, model }, apart)
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
      insert into casework.definition (definition_id, kind, checksum, steps, bpmn, dmn, created_at)
      select coalesce(max(definition_id), 0) + 1, ${kind}, ${checksum}, ${steps}::jsonb, ${model?.bpmn ?? null}::text, ${model?.dmn ?? null}::text, ${at.toISOString()}::timestamptz
      from casework.definition
      on conflict do nothing`.execute(db)
  }
}

export async function findDefinition(db: AnyDb, definitionId: number): Promise<StoredDefinition | undefined> {
  const row = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.definition')
    .select(['kind', 'steps', 'bpmn', 'dmn'])
    .where('definition_id', '=', definitionId)
    .executeTakeFirst()
  return (
    row && {
      kind: row.kind,
      steps: row.steps as ProcessStep[],
      model: row.bpmn === null ? null : { bpmn: row.bpmn, dmn: row.dmn },
    }
  )
}

/** The definition under which a table of steps is stored, if any case ever took it. */
export async function findDefinitionId(db: AnyDb, process: Process): Promise<number | undefined> {
  const row = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.definition')
    .select('definition_id')
    .where('checksum', '=', checksumOf({ ...process, model: null }, ''))
    .executeTakeFirst()
  return row?.definition_id
}

function checksumOf({ kind, steps, model }: StoredDefinition, apart: string): string {
  return createHash('sha256')
    .update(`${apart}${kind}\n${model ? JSON.stringify(model) : JSON.stringify(steps)}`)
    .digest('hex')
}
