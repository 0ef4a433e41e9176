import { sql } from 'kysely'
import { callPrepared, type AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { CaseEvent, CaseSnapshot, OpenTask } from '../contract.ts'
import { clockIn, payloadIn } from './packed-text.ts'
import type { CaseworkTables } from './tables.ts'

const CASE_COLUMNS = `case_id, version, definition_id, kind, code, title, authority_id, receiving_unit_id, unit_id, status,
  money_status, delivery_status, sync_status, outcome, marking, process, clock, calendar_id, due_wt, promised_at, opened_at,
  received_at, closed_at, touched_at, tags, encode(last_hash, 'hex') as last_hash`

type CaseRow = {
  case_id: string
  version: number
  definition_id: number
  kind: string
  code: string
  title: string
  authority_id: number
  receiving_unit_id: number
  unit_id: number
  status: string
  money_status: string
  delivery_status: string
  sync_status: string
  outcome: string | null
  marking: OpenTask[]
  process: CaseSnapshot['process']
  clock: Buffer | null
  calendar_id: number
  due_wt: number | null
  promised_at: Date | null
  opened_at: Date
  received_at: Date | null
  closed_at: Date | null
  touched_at: Date
  tags: CaseSnapshot['tags']
  last_hash: string
}

export async function findCase(db: AnyDb, caseId: string): Promise<CaseSnapshot | undefined> {
  const { rows } = await callPrepared<CaseRow>(
    db,
    'casework.find_case',
    `select ${CASE_COLUMNS} from casework.case where shard_key = $1 and case_id = $2`,
    [shardOf(caseId), caseId],
  )
  return rows[0] && snapshotOf(rows[0])
}

/** The cases of a list, one round trip; missing ones are left out. */
export async function findCases(db: AnyDb, caseIds: readonly string[]): Promise<CaseSnapshot[]> {
  if (caseIds.length === 0) return []
  const { rows } = await callPrepared<CaseRow>(
    db,
    'casework.find_cases',
    // One look-up by key for each: left to itself, the planner reads whole years once a list is long.
    `select ${CASE_COLUMNS} from unnest($1::smallint[], $2::bigint[]) as wanted (shard, id)
     cross join lateral (select * from casework.case where shard_key = wanted.shard and case_id = wanted.id offset 0) as found`,
    [caseIds.map((id) => shardOf(id)), caseIds],
  )
  return rows.map(snapshotOf)
}

/** One page of the cases still in process on a calendar, in the order of their ids. */
export async function listOpenOnCalendar(
  db: AnyDb,
  calendarId: number,
  after: string,
  limit: number,
): Promise<CaseSnapshot[]> {
  const { rows } = await callPrepared<CaseRow>(
    db,
    'casework.open_on_calendar',
    `select ${CASE_COLUMNS} from casework.case
     where closed_at is null and calendar_id = $1 and case_id > $2 order by case_id limit $3`,
    [calendarId, after, limit],
  )
  return rows.map(snapshotOf)
}

export async function findCaseIdByCode(db: AnyDb, code: string): Promise<string | undefined> {
  const row = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.case_code')
    .select('case_id')
    .where('code', '=', code)
    .executeTakeFirst()
  return row?.case_id
}

export async function listEvents(db: AnyDb, caseId: string): Promise<CaseEvent[]> {
  const rows = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.event')
    .select([
      'case_id',
      'seq',
      'type',
      'actor_id',
      'post_id',
      'actor_unit_id',
      'happened_at',
      'recorded_at',
      'payload',
    ])
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => eventOf(row))
}

/** What had happened in the cases before a moment, with the hash of each event; case by case in their order. */
export async function listEventsBefore(
  db: AnyDb,
  caseIds: readonly string[],
  until: Date,
): Promise<(CaseEvent & { hash: string })[]> {
  const { rows } = await callPrepared<EventRow & { hash: string }>(
    db,
    'casework.events_before',
    `select event.* from unnest($1::smallint[], $2::bigint[]) as wanted (shard, id)
     cross join lateral (
       select case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, payload, encode(hash, 'hex') as hash
       from casework.event where shard_key = wanted.shard and case_id = wanted.id and happened_at < $3 offset 0
     ) as event order by case_id, seq`,
    [caseIds.map((id) => shardOf(id)), caseIds, until.toISOString()],
  )
  return rows.map((row) => ({ ...eventOf(row), hash: row.hash }))
}

export type EventRow = {
  case_id: string
  seq: number
  type: string
  actor_id: number | null
  post_id: number | null
  actor_unit_id: number | null
  happened_at: Date
  recorded_at: Date
  payload: Buffer
}

export function eventOf(row: EventRow, unpacked = payloadIn): CaseEvent {
  return {
    caseId: row.case_id,
    seq: row.seq,
    type: row.type,
    actorId: row.actor_id,
    postId: row.post_id,
    actorUnitId: row.actor_unit_id,
    happenedAt: row.happened_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    payload: unpacked(row.payload),
  }
}

export async function nextCodeNumber(db: AnyDb, unitId: number, onDate: string): Promise<number> {
  const { rows } = await sql<{
    number: number
  }>`select casework.next_code_number(${unitId}, ${onDate}::date) as number`.execute(db)
  return rows[0]?.number ?? 0
}

export async function findOpening(db: AnyDb, shard: number, key: Buffer): Promise<string | undefined> {
  const row = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.opening')
    .select('case_id')
    .where('shard_key', '=', shard)
    .where('command_key', '=', key)
    .executeTakeFirst()
  return row?.case_id
}

export function snapshotOf(row: CaseRow): CaseSnapshot {
  return {
    caseId: row.case_id,
    version: row.version,
    definitionId: row.definition_id,
    kind: row.kind,
    code: row.code,
    title: row.title,
    authorityId: row.authority_id,
    receivingUnitId: row.receiving_unit_id,
    unitId: row.unit_id,
    status: row.status,
    moneyStatus: row.money_status,
    deliveryStatus: row.delivery_status,
    syncStatus: row.sync_status,
    outcome: row.outcome,
    marking: row.marking,
    process: row.process ?? null,
    clock: row.clock && clockIn(row.clock),
    calendarId: row.calendar_id,
    dueWt: row.due_wt,
    promisedAt: row.promised_at?.toISOString() ?? null,
    openedAt: row.opened_at.toISOString(),
    receivedAt: row.received_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    touchedAt: row.touched_at.toISOString(),
    tags: row.tags,
    lastHash: row.last_hash,
  }
}

/** Whether the event of that version was written by that command. */
export async function madeBy(db: AnyDb, caseId: string, seq: number, key: Buffer): Promise<boolean> {
  const row = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.event')
    .select('seq')
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .where('seq', '=', seq)
    .where('command_key', '=', key)
    .executeTakeFirst()
  return row !== undefined
}
