import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { CaseEvent } from '../../contract.ts'
import { groupBy } from '../../process/group-by.ts'
import { eventOf, type EventRow } from '../case-store.ts'

/** Dossiers of one process opened in a time, where the units decide or received them. */
export type HistoryScope = {
  /** Null: whoever decides. */
  units: readonly number[] | null
  from: Date
  /** The first moment after it. */
  until: Date
}
export type DefinitionScope = HistoryScope & {
  definitionId: number
  /** Under which tag a case names its subject, and which one. */
  subject: { tag: string; code: string } | null
}

/** Case ids begin with their time, so the scope of a time reads no other year. */
function within({ units, from, until }: HistoryScope) {
  return sql`case_id >= casework.first_case_id(${from.toISOString()}::timestamptz)
    and case_id < casework.first_case_id(${until.toISOString()}::timestamptz)
    and ${units === null ? sql`true` : sql`(authority_id = any(${[...units]}::int[]) or receiving_unit_id = any(${[...units]}::int[]))`}`
}

export function ofDefinition(scope: DefinitionScope) {
  const { definitionId, subject } = scope
  return sql`${within(scope)} and definition_id = ${definitionId}
    and ${subject === null ? sql`true` : sql`tags->>${subject.tag}::text = ${subject.code}`}`
}

export type ProcessUse = { definitionId: number; subject: string | null; cases: number }

/** How many cases each process has in the scope. */
export async function countUses(db: AnyDb, scope: HistoryScope, tag: string): Promise<ProcessUse[]> {
  const { rows } = await sql<ProcessUse>`
    select definition_id as "definitionId", tags->>${tag}::text as subject, count(*)::int as cases
    from casework.case where ${within(scope)} group by 1, 2 order by 3 desc, 1`.execute(db)
  return rows
}

/** Every event of these cases, each in the order of its history. */
export async function historiesOf(db: AnyDb, caseIds: readonly string[]): Promise<Map<string, CaseEvent[]>> {
  if (caseIds.length === 0) return new Map()
  const { rows } = await sql<EventRow>`
    select event.* from unnest(${caseIds.map((one) => shardOf(one))}::smallint[], ${[...caseIds]}::bigint[]) as wanted (shard, id)
    cross join lateral (
      select case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, payload from casework.event
      where shard_key = wanted.shard and case_id = wanted.id offset 0
    ) as event
    order by case_id, seq`.execute(db)
  return groupBy(
    rows.map((row) => eventOf(row)),
    ({ caseId }) => caseId,
  )
}

/** By which decision each definition was published, and as which version of its process. */
export async function listPublished(
  db: AnyDb,
  definitionIds: readonly number[],
): Promise<{ definitionId: number; no: number; decision: string | null }[]> {
  const { rows } = await sql<{ definitionId: number; no: number; decision: string | null }>`
    select definition_id as "definitionId", version_no as no, decision_number as decision from casework.process_version
    where definition_id = any(${[...definitionIds]}::int[])`.execute(db)
  return rows
}

export async function findCodes(db: AnyDb, caseIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from unnest(${caseIds.map((one) => shardOf(one))}::smallint[], ${[...caseIds]}::bigint[]) as wanted (shard, id)
    join casework.case on shard_key = shard and case_id = id`.execute(db)
  return new Map(rows.map(({ id, code }) => [id, code]))
}
