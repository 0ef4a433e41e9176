import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { Cursor } from '#modules/casework/contract.ts'

/** A reader of the event log and where it begins: with the first event there is, or with what happens from now on. */
export type Reader = { name: string; begins: 'first' | 'now' }

/** How far a reader has come; its place is made where there is none yet. */
export async function readPlace(db: AnyDb, { name, begins }: Reader): Promise<Cursor> {
  await sql`
    insert into platform.consumer (name, after_xid)
    values (${name}, case when ${begins === 'now'}::boolean then pg_snapshot_xmin(pg_current_snapshot()) else '0' end)
    on conflict do nothing`.execute(db)
  const { rows } = await sql<{ xid: string; case_id: string; seq: number }>`
    select after_xid::text as xid, after_case as case_id, after_seq as seq
    from platform.consumer where name = ${name}`.execute(db)
  const row = rows[0]
  return { xid: row?.xid ?? '0', caseId: row?.case_id ?? '0', seq: row?.seq ?? 0 }
}

/** Several processes may read at once: the place only ever moves on. */
export async function movePlace(db: AnyDb, { name }: Reader, cursor: Cursor, handled: number, at: Date) {
  await sql`
    update platform.consumer set after_xid = ${cursor.xid}::xid8, after_case = ${cursor.caseId}::bigint,
      after_seq = ${cursor.seq}, handled = handled + ${handled}, updated_at = ${at.toISOString()}::timestamptz
    where name = ${name}
      and (after_xid, after_case, after_seq) < (${cursor.xid}::xid8, ${cursor.caseId}::bigint, ${cursor.seq}::int)`.execute(
    db,
  )
}

/** Sends a reader back to where it begins, as after a dump was loaded elsewhere. */
export async function forgetPlace(db: AnyDb, reader: Reader) {
  await sql`delete from platform.consumer where name = ${reader.name}`.execute(db)
  await readPlace(db, reader)
}
