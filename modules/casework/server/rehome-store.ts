import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { PostKind, UnitWork, WorkMove, WorkMoved } from '#modules/organisation/contract.ts'

/** Writes the move once and collects what lies open at the old units; asked again, it collects what came since. */
export async function collectRehoming(db: AnyDb, move: WorkMove, units: readonly number[]): Promise<number> {
  await sql`
    insert into casework.rehoming (plan_id, happened_at, actor_id, post_id, actor_unit_id, facts, homes, keepers, found)
    values (${move.planId}, ${move.happenedAt}::timestamptz, ${move.actor.accountId}, ${move.actor.postId}, ${move.actor.unitId},
      ${JSON.stringify(move.facts)}::json, ${JSON.stringify(move.homes)}::json, ${JSON.stringify(move.keepers)}::json, 0)
    on conflict (plan_id) do nothing`.execute(db)
  // One collector at a time; a second one waits and then finds nothing new.
  await sql`select from casework.rehoming where plan_id = ${move.planId} for update`.execute(db)
  const { rows } = await sql<{
    found: number
  }>`select casework.collect_rehoming(${move.planId}, ${[...units]}::int[]) as found`.execute(db)
  const found = rows[0]?.found ?? 0
  // Filled in one go: without statistics the next reader would take it for empty.
  if (found > 0) await sql`analyze casework.rehoming_todo`.execute(db)
  await sql`
    update casework.rehoming set found = found + ${found}, finished_at = case when ${found > 0} then null else finished_at end
    where plan_id = ${move.planId}`.execute(db)
  return found
}

export async function findMove(db: AnyDb, planId: number): Promise<WorkMove | undefined> {
  const { rows } = await sql<
    Pick<WorkMove, 'homes' | 'keepers' | 'facts'> & {
      happened_at: Date
      actor_id: number | null
      post_id: number | null
      actor_unit_id: number | null
    }
  >`
    select homes, keepers, facts, happened_at, actor_id, post_id, actor_unit_id from casework.rehoming where plan_id = ${planId}`.execute(
    db,
  )
  const row = rows[0]
  return (
    row && {
      planId,
      homes: row.homes,
      keepers: row.keepers,
      facts: row.facts,
      happenedAt: row.happened_at.toISOString(),
      actor: { accountId: row.actor_id, postId: row.post_id, unitId: row.actor_unit_id },
    }
  )
}

/** The shards in which a move still has work. */
export async function listTodoShards(db: AnyDb, planId: number): Promise<number[]> {
  const { rows } = await sql<{ shard_key: number }>`
    select distinct shard_key from casework.rehoming_todo where plan_id = ${planId} order by shard_key`.execute(
    db,
  )
  return rows.map((row) => row.shard_key)
}

/** The next cases of a move in one shard; rows that another lane holds are left to it. */
export async function takeTodo(db: AnyDb, planId: number, shard: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select case_id from casework.rehoming_todo where shard_key = ${shard}::smallint and plan_id = ${planId}
    order by case_id limit ${limit} for update skip locked`.execute(db)
  return rows.map((row) => row.case_id)
}

/** Whether anything is left; waits for whoever holds the last rows. */
export async function hasTodo(db: AnyDb, planId: number): Promise<boolean> {
  const { rows } =
    await sql`select from casework.rehoming_todo where plan_id = ${planId} limit 1 for update`.execute(db)
  return rows.length > 0
}

export type Rehomed = {
  caseId: string
  version: number
  unitId: number
  authorityId: number
  receivingUnitId: number
  markingText: string
  happenedAt: string
  touchedAt: string
  payloadText: string
  hash: Buffer
}

/** One set-based write for a batch; answers the cases that still stood where they had been read. */
export async function writeRehomed(
  db: AnyDb,
  planId: number,
  key: Buffer,
  batch: readonly Rehomed[],
): Promise<Set<string>> {
  const column = <Key extends keyof Rehomed>(name: Key) => batch.map((each) => each[name])
  const { rows } = await sql<{ written: string }>`
    select written from casework.rehome(${planId}, ${key},
      ${batch.map((each) => shardOf(each.caseId))}::smallint[], ${column('caseId')}::bigint[], ${column('version')}::int[],
      ${column('unitId')}::int[], ${column('authorityId')}::int[], ${column('receivingUnitId')}::int[],
      ${column('markingText')}::text[], ${column('happenedAt')}::timestamptz[], ${column('touchedAt')}::timestamptz[],
      ${column('payloadText')}::text[], ${column('hash')}::bytea[])`.execute(db)
  return new Set(rows.map((row) => row.written))
}

/** Cases that need no new home any more: ended, gone, or moved by another hand. */
export async function dropTodo(db: AnyDb, planId: number, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return
  await sql`
    delete from casework.rehoming_todo d using unnest(${caseIds.map(shardOf)}::smallint[], ${[...caseIds]}::bigint[]) as gone (shard_key, case_id)
    where d.shard_key = gone.shard_key and d.plan_id = ${planId} and d.case_id = gone.case_id`.execute(db)
}

export async function finishRehoming(db: AnyDb, planId: number, now: Date): Promise<void> {
  await sql`update casework.rehoming set finished_at = coalesce(finished_at, ${now.toISOString()}::timestamptz) where plan_id = ${planId}`.execute(
    db,
  )
}

export async function findRehoming(db: AnyDb, planId: number): Promise<WorkMoved | undefined> {
  const { rows } = await sql<{ found: number; moved: number; finished: boolean }>`
    select found, found - (select count(*)::int from casework.rehoming_todo todo where todo.plan_id = r.plan_id) as moved, finished_at is not null as finished
    from casework.rehoming r where plan_id = ${planId}`.execute(db)
  const row = rows[0]
  return row && { found: row.found, moved: row.moved, isFinished: row.finished }
}

/** What lies open at each of the units: cases by the unit that decides, tasks by the unit that has them. */
export async function countWork(db: AnyDb, units: readonly number[]): Promise<UnitWork[]> {
  const { rows } = await sql<{
    unit_id: number
    open_cases: number
    open_tasks: number
    post_kinds: PostKind[]
  }>`
    with cases as (
      select authority_id as unit_id, count(*)::int as n from casework.case
      where closed_at is null and authority_id = any(${[...units]}::int[]) group by 1
    ), tasks as (
      select unit_id, count(*)::int as n, array_agg(distinct post_kind) as kinds from casework.open_task
      where unit_id = any(${[...units]}::int[]) group by 1
    )
    select unit_id, coalesce(cases.n, 0) as open_cases, coalesce(tasks.n, 0) as open_tasks, coalesce(tasks.kinds, '{}') as post_kinds
    from cases full join tasks using (unit_id)`.execute(db)
  return rows.map((row) => ({
    unitId: row.unit_id,
    openCases: row.open_cases,
    openTasks: row.open_tasks,
    postKinds: row.post_kinds,
  }))
}
