import { sql } from 'kysely'
import { shardOf } from '#platform/ids.ts'
import type { AnyDb } from '#platform/database.ts'

/** The human codes of a few cases. */
export async function listCaseCodes(
  db: AnyDb,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (caseIds.length === 0) return new Map()
  const { rows } = await sql<{ case_id: string; code: string }>`
    select k.case_id, k.code
    from unnest(${caseIds.map(shardOf)}::smallint[], ${caseIds}::bigint[]) as asked (shard_key, case_id)
    join casework.pub_case k using (shard_key, case_id)`.execute(db)
  return new Map(rows.map((row) => [row.case_id, row.code]))
}
