import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { Cursor, Sent, StoredSubscription } from '../../contract.ts'
import type { Vars } from '../../process/json.ts'
import { readCommitted } from '../outbox-store.ts'

export type Message = {
  key: Buffer
  name: string
  /** JSON text; null: for whoever waits for the name. */
  correlation: string | null
  vars: Vars
  sentAt: Date
  keepUntil: Date
  fromCase: string | null
  deliveredTo: string | null
}

type Row = {
  message_key: Buffer
  name: string
  correlation: string | null
  vars: Vars
  sent_at: Date
  keep_until: Date
  from_case: string | null
  delivered_to: string | null
}

/** Keeps a message; the same key is kept once. */
export async function keepMessage(db: AnyDb, message: Omit<Message, 'deliveredTo'>): Promise<void> {
  const { key, name, correlation, vars, sentAt, keepUntil, fromCase } = message
  await sql`
    insert into casework.message (message_key, name, correlation, vars, sent_at, keep_until, from_case)
    values (${key}, ${name}, ${correlation}::text, ${JSON.stringify(vars)}::json, ${sentAt.toISOString()}::timestamptz,
      ${keepUntil.toISOString()}::timestamptz, ${fromCase}::bigint)
    on conflict do nothing`.execute(db)
}

/** A message under lock, so that it is delivered once. */
export async function lockMessage(db: AnyDb, key: Buffer): Promise<Message | undefined> {
  const { rows } = await sql<Row>`
    select message_key, name, correlation, vars, sent_at, keep_until, from_case, delivered_to
    from casework.message where message_key = ${key} for update`.execute(db)
  return rows[0] && messageOf(rows[0])
}

/** Messages that nobody has taken yet and that this would take; the oldest first. */
export async function listKept(
  db: AnyDb,
  { name, correlation }: Pick<StoredSubscription, 'name' | 'correlation'>,
  now: Date,
): Promise<Message[]> {
  const { rows } = await sql<Row>`
    select message_key, name, correlation, vars, sent_at, keep_until, from_case, delivered_to from casework.message
    where name = ${name} and delivered_to is null and keep_until >= ${now.toISOString()}::timestamptz
      and (${correlation}::text is null or correlation = ${correlation}::text)
    order by sent_at, message_key limit 1`.execute(db)
  return rows.map(messageOf)
}

export async function markDelivered(db: AnyDb, key: Buffer, caseId: string): Promise<void> {
  await sql`update casework.message set delivered_to = ${caseId}::bigint where message_key = ${key}`.execute(
    db,
  )
}

/** Forgets messages whose time is over; answers how many of them nobody had taken. */
export async function forgetMessages(db: AnyDb, now: Date): Promise<number> {
  const { rows } = await sql<{ lost: number }>`
    with gone as (
      delete from casework.message where keep_until < ${now.toISOString()}::timestamptz returning delivered_to
    ) select count(*) filter (where delivered_to is null)::int as lost from gone`.execute(db)
  return rows[0]?.lost ?? 0
}

function messageOf(row: Row): Message {
  return {
    key: row.message_key,
    name: row.name,
    correlation: row.correlation,
    vars: row.vars,
    sentAt: row.sent_at,
    keepUntil: row.keep_until,
    fromCase: row.from_case,
    deliveredTo: row.delivered_to,
  }
}

/** Cases that wait for a message: who names its correlation before who takes any, the oldest first. */
export async function listWaiting(
  db: AnyDb,
  { name, correlation }: Pick<Message, 'name' | 'correlation'>,
): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select case_id from (
      (select case_id, 0 as rank from casework.subscription
       where name = ${name} and kind = 'message' and md5(correlation) = md5(${correlation}::text) and correlation = ${correlation}::text
       order by case_id limit 20)
      union all
      (select case_id, 1 as rank from casework.subscription
       where name = ${name} and kind = 'message' and md5(correlation) is null order by case_id limit 20)
    ) as waiting order by rank, case_id`.execute(db)
  return [...new Set(rows.map((row) => row.case_id))]
}

/** Cases that wait for a signal, besides the one that gave it. */
export async function listHearing(db: AnyDb, name: string, besides: string): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select distinct case_id from casework.subscription
    where name = ${name} and kind = 'signal' and case_id <> ${besides}::bigint order by case_id`.execute(db)
  return rows.map((row) => row.case_id)
}

/** An event that says something to other cases, or by which a case begins to wait for messages. */
export type SaidEvent = {
  cursor: Cursor
  sent: Sent | undefined
  subscriptions: readonly StoredSubscription[]
  recordedAt: Date
}

/** Events after a place in the outbox, in commit order: those that concern messages, and how far was looked. */
export async function readSaid(
  db: AnyDb,
  after: Cursor,
  most: number,
): Promise<{ said: SaidEvent[]; upTo: Cursor | undefined; full: boolean }> {
  const events = await readCommitted(db, after, most)
  return {
    said: events.flatMap(({ cursor, recordedAt, payload: { sent, watch } }) => {
      const subscriptions = watch?.subscriptions ?? []
      return sent || subscriptions.length > 0
        ? [{ cursor, sent, subscriptions, recordedAt: new Date(recordedAt) }]
        : []
    }),
    upTo: events.at(-1)?.cursor,
    full: events.length === most,
  }
}

const CONSUMER = 'casework.delivery'

/** Makes this reader's place in the outbox: what was said before anything could be delivered is past. */
export async function ensurePlace(db: AnyDb): Promise<void> {
  await sql`
    insert into platform.consumer (name, after_xid) values (${CONSUMER}, pg_snapshot_xmin(pg_current_snapshot()))
    on conflict do nothing`.execute(db)
}

/** This reader's place under this transaction's lock; undefined while another node reads. */
export async function lockPlace(db: AnyDb): Promise<Cursor | undefined> {
  const { rows } = await sql<{ xid: string; case_id: string; seq: number }>`
    select after_xid::text as xid, after_case as case_id, after_seq as seq
    from platform.consumer where name = ${CONSUMER} for update skip locked`.execute(db)
  return rows[0] && { xid: rows[0].xid, caseId: rows[0].case_id, seq: rows[0].seq }
}

export async function movePlace(db: AnyDb, { xid, caseId, seq }: Cursor): Promise<void> {
  await sql`
    update platform.consumer
    set after_xid = ${xid}::xid8, after_case = ${caseId}::bigint, after_seq = ${seq}, updated_at = now()
    where name = ${CONSUMER}`.execute(db)
}
