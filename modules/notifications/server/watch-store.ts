import { sql } from 'kysely'
import { shardOf } from '#platform/ids.ts'
import type { Watched } from '../contract.ts'
import type { NotificationDb } from './tables.ts'

export async function insertWatch(
  db: NotificationDb,
  recipient: string,
  { caseId, code }: { caseId: string; code: string },
  since: Date,
): Promise<void> {
  await db
    .insertInto('notifications.watch')
    .values({ shard_key: shardOf(caseId), case_id: caseId, recipient, code, since })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function deleteWatch(db: NotificationDb, recipient: string, caseId: string): Promise<void> {
  await db
    .deleteFrom('notifications.watch')
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .where('recipient', '=', recipient)
    .execute()
}

export async function isWatched(db: NotificationDb, recipient: string, caseId: string): Promise<boolean> {
  const found = await db
    .selectFrom('notifications.watch')
    .select('since')
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .where('recipient', '=', recipient)
    .executeTakeFirst()
  return found !== undefined
}

/** The cases a person watches, the newest wish first. */
export async function listWatchedBy(
  db: NotificationDb,
  recipient: string,
  limit: number,
): Promise<Watched['cases']> {
  const rows = await db
    .selectFrom('notifications.watch')
    .select(['case_id as caseId', 'code', 'since'])
    .where('recipient', '=', recipient)
    .orderBy('since', 'desc')
    .orderBy('case_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }))
}

/** Of these cases, those somebody watches. */
export async function listWatchedAmong(db: NotificationDb, caseIds: readonly string[]): Promise<string[]> {
  if (caseIds.length === 0) return []
  const rows = await db
    .selectFrom('notifications.watch')
    .select('case_id as caseId')
    .distinct()
    .where('shard_key', 'in', [...new Set(caseIds.map((id) => shardOf(id)))])
    .where('case_id', 'in', [...caseIds])
    .execute()
  return rows.map(({ caseId }) => caseId)
}

/** Nobody watches these cases any more. */
export async function deleteWatchesOf(db: NotificationDb, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return
  await db
    .deleteFrom('notifications.watch')
    .where('shard_key', 'in', [...new Set(caseIds.map((id) => shardOf(id)))])
    .where('case_id', 'in', [...caseIds])
    .execute()
}

export type WatcherRow = { caseId: string; recipient: string; code: string }

/** Who watches any of these cases. */
export async function listWatchers(db: NotificationDb, caseIds: readonly string[]): Promise<WatcherRow[]> {
  if (caseIds.length === 0) return []
  const { rows } = await sql<WatcherRow>`
    select w.case_id as "caseId", w.recipient, w.code
    from json_to_recordset(${JSON.stringify(caseIds.map((id) => ({ shard: shardOf(id), id })))}::json)
      as asked (shard smallint, id bigint)
    join notifications.watch w on w.shard_key = asked.shard and w.case_id = asked.id
    order by w.case_id, w.recipient`.execute(db)
  return rows
}

/** One page of all watched cases, by their number; begin with `0`. */
export async function listWatchedCases(db: NotificationDb, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('notifications.watch')
    .select('case_id as caseId')
    .distinct()
    .where('case_id', '>', after)
    .orderBy('case_id')
    .limit(limit)
    .execute()
  return rows.map(({ caseId }) => caseId)
}
