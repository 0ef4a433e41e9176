import { sql } from 'kysely'
import { callPrepared, type AnyDb } from '#platform/database.ts'
import type { CaseEvent, Cursor, OutboxEvent } from '../contract.ts'
import { eventOf, type EventRow } from './case-store.ts'
import { sharedPayloadIn } from './packed-text.ts'

type Row = EventRow & { xid: string }

export const FIRST_CURSOR: Cursor = { xid: '0', caseId: '0', seq: 0 }

/**
 * Events after `cursor` whose transactions, and all transactions before them, have ended:
 * an event that commits late is never skipped. Ordered by the number itself: as text, 999 would come after 1000.
 */
export async function readCommitted(db: AnyDb, cursor: Cursor, limit: number): Promise<OutboxEvent[]> {
  const { rows } = await callPrepared<Row>(
    db,
    'casework.read_outbox',
    'select * from casework.read_outbox($1, $2, $3, null, $4)',
    [cursor.xid, cursor.caseId, cursor.seq, limit],
  )
  return rows.map(outboxEventOf)
}

/**
 * Like `readCommitted`, but only events of these types, for readers whom few events concern. `next` is how far the log
 * was looked through, so that a reader does not look through the rest of it again.
 */
export async function readOfTypes(
  db: AnyDb,
  cursor: Cursor,
  types: readonly string[],
  limit: number,
): Promise<{ events: OutboxEvent[]; next: Cursor }> {
  const { rows } = await callPrepared<(Row | { case_id: null }) & { horizon: string }>(
    db,
    'casework.read_of_types',
    `select horizon.xmin::text as horizon, found.*
     from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) as horizon
     left join lateral casework.read_outbox($1, $2, $3, $4, $5) as found on true`,
    [cursor.xid, cursor.caseId, cursor.seq, [...types], limit],
  )
  const events = rows.flatMap((row) => (row.case_id === null ? [] : outboxEventOf(row)))
  const last = events.length === limit ? events.at(-1)?.cursor : undefined
  return { events, next: last ?? { xid: rows[0]?.horizon ?? cursor.xid, caseId: '0', seq: 0 } }
}

/** Which events were committed after a place, without what they say. */
export async function readPlaces(db: AnyDb, cursor: Cursor, limit: number): Promise<Cursor[]> {
  const { rows } = await callPrepared<{ xid: string; case_id: string; seq: number }>(
    db,
    'casework.read_places',
    'select xid, case_id, seq from casework.read_outbox($1, $2, $3, null, $4)',
    [cursor.xid, cursor.caseId, cursor.seq, limit],
  )
  return rows.map((row) => ({ xid: row.xid, caseId: row.case_id, seq: row.seq }))
}

function outboxEventOf(row: Row): OutboxEvent {
  return {
    ...eventOf(row, sharedPayloadIn),
    cursor: { xid: row.xid, caseId: row.case_id, seq: row.seq },
  }
}

const PAGE = 5000

/** Every event up to a place in the outbox, case by case. */
export async function* readHistories(db: AnyDb, upTo: Cursor): AsyncGenerator<readonly CaseEvent[]> {
  let after = { shard: -1, caseId: '0', seq: 0 }
  for (;;) {
    const { rows } = await sql<Row & { shard_key: number }>`
      select shard_key, case_id, seq, xid::text as xid, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, payload
      from casework.event event
      where (shard_key, case_id, seq) > (${after.shard}::smallint, ${after.caseId}::bigint, ${after.seq}::int)
        and (xid, case_id, seq) <= (${upTo.xid}::xid8, ${upTo.caseId}::bigint, ${upTo.seq}::int)
      order by shard_key, case_id, seq limit ${PAGE}`.execute(db)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => eventOf(row))
    if (rows.length < PAGE) return
    after = { shard: last.shard_key, caseId: last.case_id, seq: last.seq }
  }
}

/** Where a reader that wants only what happens from now on begins. */
export async function currentCursor(db: AnyDb): Promise<Cursor> {
  const { rows } = await sql<{
    xid: string
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(db)
  return { xid: rows[0]?.xid ?? '0', caseId: '0', seq: 0 }
}

/**
 * After a dump was loaded into another server, transaction ids begin anew below those the events carry, and readers
 * would wait for ids that come only in years. Gives such events the oldest id, so that they are committed long ago;
 * says whether there were any, for then every reader must begin again.
 */
export async function renumberOutbox(db: AnyDb): Promise<boolean> {
  const { rows } = await sql<{ ahead: boolean }>`
    select exists (select from casework.event where xid > pg_current_xact_id())
        or exists (select from platform.consumer where after_xid > pg_current_xact_id()) as ahead`.execute(db)
  if (!rows[0]?.ahead) return false
  await sql`update casework.event set xid = '3' where xid > pg_current_xact_id()`.execute(db)
  return true
}
