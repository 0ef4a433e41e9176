import { inTransaction, isConnectionLost, type AnyDb } from '#platform/database.ts'
import { newToken } from '#platform/ids.ts'
import type { Log } from '#platform/log.ts'
import { standingSince } from '../watch-flow.ts'
import { carry, problemOf, type Delivery, type Happening } from './carry.ts'
import { putIncident } from './incident-store.ts'
import type { ServiceAnswer } from './owners.ts'
import { claimCalls, dropCall, lockCall, putOff, type ServiceCallRow } from './service-store.ts'
import { lockCases } from './timer-store.ts'

const AT_ONCE = 20
/** A service has so long to answer; the lease outlasts it, so that no two nodes ask at once. */
const ANSWER_MS = 10_000
const LEASE_MS = 15_000
/** Pauses between attempts; after the last attempt the call becomes an incident. */
const BACK_OFF_MS = [1_000, 5_000, 30_000, 120_000] as const

/** Asks services for which this process has a handler; answers how many calls were made. */
export async function callServices(delivery: Delivery, db: AnyDb, log: Log): Promise<number> {
  const { owners, realClock } = delivery
  const { topics } = owners
  if (topics.length === 0) return 0
  const now = realClock.now()
  const until = new Date(now.getTime() + LEASE_MS)
  const calls = await claimCalls(db, { topics, lease: newToken(9), now, until, most: AT_ONCE })
  await Promise.all(calls.map((call) => callOne(delivery, db, log, call)))
  if (calls.length > 0) delivery.engine.wake()
  return calls.length
}

async function callOne(delivery: Delivery, db: AnyDb, log: Log, call: ServiceCallRow): Promise<void> {
  const { caseId, no, topic, vars, attempts } = call
  const handler = delivery.owners.serviceOf(topic)
  if (!handler) return
  let answer: ServiceAnswer
  try {
    const signal = AbortSignal.timeout(ANSWER_MS)
    const key = `call:${caseId}:${no}`
    answer = await inTime(handler({ key, caseId, topic, vars, attempt: attempts, signal }), signal)
  } catch (error) {
    log.warn({ err: error, caseId, topic, attempt: attempts }, 'a service did not answer')
    await failCall(delivery, db, log, call, error instanceof Error ? error.message : String(error))
    return
  }
  await answerCall(delivery, db, log, call, answer)
}

function inTime<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    work.then(resolve, reject)
  })
}

/** What a service answered goes into its case; false: the call is no longer this lease's. */
export function answerCall(
  delivery: Delivery,
  db: AnyDb,
  log: Log,
  call: Pick<ServiceCallRow, 'caseId' | 'no' | 'lease'>,
  answer: ServiceAnswer,
): Promise<boolean> {
  return settle(delivery, db, log, call, (held) => ({
    type: 'casework.service_answered',
    facts: 'error' in answer ? { topic: held.topic, error: answer.error } : { topic: held.topic },
    go: (machine, snapshot) =>
      'error' in answer
        ? machine.fire(snapshot, { type: 'error', key: held.no, ...answer.error })
        : machine.served(snapshot, held.no, answer.outcome),
  }))
}

/** A service could not be asked: it is asked again later, and becomes an incident of its case after the last attempt. */
export function failCall(
  delivery: Delivery,
  db: AnyDb,
  log: Log,
  call: Pick<ServiceCallRow, 'caseId' | 'no' | 'lease'>,
  problem: string,
): Promise<boolean> {
  const { realClock } = delivery
  return settle(delivery, db, log, call, async (held, tx) => {
    const pause = BACK_OFF_MS[held.attempts - 1]
    if (pause !== undefined) {
      await putOff(tx, held, new Date(realClock.now().getTime() + pause), problem)
      return undefined
    }
    const { topic, attempts } = held
    const facts = { topic, attempts, problem }
    return {
      type: 'casework.service_failed',
      facts,
      go(machine, snapshot) {
        const event = { type: 'failure', key: held.no, code: 'casework.service_failed', facts } as const
        const proceeding = machine.fire(snapshot, event)
        if (!proceeding || !held.failingSince) return proceeding
        return { ...proceeding, part: standingSince(proceeding.part, held.element, held.failingSince) }
      },
    }
  })
}

type Outcome = Pick<Happening, 'type' | 'facts' | 'go'>

async function settle(
  delivery: Delivery,
  db: AnyDb,
  log: Log,
  { caseId, no, lease }: Pick<ServiceCallRow, 'caseId' | 'no' | 'lease'>,
  decide: (held: ServiceCallRow, tx: AnyDb) => Outcome | undefined | Promise<Outcome | undefined>,
): Promise<boolean> {
  const isMine = await inTransaction(db, async (tx) => {
    // The case first, as everybody does, so that nobody waits in a circle.
    await lockCases(tx, [caseId])
    const held = await lockCall(tx, { caseId, no, lease })
    const outcome = held && (await decide(held, tx))
    if (!held || !outcome) return held !== undefined
    const happening = { caseId, key: `call:${caseId}:${no}:${lease}`, ...outcome }
    const { late, failed } = await carry(delivery, tx, [happening])
    if (late.length > 0) await dropCall(tx, held)
    for (const { error } of failed) {
      if (isConnectionLost(error)) throw error
      log.error({ err: error, caseId, call: no }, 'the answer of a service could not be taken; an incident')
      const { code, facts } = problemOf(error)
      await putOff(tx, held, null, code)
      await putIncident(tx, {
        caseId,
        key: `call:${no}`,
        element: held.element,
        code,
        facts,
        since: held.failingSince ?? delivery.engine.clock.now(),
        redo: { call: no },
      })
    }
    return true
  })
  if (isMine) delivery.engine.wake()
  return isMine
}
