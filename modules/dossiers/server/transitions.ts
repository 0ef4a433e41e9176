import {
  dueAt,
  isOverdue,
  isStopped,
  resumeClock,
  startClock,
  stopClock,
  toOrdinal,
  type LegalClock,
  type Limit,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { CaseSnapshot, OpenTask, ProcessStep, StateChange } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import type { ActionBody, DossierAction, DossierStatus, Outcome } from '../contract.ts'
import { flow, statusOf, supplementsOf, taskBefore, type Doer } from './dossier-flow.ts'

/** Everything a transition is decided from; nothing here reads or writes. */
export type Situation = {
  snapshot: CaseSnapshot
  machine: Machine
  calendar: WorkingCalendar
  limit: Limit
  now: Date
  /** The field of work of the competent unit's specialists, null where none of them is bound to it. */
  field: string | null
  /** The official who acts; undefined for the owner. */
  doer: Doer | undefined
}

export type Effect = { set: StateChange; facts?: Record<string, unknown> }
export type Transition = { type: string; set: StateChange; facts: Record<string, unknown> }

/** What follows from an action that is allowed; pure. */
export function transitionOf<Action extends DossierAction>(
  action: Action,
  body: ActionBody<Action>,
  situation: Situation,
): Transition {
  const status = nextStatus(situation.snapshot, action)
  const { event, apply } = effects[action]
  const { set, facts } = apply(situation, body, status)
  return {
    type: `dossiers.${set.status === 'decided' ? 'decided' : event}`,
    set,
    facts: { ...facts, ...(body.note ? { note: body.note } : {}) },
  }
}

function nextStatus({ tags, status }: CaseSnapshot, action: DossierAction): DossierStatus {
  const present = statusOf({ status })
  const next = flow[present][action]
  if (next === 'prior') return statusOf({ status: String(tags.priorStatus ?? 'processing') })
  return next === undefined || next === 'same' ? present : next
}

const effects: {
  [Action in DossierAction]: {
    event: string
    apply(situation: Situation, body: ActionBody<Action>, status: DossierStatus): Effect
  }
} = {
  receive: {
    event: 'received',
    apply: (situation, _, status) => ({ set: { status, ...reception(situation) } }),
  },
  refuse: {
    event: 'refused',
    apply: (situation, { reasonCode, faults }, status) => ({
      set: ending(situation, status),
      facts: { reasonCode, faults: faults ?? [] },
    }),
  },
  hand_over: {
    event: 'handed_over',
    apply(situation, _, status) {
      const set = forward(situation, status)
      return { set, facts: { fromUnitId: situation.snapshot.unitId, toUnitId: set.unitId } }
    },
  },
  claim: {
    event: 'claimed',
    apply: (situation) => ({ set: { marking: assign(situation, situation.doer?.accountId ?? null) } }),
  },
  release: { event: 'released', apply: (situation) => ({ set: { marking: assign(situation, null) } }) },
  request_supplement: {
    event: 'supplement_requested',
    apply({ snapshot, calendar, now }, { reasonCode, faults, dueOn }, status) {
      const clock = snapshot.clock && stopClock(snapshot.clock, calendar, { cause: 'supplement' }, now)
      return {
        set: {
          status,
          ...clockFields(clock),
          marking: snapshot.marking.map((task) => ({ ...task, waiting: true })),
          tags: {
            ...snapshot.tags,
            priorStatus: snapshot.status,
            supplements: supplementsOf(snapshot) + 1,
            supplementDueOn: dueOn,
          },
        },
        facts: { reasonCode, faults, dueOn },
      }
    },
  },
  supply_supplement: {
    event: 'supplement_supplied',
    apply({ snapshot, calendar, now }, _, status) {
      const clock =
        snapshot.clock && isStopped(snapshot.clock)
          ? resumeClock(snapshot.clock, calendar, now, 'supplement')
          : snapshot.clock
      return {
        set: {
          status,
          ...clockFields(clock),
          marking: snapshot.marking.map((task) => ({ ...task, waiting: false })),
          tags: { ...snapshot.tags, priorStatus: null, supplementDueOn: null },
        },
        facts: { dueAt: clock && dueAt(clock, calendar)?.toISOString() },
      }
    },
  },
  propose: {
    event: 'proposed',
    apply(situation, { outcome }, status) {
      return {
        set: { ...forward(situation, status), tags: { ...situation.snapshot.tags, proposed: outcome } },
        facts: { outcome },
      }
    },
  },
  review: { event: 'reviewed', apply: (situation, _, status) => ({ set: forward(situation, status) }) },
  approve: { event: 'approved', apply: (situation, _, status) => decision(situation, status, null) },
  return_for_rework: {
    event: 'returned_for_rework',
    apply: (situation, { reasonCode }, status) => ({
      set: { status, ...back(situation) },
      facts: { reasonCode },
    }),
  },
  issue: {
    event: 'issued',
    apply: (situation, { resultNumber }, status) => decision(situation, status, resultNumber),
  },
  return_result: {
    event: 'result_returned',
    apply: ({ snapshot }, { receivedBy }, status) => ({
      set: { status, marking: [], deliveryStatus: 'delivered' },
      facts: { receivedBy: receivedBy ?? null, outcome: snapshot.outcome },
    }),
  },
  accept_withdrawal: {
    event: 'withdrawn',
    apply: (situation, _, status) => ({ set: ending(situation, status) }),
  },
  reject_withdrawal: {
    event: 'withdrawal_rejected',
    apply({ snapshot }, { reasonCode }, status) {
      // Asked to withdraw while papers were awaited: they still are.
      const waiting = status === 'awaiting_supplement'
      return {
        set: {
          status,
          marking: snapshot.marking.map((task) => ({ ...task, waiting })),
          tags: {
            ...snapshot.tags,
            priorStatus: waiting ? (snapshot.tags.statusBeforeStop ?? 'processing') : null,
            statusBeforeStop: null,
          },
        },
        facts: { reasonCode },
      }
    },
  },
  withdraw: {
    event: 'withdrawal_requested',
    apply(situation, _, status) {
      if (status === 'stopped') return { set: ending(situation, status) }
      const { tags, marking, status: present } = situation.snapshot
      return {
        set: {
          status,
          marking: marking.map((task) => ({ ...task, waiting: true })),
          tags: { ...tags, statusBeforeStop: tags.priorStatus ?? null, priorStatus: present },
        },
      }
    },
  },
}

/** The clock starts when the dossier is received, and only then. */
export function reception({
  calendar,
  limit,
  now,
}: Pick<Situation, 'calendar' | 'limit' | 'now'>): StateChange {
  const clock = startClock(calendar, limit, now)
  return {
    receivedAt: now.toISOString(),
    promisedAt: dueAt(clock, calendar)?.toISOString() ?? null,
    ...clockFields(clock),
  }
}

function clockFields(clock: LegalClock | null): StateChange {
  return { clock, dueWt: clock?.dueWt ?? null }
}

/** The present task is done and the next one opens; before the last one the decision is out. */
function forward(situation: Situation, status: DossierStatus): StateChange & { unitId: number } {
  const { snapshot, machine, doer } = situation
  const task = doer && taskBefore(snapshot, doer)
  const next = task && machine.next(task.stepKey)
  if (!task || !next) return { status, unitId: snapshot.unitId, marking: [] }
  const opened = openTask(situation, next)
  const change = {
    unitId: opened.unitId,
    marking: [...snapshot.marking.filter((one) => one !== task), opened],
  }
  if (next.key !== machine.last.key) return { ...change, status }
  return { ...change, ...ending(situation, 'decided'), marking: change.marking }
}

function decision(situation: Situation, status: DossierStatus, resultNumber: string | null): Effect {
  const outcome = (situation.snapshot.tags.proposed as Outcome | undefined) ?? 'granted'
  const moved = forward(situation, status === 'decided' ? 'processing' : status)
  const decided = moved.status === 'decided'
  return {
    set: {
      ...moved,
      ...(decided ? { outcome } : {}),
      ...(resultNumber ? { tags: { ...situation.snapshot.tags, resultNumber } } : {}),
    },
    facts: decided ? { outcome, onTime: onTime(situation) } : { outcome },
  }
}

/** The end of processing: the clock no longer matters, nobody has work on it. */
function ending(situation: Situation, status: DossierStatus): StateChange {
  return { status, closedAt: situation.now.toISOString(), marking: [] }
}

/** Whether processing ends within the due moment; true where the law sets none. */
export function onTime({
  snapshot,
  calendar,
  now,
}: Pick<Situation, 'snapshot' | 'calendar' | 'now'>): boolean {
  return !snapshot.clock || !isOverdue(snapshot.clock, calendar, now)
}

function back(situation: Situation): StateChange {
  const { snapshot, machine, doer } = situation
  const task = doer && taskBefore(snapshot, doer)
  const previous = task && machine.previous(task.stepKey)
  if (!task || !previous) return {}
  const opened = openTask(situation, previous)
  return { unitId: opened.unitId, marking: [...snapshot.marking.filter((one) => one !== task), opened] }
}

/** A task of a step, opened now for the post the step names. */
export function openTask(
  { snapshot, calendar, now, field }: Pick<Situation, 'snapshot' | 'calendar' | 'now' | 'field'>,
  step: ProcessStep,
): OpenTask {
  const last = snapshot.marking.reduce((most, task) => Math.max(most, task.taskNo), Number(snapshot.version))
  return {
    // The version grows with every step, so a number drawn from it was never used in this case before.
    taskNo: last + 1,
    stepKey: step.key,
    unitId: step.place === 'receiving' ? snapshot.receivingUnitId : snapshot.authorityId,
    postKind: step.postKind,
    field: step.postKind === 'specialist' ? field : null,
    assigneeId: null,
    waiting: false,
    openedAt: now.toISOString(),
    calendarId: snapshot.calendarId,
    dueWt: step.minutes > 0 ? toOrdinal(calendar, now) + step.minutes : null,
  }
}

function assign({ snapshot, doer }: Situation, accountId: number | null): OpenTask[] {
  const task = doer && taskBefore(snapshot, doer)
  return snapshot.marking.map((one) => (one === task ? { ...one, assigneeId: accountId } : one))
}
