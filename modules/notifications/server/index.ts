import type { Clock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { silentLog, type Log } from '#platform/log.ts'
import type { InboxQuery, Notice, Preferences, Recipient } from '../contract.ts'
import { deleteOldNotices, setRead } from './notice-store.ts'
import { notify, notifyWatchers, type Moved } from './notify.ts'
import type { MailConfig, Parts } from './parts.ts'
import { readInbox } from './read-inbox.ts'
import { recipientText } from './recipient.ts'
import { notificationRoutes } from './routes.ts'
import { runMail } from './run-mail.job.ts'
import { preferencesOf, setPreferences } from './set-preferences.ts'
import { watchedBy } from './read-watched.ts'
import type { NotificationTables } from './tables.ts'
import { tailNotices } from './tail-notices.ts'
import {
  deleteWatch,
  deleteWatchesOf,
  insertWatch,
  isWatched,
  listWatchedAmong,
  listWatchedCases,
} from './watch-store.ts'

export type Notifications = ReturnType<typeof notificationsModule>

const SWEEP = 5_000

/** The inbox of officials and citizens. `notify` may share the caller's transaction; nothing here calls anybody. */
export function notificationsModule({
  db,
  clock,
  realClock,
  log = silentLog,
  mail,
  linkOf = () => undefined,
}: {
  db: AnyDb
  /** The city's time: what notices are dated by. */
  clock: Clock
  /** The real time: by which mail is tried again. */
  realClock: Clock
  log?: Log
  /** Absent: this city sends no e-mail. */
  mail?: MailConfig | undefined
  /** The page a notice leads to, as a whole address. */
  linkOf?: Parts['linkOf']
}) {
  const parts: Parts = { db: db.withTables<NotificationTables>(), clock, realClock, log, mail, linkOf }
  const own = (from: AnyDb) => from.withTables<NotificationTables>()
  return {
    routes: notificationRoutes(parts),
    /** Tells people something, each key to each person once; answers how many notices are new. */
    notify: (into: AnyDb, notices: Notice | readonly Notice[]) =>
      notify(parts, own(into), Array.isArray(notices) ? notices : [notices]),
    /** Tells whoever watches one of these cases what became of it; `key` names what did it. */
    notifyWatchers: (into: AnyDb, key: string, moved: readonly Moved[]) =>
      notifyWatchers(parts, own(into), key, moved),
    /** Asks to be told when the due date of a case moves. Whether the person may see the case the caller has asked. */
    watch: (who: Recipient, of: { caseId: string; code: string }) =>
      insertWatch(parts.db, recipientText(who), of, clock.now()),
    unwatch: (who: Recipient, caseId: string) => deleteWatch(parts.db, recipientText(who), caseId),
    watches: (who: Recipient, caseId: string) => isWatched(parts.db, recipientText(who), caseId),
    watchedBy: (who: Recipient) => watchedBy(parts.db, who),
    /** Of these cases, those somebody watches. */
    watchedAmong: (from: AnyDb, caseIds: readonly string[]) => listWatchedAmong(own(from), caseIds),
    /** Nobody watches these cases any more, as after their end. */
    forgetWatches: (into: AnyDb, caseIds: readonly string[]) => deleteWatchesOf(own(into), caseIds),
    /** One page of all watched cases by their number; begin with `0`. */
    listWatchedCases: (from: AnyDb, after: string, limit: number) =>
      listWatchedCases(own(from), after, limit),
    readInbox: (who: Recipient, query?: InboxQuery) => readInbox(parts.db, who, query),
    markRead: (who: Recipient, keys: readonly string[] | 'all') =>
      setRead(parts.db, recipientText(who), keys, clock.now()),
    preferencesOf: (who: Recipient) => preferencesOf(parts, who),
    /** Errors: `notifications.bad_email`, `notifications.not_for_you`. */
    setPreferences: (who: Recipient, wish: Preferences) => setPreferences(parts, who, wish),
    /** Says who was told something, from now on and after it was committed; for live screens. */
    tail: (onTold: (told: readonly Recipient[]) => void) => tailNotices(parts, onTold),
    /** Sends mail until stopped; nothing to stop where none is sent. */
    runMail: () => (mail ? runMail(parts, mail) : undefined),
    /** Deletes what is older than its topic is kept; answers how many. */
    async removeOldNotices() {
      let removed = 0
      for (;;) {
        const batch = await deleteOldNotices(parts.db, clock.now(), SWEEP)
        removed += batch
        if (batch < SWEEP) return removed
      }
    },
  }
}
