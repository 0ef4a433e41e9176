import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { CaseSnapshot, StoredWatch } from '../contract.ts'
import { snapshotOf } from './case-store.ts'

export type Difference = {
  caseId: string
  what: 'row' | 'chain' | 'tasks' | 'events' | 'waits' | 'course'
  detail: string
}

export type StoredEvent = {
  case_id: string
  seq: number
  type: string
  actor_id: number | null
  post_id: number | null
  actor_unit_id: number | null
  happened_at: Date
  recorded_at: Date
  command_key: Buffer
  payload: Buffer
  hash: Buffer
}

/** The next case ids after `after`, in order. */
export async function listCaseIds(db: AnyDb, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select case_id from casework.case where case_id > ${after}::bigint order by case_id limit ${limit}`.execute(
    db,
  )
  return rows.map((row) => row.case_id)
}

export async function listStored(
  db: AnyDb,
  first: string,
  last: string,
): Promise<{
  cases: CaseSnapshot[]
  events: StoredEvent[]
  tasks: {
    case_id: string
    task_no: number
    step_key: string
    unit_id: number
    assignee_id: number | null
    waiting: boolean
    due_wt: number | null
  }[]
  waits: StoredWaits
}> {
  const range = sql`case_id between ${first}::bigint and ${last}::bigint`
  const cases = await sql<Parameters<typeof snapshotOf>[0]>`
    select case_id, version, definition_id, kind, code, title, authority_id, receiving_unit_id, unit_id, status, money_status, delivery_status, sync_status,
      outcome, marking, process, clock, calendar_id, due_wt, promised_at, opened_at, received_at, closed_at, touched_at, tags, encode(last_hash, 'hex') as last_hash
    from casework.case where ${range} order by case_id`.execute(db)
  const events = await sql<StoredEvent>`
    select case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash
    from casework.event where ${range} order by case_id, seq`.execute(db)
  const tasks = await sql<{
    case_id: string
    task_no: number
    step_key: string
    unit_id: number
    assignee_id: number | null
    waiting: boolean
    due_wt: number | null
  }>`
    select case_id, task_no, step_key, unit_id, assignee_id, waiting, due_wt from casework.open_task where ${range} order by case_id, task_no`.execute(
    db,
  )
  const waits = await listWaits(db, range)
  return { cases: cases.rows.map(snapshotOf), events: events.rows, tasks: tasks.rows, waits }
}

/** One row of what a case waits for, as text that is compared as a whole. */
export type StoredWait = { case_id: string; what: keyof StoredWatch; text: string }
export type StoredWaits = StoredWait[]

async function listWaits(db: AnyDb, range: ReturnType<typeof sql>): Promise<StoredWaits> {
  const { rows } = await sql<StoredWait>`
    select case_id, 'timers' as what,
      concat_ws(' ', timer_key, calendar_id, due_wt, to_char(fire_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as text
      from casework.timer where ${range}
    union all select case_id, 'subscriptions', concat_ws(' ', sub_key, kind, name, correlation) from casework.subscription where ${range}
    union all select case_id, 'calls', concat_ws(' ', call_no, element, topic) from casework.service_call where ${range}
    union all select case_id, 'incidents', concat_ws(' ', incident_key, element, code) from casework.incident where redo is null and ${range}`.execute(
    db,
  )
  return rows
}
