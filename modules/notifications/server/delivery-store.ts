import { sql } from 'kysely'
import type { Deliveries, Topic } from '../contract.ts'
import type { NotificationDb } from './tables.ts'

export type Letter = {
  recipient: string
  key: string
  address: string
  attempts: number
  topic: Topic
  caseId: string | null
  code: string | null
  vi: string
  en: string
}

/**
 * Takes letters that are due for this process. They come back as due after `leaseUntil`, so that one whose
 * sender died is sent by another; nothing stays locked while the mail server is spoken to.
 */
export async function takeLetters(
  db: NotificationDb,
  { at, leaseUntil, limit }: { at: Date; leaseUntil: Date; limit: number },
): Promise<Letter[]> {
  const { rows } = await sql<Letter>`
    with due as (
      select recipient, key from notifications.delivery
      where state = 'waiting' and next_at <= ${at}::timestamptz
      order by next_at limit ${limit} for update skip locked
    ), taken as (
      update notifications.delivery d set attempts = d.attempts + 1, next_at = ${leaseUntil}::timestamptz
      from due where d.recipient = due.recipient and d.key = due.key
      returning d.recipient, d.key, d.address, d.attempts
    )
    select t.recipient, t.key, t.address, t.attempts, n.topic, n.case_id as "caseId", n.code, n.vi, n.en
    from taken t join notifications.notice n on n.recipient = t.recipient and n.key = t.key`.execute(db)
  return rows
}

export async function setSent(db: NotificationDb, { recipient, key }: Letter, at: Date): Promise<void> {
  await db
    .updateTable('notifications.delivery')
    .set({ state: 'sent', sent_at: at, last_error: null })
    .where('recipient', '=', recipient)
    .where('key', '=', key)
    .execute()
}

/** Notes why a letter did not go, and when it is tried again; without a time it is given up. */
export async function setUnsent(
  db: NotificationDb,
  { recipient, key }: Letter,
  error: string,
  nextAt: Date | undefined,
): Promise<void> {
  await db
    .updateTable('notifications.delivery')
    .set({
      state: nextAt ? 'waiting' : 'failed',
      last_error: error.slice(0, 500),
      ...(nextAt ? { next_at: nextAt } : {}),
    })
    .where('recipient', '=', recipient)
    .where('key', '=', key)
    .execute()
}

/** Gives every letter that was given up another round of attempts; answers how many. */
export async function retryFailed(db: NotificationDb, at: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('notifications.delivery')
    .set({ state: 'waiting', attempts: 0, next_at: at })
    .where('state', '=', 'failed')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

export async function summarise(db: NotificationDb): Promise<Deliveries> {
  const counts = await db
    .selectFrom('notifications.delivery')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .groupBy('state')
    .execute()
  const of = (state: string) => counts.find((row) => row.state === state)?.count ?? 0
  const failures = await db
    .selectFrom('notifications.delivery')
    .select([
      'key',
      sql<string>`'@' || split_part(address, '@', 2)`.as('host'),
      'attempts',
      'last_error as error',
    ])
    .where('state', '=', 'failed')
    .orderBy('next_at', 'desc')
    .limit(50)
    .execute()
  return { waiting: of('waiting'), sent: of('sent'), failed: of('failed'), failures }
}
