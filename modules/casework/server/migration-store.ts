import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { MigrationState, PlanMigration, StayReason } from '../migration.ts'
import type { Actor } from './open-case.ts'

export type MigrationRow = PlanMigration & {
  id: number
  processId: number
  fromDefinitionId: number
  toDefinitionId: number
  state: MigrationState
  draftedBy: number
  approvedBy: number | null
  actor: Actor | null
  moved: number
  left: number
  todo: number
}

const ROW = sql`migration_id as id, process_id as "processId", from_no as "from", to_no as "to", mapping,
  from_definition_id as "fromDefinitionId", to_definition_id as "toDefinitionId", state, drafted_by as "draftedBy",
  approved_by as "approvedBy", actor, moved,
  (select count(*)::int from casework.migration_case c where c.migration_id = m.migration_id and left_because is not null) as "left",
  (select count(*)::int from casework.migration_case c where c.migration_id = m.migration_id and left_because is null) as todo`

export async function insertMigration(
  db: AnyDb,
  plan: PlanMigration & {
    processId: number
    fromDefinitionId: number
    toDefinitionId: number
    draftedBy: number
    at: Date
  },
): Promise<number> {
  for (;;) {
    // Two writers may draw the same next id; the loser draws again.
    const { rows } = await sql<{ id: number }>`
      insert into casework.migration (migration_id, process_id, from_no, to_no, from_definition_id, to_definition_id, mapping, state, drafted_by, drafted_at)
      select coalesce(max(migration_id), 0) + 1, ${plan.processId}, ${plan.from}, ${plan.to}, ${plan.fromDefinitionId}, ${plan.toDefinitionId},
        ${JSON.stringify(plan.mapping)}::json, 'draft', ${plan.draftedBy}, ${plan.at.toISOString()}::timestamptz
      from casework.migration
      on conflict do nothing returning migration_id as id`.execute(db)
    if (rows[0]) return rows[0].id
  }
}

export async function listMigrations(db: AnyDb, processId: number): Promise<MigrationRow[]> {
  const { rows } = await sql<MigrationRow>`
    select ${ROW} from casework.migration m where process_id = ${processId} order by migration_id desc`.execute(
    db,
  )
  return rows
}

export async function findMigration(db: AnyDb, id: number): Promise<MigrationRow | undefined> {
  const { rows } = await sql<MigrationRow>`
    select ${ROW} from casework.migration m where migration_id = ${id}`.execute(db)
  return rows[0]
}

/** Moves of which cases are still to be carried. */
export async function listUnfinished(db: AnyDb): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select migration_id as id from casework.migration where state = 'applying' order by migration_id`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

export async function deleteMigration(db: AnyDb, id: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from casework.migration where migration_id = ${id} and state in ('draft', 'approved')`.execute(db)
  return numAffectedRows === 1n
}

export async function markApproved(db: AnyDb, id: number, by: number, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update casework.migration set state = 'approved', approved_by = ${by}, approved_at = ${at.toISOString()}::timestamptz
    where migration_id = ${id} and state = 'draft'`.execute(db)
  return numAffectedRows === 1n
}

export async function markApplying(db: AnyDb, id: number, actor: Actor): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update casework.migration set state = 'applying', actor = ${JSON.stringify(actor)}::json
    where migration_id = ${id} and state = 'approved'`.execute(db)
  return numAffectedRows === 1n
}

export async function markApplied(db: AnyDb, id: number, at: Date): Promise<void> {
  await sql`
    update casework.migration set state = 'applied', applied_at = ${at.toISOString()}::timestamptz
    where migration_id = ${id} and state = 'applying'`.execute(db)
}

export async function addMoved(db: AnyDb, id: number, count: number): Promise<void> {
  await sql`update casework.migration set moved = moved + ${count} where migration_id = ${id}`.execute(db)
}

type Concerned = { fromDefinitionId: number; subject: string | null; tag: string }

/** Open cases of a definition after a case id, in order; with a subject those of the subject only. */
export async function listOpenCases(
  db: AnyDb,
  { fromDefinitionId, subject, tag }: Concerned,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select case_id::text from casework.case
    where closed_at is null and definition_id = ${fromDefinitionId} and case_id > ${after}::bigint
      and (${subject}::text is null or tags ->> ${tag} = ${subject})
    order by case_id limit ${limit}`.execute(db)
  return rows.map((row) => row.case_id)
}

/** Collects what the move concerns and has not looked at yet; answers how many. */
export async function collectCases(
  db: AnyDb,
  id: number,
  { fromDefinitionId, subject, tag }: Concerned,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into casework.migration_case (shard_key, migration_id, case_id)
    select shard_key, ${id}, case_id from casework.case
    where closed_at is null and definition_id = ${fromDefinitionId} and (${subject}::text is null or tags ->> ${tag} = ${subject})
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** The next cases of a move, each locked together with its row; what somebody else holds is left to the next turn. */
export async function takeCases(db: AnyDb, id: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select t.case_id::text from casework.migration_case t
    join casework.case c on c.shard_key = t.shard_key and c.case_id = t.case_id
    where t.migration_id = ${id} and t.left_because is null
    order by t.case_id limit ${limit} for update skip locked`.execute(db)
  return rows.map((row) => row.case_id)
}

export async function hasCases(db: AnyDb, id: number): Promise<boolean> {
  const { rows } = await sql`
    select from casework.migration_case where migration_id = ${id} and left_because is null limit 1`.execute(
    db,
  )
  return rows.length > 0
}

export async function dropCases(db: AnyDb, id: number, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return
  await sql`
    delete from casework.migration_case d using unnest(${caseIds.map(shardOf)}::smallint[], ${[...caseIds]}::bigint[]) as gone (shard_key, case_id)
    where d.shard_key = gone.shard_key and d.migration_id = ${id} and d.case_id = gone.case_id`.execute(db)
}

export async function leaveCases(
  db: AnyDb,
  id: number,
  cases: readonly { caseId: string; reason: StayReason }[],
): Promise<void> {
  if (cases.length === 0) return
  await sql`
    update casework.migration_case d set left_because = l.reason
    from unnest(${cases.map(({ caseId }) => shardOf(caseId))}::smallint[], ${cases.map(({ caseId }) => caseId)}::bigint[],
      ${cases.map(({ reason }) => reason)}::text[]) as l (shard_key, case_id, reason)
    where d.shard_key = l.shard_key and d.migration_id = ${id} and d.case_id = l.case_id`.execute(db)
}

/** A step never changes the process of a case; only a move does. */
export async function setDefinition(
  db: AnyDb,
  caseIds: readonly string[],
  definitionId: number,
): Promise<void> {
  if (caseIds.length === 0) return
  await sql`
    update casework.case c set definition_id = ${definitionId}
    from unnest(${caseIds.map(shardOf)}::smallint[], ${[...caseIds]}::bigint[]) as m (shard_key, case_id)
    where c.shard_key = m.shard_key and c.case_id = m.case_id`.execute(db)
}
