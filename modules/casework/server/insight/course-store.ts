import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'

export type StoredCourse = { caseId: string; version: number; moves: string }

/** The packed courses of these cases, as far as there are any. */
export async function listCourses(db: AnyDb, caseIds: readonly string[]): Promise<StoredCourse[]> {
  const { rows } = await sql<StoredCourse>`
    select case_id as "caseId", version, moves
    from unnest(${caseIds.map((one) => shardOf(one))}::smallint[], ${[...caseIds]}::bigint[]) as wanted (shard, id)
    join casework.course on shard_key = shard and case_id = id`.execute(db)
  return rows
}

export async function putCourses(db: AnyDb, courses: readonly StoredCourse[]): Promise<void> {
  // In the order of their ids, as everybody writes them, so that nobody waits in a circle.
  const inOrder = courses.toSorted((a, b) => (BigInt(a.caseId) < BigInt(b.caseId) ? -1 : 1))
  await sql`
    insert into casework.course as known (shard_key, case_id, version, moves)
    select * from unnest(
      ${inOrder.map(({ caseId }) => shardOf(caseId))}::smallint[], ${inOrder.map(({ caseId }) => caseId)}::bigint[],
      ${inOrder.map(({ version }) => version)}::int[], ${inOrder.map(({ moves }) => moves)}::text[])
    on conflict (shard_key, case_id) do update set version = excluded.version, moves = excluded.moves
    where known.version <= excluded.version`.execute(db)
}
