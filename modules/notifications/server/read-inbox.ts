import type { Inbox, InboxQuery, Recipient } from '../contract.ts'
import { countUnread, listNotices } from './notice-store.ts'
import { recipientText } from './recipient.ts'
import type { NotificationDb } from './tables.ts'

const PAGE = 30

/** One page of what a person was told, newest first, and how much of it is unread. */
export async function readInbox(
  db: NotificationDb,
  who: Recipient,
  { unread = false, after, limit = PAGE }: InboxQuery = {},
): Promise<Inbox> {
  const recipient = recipientText(who)
  const found = await listNotices(db, recipient, { unread, after: placeOf(after), limit: limit + 1 })
  const notices = found.slice(0, limit)
  const last = notices.at(-1)
  return {
    notices,
    unread: await countUnread(db, recipient),
    next: found.length > limit && last ? `${last.createdAt} ${last.key}` : null,
  }
}

function placeOf(after: string | undefined) {
  if (after === undefined) return undefined
  const gap = after.indexOf(' ')
  return { createdAt: after.slice(0, gap), key: after.slice(gap + 1) }
}
