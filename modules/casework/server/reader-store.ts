import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { Cursor } from '../contract.ts'

/** A reader of the event log and where it begins: with the first event there is, or with what happens from now on. */
export type Reader = { name: string; begins: 'first' | 'now' }

/** How far a reader has come; its place is made where there is none yet. */
export async function readPlace(db: AnyDb, { name, begins }: Reader): Promise<Cursor> {
  const known = await findPlace(db, name)
  if (known) return known
  await sql`
    insert into platform.consumer (name, after_xid)
    values (${name}, case when ${begins === 'now'}::boolean then pg_snapshot_xmin(pg_current_snapshot()) else '0' end)
    on conflict do nothing`.execute(db)
  return (await findPlace(db, name)) ?? { xid: '0', caseId: '0', seq: 0 }
}

async function findPlace(db: AnyDb, name: string): Promise<Cursor | undefined> {
  const { rows } = await sql<{ xid: string; case_id: string; seq: number }>`
    select after_xid::text as xid, after_case as case_id, after_seq as seq
    from platform.consumer where name = ${name}`.execute(db)
  return rows[0] && { xid: rows[0].xid, caseId: rows[0].case_id, seq: rows[0].seq }
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
