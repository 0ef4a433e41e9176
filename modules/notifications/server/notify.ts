import type { Notice, Recipient, Topic } from '../contract.ts'
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

/** What became of a watched case, unless said otherwise that its due date moved; whoever did it is not told. */
export type Moved = {
  caseId: string
  vi: string
  en: string
  topic?: Topic
  by?: Recipient | undefined
}

/** Tells everybody who watches one of these cases what became of it; `key` names what did it. */
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
      const { vi, en, topic = 'due_moved' } = said
      return [{ key: `${key}:${caseId}`, to: recipientOf(recipient), topic, caseId, code, vi, en }]
    }),
  )
}
