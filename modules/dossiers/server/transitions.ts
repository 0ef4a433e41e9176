import { dueAt, isStopped, resumeClock, startClock, toOrdinal } from '#modules/calendar/contract.ts'
import type { CaseSnapshot, OpenTask, OwnTimers, StateChange, StepPart } from '#modules/casework/contract.ts'
import type { Machine, Proceeding } from '#modules/casework/server/index.ts'
import type { ActionBody, DossierAction, DossierStatus, Outcome } from '../contract.ts'
import { clockFields, ending, isWaitingStatus, punctuality } from './dossier-ends.ts'
import { settleDesk } from './desk-task.ts'
import { doerTag, flow, statusOf, taskBefore } from './dossier-flow.ts'
import { extendBy } from './linked-clock.ts'
import { linkOfStep, requiredKeys, type LinkFact } from './linked-flow.ts'
import { settleAside } from './opinion-flow.ts'
import { opinionTimers } from './opinion-timers.ts'
import { opinionEffects } from './opinion-transitions.ts'
import type { Plan } from './plan-parts.ts'
import type { Effect, Situation } from './situation.ts'
import { askForPapers, suspensionEffects, withTimersOff } from './suspension-transitions.ts'

type Vars = Parameters<Machine['forward']>[2]

export type Transition = { type: string; set: StateChange; facts: Record<string, unknown> } & StepPart

/** What follows from an action that is allowed; pure. */
export function transitionOf<Action extends DossierAction>(
  action: Action,
  body: ActionBody<Action>,
  situation: Situation,
): Transition {
  const status = nextStatus(situation.snapshot, action)
  const { event, apply } = effects[action]
  const effect = apply(situation, body, status)
  const { snapshot, calendarOf, now } = situation
  const set = settleDesk(snapshot, settleAside(snapshot, effect.set), now)
  const { facts } = effect
  const link = facts?.link ?? linkOfStep(snapshot, set)
  return {
    type: `dossiers.${set.status === 'decided' ? 'decided' : event}`,
    set: set.marking ? { ...set, marking: settled(situation, set.marking) } : set,
    facts: {
      ...(link ? { link } : {}),
      ...facts,
      ...(body.note ? { note: body.note } : {}),
      ...(situation.doer?.onBehalfOf ? { onBehalfOf: situation.doer.onBehalfOf } : {}),
    },
    ...timersOf(snapshot, { ...effect, set }, calendarOf, now),
  }
}

/** The timers a step sets and ends besides its own: of what stood still, and of opinions. */
export function timersOf(
  snapshot: CaseSnapshot,
  effect: Effect,
  calendarOf: Situation['calendarOf'],
  now: Date,
): StepPart {
  const { timers } = opinionTimers(snapshot.marking, effect.set.marking, calendarOf, now)
  return withTimers(withTimersOff(snapshot, effect), timers)
}

function withTimers(part: StepPart, more: OwnTimers | undefined): StepPart {
  if (!more) return part
  const { set = [], cancelled = [] } = part.timers ?? {}
  const timers = { set: [...set, ...(more.set ?? [])], cancelled: [...cancelled, ...(more.cancelled ?? [])] }
  return { ...part, timers }
}

/** Whatever is done to a task that was handed on, it can no longer be taken back: so it forgets who gave it. */
function settled({ snapshot, undo }: Situation, marking: readonly OpenTask[]): OpenTask[] {
  return marking.map((task) => {
    const { handedBy, ...others } = task
    const isNew = !undo && !snapshot.marking.some((one) => one.taskNo === task.taskNo)
    const isKept = isNew || task.aside !== undefined || snapshot.marking.includes(task)
    return isKept || handedBy === undefined ? task : others
  })
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
    apply: (situation, _, status) => ({
      set: { status, ...reception(situation), ...withParts(situation) },
      ...planFacts(situation.plan),
    }),
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
      const { set, part } = forward(situation, status)
      return { set, part, facts: { fromUnitId: situation.snapshot.unitId, toUnitId: set.unitId } }
    },
  },
  claim: {
    event: 'claimed',
    apply: (situation) => ({ set: { marking: assign(situation, situation.doer?.holderId ?? null) } }),
  },
  release: { event: 'released', apply: (situation) => ({ set: { marking: assign(situation, null) } }) },
  request_supplement: {
    event: 'supplement_requested',
    apply: (situation, { faults, dueOn }, status) =>
      askForPapers(situation, { reason: situation.reason, faults, dueOn }, status),
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
          tags: {
            ...snapshot.tags,
            priorStatus: null,
            supplementDueOn: null,
            waitTimer: null,
            supplementExpired: null,
          },
        },
        facts: { dueAt: clock && dueAt(clock, calendar)?.toISOString() },
      }
    },
  },
  propose: {
    event: 'proposed',
    apply(situation, { outcome }, status) {
      const { set, part } = forward(situation, status, { proposed: outcome })
      return {
        set: { ...set, tags: { ...situation.snapshot.tags, ...set.tags, proposed: outcome } },
        part,
        facts: { outcome },
      }
    },
  },
  review: { event: 'reviewed', apply: (situation, _, status) => forward(situation, status) },
  approve: { event: 'approved', apply: (situation, _, status) => decision(situation, status, null) },
  return_for_rework: {
    event: 'returned_for_rework',
    apply(situation, { reasonCode }, status) {
      const { set, part } = back(situation)
      return { set: { status, ...set }, part, facts: { reasonCode } }
    },
  },
  issue: {
    event: 'issued',
    apply: (situation, { resultNumber }, status) => decision(situation, status, resultNumber),
  },
  return_result: {
    event: 'result_returned',
    apply: ({ snapshot }, { receivedBy }, status) => ({
      set: {
        status,
        marking: [],
        deliveryStatus: 'delivered',
        ...(snapshot.process ? { process: null } : {}),
      },
      facts: { receivedBy: receivedBy ?? null, outcome: snapshot.outcome },
    }),
  },
  accept_withdrawal: {
    event: 'withdrawn',
    apply: (situation, { papersReturned, feesReturned }, status) => ({
      set: ending(situation, status),
      facts: { papersReturned: papersReturned ?? null, feesReturned: feesReturned ?? null },
    }),
  },
  reject_withdrawal: {
    event: 'withdrawal_rejected',
    apply({ snapshot }, { reasonCode }, status) {
      // Asked to withdraw while papers or an answer were awaited: they still are.
      const waiting = isWaitingStatus(status)
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
  ...opinionEffects,
  reassign: {
    event: 'reassigned',
    apply({ snapshot }, { taskNo, assigneeId }) {
      const task = snapshot.marking.find((one) => one.taskNo === taskNo)
      return {
        set: { marking: snapshot.marking.map((one) => (one === task ? { ...one, assigneeId } : one)) },
        facts: {
          taskNo,
          stepKey: task?.stepKey,
          fromAccountId: task?.assigneeId ?? null,
          toAccountId: assigneeId,
        },
      }
    },
  },
  recall: {
    event: 'recalled',
    apply: ({ undo }) => ({ set: undo?.set ?? {}, facts: { undone: undo?.seq } }),
  },
  ...suspensionEffects,
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
  plan,
}: Pick<Situation, 'calendar' | 'limit' | 'now' | 'plan'>): StateChange {
  let clock = startClock(calendar, plan?.limit ?? limit, now)
  for (const extension of plan?.extensions ?? []) clock = extendBy(clock, calendar, extension, now)
  return {
    receivedAt: now.toISOString(),
    promisedAt: dueAt(clock, calendar)?.toISOString() ?? null,
    ...clockFields(clock),
  }
}

/** What the reception of a linked procedure tells whoever opens its parts. */
export function planFacts(plan: Plan | undefined): { facts?: { link: LinkFact } } {
  return plan ? { facts: { link: { kind: 'plan', parts: plan.parts } } } : {}
}

function withParts({ snapshot, plan }: Situation): StateChange {
  return plan ? { tags: { ...snapshot.tags, openParts: requiredKeys(plan.parts) } } : {}
}

type Moved = { set: StateChange & { unitId: number }; part: StepPart }

/** The present task is done and what follows opens; where only last steps are left the decision is out. */
function forward(situation: Situation, status: DossierStatus, outcome: Vars = {}): Moved {
  const { snapshot, machine, doer } = situation
  const task = doer && taskBefore(snapshot, doer)
  if (!task) return { set: { status, unitId: snapshot.unitId, marking: [] }, part: {} }
  const proceeding = machine.forward(snapshot, task, outcome)
  const { set, part } = afterMove(situation, status, proceeding)
  const isOpened = ({ taskNo }: OpenTask) => proceeding.opened.some((one) => one.taskNo === taskNo)
  const marking = set.marking?.map((one) => (isOpened(one) ? { ...one, handedBy: doer.accountId } : one))
  const tags = machine.isNotedDoer(task.stepKey)
    ? { ...snapshot.tags, [doerTag(task.stepKey)]: doer.accountId }
    : undefined
  return { set: { ...set, ...(marking ? { marking } : {}), ...(tags ? { tags } : {}) }, part }
}

/** Where a dossier stands after its process moved on, whoever or whatever moved it. */
export function afterMove(situation: MoveSituation, status: DossierStatus, proceeding: Proceeding): Moved {
  const { machine } = situation
  const { set, part } = moved(situation, proceeding)
  const ahead = set.marking.filter(({ aside }) => aside === undefined)
  const isOut = ahead.length > 0 && ahead.every(({ stepKey }) => machine.isFinal(stepKey))
  return {
    set: isOut ? { ...ending(situation, 'decided'), ...set, status: 'decided' } : { ...set, status },
    part,
  }
}

type MoveSituation = Pick<Situation, 'snapshot' | 'machine' | 'calendar' | 'now' | 'field'>

/** The tasks after a move of the process: those that stay, and those it opened. */
function moved(situation: MoveSituation, proceeding: Proceeding) {
  const { snapshot } = situation
  const opened = proceeding.opened.map((one) => openTask(situation, one))
  const marking = [...snapshot.marking.filter(({ taskNo }) => !proceeding.closed.includes(taskNo)), ...opened]
  return {
    set: {
      unitId: (opened[0] ?? marking.find(({ aside }) => aside === undefined))?.unitId ?? snapshot.unitId,
      marking,
      ...processOfCase(proceeding),
    },
    part: proceeding.part,
  }
}

/** What is stored of the process besides its tasks; of a line of steps nothing. */
export function processOfCase({ process }: Proceeding): Pick<StateChange, 'process'> {
  return process ? { process } : {}
}

function decision(situation: Situation, status: DossierStatus, resultNumber: string | null): Effect {
  const outcome = (situation.snapshot.tags.proposed as Outcome | undefined) ?? 'granted'
  const { set, part } = forward(situation, status === 'decided' ? 'processing' : status, {
    decision: outcome,
  })
  const decided = set.status === 'decided'
  return {
    set: {
      ...set,
      ...(decided ? { outcome } : {}),
      ...(resultNumber ? { tags: { ...situation.snapshot.tags, ...set.tags, resultNumber } } : {}),
    },
    part,
    facts: decided ? { outcome, ...punctuality(situation) } : { outcome },
  }
}

function back(situation: Situation): { set: StateChange; part: StepPart } {
  const { snapshot, machine, doer } = situation
  const task = doer && taskBefore(snapshot, doer)
  const proceeding = task && machine.back(snapshot, task)
  return proceeding ? moved(situation, proceeding) : { set: {}, part: {} }
}

/** A task of a step, opened now for the post the step names. */
export function openTask(
  { snapshot, calendar, now, field }: Pick<Situation, 'snapshot' | 'calendar' | 'now' | 'field'>,
  { taskNo, stepKey, step }: Proceeding['opened'][number],
): OpenTask {
  return {
    taskNo,
    stepKey,
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
