import { Type, type Static } from 'typebox'
import type { LegalClock } from '#modules/calendar/contract.ts'
import type { PostKind } from '#modules/organisation/contract.ts'
import type { Json } from './process/json.ts'
import type {
  Incident,
  Marking,
  SentMessage,
  ServiceCall,
  Subscription,
  TimerSet,
} from './process/marking.ts'

export { doerPlaces, type DoerPlace, type Process, type ProcessStep } from './process/process-table.ts'

export type { Problem } from './process/problem.ts'
export type { Decision } from './process/dmn/decision.ts'
export type { KnownFact } from './process/facts-asked.ts'

export type OpenTask = {
  taskNo: number
  stepKey: string
  unitId: number
  postKind: PostKind
  /** The field of work, where only posts of that field take it; null: any post of the kind. */
  field: string | null
  /** Account of the official who has claimed it. */
  assigneeId: number | null
  /**
   * Account of the official who handed the work on to this task, who may take it back while nobody has opened it; of a
   * task beside the process, whoever asked for it.
   */
  handedBy?: number
  /** True while the clock stands still: nothing to do here now. */
  waiting: boolean
  openedAt: string
  calendarId: number
  /** Working-time position by which this step should be done. */
  dueWt: number | null
  /**
   * The owner's key, such as `consult:3`, of a task that stands beside the process: no token of it, so the machine
   * never sees it. Its number is below zero, where the machine draws none; its step key says the same as this.
   */
  aside?: string
}

/** What a case is at one version; the version never changes what it says, so it may be kept and shared. */
export type CaseState = {
  definitionId: number
  kind: string
  code: string
  title: string
  /** The unit competent to decide. */
  authorityId: number
  receivingUnitId: number
  /** The unit that holds it now. */
  unitId: number
  status: string
  moneyStatus: string
  deliveryStatus: string
  syncStatus: string
  outcome: string | null
  /** Open tasks: where the process stands. */
  marking: readonly OpenTask[]
  /** Tokens, joins and variables of the process; null where the open tasks say it all, as in a line of steps. */
  process?: Marking | null
  clock: LegalClock | null
  calendarId: number
  dueWt: number | null
  /** The date printed on the citizen's slip; never changed by a later holiday. */
  promisedAt: string | null
  openedAt: string
  receivedAt: string | null
  closedAt: string | null
  /** Facts of the domain that owns the kind, small and flat. */
  tags: Readonly<Record<string, string | number | boolean | null>>
}

export type CaseSnapshot = Readonly<CaseState> & {
  caseId: string
  version: number
  touchedAt: string
  lastHash: string
}

/** The fields an event may set; the fold of all events is the row. */
export type StateChange = Partial<CaseState>

/** What a move of the process makes a case begin and cease to wait for besides people; a domain hands it on as it is. */
export type WatchChange = {
  timers: { set: readonly TimerSet[]; cancelled: readonly string[] }
  subscriptions: { set: readonly Subscription[]; cancelled: readonly string[] }
  services: { called: readonly ServiceCall[]; cancelled: readonly number[] }
  /** `since`: it stood still before, was tried again, and could not go on this time either. */
  incidents: { opened: readonly (Incident & { since?: string })[]; solved: readonly number[] }
}

/** What a step says to other cases; it stands in the event and is delivered from the outbox. */
export type Sent = {
  messages: readonly SentMessage[]
  signals: readonly { name: string; at: string }[]
}

/** A timer that the owner of a kind sets beside the process: on working time or at a moment. */
export type OwnTimer = { key: OwnTimerKey } & ({ calendarId: number; dueWt: number } | { at: string })
/** `own:name` or `own:name:rest`; the name says which handler hears it. */
export type OwnTimerKey = `own:${string}`
export type OwnTimers = { set?: readonly OwnTimer[]; cancelled?: readonly OwnTimerKey[] }

/** What a step does besides changing the case: all of it is stored with the step or not at all. */
export type StepPart = { watch?: WatchChange; sent?: Sent; timers?: OwnTimers }

/** A change in what a case waits for, as `casework.put_watches` stores it and the event tells it. */
export type StoredWatch = {
  timers?: readonly StoredTimer[]
  timersOff?: readonly string[]
  subscriptions?: readonly StoredSubscription[]
  subscriptionsOff?: readonly string[]
  calls?: readonly { no: number; element: string; topic: string; vars: Json }[]
  callsOff?: readonly number[]
  incidents?: readonly { key: string; element: string; code: string; facts: Json; since: string }[]
  incidentsOff?: readonly string[]
  /** The process is over: it waits for nothing any more. */
  ended?: true
}
export type StoredTimer = { key: string } & ({ calendarId: number; dueWt: number } | { at: string })
export type StoredSubscription = {
  key: string
  kind: 'message' | 'signal'
  name: string
  correlation: string | null
}

/** What every event's payload holds: the change of state and the facts of the domain beside it. */
export type EventPayload = { set: StateChange; watch?: StoredWatch; sent?: Sent } & Record<string, unknown>

export type CaseEvent = {
  caseId: string
  seq: number
  type: string
  actorId: number | null
  postId: number | null
  actorUnitId: number | null
  happenedAt: string
  recordedAt: string
  payload: EventPayload
}

/** A place in the outbox in commit-safe order. */
export type Cursor = { xid: string; caseId: string; seq: number }

export type OutboxEvent = CaseEvent & { cursor: Cursor }

/** Idempotency keys are the caller's own: any text of this shape, best a UUID. */
export const CommandKey = Type.String({ minLength: 8, maxLength: 100, pattern: '^[A-Za-z0-9._:-]+$' })

export const TaskListQuery = Type.Object({
  mine: Type.Optional(Type.Boolean()),
  waiting: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export type TaskListQuery = Static<typeof TaskListQuery>
