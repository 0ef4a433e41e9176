import {
  dueAt,
  dueOf,
  limitMinutes,
  overdueBefore,
  startClock,
  toInstant,
  toOrdinal,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { OpenTask, StateChange } from '#modules/casework/contract.ts'
import type { ActionBody } from '../contract.ts'
import type { OpinionAction, OpinionLimit, SilenceRule, Verdict } from '../opinion.ts'
import type { AskedDesk, Slice } from './asked-desk.ts'
import { opinionErrors } from './opinion-errors.ts'
import {
  asideKey,
  changed,
  opinionsOf,
  opinionTask,
  taskNoOf,
  withOpinions,
  type Opinion,
} from './opinion-flow.ts'
import type { Effect, Situation } from './situation.ts'

/** What the event of a question says of one agency: its slice of time as it was given. */
export type Asked = {
  no: number
  unitId: number
  limit: OpinionLimit
  silence: SilenceRule
  legalGround: string | null
  extension: 'on_request' | 'direct'
  calendarId: number
  askedWt: number
  dueWt: number
  dueAt: string
  beyondDueReason: string | null
}

export type Question = {
  question: string
  silence: SilenceRule
  legalGround: string | null
  extension: 'on_request' | 'direct'
  beyondDueReason: string | null
}

/** Puts a question to several agencies at once: a task beside the process for each, and what the event says of it. */
export function ask(
  { snapshot, now, doer }: Pick<Situation, 'snapshot' | 'now' | 'doer'>,
  set: StateChange,
  about: Question,
  asked: readonly { desk: AskedDesk & { slice: Slice }; limit: OpinionLimit }[],
): Effect {
  const before = opinionsOf({ tags: set.tags ?? snapshot.tags })
  const first = before.reduce((most, { no }) => Math.max(most, no), 0) + 1
  const { question, silence, legalGround, extension, beyondDueReason } = about
  const added = asked.map(({ desk, limit }, index) => {
    const no = first + index
    const { calendarId, slice } = desk
    const opinion: Opinion = {
      no,
      unitId: desk.unitId,
      stage: 'open',
      silence,
      extension,
      verdict: null,
    }
    const task: OpenTask = {
      taskNo: taskNoOf(no),
      stepKey: asideKey(no),
      unitId: desk.unitId,
      postKind: desk.postKind,
      field: desk.field,
      assigneeId: null,
      ...(doer ? { handedBy: doer.accountId } : {}),
      waiting: false,
      openedAt: now.toISOString(),
      calendarId,
      dueWt: slice.dueWt,
      aside: asideKey(no),
    }
    const fact: Asked = {
      no,
      unitId: desk.unitId,
      limit,
      silence,
      legalGround,
      extension,
      calendarId,
      askedWt: slice.askedWt,
      dueWt: slice.dueWt,
      dueAt: slice.dueAt.toISOString(),
      beyondDueReason,
    }
    return { opinion, task, fact }
  })
  return {
    set: {
      ...set,
      marking: [...(set.marking ?? snapshot.marking), ...added.map(({ task }) => task)],
      tags: withOpinions(set.tags ?? snapshot.tags, [...before, ...added.map(({ opinion }) => opinion)]),
    },
    facts: { consulted: { round: first, question, asked: added.map(({ fact }) => fact) } },
  }
}

/** The slice of time of an agency that is asked now. */
export function sliceOf(calendar: WorkingCalendar, limit: OpinionLimit, now: Date): Slice {
  const { startWt, dueWt } = startClock(calendar, limit, now)
  if (dueWt === null) throw opinionErrors.badLimit(limit.amount)
  const due = dueOf(calendar, dueWt)
  return { askedWt: startWt, dueWt: due.wt, dueAt: due.at }
}

/** Where an open opinion would be due after its extension. */
export function extendedTo(
  { snapshot, calendarOf }: Pick<Situation, 'snapshot' | 'calendarOf'>,
  no: number,
  limit: OpinionLimit,
): { dueWt: number; dueAt: Date } {
  const task = taskOf(snapshot, no)
  const calendar = calendarOf(task.calendarId)
  const dueWt = (task.dueWt ?? 0) + (limitMinutes(limit, calendar) ?? 0)
  return { dueWt, dueAt: toInstant(calendar, dueWt, 'end') }
}

export const opinionEffects: {
  [Action in OpinionAction]: {
    event: string
    apply(situation: Situation, body: ActionBody<Action>): Effect
  }
} = {
  consult: {
    event: 'consulted',
    apply(situation, { question, asked, silence, legalGround, extension, beyondDueReason }) {
      const about: Question = {
        question,
        silence,
        legalGround: silence === 'consent' ? (legalGround ?? null) : null,
        extension,
        beyondDueReason: beyondDueReason ?? null,
      }
      const chosen = asked.map(({ unitId, limit }) => {
        const desk = situation.desks.find((one) => one.unitId === unitId)
        if (!desk) throw opinionErrors.unknownUnit(unitId)
        return { desk, limit }
      })
      return ask(situation, {}, about, chosen)
    },
  },
  give_opinion: {
    event: 'opinion_given',
    apply(situation, { opinion: no, verdict, text }) {
      const found = getOpinion(situation, no)
      const facts = {
        opinion: no,
        unitId: situation.doer?.unitId ?? found.unitId,
        verdict,
        text: text ?? '',
        ...askedBy(situation.snapshot, no),
      }
      if (found.stage === 'lapsed') {
        // Too late to count by itself: noted, and left to whoever asked.
        return { set: { tags: tagsWith(situation, no, { verdict }) }, facts: { ...facts, isLate: true } }
      }
      const task = taskOf(situation.snapshot, no)
      const calendar = situation.calendarOf(task.calendarId)
      return {
        set: without(situation, no, { stage: 'answered', verdict, unitId: task.unitId }),
        facts: {
          ...facts,
          isLate: false,
          calendarId: task.calendarId,
          dueWt: task.dueWt,
          answeredWt: toOrdinal(calendar, situation.now),
          isOnTime: task.dueWt === null || task.dueWt >= overdueBefore(calendar, situation.now),
        },
      }
    },
  },
  extend_opinion: {
    event: 'opinion_extension_asked',
    apply(situation, { opinion: no, limit, reason }) {
      const found = getOpinion(situation, no)
      const facts = {
        opinion: no,
        unitId: found.unitId,
        limit,
        reason,
        ...askedBy(situation.snapshot, no),
      }
      const to = extendedTo(situation, no, limit)
      if (found.extension === 'direct' && !isBeyondDue(situation, to.dueAt))
        return extended(situation, no, to, facts)
      return { set: { tags: tagsWith(situation, no, { extension: 'asked' }) }, facts }
    },
  },
  answer_extension: {
    event: 'opinion_extension_answered',
    apply(situation, { opinion: no, limit, beyondDueReason }) {
      const facts = { opinion: no, unitId: getOpinion(situation, no).unitId, granted: limit !== undefined }
      if (!limit) return { set: { tags: tagsWith(situation, no, { extension: 'used' }) }, facts }
      return extended(situation, no, extendedTo(situation, no, limit), {
        ...facts,
        limit,
        beyondDueReason: beyondDueReason ?? null,
      })
    },
  },
  accept_late_opinion: {
    event: 'late_opinion_accepted',
    apply(situation, { opinion: no }) {
      const found = getOpinion(situation, no)
      return {
        set: { tags: tagsWith(situation, no, { stage: 'answered' }) },
        facts: { opinion: no, unitId: found.unitId, verdict: found.verdict },
      }
    },
  },
  withdraw_consultation: {
    event: 'consultation_withdrawn',
    apply(situation, { opinion: no }) {
      const { unitId } = getOpinion(situation, no)
      return { set: without(situation, no, { stage: 'withdrawn' }), facts: { opinion: no, unitId } }
    },
  },
}

/** The limit has passed without an answer; an event of its own, with its cause. */
export function lapse(situation: Pick<Situation, 'snapshot'>, no: number): Effect {
  const found = getOpinion(situation, no)
  const task = taskOf(situation.snapshot, no)
  return {
    set: without(situation, no, { stage: 'lapsed' }),
    facts: {
      opinion: no,
      unitId: task.unitId,
      outcome: found.silence === 'consent' ? 'lapsed_consent' : 'lapsed_no_answer',
      cause: 'limit_passed',
      calendarId: task.calendarId,
      dueWt: task.dueWt,
      isOnTime: false,
    },
  }
}

function extended(
  situation: Situation,
  no: number,
  to: { dueWt: number; dueAt: Date },
  facts: Record<string, unknown>,
): Effect {
  const { snapshot } = situation
  return {
    set: {
      marking: snapshot.marking.map((task) =>
        task.aside === asideKey(no) ? { ...task, dueWt: to.dueWt } : task,
      ),
      tags: tagsWith(situation, no, { extension: 'used' }),
    },
    facts: { ...facts, granted: true, dueWt: to.dueWt, dueAt: to.dueAt.toISOString() },
  }
}

/** When the dossier itself is due; null where no limit runs. */
export function dossierDue({
  snapshot,
  calendar,
  now,
}: Pick<Situation, 'snapshot' | 'calendar' | 'now'>): Date | null {
  return snapshot.clock && dueAt(snapshot.clock, calendar, now)
}

/** Waiting for opinions stops no clock, so an opinion due after the dossier itself needs a reason. */
export function isBeyondDue(
  situation: Pick<Situation, 'snapshot' | 'calendar' | 'now'>,
  opinionDueAt: Date,
): boolean {
  const due = dossierDue(situation)
  return due !== null && opinionDueAt > due
}

function without(situation: Pick<Situation, 'snapshot'>, no: number, change: Partial<Opinion>): StateChange {
  return {
    marking: situation.snapshot.marking.filter(({ aside }) => aside !== asideKey(no)),
    tags: tagsWith(situation, no, change),
  }
}

function tagsWith({ snapshot }: Pick<Situation, 'snapshot'>, no: number, change: Partial<Opinion>) {
  return withOpinions(snapshot.tags, changed(opinionsOf(snapshot), no, change))
}

function getOpinion(
  { snapshot }: Pick<Situation, 'snapshot'>,
  no: number,
): Opinion & { verdict: Verdict | null } {
  const found = opinionsOf(snapshot).find((one) => one.no === no)
  if (!found) throw opinionErrors.noSuchOpinion(no)
  return found
}

/** Whoever is told of the answer: said by the event, so that nobody reads the history to find out. */
function askedBy(snapshot: Situation['snapshot'], no: number): { askedBy?: number } {
  const { handedBy } = opinionTask(snapshot, no) ?? {}
  return handedBy === undefined ? {} : { askedBy: handedBy }
}

function taskOf(snapshot: Situation['snapshot'], no: number): OpenTask {
  const task = opinionTask(snapshot, no)
  if (!task) throw opinionErrors.noSuchOpinion(no)
  return task
}
