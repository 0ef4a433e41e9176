import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { Vars } from '../../process/json.ts'

export type ServiceCallRow = {
  caseId: string
  no: number
  element: string
  topic: string
  vars: Vars
  /** How often it was tried, this time included. */
  attempts: number
  /** Says who has it; another lease means that somebody took it over. */
  lease: string
  /** When its case first stood still for it; null unless it is tried again after that. */
  failingSince: Date | null
}

type Row = {
  case_id: string
  call_no: number
  element: string
  topic: string
  vars: Vars
  attempts: number
  lease: string | null
  failing_since: Date | null
}

export type Claim = { topics: readonly string[]; lease: string; now: Date; until: Date; most: number }

/** Takes calls that nobody has, or whose lease is over, and gives them to the lease until a moment of the real clock. */
export async function claimCalls(
  db: AnyDb,
  { topics, lease, now, until, most }: Claim,
): Promise<ServiceCallRow[]> {
  const { rows } = await sql<Row>`
    update casework.service_call c
    set attempts = c.attempts + 1, next_at = ${until.toISOString()}::timestamptz, lease = ${lease}
    from (
      select shard_key, case_id, call_no from casework.service_call
      where topic = any(${[...topics]}::text[]) and next_at <= ${now.toISOString()}::timestamptz
      order by next_at limit ${most} for update skip locked
    ) as due
    where c.shard_key = due.shard_key and c.case_id = due.case_id and c.call_no = due.call_no
    returning c.case_id, c.call_no, c.element, c.topic, c.vars, c.attempts, c.lease, c.failing_since`.execute(
    db,
  )
  return rows.map(callOf)
}

/** A call under lock, as long as the lease still holds it. */
export async function lockCall(
  db: AnyDb,
  { caseId, no, lease }: Pick<ServiceCallRow, 'caseId' | 'no' | 'lease'>,
): Promise<ServiceCallRow | undefined> {
  const { rows } = await sql<Row>`
    select case_id, call_no, element, topic, vars, attempts, lease, failing_since from casework.service_call
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and call_no = ${no} and lease = ${lease}
    for update`.execute(db)
  return rows[0] && callOf(rows[0])
}

/** Gives a call back: to be tried again at a moment, with what went wrong. */
export async function putOff(
  db: AnyDb,
  { caseId, no }: Pick<ServiceCallRow, 'caseId' | 'no'>,
  nextAt: Date | null,
  problem: string,
): Promise<void> {
  await sql`
    update casework.service_call
    set next_at = coalesce(${nextAt?.toISOString() ?? null}::timestamptz, 'infinity'), lease = null, problem = ${problem}
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and call_no = ${no}`.execute(db)
}

/** A call that was given up is tried anew from the first attempt; its case has stood still for it since then. */
export async function renewCall(
  db: AnyDb,
  { caseId, no }: Pick<ServiceCallRow, 'caseId' | 'no'>,
  failingSince: Date,
): Promise<void> {
  await sql`
    update casework.service_call
    set next_at = '-infinity', attempts = 0, lease = null, failing_since = ${failingSince.toISOString()}::timestamptz
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and call_no = ${no}`.execute(db)
}

/** The call that a retry of its case has begun again, if it has: its case has stood still for it since then. */
export async function markFailing(
  db: AnyDb,
  { caseId, no }: Pick<ServiceCallRow, 'caseId' | 'no'>,
  since: Date,
): Promise<void> {
  await sql`
    update casework.service_call set failing_since = ${since.toISOString()}::timestamptz
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and call_no = ${no}`.execute(db)
}

/** A call whose answer no case waits for any more. */
export async function dropCall(
  db: AnyDb,
  { caseId, no }: Pick<ServiceCallRow, 'caseId' | 'no'>,
): Promise<void> {
  await sql`
    delete from casework.service_call
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and call_no = ${no}`.execute(db)
}

export async function countCalls(db: AnyDb): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from casework.service_call`.execute(db)
  return rows[0]?.count ?? 0
}

function callOf(row: Row): ServiceCallRow {
  return {
    caseId: row.case_id,
    no: row.call_no,
    element: row.element,
    topic: row.topic,
    vars: row.vars,
    attempts: row.attempts,
    lease: row.lease ?? '',
    failingSince: row.failing_since,
  }
}
