import type { Preferences } from '../contract.ts'
import type { NotificationDb } from './tables.ts'

export async function findPreferences(db: NotificationDb, recipient: string): Promise<Preferences> {
  const muted = await db
    .selectFrom('notifications.muted')
    .select(['topic', 'channel'])
    .where('recipient', '=', recipient)
    .orderBy('topic')
    .execute()
  const mailbox = await db
    .selectFrom('notifications.mailbox')
    .select('address')
    .where('recipient', '=', recipient)
    .executeTakeFirst()
  const on = (channel: string) => muted.flatMap((row) => (row.channel === channel ? [row.topic] : []))
  return { off: on('inbox'), emailOff: on('email'), email: mailbox?.address ?? '' }
}

export async function setPreferences(
  db: NotificationDb,
  recipient: string,
  { off, emailOff, email }: Preferences,
  at: Date,
): Promise<void> {
  await db.deleteFrom('notifications.muted').where('recipient', '=', recipient).execute()
  const rows = [
    ...[...new Set(off)].map((topic) => ({ recipient, topic, channel: 'inbox' as const })),
    ...[...new Set(emailOff)].map((topic) => ({ recipient, topic, channel: 'email' as const })),
  ]
  if (rows.length > 0) await db.insertInto('notifications.muted').values(rows).execute()
  if (email === '') {
    await db.deleteFrom('notifications.mailbox').where('recipient', '=', recipient).execute()
    return
  }
  await db
    .insertInto('notifications.mailbox')
    .values({ recipient, address: email, changed_at: at })
    .onConflict((conflict) => conflict.column('recipient').doUpdateSet({ address: email, changed_at: at }))
    .execute()
}
