import { toInstant, type Limit } from '#modules/calendar/contract.ts'
import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type { Organisation, UnitTree } from '#modules/organisation/server/index.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { DossierView, OpinionAnswer, OpinionView, PublicOpinion, Verdict } from '../contract.ts'
import { verdicts } from '../opinion.ts'
import { opinionActions, type Doer } from './dossier-flow.ts'
import { opinionsOf, opinionTask, stateOf, type Opinion } from './opinion-flow.ts'
import type { Asked } from './opinion-transitions.ts'
import type { Parts } from './parts.ts'

type Told = Omit<OpinionView, 'allowedActions' | 'isOverdue'>
type Around = { units: UnitTree; names: ReadonlyMap<number, string> }
type Consulted = { round: number; question: string; asked: readonly Asked[] }

/** Every opinion of a dossier with its words and its slice of time, told by the events; the states are the case's own. */
export function opinionViews(
  parts: Pick<Parts, 'calendar' | 'clock'>,
  snapshot: CaseSnapshot,
  events: readonly CaseEvent[],
  around: Around,
): Omit<OpinionView, 'allowedActions'>[] {
  const opinions = opinionsOf(snapshot)
  if (opinions.length === 0) return []
  const told = new Map<number, Told>()
  for (const event of events) {
    for (const one of askedIn(event, around)) told.set(one.no, one)
    const no = event.payload['opinion']
    const before = typeof no === 'number' ? told.get(no) : undefined
    if (before) told.set(before.no, after(before, event, around))
  }
  return opinions.flatMap((opinion) => {
    const known = told.get(opinion.no)
    return known ? [asItStands(parts, snapshot, opinion, known, around.units)] : []
  })
}

function asItStands(
  { calendar, clock }: Pick<Parts, 'calendar' | 'clock'>,
  snapshot: CaseSnapshot,
  opinion: Opinion,
  known: Told,
  units: UnitTree,
): Omit<OpinionView, 'allowedActions'> {
  const task = opinionTask(snapshot, opinion.no)
  const unitId = task?.unitId ?? opinion.unitId
  // An open request follows its calendar: a holiday declared since moves it.
  const dueAt =
    task?.dueWt == null
      ? known.dueAt
      : toInstant(calendar.get(task.calendarId), task.dueWt, 'end').toISOString()
  const state = stateOf(opinion)
  return {
    ...known,
    unit: { id: unitId, name: units.find(unitId)?.name ?? String(unitId) },
    dueAt,
    isOverdue: task !== undefined && dueAt < clock.now().toISOString(),
    state,
    extension: { ...known.extension, isDirect: opinion.extension === 'direct' },
    closedAt: state === 'asked' ? null : (known.closedAt ?? snapshot.closedAt),
    isOnTime: state === 'asked' || state === 'withdrawn' ? null : known.isOnTime,
  }
}

function askedIn(event: CaseEvent, { units, names }: Around): Told[] {
  const consulted = event.payload['consulted'] as Consulted | undefined
  if (!consulted) return []
  return consulted.asked.map((one) => ({
    no: one.no,
    round: consulted.round,
    unit: { id: one.unitId, name: units.find(one.unitId)?.name ?? String(one.unitId) },
    askedBy: {
      name: event.actorId === null ? null : (names.get(event.actorId) ?? null),
      unit: event.actorUnitId === null ? null : (units.find(event.actorUnitId)?.name ?? null),
    },
    question: consulted.question,
    askedAt: event.happenedAt,
    limit: one.limit,
    dueAt: one.dueAt,
    beyondDueReason: one.beyondDueReason,
    silence: one.silence,
    legalGround: one.legalGround,
    state: 'asked',
    closedAt: null,
    isOnTime: null,
    extension: { state: 'none', isDirect: false, limit: null, reason: null },
    answer: null,
  }))
}

function after(before: Told, { type, payload, happenedAt, actorId }: CaseEvent, { names }: Around): Told {
  switch (type) {
    case 'dossiers.opinion_given': {
      const answer: OpinionAnswer = {
        verdict: verdictOf(payload['verdict']),
        text: String(payload['text'] ?? ''),
        at: happenedAt,
        by: actorId === null ? null : (names.get(actorId) ?? null),
        isLate: payload['isLate'] === true,
        isAccepted: payload['isLate'] !== true,
      }
      return answer.isLate
        ? { ...before, answer }
        : { ...before, answer, closedAt: happenedAt, isOnTime: payload['isOnTime'] === true }
    }
    case 'dossiers.late_opinion_accepted':
      return { ...before, answer: before.answer && { ...before.answer, isAccepted: true } }
    case 'dossiers.opinion_extension_asked':
    case 'dossiers.opinion_extension_answered':
      return extendedBy(before, payload)
    case 'dossiers.opinion_lapsed':
      return { ...before, closedAt: happenedAt, isOnTime: false }
    case 'dossiers.consultation_withdrawn':
      return { ...before, closedAt: happenedAt }
    default:
      return before
  }
}

function extendedBy(before: Told, payload: CaseEvent['payload']): Told {
  const { granted, limit, reason, dueAt } = payload
  return {
    ...before,
    ...(typeof dueAt === 'string' ? { dueAt } : {}),
    extension: {
      isDirect: false,
      state: granted === true ? 'granted' : granted === false ? 'refused' : 'asked',
      limit: (limit as Limit | undefined) ?? before.extension.limit,
      reason: typeof reason === 'string' ? reason : before.extension.reason,
    },
  }
}

function verdictOf(word: unknown): Verdict {
  return verdicts.find((verdict) => verdict === word) ?? 'not_competent'
}

/** The opinions with what this official may do to each. */
export function withActions(
  views: readonly Omit<OpinionView, 'allowedActions'>[],
  snapshot: CaseSnapshot,
  doer: Doer,
): OpinionView[] {
  const byNo = new Map(opinionsOf(snapshot).map((one) => [one.no, one]))
  return views.map((view) => {
    const opinion = byNo.get(view.no)
    return { ...view, allowedActions: opinion ? opinionActions(snapshot, opinion, doer) : [] }
  })
}

/** What the owner may know: who is asked, by when, and that an answer came. */
export function publicOpinions(views: readonly Omit<OpinionView, 'allowedActions'>[]): PublicOpinion[] {
  return views.flatMap(({ unit, askedAt, dueAt, state }): PublicOpinion[] => {
    if (state === 'withdrawn') return []
    const told = state === 'asked' ? 'asked' : state.startsWith('lapsed') ? 'lapsed' : 'answered'
    return [{ unit: unit.name, askedAt, dueAt, state: told }]
  })
}

/** Units that were asked and may therefore read what concerns them: those of withdrawn questions no longer. */
export function isAskedReader(
  organisation: Pick<Organisation, 'may'>,
  officer: Officer,
  snapshot: CaseSnapshot,
): boolean {
  return opinionsOf(snapshot).some((opinion) => mayRead(organisation, officer, snapshot, opinion))
}

function mayRead(
  organisation: Pick<Organisation, 'may'>,
  officer: Officer,
  snapshot: CaseSnapshot,
  opinion: Opinion,
): boolean {
  if (opinion.stage === 'withdrawn') return false
  const unitId = opinionTask(snapshot, opinion.no)?.unitId ?? opinion.unitId
  return organisation.may(officer, 'dossiers.read', unitId)
}

/** What an agency that was asked sees: the papers and its own questions, not the people's numbers nor the others' answers. */
export function asAskedAgencySees(
  organisation: Pick<Organisation, 'may'>,
  officer: Officer,
  snapshot: CaseSnapshot,
  view: DossierView,
): DossierView {
  const own = new Set(
    opinionsOf(snapshot)
      .filter((opinion) => mayRead(organisation, officer, snapshot, opinion))
      .map(({ no }) => no),
  )
  const opinions = view.opinions.filter(({ no }) => own.has(no))
  const keys = new Set(opinions.flatMap(({ no, round }) => [`consult:${round}`, `opinion:${no}`]))
  const { kind, fullName } = view.owner
  return {
    ...view,
    shown: 'to_asked_agency',
    owner: { kind, fullName },
    submitter: null,
    opinions,
    files: view.files.filter(
      (file) => file.kind === 'component' || file.kind === 'supplement' || keys.has(file.componentId ?? ''),
    ),
    faults: [],
    proposals: [],
    incidents: [],
    history: [],
    slips: [],
  }
}
