import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { PartState } from './linked-flow.ts'

export type LinkRow = {
  parentId: string
  part: string
  position: number
  name: string
  unitId: number | null
  state: PartState['state']
  childId: string | null
  waitsFor: string[]
}

/** The rows of a parent as its events tell them. */
export function rowsOf(parentId: string, parts: readonly PartState[]): LinkRow[] {
  return parts.map((part, position) => ({
    parentId,
    part: part.key,
    position,
    name: part.name,
    unitId: part.unitId,
    state: part.state,
    childId: part.childId,
    waitsFor: [...part.after],
  }))
}

export async function putLinks(db: AnyDb, rows: readonly LinkRow[]) {
  if (rows.length === 0) return
  await sql`
    insert into dossiers.link (shard_key, parent_id, part, position, name, unit_id, state, child_id, waits_for)
    select t.shard, t.parent, t.part, t.position, t.name, t.unit, t.state, t.child, t.waits
    from json_to_recordset(${JSON.stringify(
      rows.map((row) => ({
        shard: shardOf(row.parentId),
        parent: row.parentId,
        part: row.part,
        position: row.position,
        name: row.name,
        unit: row.unitId,
        state: row.state,
        child: row.childId,
        waits: row.waitsFor,
      })),
    )}::json) as t(shard smallint, parent bigint, part text, position smallint, name text, unit int, state text, child bigint, waits text[])
    on conflict (shard_key, parent_id, part) do update
      set unit_id = excluded.unit_id, state = excluded.state, child_id = excluded.child_id`.execute(db)
}

type Stored = {
  parent_id: string
  part: string
  position: number
  name: string
  unit_id: number | null
  state: PartState['state']
  child_id: string | null
  waits_for: string[]
}

const COLUMNS = sql.raw('parent_id, part, position, name, unit_id, state, child_id, waits_for')

export async function listLinks(db: AnyDb, parentIds: readonly string[]): Promise<LinkRow[]> {
  if (parentIds.length === 0) return []
  const { rows } = await sql<Stored>`
    select ${COLUMNS} from dossiers.link
    join unnest(${parentIds.map((id) => shardOf(id))}::smallint[], ${[...parentIds]}::bigint[]) as asked (shard_key, parent_id) using (shard_key, parent_id)
    order by parent_id, position`.execute(db)
  return rows.map(rowOf)
}

/** Parents whose parts are on their way to a unit, oldest first. */
export async function listComing(db: AnyDb, unitId: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ parent_id: string }>`
    select distinct parent_id from dossiers.link
    where unit_id = ${unitId} and state = 'waiting' order by parent_id limit ${limit}`.execute(db)
  return rows.map((row) => row.parent_id)
}

/** Parents received at a unit of which a part has no unit. */
export async function listUnplaced(db: AnyDb, receivingUnitId: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ parent_id: string }>`
    select distinct link.parent_id from dossiers.link link
    join casework.pub_case parent on parent.shard_key = link.shard_key and parent.case_id = link.parent_id
    where link.state = 'unplaced' and parent.receiving_unit_id = ${receivingUnitId} and parent.closed_at is null
    order by link.parent_id limit ${limit}`.execute(db)
  return rows.map((row) => row.parent_id)
}

/** One page of the parents there are, in the order of their ids. */
export async function listParents(db: AnyDb, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select case_id from casework.pub_case
    where case_id > ${after}::bigint and kind = 'dossier' and tags ->> 'openParts' is not null
    order by case_id limit ${limit}`.execute(db)
  return rows.map((row) => row.case_id)
}

function rowOf(row: Stored): LinkRow {
  return {
    parentId: row.parent_id,
    part: row.part,
    position: row.position,
    name: row.name,
    unitId: row.unit_id,
    state: row.state,
    childId: row.child_id,
    waitsFor: row.waits_for,
  }
}
