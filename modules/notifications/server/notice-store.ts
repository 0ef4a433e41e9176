import { sql } from 'kysely'
import type { Notice, NoticeView, Topic } from '../contract.ts'
import { recipientText } from './recipient.ts'
import type { NotificationDb } from './tables.ts'

/** Writes what is not written yet and not unwanted, with its e-mail where one is wanted; answers how many are new. */
export async function insertNotices(
  db: NotificationDb,
  notices: readonly Notice[],
  { at, mailAt }: { at: Date; mailAt: Date | null },
): Promise<number> {
  const rows = notices.map(({ key, to, topic, caseId, code, vi, en }) => ({
    recipient: recipientText(to),
    key,
    topic,
    case_id: caseId ?? null,
    code: code ?? null,
    vi,
    en,
  }))
  const { rows: told } = await sql<{ count: number }>`
    with asked as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json)
        as n (recipient text, key text, topic text, case_id bigint, code text, vi text, en text)
    ), told as (
      insert into notifications.notice (recipient, key, topic, case_id, code, vi, en, created_at)
      select a.recipient, a.key, a.topic, a.case_id, a.code, a.vi, a.en, ${at}::timestamptz
      from asked a
      where not exists (select from notifications.muted m
        where m.recipient = a.recipient and m.topic = a.topic and m.channel = 'inbox')
      on conflict (recipient, key) do nothing
      returning recipient, key, topic
    ), posted as (
      insert into notifications.delivery (recipient, key, address, next_at)
      select t.recipient, t.key, b.address, ${mailAt}::timestamptz
      from told t join notifications.mailbox b on b.recipient = t.recipient
      where ${mailAt}::timestamptz is not null and not exists (select from notifications.muted m
        where m.recipient = t.recipient and m.topic = t.topic and m.channel = 'email')
    )
    select count(*)::int as count from told`.execute(db)
  return told[0]?.count ?? 0
}

type Row = {
  key: string
  topic: Topic
  caseId: string | null
  code: string | null
  vi: string
  en: string
  createdAt: Date
  readAt: Date | null
}

/** One page, newest first; `after` is the last line of the page before. */
export async function listNotices(
  db: NotificationDb,
  recipient: string,
  {
    unread,
    after,
    limit,
  }: { unread: boolean; after: { createdAt: string; key: string } | undefined; limit: number },
): Promise<NoticeView[]> {
  let query = db
    .selectFrom('notifications.notice')
    .select([
      'key',
      'topic',
      'case_id as caseId',
      'code',
      'vi',
      'en',
      'created_at as createdAt',
      'read_at as readAt',
    ])
    .where('recipient', '=', recipient)
  if (unread) query = query.where('read_at', 'is', null)
  if (after)
    query = query.where(
      sql<boolean>`(created_at < ${after.createdAt}::timestamptz
        or (created_at = ${after.createdAt}::timestamptz and key > ${after.key}))`,
    )
  const rows: Row[] = await query.orderBy('created_at', 'desc').orderBy('key').limit(limit).execute()
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  }))
}

export async function countUnread(db: NotificationDb, recipient: string): Promise<number> {
  const { count } = await db
    .selectFrom('notifications.notice')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('recipient', '=', recipient)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

export async function setRead(
  db: NotificationDb,
  recipient: string,
  keys: readonly string[] | 'all',
  at: Date,
): Promise<void> {
  let change = db
    .updateTable('notifications.notice')
    .set({ read_at: at })
    .where('recipient', '=', recipient)
    .where('read_at', 'is', null)
  if (keys !== 'all') change = change.where('key', 'in', [...keys])
  await change.execute()
}

/** Deletes a batch of what is older than its topic is kept; answers how many. */
export async function deleteOldNotices(db: NotificationDb, at: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from notifications.notice where (recipient, key) in (
      select n.recipient, n.key
      from notifications.notice n
      join notifications.retention every on every.topic = '*'
      left join notifications.retention own on own.topic = n.topic
      where n.created_at < ${at}::timestamptz - make_interval(days => coalesce(own.days, every.days))
        and n.created_at < ${at}::timestamptz - make_interval(days => (select min(days) from notifications.retention))
      limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** The place in the log of transactions below which everything has ended. */
export async function findEnded(db: NotificationDb): Promise<string> {
  const { rows } = await sql<{
    xid: string
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(db)
  return rows[0]?.xid ?? '0'
}

/** Who was told something by transactions from `from` on that ended before `until`. */
export async function listTold(db: NotificationDb, from: string, until: string): Promise<string[]> {
  const { rows } = await sql<{ recipient: string }>`
    select distinct recipient from notifications.notice
    where xid >= ${from}::xid8 and xid < ${until}::xid8`.execute(db)
  return rows.map(({ recipient }) => recipient)
}
