import { callPrepared, type AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { CaseSnapshot } from '../contract.ts'
import type { CaseworkTables } from './tables.ts'

export type Seen = { accountId: number; postId: number; seenAt: string }

/** The first look at a task; later ones change nothing. What was noted of tasks that are done goes. */
export async function noteSeen(
  db: AnyDb,
  { caseId, marking }: Pick<CaseSnapshot, 'caseId' | 'marking'>,
  taskNo: number,
  { accountId, postId, seenAt }: Seen,
): Promise<void> {
  await callPrepared(
    db,
    'casework.note_seen',
    `with done as (delete from casework.task_seen where shard_key = $1 and case_id = $2 and task_no <> all ($3::int[]))
     insert into casework.task_seen (shard_key, case_id, task_no, account_id, post_id, seen_at)
     values ($1, $2, $4, $5, $6, $7) on conflict do nothing`,
    [shardOf(caseId), caseId, marking.map((task) => task.taskNo), taskNo, accountId, postId, seenAt],
  )
}

export async function findSeen(db: AnyDb, caseId: string, taskNo: number): Promise<Seen | undefined> {
  const row = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.task_seen')
    .select(['account_id as accountId', 'post_id as postId', 'seen_at'])
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .where('task_no', '=', taskNo)
    .executeTakeFirst()
  return row && { accountId: row.accountId, postId: row.postId, seenAt: row.seen_at.toISOString() }
}
