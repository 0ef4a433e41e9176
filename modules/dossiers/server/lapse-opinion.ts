import { toInstant } from '#modules/calendar/contract.ts'
import type { CaseSnapshot, OpenTask } from '#modules/casework/contract.ts'
import type { OwnTimerHandler } from '#modules/casework/server/index.ts'
import type { AnyDb } from '#platform/database.ts'
import { momentIn } from './moment-words.ts'
import { opinionTask } from './opinion-flow.ts'
import { limitTimer, readTimerKey } from './opinion-timers.ts'
import { lapse } from './opinion-transitions.ts'
import type { Parts } from './parts.ts'

/**
 * What follows when the time of an opinion has come: before its limit a reminder to whoever is to answer, from then on the
 * lapse, told to whoever asked. Both are steps of the case with their cause; what is answered or withdrawn already is left
 * alone.
 */
export function opinionTimerHandler(parts: Parts): OwnTimerHandler {
  return async (db, { snapshot, key, dueAt }) => {
    const about = readTimerKey(key)
    const task = about && opinionTask(snapshot, about.no)
    if (!about || !task) return undefined
    const due = dueOfTask(parts, task)
    if (about.onlyReminds || (due !== undefined && parts.clock.now() < due)) {
      await remind(parts, db, snapshot, task, about.no)
      return {
        type: 'dossiers.opinion_reminded',
        set: {},
        facts: { opinion: about.no, unitId: task.unitId, cause: 'limit_near' },
        ...(about.onlyReminds ? {} : { timers: limitTimer(about.no, task) }),
      }
    }
    const { set, facts } = lapse({ snapshot }, about.no)
    await tellAskers(parts, db, snapshot, task, about.no)
    return {
      type: 'dossiers.opinion_lapsed',
      set,
      ...(facts ? { facts } : {}),
      // Held up so long that no reminder came: it lapses now, not when it should have been reminded of.
      ...(due && dueAt < due ? { happenedAt: parts.clock.now() } : {}),
    }
  }
}

async function remind(parts: Parts, db: AnyDb, snapshot: CaseSnapshot, task: OpenTask, no: number) {
  const { organisation, notifications } = parts
  const holders = await organisation.postHolders(task.unitId, task.postKind, task.field ?? undefined)
  const due = dueOfTask(parts, task)
  const at = due ? momentIn(parts.timeZone, due) : ''
  await notifications.notify(
    db,
    holders.map(({ accountId }) => ({
      key: `opinion_due:${snapshot.caseId}:${no}:${task.dueWt ?? 0}`,
      to: { officer: accountId },
      topic: 'opinion_due' as const,
      caseId: snapshot.caseId,
      code: snapshot.code,
      vi: `Ý kiến được hỏi về hồ sơ ${snapshot.code} sắp đến hạn: ${at}. Hãy trả lời, hoặc xin gia hạn một lần.`,
      en: `The opinion asked for on dossier ${snapshot.code} is soon due: ${at}. Answer, or ask once for more time.`,
    })),
  )
}

/** Whoever holds the dossier now waits for the opinion; work nobody holds tells nobody, its list shows it. */
async function tellAskers(
  { organisation, notifications }: Parts,
  db: AnyDb,
  snapshot: CaseSnapshot,
  { unitId }: OpenTask,
  no: number,
) {
  const unit = organisation.units().nameOf(unitId)
  const askers = new Set(
    snapshot.marking.flatMap(({ aside, assigneeId }) =>
      aside === undefined && assigneeId !== null ? [assigneeId] : [],
    ),
  )
  await notifications.notify(
    db,
    [...askers].map((accountId) => ({
      key: `opinion_lapsed:${snapshot.caseId}:${no}`,
      to: { officer: accountId },
      topic: 'opinion_lapsed' as const,
      caseId: snapshot.caseId,
      code: snapshot.code,
      vi: `${unit} không trả lời trong hạn về hồ sơ ${snapshot.code}. Hồ sơ đi tiếp theo quy tắc đã chọn khi hỏi.`,
      en: `${unit} did not answer in time on dossier ${snapshot.code}. The dossier goes on by the rule chosen when asking.`,
    })),
  )
}

function dueOfTask({ calendar }: Parts, { calendarId, dueWt }: OpenTask): Date | undefined {
  return dueWt === null ? undefined : toInstant(calendar.get(calendarId), dueWt, 'end')
}
