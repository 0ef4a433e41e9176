import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import { isSamePlace } from '#platform/log-place.ts'
import type { Cursor } from '../../contract.ts'
import type { Json, Vars } from '../../process/json.ts'
import { commandKeyOf } from '../event-chain.ts'
import { correlationText } from '../watch-flow.ts'
import { carry, problemOf, type Carried, type Delivery, type Happening } from './carry.ts'
import { dropIncident, putIncident, type Redo } from './incident-store.ts'
import {
  ensurePlace,
  keepMessage,
  listHearing,
  listKept,
  listWaiting,
  lockMessage,
  lockPlace,
  markDelivered,
  movePlace,
  readSaid,
  type Message,
  type SaidEvent,
} from './message-store.ts'
import { lockCases } from './timer-store.ts'

const EVENTS_AT_ONCE = 2_000
const DAY_MS = 86_400_000
/** How long a message of a case waits for somebody to take it, in the city's days. */
export const KEPT_DAYS = 30

/**
 * Delivers what events said to other cases, in the order in which they were committed. The place in the outbox moves
 * in the transaction of the delivery, so each is delivered once. Answers whether there is more to read.
 */
export async function deliverSaid(delivery: Delivery, db: AnyDb, log: Log): Promise<boolean> {
  await ensurePlace(db)
  const place = await inTransaction(db, lockPlace)
  if (!place) return false
  const { said, upTo, full } = await readSaid(db, place, EVENTS_AT_ONCE)
  let at = place
  // One transaction for each that says something: cases are always locked in one order.
  for (const event of said) {
    const isMine = await inTransaction(db, (tx) => deliverEvent(delivery, tx, log, at, event))
    if (!isMine) return false
    at = event.cursor
  }
  if (upTo && !isSamePlace(upTo, at)) await inTransaction(db, (tx) => moveFrom(tx, at, upTo))
  if (said.length > 0) delivery.engine.wake()
  return full
}

/** Moves the place, unless another node has moved it meanwhile. */
async function moveFrom(tx: AnyDb, from: Cursor, to: Cursor): Promise<boolean> {
  const place = await lockPlace(tx)
  if (!place || !isSamePlace(place, from)) return false
  await movePlace(tx, to)
  return true
}

async function deliverEvent(
  delivery: Delivery,
  tx: AnyDb,
  log: Log,
  from: Cursor,
  { cursor, sent, subscriptions, recordedAt }: SaidEvent,
): Promise<boolean> {
  if (!(await moveFrom(tx, from, cursor))) return false
  const { caseId, seq } = cursor
  for (const [index, { name, correlation, vars }] of (sent?.messages ?? []).entries()) {
    const key = commandKeyOf(`message:${caseId}:${seq}:${index}`)
    await keepMessage(tx, {
      key,
      name,
      correlation: correlationText(correlation),
      vars,
      sentAt: recordedAt,
      keepUntil: new Date(recordedAt.getTime() + KEPT_DAYS * DAY_MS),
      fromCase: caseId,
    })
    await deliverMessage(delivery, tx, log, key)
  }
  for (const [index, { name }] of (sent?.signals ?? []).entries())
    await deliverSignal(delivery, tx, log, { name, from: caseId, key: `signal:${caseId}:${seq}:${index}` })
  // What was sent before anybody waited for it is taken by the first who does.
  for (const subscription of subscriptions) {
    if (subscription.kind !== 'message') continue
    for (const { key } of await listKept(tx, subscription, delivery.engine.clock.now()))
      await deliverMessage(delivery, tx, log, key)
  }
  return true
}

/** Gives a message to the one case that waits for it; the message is kept where none does. Answers the case. */
export async function deliverMessage(
  delivery: Delivery,
  tx: AnyDb,
  log: Log,
  key: Buffer,
): Promise<string | undefined> {
  const message = await lockMessage(tx, key)
  if (!message) return undefined
  if (message.deliveredTo !== null) return message.deliveredTo
  for (const caseId of await listWaiting(tx, message)) {
    await lockCases(tx, [caseId])
    const carried = await carry(delivery, tx, [messageHappening(caseId, message)])
    await noteFailures(delivery, tx, log, carried, `message:${key.toString('hex')}`, {
      message: key.toString('hex'),
    })
    if (carried.done.length > 0) {
      await markDelivered(tx, key, caseId)
      return caseId
    }
    // It is this case that waits for it; what hinders it is an incident there, and not for the next to take.
    if (carried.failed.length > 0) return undefined
  }
  return undefined
}

function messageHappening(caseId: string, { key, name, correlation, vars, fromCase }: Message): Happening {
  const said: Json = correlation === null ? null : (JSON.parse(correlation) as Json)
  return {
    caseId,
    key: `message:${key.toString('hex')}`,
    type: 'casework.message_received',
    facts: { message: name, correlation: said, fromCase },
    go: (machine, snapshot) =>
      machine.fire(snapshot, { type: 'message', name, correlation: said, payload: vars }),
  }
}

type Signal = { name: string; from: string; key: string }

/** Gives a signal to every case that waits for it. */
async function deliverSignal(delivery: Delivery, tx: AnyDb, log: Log, { name, from, key }: Signal) {
  const caseIds = await listHearing(tx, name, from)
  if (caseIds.length === 0) return
  await lockCases(tx, caseIds)
  const carried = await carry(
    delivery,
    tx,
    caseIds.map((caseId) => signalHappening(caseId, name, key, from)),
  )
  await noteFailures(delivery, tx, log, carried, key, { signal: name })
}

export function signalHappening(caseId: string, name: string, key: string, from: string | null): Happening {
  return {
    caseId,
    key,
    type: 'casework.signal_received',
    facts: { signal: name, fromCase: from },
    go: (machine, snapshot) => machine.fire(snapshot, { type: 'signal', name }),
  }
}

async function noteFailures(
  { engine }: Delivery,
  tx: AnyDb,
  log: Log,
  { done, failed }: Carried,
  key: string,
  redo: Redo,
) {
  for (const { caseId } of done) await dropIncident(tx, caseId, key)
  for (const { happening, error } of failed) {
    const { caseId, facts } = happening
    log.error({ err: error, caseId, facts }, 'something sent to a case could not be delivered')
    await putIncident(tx, {
      caseId,
      key,
      element: String(facts.message ?? facts.signal),
      ...problemOf(error),
      since: engine.clock.now(),
      redo,
    })
  }
}

/** A message from outside. */
export type OutsideMessage = {
  /** Idempotency key of the sender. */
  key: string
  name: string
  correlation: Json
  vars: Vars
  /** How long it waits, in the city's days, for a case that is not there yet. */
  keepDays: number
}

export type Correlated = { caseId: string | null; kept: boolean }

/**
 * Gives a message from outside to the case that waits for it. It is kept first, in a transaction of its own: a case
 * that begins to wait at this very moment finds it. Sent again, it answers where it went the first time.
 */
export async function correlate(
  delivery: Delivery,
  db: AnyDb,
  log: Log,
  { key: sender, name, correlation, vars, keepDays }: OutsideMessage,
): Promise<Correlated> {
  const key = commandKeyOf(`message:${sender}`)
  const now = delivery.engine.clock.now()
  const keepUntil = new Date(now.getTime() + keepDays * DAY_MS)
  await keepMessage(db, {
    key,
    name,
    correlation: correlationText(correlation),
    vars,
    sentAt: now,
    keepUntil,
    fromCase: null,
  })
  const caseId = await inTransaction(db, (tx) => deliverMessage(delivery, tx, log, key))
  if (caseId) delivery.engine.wake()
  return { caseId: caseId ?? null, kept: caseId === undefined }
}
