import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { ExportFormat, Quarantined } from '../../insight.ts'

export type StoredLogHead = {
  id: number
  name: string
  source: string
  format: ExportFormat
  unitId: number
  importedBy: number
  importedAt: Date
  cases: number
  events: number
  firstAt: Date
  lastAt: Date
  quarantined: number
}

const HEAD = sql`log_id as id, name, source, format, unit_id as "unitId", imported_by as "importedBy", imported_at as "importedAt",
  cases, events, first_at as "firstAt", last_at as "lastAt", quarantined`

export async function insertForeignLog(
  db: AnyDb,
  log: Omit<StoredLogHead, 'id'> & { quarantine: readonly Quarantined[]; columns: Buffer },
): Promise<number> {
  for (;;) {
    // Two imports may draw the same next number; the loser draws again.
    const { rows } = await sql<{ id: number }>`
      insert into casework.foreign_log (log_id, name, source, format, unit_id, imported_by, imported_at, cases, events, first_at, last_at, quarantined, quarantine, columns)
      select coalesce(max(log_id), 0) + 1, ${log.name}, ${log.source}, ${log.format}, ${log.unitId}::int, ${log.importedBy}::int, ${log.importedAt.toISOString()}::timestamptz,
        ${log.cases}::int, ${log.events}::int, ${log.firstAt.toISOString()}::timestamptz, ${log.lastAt.toISOString()}::timestamptz,
        ${log.quarantined}::int, ${JSON.stringify(log.quarantine)}::json, ${log.columns}::bytea
      from casework.foreign_log
      on conflict do nothing returning log_id as id`.execute(db)
    const [made] = rows
    if (made) return made.id
  }
}

/** Those of the units, the newest first. */
export async function listForeignLogs(
  db: AnyDb,
  units: readonly number[] | null,
  most: number,
): Promise<StoredLogHead[]> {
  const { rows } = await sql<StoredLogHead>`
    select ${HEAD} from casework.foreign_log
    where ${units === null ? sql`true` : sql`unit_id = any(${[...units]}::int[])`}
    order by imported_at desc, log_id desc limit ${most}`.execute(db)
  return rows
}

export async function findForeignLog(
  db: AnyDb,
  id: number,
): Promise<(StoredLogHead & { quarantine: Quarantined[] }) | undefined> {
  const { rows } = await sql<StoredLogHead & { quarantine: Quarantined[] }>`
    select ${HEAD}, quarantine from casework.foreign_log where log_id = ${id}`.execute(db)
  return rows[0]
}

export async function findColumns(db: AnyDb, id: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ columns: Buffer }>`
    select columns from casework.foreign_log where log_id = ${id}`.execute(db)
  return rows[0]?.columns
}

export async function deleteForeignLog(db: AnyDb, id: number): Promise<void> {
  await sql`delete from casework.foreign_log where log_id = ${id}`.execute(db)
}
