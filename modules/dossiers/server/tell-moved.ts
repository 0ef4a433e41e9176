import { dueOf, hasMoved } from '#modules/calendar/contract.ts'
import type { ChangedCalendar } from '#modules/calendar/server/index.ts'
import type { CaseSnapshot } from '#modules/casework/contract.ts'
import { momentIn } from './moment-words.ts'
import type { Parts } from './parts.ts'

const PAGE = 500

/**
 * Tells whoever watches a dossier that changed calendars moved its due date. Several processes may notice the change:
 * the key names the calendar's version, so each watcher is told once. Answers how many notices are new.
 */
export async function tellMoved(parts: Parts, changed: readonly ChangedCalendar[]): Promise<number> {
  const { casework, db, notifications } = parts
  let told = 0
  let after = '0'
  for (;;) {
    const watched = await notifications.listWatchedCases(db, after, PAGE)
    const last = watched.at(-1)
    if (last === undefined) return told
    const snapshots = await casework.findCases(db, watched)
    for (const each of changed) {
      const moved = snapshots
        .filter((snapshot) => isMoved(snapshot, each))
        .map((snapshot) => ({ caseId: snapshot.caseId, ...wordsOf(parts, snapshot, each) }))
      told += await notifications.notifyWatchers(db, `calendar:${each.after.id}:${each.after.version}`, moved)
    }
    after = last
  }
}

function isMoved({ calendarId, closedAt, dueWt }: CaseSnapshot, { before, after }: ChangedCalendar): boolean {
  return closedAt === null && dueWt !== null && calendarId === after.id && hasMoved(before, after, dueWt)
}

function wordsOf(
  { timeZone }: Parts,
  { code, dueWt }: CaseSnapshot,
  { before, after }: ChangedCalendar,
): { vi: string; en: string } {
  const [old, now] = [before, after].map((calendar) => momentIn(timeZone, dueOf(calendar, dueWt ?? 0).at))
  return {
    vi: `Lịch làm việc thay đổi nên hạn của hồ sơ ${code} chuyển từ ${old} sang ${now}.`,
    en: `The working calendar changed, so dossier ${code} is now due on ${now} instead of ${old}.`,
  }
}
