import type { Notice, Recipient } from '../contract.ts'
import { insertNotices } from './notice-store.ts'
import type { Parts } from './parts.ts'
import type { NotificationDb } from './tables.ts'
import { listWatchers } from './watch-store.ts'
import { recipientOf, recipientText } from './recipient.ts'

/**
 * Tells people something, each key to each person once; may be a part of the caller's transaction.
 * Whoever switched the topic off is not told. Answers how many notices are new.
 */
export async function notify(
  { clock, realClock, mail }: Pick<Parts, 'clock' | 'realClock' | 'mail'>,
  db: NotificationDb,
  notices: readonly Notice[],
): Promise<number> {
  if (notices.length === 0) return 0
  return insertNotices(db, notices, { at: clock.now(), mailAt: mail ? realClock.now() : null })
}

/** What became of a case whose due date moved; whoever moved it is not told. */
export type Moved = { caseId: string; vi: string; en: string; by?: Recipient | undefined }

/** Tells everybody who watches one of these cases that its due date moved; `key` names what moved it. */
export async function notifyWatchers(
  parts: Pick<Parts, 'clock' | 'realClock' | 'mail'>,
  db: NotificationDb,
  key: string,
  moved: readonly Moved[],
): Promise<number> {
  const words = new Map(moved.map((each) => [each.caseId, each]))
  const watchers = await listWatchers(db, [...words.keys()])
  return notify(
    parts,
    db,
    watchers.flatMap(({ caseId, recipient, code }) => {
      const said = words.get(caseId)
      if (!said || (said.by && recipientText(said.by) === recipient)) return []
      const { vi, en } = said
      return [
        { key: `${key}:${caseId}`, to: recipientOf(recipient), topic: 'due_moved', caseId, code, vi, en },
      ]
    }),
  )
}
