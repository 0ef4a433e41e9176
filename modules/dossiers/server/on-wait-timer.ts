import type { AnyDb } from '#platform/database.ts'
import type { CaseSnapshot, OwnTimerKey, StateChange } from '#modules/casework/contract.ts'
import type { Step } from '#modules/casework/server/index.ts'
import { ending, givenReason, punctuality } from './dossier-ends.ts'
import { settleDesk } from './desk-task.ts'
import { statusOf } from './dossier-flow.ts'
import { listReasons, listRules } from './dossier-store.ts'
import { settleAside } from './opinion-flow.ts'
import { dayIn, type Parts } from './parts.ts'
import { runsOn } from './suspension-transitions.ts'

type Followed = Omit<Step, 'key' | 'actor'> | undefined
type Fired = { snapshot: CaseSnapshot; key: OwnTimerKey }

/** The most a suspension may last is over: the dossier goes on by itself. */
export async function onSuspensionCap(parts: Parts, _: AnyDb, { snapshot, key }: Fired): Promise<Followed> {
  if (snapshot.closedAt || snapshot.tags.waitTimer !== key) return undefined
  const situation = { snapshot, calendar: parts.calendar.get(snapshot.calendarId), now: parts.clock.now() }
  const asksToWithdraw = statusOf(snapshot) === 'withdrawal_requested'
  const prior = statusOf({
    status: String(
      (asksToWithdraw ? snapshot.tags.statusBeforeStop : snapshot.tags.priorStatus) ?? 'processing',
    ),
  })
  const { set, facts } = runsOn(situation, asksToWithdraw ? 'withdrawal_requested' : prior)
  return {
    type: 'dossiers.suspension_lapsed',
    set: settled(
      snapshot,
      asksToWithdraw
        ? {
            ...set,
            // The wish to withdraw is still to be answered; what is answered with no goes on from before the suspension.
            marking: snapshot.marking,
            tags: { ...set.tags, priorStatus: prior, statusBeforeStop: null },
          }
        : set,
      situation.now,
    ),
    facts: facts ?? {},
  }
}

/** The last day of a supplement is over: by rule the dossier is stopped, or the desk decides. */
export async function onSupplementExpiry(
  parts: Parts,
  db: AnyDb,
  { snapshot, key }: Fired,
): Promise<Followed> {
  if (snapshot.closedAt || snapshot.tags.waitTimer !== key) return undefined
  const now = parts.clock.now()
  const today = dayIn(parts.timeZone, now)
  const rules = await listRules(db, today)
  const reason = (await listReasons(db, today)).find((one) => one.code === 'supplement_expired')
  const mayStop = statusOf(snapshot) === 'awaiting_supplement'
  if (rules.get('supplement_expiry') === 'stop' && reason && mayStop) {
    const situation = { snapshot, calendar: parts.calendar.get(snapshot.calendarId), now }
    return {
      type: 'dossiers.stopped',
      set: settled(
        snapshot,
        { ...ending(situation, 'stopped'), tags: { ...snapshot.tags, waitTimer: null } },
        now,
      ),
      facts: { reason: givenReason(reason), ...punctuality(situation) },
    }
  }
  return {
    type: 'dossiers.supplement_expired',
    set: settled(snapshot, { tags: { ...snapshot.tags, supplementExpired: true, waitTimer: null } }, now),
    facts: { dueOn: snapshot.tags.supplementDueOn ?? null },
  }
}

function settled(snapshot: CaseSnapshot, set: StateChange, now: Date): StateChange {
  return settleDesk(snapshot, settleAside(snapshot, set), now)
}
