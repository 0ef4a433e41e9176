import type { Recipient, Watched } from '../contract.ts'
import { recipientText } from './recipient.ts'
import type { NotificationDb } from './tables.ts'
import { listWatchedBy } from './watch-store.ts'

/** More than anybody looks through; watched cases leave the list when they end. */
const MOST = 200

export async function watchedBy(db: NotificationDb, who: Recipient): Promise<Watched> {
  return { cases: await listWatchedBy(db, recipientText(who), MOST) }
}
