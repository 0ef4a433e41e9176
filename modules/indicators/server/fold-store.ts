import { sql } from 'kysely'
import { callPrepared, type AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { Contribution, Cursor, OpenCase } from '../contract.ts'

type OpenRow = {
  case_id: string
  version: number
  unit_id: number
  receiving_unit_id: number
  channel: string
  procedure_code: string
  received_at: Date | null
  received_wt: number | null
  calendar_id: number
  due_wt: number | null
  paused: boolean
}

export type Checkpoint = { cursor: Cursor; handled: number }

/** Makes the reader's checkpoint when it has none yet. */
export async function ensureCheckpoint(db: AnyDb, name: string): Promise<void> {
  await sql`insert into platform.consumer (name) values (${name}) on conflict do nothing`.execute(db)
}

export async function findCheckpoint(
  db: AnyDb,
  name: string,
): Promise<(Checkpoint & { newestAt: string }) | undefined> {
  const { rows } = await sql<{
    xid: string
    case_id: string
    seq: number
    handled: string
    updated_at: Date
  }>`
    select after_xid::text as xid, after_case as case_id, after_seq as seq, handled, updated_at
    from platform.consumer where name = ${name}`.execute(db)
  const row = rows[0]
  return (
    row && {
      cursor: { xid: row.xid, caseId: row.case_id, seq: row.seq },
      handled: Number(row.handled),
      newestAt: row.updated_at.toISOString(),
    }
  )
}

/** What a batch changes, with the checkpoint it goes on from and the one it leads to. */
export type FoldedBatch = {
  from: Cursor
  to: Cursor
  handled: number
  /** When the newest event handled was recorded: the age of every figure. */
  newestAt: string
  /** Cases whose contributions are taken back, to be said again rightly. */
  retracted: readonly string[]
  put: readonly OpenCase[]
  gone: readonly string[]
  contributions: readonly Contribution[]
}

/**
 * Writes a folded batch and its checkpoint in one call, which is one transaction by itself. Answers where the checkpoint
 * is afterwards: elsewhere than `to` when it was not at `from`, and nothing was done; absent while another process folds.
 */
export async function writeFold(
  db: AnyDb,
  name: string,
  { from, to, handled, newestAt, retracted, put, gone, contributions }: FoldedBatch,
  timeZone: string,
): Promise<Cursor | undefined> {
  const { rows } = await callPrepared<{ xid: string; case_id: string; seq: number }>(
    db,
    'indicators.fold',
    `with here as materialized (
       select after_xid, after_case, after_seq from platform.consumer where name = $1 for update skip locked
     ), moved as (
       update platform.consumer c set after_xid = $5, after_case = $6, after_seq = $7, handled = handled + $8,
         updated_at = case when handled = 0 then $9 else greatest(updated_at, $9) end
       from here where c.name = $1 and (here.after_xid, here.after_case, here.after_seq) = ($2::xid8, $3::bigint, $4::int)
       returning c.after_xid, c.after_case, c.after_seq
     )
     select coalesce(m.after_xid, h.after_xid)::text as xid, coalesce(m.after_case, h.after_case) as case_id,
       coalesce(m.after_seq, h.after_seq) as seq,
       case when m.after_xid is not null then indicators.fold($10, $11, $12, $13, $14) end as folded
     from here h left join moved m on true`,
    [
      name,
      from.xid,
      from.caseId,
      from.seq,
      to.xid,
      to.caseId,
      to.seq,
      handled,
      newestAt,
      rowsOf(retracted.map((caseId) => ({ caseId }))),
      rowsOf(put),
      rowsOf(gone.map((caseId) => ({ caseId }))),
      rowsOf(contributions),
      timeZone,
    ],
  )
  const row = rows[0]
  return row && { xid: row.xid, caseId: row.case_id, seq: row.seq }
}

/** Rows with the shard of their case, as the function takes them; nothing where there are none. */
function rowsOf(all: readonly { caseId: string }[]): string | null {
  if (all.length === 0) return null
  return JSON.stringify(all.map((each) => ({ shard: shardOf(each.caseId), ...each })))
}

export async function findOpenCases(db: AnyDb, caseIds: readonly string[]): Promise<OpenCase[]> {
  if (caseIds.length === 0) return []
  const { rows } = await sql<OpenRow>`
    select o.case_id, o.version, o.unit_id, o.receiving_unit_id, o.channel, o.procedure_code, o.received_at, o.received_wt, o.calendar_id, o.due_wt, o.paused
    from unnest(${caseIds.map(shardOf)}::smallint[], ${caseIds}::bigint[]) as asked (shard_key, case_id)
    join indicators.open_case o using (shard_key, case_id)`.execute(db)
  return rows.map(openCaseOf)
}

function openCaseOf(row: OpenRow): OpenCase {
  return {
    caseId: row.case_id,
    version: row.version,
    unitId: row.unit_id,
    receivingUnitId: row.receiving_unit_id,
    channel: row.channel,
    procedureCode: row.procedure_code,
    receivedAt: row.received_at?.toISOString() ?? null,
    receivedWt: row.received_wt,
    calendarId: row.calendar_id,
    dueWt: row.due_wt,
    paused: row.paused,
  }
}

/** Which of these cases have ended already. */
export async function findEnded(db: AnyDb, caseIds: readonly string[]): Promise<string[]> {
  if (caseIds.length === 0) return []
  const { rows } = await sql<{ case_id: string }>`
    select c.case_id
    from unnest(${caseIds.map(shardOf)}::smallint[], ${caseIds}::bigint[]) as asked (shard_key, case_id)
    join indicators.contribution c using (shard_key, case_id)
    where c.series = 'ended'`.execute(db)
  return rows.map((row) => row.case_id)
}

/** Forgets everything folded, so that the log is read again from its beginning. */
export async function forgetFold(db: AnyDb, name: string): Promise<void> {
  await sql`truncate indicators.open_case, indicators.contribution, indicators.unit_day, indicators.unit_month`.execute(
    db,
  )
  await sql`update platform.consumer set after_xid = '0', after_case = 0, after_seq = 0, handled = 0 where name = ${name}`.execute(
    db,
  )
}
