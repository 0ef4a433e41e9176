import { route, type AnyRoute } from '#platform/http-route.ts'
import type { AnyDb } from '#platform/database.ts'
import { newToken } from '#platform/ids.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  CallSettledSchema,
  CallsFetchedSchema,
  CompleteCallSchema,
  FailCallSchema,
  FetchCallsSchema,
  IncidentListQuery,
  IncidentListSchema,
  MessageSentSchema,
  RetriedSchema,
  RetryIncidentSchema,
  SendMessageSchema,
  type FetchCalls,
  type RetryIncident,
} from '../../delivery.ts'
import { caseworkErrors } from '../errors.ts'
import { answerCall, failCall } from './call-services.ts'
import type { Delivery } from './carry.ts'
import { correlate, KEPT_DAYS } from './deliver-messages.ts'
import { retryIncident } from './retry-incident.ts'
import { claimCalls } from './service-store.ts'
import { showIncidents, type DeliveryParts } from './show-incidents.ts'

const MOST_SHOWN = 200

/** What people and outside systems do about deliveries. */
export function createDeliveryDesk(parts: DeliveryParts) {
  return { routes: [...incidentRoutes(parts), ...integrationRoutes(parts)] }
}

function incidentRoutes(parts: DeliveryParts): AnyRoute[] {
  const access = { permission: 'casework.handle_incidents' } as const
  return [
    route({
      method: 'GET',
      path: '/api/casework/incidents',
      access,
      summary: 'Where cases cannot go on and nobody stands at a screen, the oldest first.',
      query: IncidentListQuery,
      response: IncidentListSchema,
      handle: ({ query, officer }) => showIncidents(parts, own(officer), query.limit ?? MOST_SHOWN),
    }),
    route({
      method: 'POST',
      path: '/api/casework/incidents/retry',
      access,
      summary:
        'Tries an incident again with the data of the case as they are now; answers what still hinders it.',
      body: RetryIncidentSchema,
      response: RetriedSchema,
      handle: ({ body, officer }) => retry(parts, own(officer), body),
    }),
  ]
}

async function retry(parts: DeliveryParts, officer: Officer, { caseId, key, commandKey }: RetryIncident) {
  const { accountId, postId, unitId } = officer
  await retryIncident(parts.delivery, parts.db, parts.log, {
    caseId,
    key,
    commandKey,
    actor: { accountId, postId, unitId },
  })
  const { incidents } = await showIncidents(parts, officer, MOST_SHOWN)
  return { left: incidents.filter((one) => one.caseId === caseId) }
}

function integrationRoutes({ db, delivery, log }: DeliveryParts): AnyRoute[] {
  const serve = { permission: 'casework.serve_calls' } as const
  return [
    route({
      method: 'POST',
      path: '/api/casework/messages',
      access: { permission: 'casework.correlate' },
      summary:
        'Gives a message to the one case that waits for it, or keeps it until one does; the same command key once.',
      body: SendMessageSchema,
      response: MessageSentSchema,
      handle: ({ body: { commandKey, name, correlation = null, vars = {}, keepDays = KEPT_DAYS } }) =>
        correlate(delivery, db, log, { key: commandKey, name, correlation, vars, keepDays }),
    }),
    route({
      method: 'POST',
      path: '/api/casework/calls/fetch',
      access: serve,
      summary:
        'Takes calls of these topics that nobody works on, and keeps others from them for the length of the lease.',
      body: FetchCallsSchema,
      response: CallsFetchedSchema,
      handle: ({ body }) => fetchCalls(db, delivery, body),
    }),
    route({
      method: 'POST',
      path: '/api/casework/calls/complete',
      access: serve,
      summary: 'Answers a fetched call: its outcome becomes variables of the process, which goes on.',
      body: CompleteCallSchema,
      response: CallSettledSchema,
      handle: ({ body: { outcome = {}, ...call } }) =>
        settled(call, answerCall(delivery, db, log, call, { outcome })),
    }),
    route({
      method: 'POST',
      path: '/api/casework/calls/fail',
      access: serve,
      summary:
        'Says that a fetched call failed: with a code of the process its way for it is taken, without one it is tried again.',
      body: FailCallSchema,
      response: CallSettledSchema,
      handle: ({ body: { message, errorCode, ...call } }) =>
        settled(
          call,
          errorCode === undefined
            ? failCall(delivery, db, log, call, message)
            : answerCall(delivery, db, log, call, { error: { code: errorCode, message } }),
        ),
    }),
  ]
}

async function fetchCalls(db: AnyDb, { realClock }: Delivery, { topics, most, leaseSeconds }: FetchCalls) {
  const now = realClock.now()
  const until = new Date(now.getTime() + leaseSeconds * 1000)
  const calls = await claimCalls(db, { topics, lease: newToken(9), now, until, most })
  return {
    calls: calls.map(({ caseId, no, lease, topic, vars, attempts }) => {
      return { caseId, no, lease, topic, vars, attempt: attempts }
    }),
  }
}

async function settled(call: { caseId: string; no: number }, isHeld: Promise<boolean>) {
  if (!(await isHeld)) throw caseworkErrors.callNotYours(`${call.caseId}:${call.no}`)
  return { settled: true as const }
}

/** The route's access has made sure that there is an officer. */
function own(officer: Officer | undefined): Officer {
  if (!officer) throw caseworkErrors.nobodyActs()
  return officer
}
