import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import { caseworkErrors } from '../errors.ts'
import type { Actor } from '../open-case.ts'
import { carry, type Delivery, type Happening } from './carry.ts'
import { deliverMessage, signalHappening } from './deliver-messages.ts'
import {
  dropIncident,
  findIncident,
  listIncidentsOf,
  type Redo,
  type StoredIncident,
} from './incident-store.ts'
import { renewCall } from './service-store.ts'
import { holdTimer, lockCases } from './timer-store.ts'

export type Retried = {
  /** What still hinders the case; empty when it goes on. */
  left: StoredIncident[]
}

/**
 * Tries once more what could not go on, with the data of the case as they are now. Errors: `casework.no_incident`
 * where it was solved meanwhile, and whatever still hinders a delivery.
 */
export async function retryIncident(
  delivery: Delivery,
  db: AnyDb,
  log: Log,
  ask: { caseId: string; key: string; commandKey: string; actor: Actor },
): Promise<Retried> {
  const { caseId, key } = ask
  const left = await inTransaction(db, async (tx) => {
    await lockCases(tx, [caseId])
    const incident = await findIncident(tx, caseId, key)
    if (!incident) throw caseworkErrors.noIncident(caseId, key)
    if (incident.redo === null) await retryToken(delivery, tx, ask)
    else await deliverAgain(delivery, tx, log, ask, incident.redo)
    return listIncidentsOf(tx, caseId)
  })
  delivery.engine.wake()
  return { left }
}

type Ask = Parameters<typeof retryIncident>[3]

async function retryToken(delivery: Delivery, tx: AnyDb, { caseId, key, commandKey, actor }: Ask) {
  await carryOrThrow(delivery, tx, {
    caseId,
    key: commandKey,
    type: 'casework.retried',
    actor,
    facts: { incident: key },
    go: (machine, snapshot) => machine.retry(snapshot, Number(key)),
  })
}

async function deliverAgain(
  delivery: Delivery,
  tx: AnyDb,
  log: Log,
  { caseId, key, commandKey, actor }: Ask,
  redo: Redo,
) {
  await dropIncident(tx, caseId, key)
  if ('timer' in redo) await holdTimer(tx, caseId, redo.timer, false)
  else if ('call' in redo) await renewCall(tx, caseId, redo.call)
  else if ('message' in redo) await deliverMessage(delivery, tx, log, Buffer.from(redo.message, 'hex'))
  else await carryOrThrow(delivery, tx, { ...signalHappening(caseId, redo.signal, commandKey, null), actor })
}

async function carryOrThrow(delivery: Delivery, tx: AnyDb, happening: Happening) {
  const { failed } = await carry(delivery, tx, [happening])
  if (failed[0]) throw failed[0].error
}
