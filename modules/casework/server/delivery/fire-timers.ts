import { dueOf, lineBounds, LINE_BITS } from '#modules/calendar/contract.ts'
import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import type { CaseSnapshot, OwnTimerKey } from '../../contract.ts'
import { caseworkErrors } from '../errors.ts'
import type { Actor } from '../open-case.ts'
import { carry, problemOf, type Delivery, type Failure, type Happening } from './carry.ts'
import { putIncident } from './incident-store.ts'
import {
  boundIdleness,
  claimTimers,
  dropTimer,
  findTimer,
  holdTimer,
  type DueTimer,
  type PastPositions,
} from './timer-store.ts'

/** Timers fired in one transaction: enough to be quick, few enough that nobody waits long for a case. */
const BATCH = 250
/** A timer later than this was held up by the system, not by the city: what follows from it counts from now. */
const LATE_MS = 3_600_000
const IDLE_SECONDS = 10

/**
 * Fires timers that are due by the city's clock; answers how many were claimed, `BATCH` or more meaning that more may wait.
 * A timer goes in the transaction of the step it causes, so it fires once, whatever stops in between.
 */
export async function fireTimers(
  delivery: Delivery,
  db: AnyDb,
  log: Log,
): Promise<{ claimed: number; full: boolean }> {
  const now = delivery.engine.clock.now()
  const past = pastPositions(delivery, now, log)
  const claimed = await inTransaction(db, async (tx) => {
    if (!db.isTransaction) await boundIdleness(tx, IDLE_SECONDS)
    const due = await claimTimers(tx, now, past, BATCH)
    // One timer a case: another one of it starts from where this one leads.
    const first = new Map(due.toReversed().map((timer) => [timer.caseId, timer]))
    const timers = new Map([...first.values()].map((timer) => [happeningOf(delivery, timer, now), timer]))
    const { late, failed } = await carry(delivery, tx, [...timers.keys()])
    for (const { caseId, facts } of late) {
      log.warn({ caseId, facts }, 'a timer was set for which the process does not wait; taken off')
      await dropTimer(tx, caseId, String(facts.timer))
    }
    for (const { happening, error } of failed) {
      const { caseId } = happening
      const key = timers.get(happening)?.key ?? ''
      log.error({ err: error, caseId, timer: key }, 'a timer could not be fired; it is held as an incident')
      await holdTimer(tx, caseId, key)
      await putIncident(tx, {
        caseId,
        key: `timer:${key}`,
        element: elementOf(key),
        ...problemOf(error),
        since: now,
        redo: { timer: key },
      })
    }
    return due.length
  })
  if (claimed > 0) delivery.engine.wake()
  return { claimed, full: claimed >= BATCH }
}

/** A timer that was held goes now, by whoever tries it again. Answers what went wrong, undefined where nothing did. */
export async function fireHeld(
  delivery: Delivery,
  tx: AnyDb,
  caseId: string,
  key: string,
  actor: Actor,
): Promise<Failure | undefined> {
  const now = delivery.engine.clock.now()
  const timer = await findTimer(tx, caseId, key, now)
  if (!timer) return undefined
  const { late, failed } = await carry(delivery, tx, [{ ...happeningOf(delivery, timer, now), actor }])
  if (late.length > 0) await dropTimer(tx, caseId, key)
  return failed[0]
}

function happeningOf(delivery: Delivery, { caseId, key, due }: DueTimer, now: Date): Happening {
  const dueAt =
    'at' in due ? new Date(due.at) : dueOf(delivery.engine.calendars.get(due.calendarId), due.dueWt).at
  const isOwn = key.startsWith('own:')
  return {
    caseId,
    key: `timer:${caseId}:${key}:${'at' in due ? due.at : due.dueWt}`,
    type: 'casework.timer_fired',
    happenedAt: now.getTime() - dueAt.getTime() > LATE_MS ? now : dueAt,
    facts: { timer: key, element: elementOf(key), dueAt: dueAt.toISOString() },
    go: (machine, snapshot) => machine.fire(snapshot, { type: 'timer', key }),
    ...(isOwn
      ? {
          own: (tx: AnyDb, snapshot: CaseSnapshot) =>
            fireOwn(delivery, tx, snapshot, key as OwnTimerKey, dueAt),
        }
      : {}),
  }
}

async function fireOwn(
  { owners }: Delivery,
  tx: AnyDb,
  snapshot: CaseSnapshot,
  key: OwnTimerKey,
  dueAt: Date,
) {
  const handler = owners.timerHandlerOf(snapshot.kind, key)
  if (!handler) throw caseworkErrors.noTimerHandler(snapshot.kind, key)
  const step = (await handler(tx, { snapshot, key, dueAt })) ?? { type: 'casework.timer_fired', set: {} }
  const isSetAgain = step.timers?.set?.some((timer) => timer.key === key)
  return {
    ...step,
    timers: {
      ...step.timers,
      cancelled: [...(step.timers?.cancelled ?? []), ...(isSetAgain ? [] : [key])],
    },
  }
}

/** The element of a process's timer, the key of an owner's. */
function elementOf(key: string): string {
  return key.startsWith('own:') ? key : key.slice(key.indexOf(':') + 1)
}

/** For every calendar, the positions of each line whose moment has come. */
function pastPositions({ engine }: Delivery, now: Date, log: Log): PastPositions[] {
  // Due at this very moment is due.
  const at = new Date(now.getTime() + 1)
  return engine.calendars.all().flatMap((calendar) => {
    try {
      return lineBounds(calendar, at, 0).map(({ number, overdueBelow }) => ({
        calendarId: calendar.id,
        low: number << LINE_BITS,
        below: overdueBelow,
      }))
    } catch (error) {
      log.error({ err: error, calendar: calendar.id }, 'a calendar does not reach to now; its timers wait')
      return []
    }
  })
}
