import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import { caseworkErrors } from '../errors.ts'
import type { Actor } from '../open-case.ts'
import { standingSince } from '../watch-flow.ts'
import { carry, problemOf, type Delivery, type Failure, type Happening } from './carry.ts'
import { deliverMessage, signalHappening } from './deliver-messages.ts'
import { fireHeld } from './fire-timers.ts'
import {
  dropIncident,
  findIncident,
  listIncidentsOf,
  putIncident,
  type Redo,
  type StoredIncident,
} from './incident-store.ts'
import { markFailing, renewCall } from './service-store.ts'
import { lockCases } from './timer-store.ts'

export type Retried = {
  /** What still hinders the case; empty when it goes on. */
  left: StoredIncident[]
}

type Ask = { caseId: string; key: string; commandKey: string; actor: Actor }

/**
 * Tries once more what could not go on, with the data of the case as they are now. What cannot go on this time either
 * has stood still since the first time. Errors: `casework.no_incident` where it was solved meanwhile.
 */
export async function retryIncident(delivery: Delivery, db: AnyDb, log: Log, ask: Ask): Promise<Retried> {
  const { caseId, key } = ask
  const left = await inTransaction(db, async (tx) => {
    await lockCases(tx, [caseId])
    const incident = await findIncident(tx, caseId, key)
    if (!incident) throw caseworkErrors.noIncident(caseId, key)
    if (incident.redo === null) await retryToken(delivery, tx, ask, incident)
    else await deliverAgain(delivery, tx, log, ask, incident, incident.redo)
    return listIncidentsOf(tx, caseId)
  })
  delivery.engine.wake()
  return { left }
}

async function retryToken(
  delivery: Delivery,
  tx: AnyDb,
  { caseId, key, commandKey, actor }: Ask,
  { element, since }: StoredIncident,
) {
  const failure = await carryOne(delivery, tx, {
    caseId,
    key: commandKey,
    type: 'casework.retried',
    actor,
    facts: { incident: key },
    go(machine, snapshot) {
      const proceeding = machine.retry(snapshot, Number(key))
      return proceeding && { ...proceeding, part: standingSince(proceeding.part, element, since) }
    },
  })
  if (failure) throw failure.error
  // A service is asked again later, under the number of its token.
  await markFailing(tx, { caseId, no: Number(key) }, since)
}

async function deliverAgain(
  delivery: Delivery,
  tx: AnyDb,
  log: Log,
  { caseId, key, commandKey, actor }: Ask,
  incident: StoredIncident,
  redo: Redo,
) {
  await dropIncident(tx, caseId, key)
  if ('call' in redo) return renewCall(tx, { caseId, no: redo.call }, incident.since)
  if ('message' in redo) {
    await deliverMessage(delivery, tx, log, Buffer.from(redo.message, 'hex'))
    const again = await findIncident(tx, caseId, key)
    if (again) await putIncident(tx, { ...again, since: incident.since })
    return
  }
  const failure =
    'timer' in redo
      ? await fireHeld(delivery, tx, caseId, redo.timer, actor)
      : await carryOne(delivery, tx, { ...signalHappening(caseId, redo.signal, commandKey, null), actor })
  if (failure) await putIncident(tx, { ...incident, ...problemOf(failure.error) })
}

async function carryOne(delivery: Delivery, tx: AnyDb, happening: Happening): Promise<Failure | undefined> {
  const { failed } = await carry(delivery, tx, [happening])
  return failed[0]
}
