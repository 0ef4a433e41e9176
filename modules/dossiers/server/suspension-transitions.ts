import {
  dateOfDay,
  dayNumberOf,
  dueAt,
  extendClock,
  resumeClock,
  stopClock,
  toInstant,
  toOrdinal,
  type LegalClock,
  type StopCause,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { CaseSnapshot, OwnTimerKey, StepPart } from '#modules/casework/contract.ts'
import type { ActionBody, ApologyTiming, DossierStatus, Fault, Reason } from '../contract.ts'
import { clockFields, ending, givenReason, punctuality, waitingTasks } from './dossier-ends.ts'
import { dossierErrors } from './errors.ts'
import type { Effect, Situation } from './situation.ts'
import { supplementsOf, type SuspensionAction } from './suspension-flow.ts'

type Effects = {
  [Action in SuspensionAction]: {
    event: string
    apply(situation: Situation, body: ActionBody<Action>, status: DossierStatus): Effect
  }
}

export const suspensionEffects: Effects = {
  suspend: {
    event: 'suspended',
    apply(situation, { expectedOn, documentNumber }) {
      const { snapshot, calendar, now } = situation
      const reason = given(situation)
      const cap = capOfReason(reason, calendar, now)
      const count = Number(snapshot.tags.suspensions ?? 0) + 1
      const key: OwnTimerKey = `own:suspend:${count}`
      const stop: StopCause = {
        cause: reason.cause ?? 'other_law',
        ...(reason.legalGround ? { legalGround: reason.legalGround } : {}),
        ...cap?.stop,
      }
      return {
        set: {
          status: reason.cause === 'financial_duty' ? 'awaiting_payment' : 'suspended',
          ...clockFields(snapshot.clock && stopClock(snapshot.clock, calendar, stop, now)),
          marking: waitingTasks(snapshot, true),
          tags: {
            ...snapshot.tags,
            priorStatus: snapshot.status,
            suspensions: count,
            waitTimer: cap ? key : null,
          },
        },
        facts: {
          reason: givenReason(reason),
          expectedOn,
          capAt: cap?.at.toISOString() ?? null,
          documentNumber: documentNumber ?? null,
        },
        ...(cap ? { part: { timers: { set: [{ key, ...cap.timer }] } } } : {}),
      }
    },
  },
  resume: {
    event: 'resumed',
    apply: (situation, _, status) => runsOn(situation, status),
  },
  propose_supplement: {
    event: 'supplement_proposed',
    apply: (situation, { faults, dueOn }) => {
      const { snapshot, doer } = situation
      const proposedAt = doer?.postKind === 'one_stop' ? 'receiving' : 'authority'
      return {
        set: {
          tags: {
            ...snapshot.tags,
            supplementProposed: doer?.accountId ?? null,
            supplementProposedAt: proposedAt,
          },
        },
        // Not `faults`: what is only proposed is asked of nobody yet.
        facts: { reason: givenReason(given(situation)), proposedFaults: faults, day: dueOn },
      }
    },
  },
  approve_supplement: {
    event: 'second_supplement_requested',
    apply(situation, { dueOn }, status) {
      const { reason, faults, byId } = proposal(situation)
      const asked = askForPapers(situation, { reason, faults, dueOn }, status)
      return {
        ...asked,
        set: {
          ...asked.set,
          tags: { ...asked.set.tags, supplementProposed: null, supplementProposedAt: null },
        },
        facts: { ...asked.facts, proposedBy: byId },
      }
    },
  },
  reject_supplement: {
    event: 'supplement_rejected',
    apply: (situation) => ({
      set: {
        tags: { ...situation.snapshot.tags, supplementProposed: null, supplementProposedAt: null },
      },
      facts: { proposedBy: proposal(situation).byId },
    }),
  },
  propose_extension: {
    event: 'extension_proposed',
    apply: (situation, { newDueOn }) => ({
      set: {
        tags: { ...situation.snapshot.tags, extensionProposed: situation.doer?.accountId ?? null },
      },
      facts: {
        reason: givenReason(given(situation)),
        day: newDueOn,
        timing: apologyTiming(situation),
      },
    }),
  },
  approve_extension: {
    event: 'extended',
    apply(situation, { documentNumber }) {
      const { snapshot, calendar, now } = situation
      const { reason, day, note, byId } = proposal(situation)
      const timing = apologyTiming(situation)
      const before = snapshot.clock && dueAt(snapshot.clock, calendar, now)
      const clock =
        snapshot.clock &&
        extendClock(
          snapshot.clock,
          calendar,
          {
            newDueOn: day,
            reason: note ? `${reason.vi}: ${note}` : reason.vi,
            ...(reason.legalGround ? { legalGround: reason.legalGround } : {}),
          },
          now,
        )
      return {
        set: {
          ...clockFields(clock),
          tags: {
            ...snapshot.tags,
            extensionProposed: null,
            ...(timing === 'late' ? { lateApology: true } : {}),
          },
        },
        facts: {
          reason: givenReason(reason),
          why: note,
          newDueOn: day,
          timing,
          previousDueAt: before?.toISOString() ?? null,
          dueAt: clock && (dueAt(clock, calendar)?.toISOString() ?? null),
          documentNumber: documentNumber ?? null,
          proposedBy: byId,
        },
      }
    },
  },
  reject_extension: {
    event: 'extension_rejected',
    apply: (situation) => ({
      set: { tags: { ...situation.snapshot.tags, extensionProposed: null } },
      facts: { proposedBy: proposal(situation).byId },
    }),
  },
  stop: {
    event: 'stopped',
    apply: (situation, { documentNumber, papersReturned, feesReturned }) => ({
      set: ending(situation, 'stopped'),
      facts: {
        reason: givenReason(given(situation)),
        documentNumber: documentNumber ?? null,
        papersReturned: papersReturned ?? null,
        feesReturned: feesReturned ?? null,
        ...punctuality(situation),
      },
    }),
  },
}

function given({ reason }: Situation): Reason {
  if (!reason) throw dossierErrors.unknownReason('')
  return reason
}

function proposal({ proposed }: Situation) {
  if (!proposed) throw dossierErrors.notFound()
  return proposed
}

/** Asks the owner for papers: the clock stands, every task waits, and a timer watches the last day. */
export function askForPapers(
  { snapshot, calendar, now }: Situation,
  { reason, faults, dueOn }: { reason: Reason | undefined; faults: readonly Fault[]; dueOn: string },
  status: DossierStatus,
): Effect {
  const clock = snapshot.clock && stopClock(snapshot.clock, calendar, { cause: 'supplement' }, now)
  const count = supplementsOf(snapshot) + 1
  const key: OwnTimerKey = `own:supplement:${count}`
  return {
    set: {
      status,
      ...clockFields(clock),
      marking: waitingTasks(snapshot, true),
      tags: {
        ...snapshot.tags,
        priorStatus: snapshot.status,
        supplements: count,
        supplementDueOn: dueOn,
        waitTimer: key,
      },
    },
    facts: { reasonCode: reason?.code, faults, dueOn },
    part: { timers: { set: [{ key, at: endOfDay(calendar, dueOn).toISOString() }] } },
  }
}

/** What waited goes on: the clock runs, the tasks are open again. */
export function runsOn(
  { snapshot, calendar, now }: Pick<Situation, 'snapshot' | 'calendar' | 'now'>,
  status: DossierStatus,
): Effect {
  const clock = restarted(snapshot.clock, calendar, now)
  return {
    set: {
      status,
      ...clockFields(clock),
      marking: waitingTasks(snapshot, false),
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
}

function restarted(clock: LegalClock | null, calendar: WorkingCalendar, now: Date): LegalClock | null {
  return clock?.pauses.some((pause) => pause.to === null) ? resumeClock(clock, calendar, now) : clock
}

/** The timer of a wait ends with it, however it ends. */
export function withTimersOff(snapshot: CaseSnapshot, { set, part }: Effect): StepPart {
  const running = snapshot.tags.waitTimer
  const next = set.tags ? set.tags.waitTimer : running
  if (typeof running !== 'string' || (next === running && !set.closedAt)) return part ?? {}
  const cancelled = [...(part?.timers?.cancelled ?? []), running as OwnTimerKey]
  return { ...part, timers: { ...part?.timers, cancelled } }
}

type Cap = {
  stop: Pick<StopCause, 'capWorkingDays' | 'capAt'>
  timer: { calendarId: number; dueWt: number } | { at: string }
  at: Date
}

/** How long a reason lets the clock stand still at most; undefined where the law sets no cap. */
export function capOfReason(
  { cap, capUnit }: Pick<Reason, 'cap' | 'capUnit'>,
  calendar: WorkingCalendar,
  now: Date,
): Cap | undefined {
  if (!cap || !capUnit) return undefined
  if (capUnit === 'calendar_days') {
    const today = cityDay(calendar, now)
    const at = endOfDay(calendar, dateOfDay(dayNumberOf(today) + cap))
    return { stop: { capAt: at.toISOString() }, timer: { at: at.toISOString() }, at }
  }
  const dueWt = toOrdinal(calendar, now) + cap * calendar.minutesPerDay
  return {
    stop: { capWorkingDays: cap },
    timer: { calendarId: calendar.id, dueWt },
    at: toInstant(calendar, dueWt, 'end'),
  }
}

export function cityDay({ utcOffsetMinutes }: WorkingCalendar, at: Date): string {
  return new Date(at.getTime() + utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
}

/** Midnight after a day of the city. */
function endOfDay({ utcOffsetMinutes }: WorkingCalendar, day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000 - utcOffsetMinutes * 60_000)
}

/** Whether an apology now is early enough, close to the due date, or after it. */
export function apologyTiming({
  snapshot,
  calendar,
  now,
  apologyDays = 1,
}: Pick<Situation, 'snapshot' | 'calendar' | 'now' | 'apologyDays'>): ApologyTiming {
  const due = snapshot.clock && dueAt(snapshot.clock, calendar, now)
  if (!due) return 'in_time'
  if (now.getTime() > due.getTime()) return 'late'
  const left = toOrdinal(calendar, due) - toOrdinal(calendar, now)
  return left >= apologyDays * calendar.minutesPerDay ? 'in_time' : 'short_notice'
}
