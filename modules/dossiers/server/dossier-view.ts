import {
  dueAt,
  explain,
  explainInWords,
  isOverdue,
  isStopped,
  limitInWords,
  remainingMinutes,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import type { ProcedureView } from '#modules/catalogue/contract.ts'
import type { Officer, OnBehalfOf } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import {
  nationalCodes,
  type ClockView,
  type ComponentReceived,
  type ComponentView,
  type DossierFile,
  type DossierView,
  type Fault,
  type FilingTerms,
  type HistoryLine,
  type OpinionView,
  type Outcome,
  type SignatureView,
  type StepView,
  type UnitRef,
} from '../contract.ts'
import { allowedActions, doneEarlier, handedOnTask, statusOf, taskBefore } from './dossier-flow.ts'
import { decidedUnder } from './deciding-unit.ts'
import { findData, findDossier } from './dossier-store.ts'
import { dossierErrors } from './errors.ts'
import { findResultSignature } from './find-signature.ts'
import { opinionNote, wordsOf } from './history-words.ts'
import { deskLinked } from './linked-view.ts'
import { linkOf } from './linked-flow.ts'
import { getProcedureOf } from './procedure-of.ts'
import { asAskedAgencySees, isAskedReader, opinionViews, withActions } from './opinion-view.ts'
import { dayIn, doerOf, type Parts } from './parts.ts'
import { proposalsOf, standingOf, suspensionNote } from './suspension-view.ts'
import { wasUndone } from './recall-step.ts'

/** Everything one screen shows of a dossier to an official. Errors: `dossiers.not_yours`. */
export async function getDossierView(
  parts: Parts,
  officer: Officer,
  caseId: string,
  known?: CaseSnapshot,
): Promise<DossierView> {
  const { casework, db } = parts
  const snapshot = known ?? (await casework.getCase(db, caseId))
  requireReader(parts, officer, snapshot)
  const machine = await casework.getMachine(db, snapshot.definitionId)
  const doer = doerOf(parts, officer)
  const handed = handedOnTask(snapshot, machine, doer)
  const [facts, seen] = await Promise.all([
    readFacts(parts, snapshot),
    handed && casework.findSeen(db, caseId, handed.taskNo),
  ])
  const seenBy = seen && (await parts.organisation.namesOf([seen.accountId])).get(seen.accountId)
  const task = taskBefore(snapshot, doer)
  const earlier = task && doneEarlier(snapshot, machine, task, doer)
  const described = describe(parts, snapshot, machine, facts)
  const view: DossierView = {
    ...described,
    onDay: null,
    shown: 'whole',
    incidents: (await casework.incidentsOf(db, snapshot)).map(({ element, why, since }) => {
      return { element, why, since }
    }),
    opinions: withActions(described.opinions, snapshot, doer),
    otherPersonAfter: earlier === undefined ? null : machine.step(earlier).work,
    handedOn: handed ? { openedBy: seenBy ?? null, openedAt: seen?.seenAt ?? null } : null,
    linked: await deskLinked(parts, officer, snapshot, facts.events, (one) => isReader(parts, officer, one)),
    allowedActions: allowedActions(snapshot, machine, doer).filter((action) => action !== 'recall' || !seen),
  }
  return isReader(parts, officer, snapshot)
    ? view
    : asAskedAgencySees(parts.organisation, officer, snapshot, view)
}

/** The same, looked at by somebody who may have to work on it: from then on it cannot be taken back. */
export async function openDossier(parts: Parts, officer: Officer, caseId: string): Promise<DossierView> {
  const snapshot = await parts.casework.getCase(parts.db, caseId)
  const view = await getDossierView(parts, officer, caseId, snapshot)
  const task = taskBefore(snapshot, doerOf(parts, officer))
  // What nobody handed on, or was claimed since, cannot be taken back anyhow.
  if (task?.handedBy !== undefined && task.handedBy !== officer.accountId && task.assigneeId === null) {
    const { accountId, postId } = officer
    const seenAt = parts.clock.now().toISOString()
    await parts.casework.noteSeen(parts.db, snapshot, task.taskNo, { accountId, postId, seenAt })
  }
  return view
}

/**
 * An official reads what was filed at, is decided by or lies at a unit within reach of the post, what is decided by the
 * authority of such a unit, and the part of a dossier about which such a unit is or was asked for its opinion.
 */
export function requireReader(parts: Parts, officer: Officer, snapshot: CaseSnapshot) {
  if (!isReader(parts, officer, snapshot) && !isAskedReader(parts.organisation, officer, snapshot))
    throw dossierErrors.notYours()
}

/** Papers that name people and what others said are not for an agency that was only asked. */
export function requireWholeReader(parts: Parts, officer: Officer, snapshot: CaseSnapshot) {
  if (!isReader(parts, officer, snapshot)) throw dossierErrors.notYours()
}

/** Refuses a file that the view of this official does not list. */
export async function requireFileReader(parts: Parts, officer: Officer, caseId: string, fileId: string) {
  const snapshot = await parts.casework.getCase(parts.db, caseId)
  requireReader(parts, officer, snapshot)
  if (isReader(parts, officer, snapshot)) return
  const { files } = await getDossierView(parts, officer, caseId, snapshot)
  if (!files.some((file) => file.id === fileId)) throw dossierErrors.notYours()
}

/** Whether the post reads the dossier whole. */
export function isReader(
  { organisation }: Parts,
  officer: Officer,
  { unitId, authorityId, receivingUnitId, tags }: CaseSnapshot,
): boolean {
  const { authorityFrom } = tags
  return [unitId, authorityId, receivingUnitId, authorityFrom].some(
    (unit) => typeof unit === 'number' && organisation.may(officer, 'dossiers.read', unit),
  )
}

export type Facts = {
  procedure: ProcedureView
  row: NonNullable<Awaited<ReturnType<typeof findDossier>>>
  data: NonNullable<Awaited<ReturnType<typeof findData>>>
  events: CaseEvent[]
  files: DossierFile[]
  names: ReadonlyMap<number, string>
  signed: SignatureView | null
}

export async function readFacts(parts: Parts, snapshot: CaseSnapshot): Promise<Facts> {
  const { db, casework, files, organisation } = parts
  const [procedure, row, data, events, stored] = await Promise.all([
    getProcedureOf(parts, snapshot),
    findDossier(db, snapshot.caseId),
    findData(db, snapshot.caseId),
    casework.listEvents(db, snapshot.caseId),
    files.listFiles(db, snapshot.caseId),
  ])
  if (!row || !data) throw dossierErrors.notFound()
  const people = new Set(
    [
      ...events.flatMap(({ actorId, payload }) => [actorId, payload.fromAccountId, payload.toAccountId]),
      ...snapshot.marking.map((task) => task.assigneeId),
    ].filter((id) => typeof id === 'number'),
  )
  const names = people.size > 0 ? await organisation.namesOf([...people]) : new Map<number, string>()
  return {
    procedure,
    row,
    data,
    events,
    names,
    signed: await findResultSignature(parts, { events, names }),
    files: stored.map(({ componentKey, ...file }) => ({ ...file, componentId: componentKey })),
  }
}

type Described = Omit<
  DossierView,
  'allowedActions' | 'linked' | 'opinions' | 'shown' | 'incidents' | 'otherPersonAfter' | 'handedOn' | 'onDay'
> & {
  opinions: Omit<OpinionView, 'allowedActions'>[]
}

export function describe(parts: Parts, snapshot: CaseSnapshot, machine: Machine, facts: Facts): Described {
  const { procedure, row, data, events, files } = facts
  const units = parts.organisation.units()
  const status = statusOf(snapshot)
  const terms = (events[0]?.payload.terms as FilingTerms | undefined) ?? null
  return {
    caseId: snapshot.caseId,
    version: snapshot.version,
    code: snapshot.code,
    status,
    nationalCode: nationalCodes[status],
    channel: row.channel,
    procedure: {
      code: procedure.code,
      name: procedure.name,
      versionId: procedure.versionId,
      field: procedure.field ?? '',
    },
    title: snapshot.title,
    owner: data.owner,
    submitter: data.submitter,
    form: data.form,
    sets: data.sets,
    delivery: data.delivery,
    outcome: snapshot.outcome as Outcome | null,
    resultNumber: snapshot.tags.resultNumber ? String(snapshot.tags.resultNumber) : null,
    signed: facts.signed,
    receivingUnit: unitRef(units, snapshot.receivingUnitId),
    competentUnit: unitRef(units, snapshot.authorityId),
    decidedUnder: decidedUnder(events, units),
    holdingUnit: unitRef(units, snapshot.unitId),
    submittedAt: snapshot.openedAt,
    receivedAt: snapshot.receivedAt,
    closedAt: snapshot.closedAt,
    clock: clockView(snapshot, parts.calendar.get(snapshot.calendarId), parts.clock.now()),
    steps: stepViews(snapshot, machine, events, units, facts.names),
    terms,
    components: componentViews(procedure, data.components, terms?.components ?? null),
    files,
    faults: lastFaults(events),
    supplementDueOn: snapshot.tags.supplementDueOn ? String(snapshot.tags.supplementDueOn) : null,
    opinions: opinionViews(parts, snapshot, events, { units, names: facts.names }),
    standing: standingOf(snapshot, events, dayIn(parts.timeZone, parts.clock.now())),
    proposals: proposalsOf(snapshot, events, facts.names),
    history: events.map((event) => historyLine(event, units, facts.names)),
    slips: slipsOf(snapshot, events),
  }
}

export function unitRef(units: UnitTree, id: number): UnitRef {
  return { id, name: units.find(id)?.name ?? String(id) }
}

export function clockView(snapshot: CaseSnapshot, calendar: WorkingCalendar, now: Date): ClockView {
  const { clock, promisedAt, closedAt } = snapshot
  if (!clock) {
    return {
      state: closedAt ? 'ended' : 'not_started',
      dueAt: null,
      promisedAt,
      overdue: false,
      remainingMinutes: null,
      limit: '',
      explanation: { vi: [], en: [] },
    }
  }
  const at = closedAt ? new Date(closedAt) : now
  const explanation = explain(clock, calendar, at)
  const stopped = isStopped(clock)
  return {
    state: closedAt ? 'ended' : stopped ? 'paused' : 'running',
    dueAt: dueAt(clock, calendar, at)?.toISOString() ?? null,
    promisedAt,
    overdue: !stopped && isOverdue(clock, calendar, at),
    remainingMinutes: remainingMinutes(clock, calendar, at),
    limit: limitInWords(clock.limit, 'vi'),
    explanation: { vi: explainInWords(explanation, 'vi'), en: explainInWords(explanation, 'en') },
  }
}

function stepViews(
  snapshot: CaseSnapshot,
  machine: Machine,
  events: readonly CaseEvent[],
  units: UnitTree,
  names: ReadonlyMap<number, string>,
): StepView[] {
  const opened = new Set(
    events
      .filter((event) => !wasUndone(events, event.seq))
      .flatMap((event) => {
        // A part was received with its parent: what the receiving desk does is behind it.
        const link = linkOf(event)
        const passed = link?.kind === 'child' ? link.passed : []
        return [...passed, ...(event.payload.set.marking?.map((task) => task.stepKey) ?? [])]
      }),
  )
  return machine.steps.map((step) => {
    const task = snapshot.marking.find((one) => one.stepKey === step.key)
    const state = task ? (task.waiting ? 'waiting' : 'open') : opened.has(step.key) ? 'done' : 'ahead'
    const assignee = task?.assigneeId ? (names.get(task.assigneeId) ?? null) : null
    const unitId = step.place === 'receiving' ? snapshot.receivingUnitId : snapshot.authorityId
    return {
      key: step.key,
      work: step.work,
      unit: unitRef(units, unitId),
      postKind: step.postKind,
      minutes: step.minutes,
      state,
      notBy: step.notBy === undefined ? null : machine.step(step.notBy).work,
      assignee,
    }
  })
}

function componentViews(
  procedure: ProcedureView,
  received: readonly ComponentReceived[],
  asked: readonly string[] | null,
): ComponentView[] {
  return procedure.componentGroups.flatMap((group) =>
    group.components.map((component) => ({
      componentId: component.id,
      name: component.name,
      caseName: group.caseName,
      requiredOriginals: component.originals ?? 0,
      requiredCopies: component.copies ?? 0,
      knownToState: component.knownToState ?? false,
      needed: asked ? asked.includes(component.id) : group.caseName === null,
      received: received.find((one) => one.componentId === component.id) ?? null,
    })),
  )
}

function lastFaults(events: readonly CaseEvent[]): Fault[] {
  const asked = events.findLast((event) => event.payload.faults !== undefined)
  return (asked?.payload.faults as Fault[] | undefined) ?? []
}

function historyLine(event: CaseEvent, units: UnitTree, names: ReadonlyMap<number, string>): HistoryLine {
  const words = wordsOf(event, (id) => unitRef(units, id).name)
  const whom = event.type === 'dossiers.reassigned' ? reassignedWords(event, names) : { vi: '', en: '' }
  return {
    seq: event.seq,
    type: event.type,
    vi: words.vi + whom.vi,
    en: words.en + whom.en,
    happenedAt: event.happenedAt,
    recordedAt: event.recordedAt,
    by: event.actorId === null ? null : (names.get(event.actorId) ?? null),
    unit: event.actorUnitId === null ? null : (units.find(event.actorUnitId)?.name ?? null),
    onBehalfOf: behalfIn(event),
    note:
      suspensionNote(event) ??
      (typeof event.payload.note === 'string' ? event.payload.note : opinionNote(event, units)),
  }
}

function behalfIn({ payload }: CaseEvent): HistoryLine['onBehalfOf'] {
  const told = payload.onBehalfOf as OnBehalfOf | undefined
  return told ? { name: told.name, decision: told.decision } : null
}

function reassignedWords({ payload }: CaseEvent, names: ReadonlyMap<number, string>) {
  const to = names.get(Number(payload.toAccountId)) ?? ''
  const from = names.get(Number(payload.fromAccountId))
  return {
    vi: ` cho ${to}${from ? `, trước đó là ${from}` : ''}`,
    en: ` to ${to}${from ? `, before that ${from}` : ''}`,
  }
}

function slipsOf(snapshot: CaseSnapshot, events: readonly CaseEvent[]): string[] {
  const has = (type: string) => events.some((event) => event.type === type)
  const isAsked = has('dossiers.supplement_requested') || has('dossiers.second_supplement_requested')
  return [
    ...(snapshot.receivedAt ? ['01'] : []),
    ...(isAsked ? ['02'] : []),
    ...(has('dossiers.refused') ? ['03'] : []),
    ...(has('dossiers.extended') ? ['04'] : []),
    ...(has('dossiers.stopped') || has('dossiers.withdrawn') ? ['05'] : []),
    ...(snapshot.receivedAt ? ['06'] : []),
  ]
}
