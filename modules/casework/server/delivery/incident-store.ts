import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'

/** What to deliver once more when an incident is tried again; null: a token of the process. */
export type Redo = { timer: string } | { message: string } | { signal: string } | { call: number }

export type StoredIncident = {
  caseId: string
  key: string
  element: string
  code: string
  facts: Record<string, unknown>
  since: Date
  redo: Redo | null
}

type Row = {
  case_id: string
  incident_key: string
  element: string
  code: string
  facts: Record<string, unknown>
  since: Date
  redo: Redo | null
}

export async function putIncident(
  db: AnyDb,
  { caseId, key, element, code, facts, since, redo }: StoredIncident,
): Promise<void> {
  await sql`
    insert into casework.incident (shard_key, case_id, incident_key, element, code, facts, since, redo)
    values (${shardOf(caseId)}, ${caseId}, ${key}, ${element}, ${code}, ${JSON.stringify(facts)}::json,
      ${since.toISOString()}::timestamptz, ${JSON.stringify(redo)}::json)
    on conflict (shard_key, case_id, incident_key) do update
      set code = excluded.code, facts = excluded.facts, redo = excluded.redo,
        since = least(incident.since, excluded.since)`.execute(db)
}

export async function dropIncident(db: AnyDb, caseId: string, key: string): Promise<void> {
  await sql`
    delete from casework.incident
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and incident_key = ${key}`.execute(db)
}

export async function findIncident(
  db: AnyDb,
  caseId: string,
  key: string,
): Promise<StoredIncident | undefined> {
  const { rows } = await sql<Row>`
    select case_id, incident_key, element, code, facts, since, redo from casework.incident
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and incident_key = ${key}`.execute(db)
  return rows[0] && incidentOf(rows[0])
}

export async function listIncidentsOf(db: AnyDb, caseId: string): Promise<StoredIncident[]> {
  const { rows } = await sql<Row>`
    select case_id, incident_key, element, code, facts, since, redo from casework.incident
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} order by since, incident_key`.execute(db)
  return rows.map(incidentOf)
}

/** The oldest first: whoever has waited longest is helped first. */
export async function listIncidents(db: AnyDb, most: number): Promise<StoredIncident[]> {
  const { rows } = await sql<Row>`
    select case_id, incident_key, element, code, facts, since, redo from casework.incident
    order by since, case_id limit ${most}`.execute(db)
  return rows.map(incidentOf)
}

export async function countIncidents(db: AnyDb): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from casework.incident`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

function incidentOf({ case_id, incident_key, ...row }: Row): StoredIncident {
  return { caseId: case_id, key: incident_key, ...row }
}
