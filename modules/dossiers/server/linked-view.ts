import {
  dueAt,
  isOverdue,
  isStopped,
  remainingMinutes,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type {
  ComingPart,
  ComingParts,
  DeskLinked,
  DeskPart,
  LinkedView,
  PartView,
  UnitRef,
} from '../contract.ts'
import { findDossiers } from './dossier-store.ts'
import { listComing, listUnplaced } from './link-store.ts'
import { endOfLongestPath, scheduleParts, type Span, type TimedPart } from './linked-clock.ts'
import { isParent, noted, parentOf, partsOf, type PartState } from './linked-flow.ts'
import { momentIn } from './moment-words.ts'
import type { Parts } from './parts.ts'
import { planParts, timedPart } from './plan-parts.ts'
import { standsInFor } from './dossier-flow.ts'
import { getProcedureOf } from './procedure-of.ts'

type Whole = {
  parent: CaseSnapshot
  parts: PartState[]
  children: ReadonlyMap<string, CaseSnapshot>
  spans: ReadonlyMap<string, Span>
  expectedAt: Date | null
}

/** A linked procedure as a whole, from any of its dossiers; undefined for a dossier that stands alone. */
export async function readWhole(
  parts: Parts,
  snapshot: CaseSnapshot,
  events: readonly CaseEvent[],
): Promise<Whole | undefined> {
  const { casework, db } = parts
  const own = parentOf(snapshot)
  if (!own && snapshot.status === 'submitted') return foreseen(parts, snapshot)
  if (!own && !isParent(snapshot)) return undefined
  if (!own) return wholeOf(parts, snapshot, events)
  const parent = await casework.findCase(db, own.parentId)
  return parent && wholeOf(parts, parent, await casework.listEvents(db, parent.caseId))
}

/** What a linked procedure that waits for its desk will set going, as if it were received now. */
async function foreseen(parts: Parts, snapshot: CaseSnapshot): Promise<Whole | undefined> {
  const units = parts.organisation.units()
  const at = parts.clock.now()
  const plan = await planParts(parts, await getProcedureOf(parts, snapshot), {
    receiving: units.get(snapshot.receivingUnitId),
    authority: units.get(snapshot.authorityId),
    limit: { unit: 'undefined' },
    at,
  })
  return plan && wholeOf(parts, snapshot, [noted(snapshot.caseId, { kind: 'plan', parts: plan.parts }, at)])
}

async function wholeOf(parts: Parts, parent: CaseSnapshot, events: readonly CaseEvent[]): Promise<Whole> {
  const { casework, db, clock } = parts
  const states = partsOf(events)
  const found = await casework.findCases(
    db,
    states.flatMap(({ childId }) => childId ?? []),
  )
  const children = new Map(found.map((child) => [child.caseId, child]))
  const now = clock.now()
  const from = new Date(parent.receivedAt ?? parent.openedAt)
  // What will never begin, and what stands over because the whole does, is expected no more.
  const coming = states.filter(({ state }) => state !== 'dropped')
  const timed = coming.map((part) => withFacts(parts, parent, part, children))
  const open = coming.some(({ state }) => state !== 'ended') && !parent.closedAt
  return {
    parent,
    parts: states,
    children,
    spans: scheduleParts(timed, from, parent.closedAt ? undefined : now),
    expectedAt: open ? endOfLongestPath(timed, from, now) : null,
  }
}

function withFacts(
  parts: Parts,
  parent: CaseSnapshot,
  part: PartState,
  children: ReadonlyMap<string, CaseSnapshot>,
): TimedPart {
  const timed = timedPart(parts, part, parent.authorityId)
  const child = part.childId === null ? undefined : children.get(part.childId)
  if (!child?.receivedAt) return timed
  const calendar = parts.calendar.get(child.calendarId)
  const begun = {
    at: new Date(child.receivedAt),
    dueAt: child.clock && dueAt(child.clock, calendar, parts.clock.now()),
    endedAt: child.closedAt ? new Date(child.closedAt) : null,
  }
  return { ...timed, begun }
}

/** What anybody who may see the whole sees of it. */
export async function linkedView(parts: Parts, whole: Whole, snapshot: CaseSnapshot): Promise<LinkedView> {
  const procedure = await getProcedureOf(parts, whole.parent)
  const calendar = parts.calendar.get(whole.parent.calendarId)
  const due = whole.parent.clock && dueAt(whole.parent.clock, calendar, parts.clock.now())
  return {
    parent: { code: whole.parent.code, procedureName: procedure.name },
    part: parentOf(snapshot)?.part ?? null,
    legalGround: procedure.linked?.legalGround ?? '',
    parts: whole.parts.map((part) => partView(parts, whole, part)),
    expectedAt: whole.expectedAt?.toISOString() ?? null,
    atRisk: due !== null && whole.expectedAt !== null && whole.expectedAt > due,
  }
}

function partView(parts: Parts, whole: Whole, part: PartState): PartView {
  const { calendar: calendars, organisation, clock } = parts
  const units = organisation.units()
  const child = part.childId === null ? undefined : whole.children.get(part.childId)
  const span = whole.spans.get(part.key)
  const calendar = child && calendars.get(child.calendarId)
  const isOver = part.state === 'ended' || part.state === 'dropped'
  return {
    key: part.key,
    name: part.name,
    procedureCode: part.procedureCode,
    unit: child ? refOf(units, child.authorityId) : part.unitId === null ? null : refOf(units, part.unitId),
    state: stateOf(part, child),
    required: part.required,
    waitsFor: part.after.flatMap((key) => whole.parts.find((one) => one.key === key)?.name ?? []),
    code: child?.code ?? part.childCode,
    holdingUnit: child && !isOver ? refOf(units, child.unitId) : null,
    opensAt: (child?.receivedAt ?? span?.opensAt.toISOString()) || whole.parent.openedAt,
    dueAt:
      child?.clock && calendar
        ? (dueAt(child.clock, calendar, clock.now())?.toISOString() ?? null)
        : part.state === 'dropped'
          ? null
          : (span?.dueAt.toISOString() ?? null),
    endedAt: part.endedAt,
    resultNumber: part.resultNumber,
    lateMinutes: child && calendar ? lateMinutes(child, calendar, clock.now()) : null,
    reason: part.reason,
  }
}

function stateOf(part: PartState, child: CaseSnapshot | undefined): PartView['state'] {
  if (part.state === 'ended') return part.end ?? 'stopped'
  if (part.state === 'open') return child?.clock && isStopped(child.clock) ? 'paused' : 'open'
  return part.state
}

/** Working minutes by which a slice is or was passed. */
function lateMinutes({ clock, closedAt }: CaseSnapshot, calendar: WorkingCalendar, now: Date): number | null {
  const at = closedAt ? new Date(closedAt) : now
  if (!clock || isStopped(clock) || !isOverdue(clock, calendar, at)) return null
  return Math.max(1, -(remainingMinutes(clock, calendar, at) ?? 0))
}

function refOf(units: UnitTree, id: number): UnitRef {
  return { id, name: units.find(id)?.name ?? String(id) }
}

/** What an official sees of the whole: besides, which dossiers he may open and for which part he may choose a unit. */
export async function deskLinked(
  parts: Parts,
  officer: Officer,
  snapshot: CaseSnapshot,
  events: readonly CaseEvent[],
  mayRead: (one: CaseSnapshot) => boolean,
): Promise<DeskLinked | null> {
  const whole = await readWhole(parts, snapshot, events)
  if (!whole) return null
  const view = await linkedView(parts, whole, snapshot)
  const mayChoose = mayPlace(parts, officer, whole.parent)
  return {
    ...view,
    parentCaseId: mayRead(whole.parent) ? whole.parent.caseId : null,
    parts: view.parts.map((part, index): DeskPart => {
      const childId = whole.parts[index]?.childId
      const child = childId ? whole.children.get(childId) : undefined
      return {
        ...part,
        caseId: child && mayRead(child) ? child.caseId : null,
        allowedActions: part.state === 'unplaced' && mayChoose ? ['choose_unit'] : [],
      }
    }),
  }
}

/** The desk that received the whole chooses where a part goes that nobody was found for. */
export function mayPlace({ organisation }: Parts, officer: Officer, parent: CaseSnapshot): boolean {
  return (
    parent.closedAt === null &&
    standsInFor(parent, officer) &&
    organisation.may(officer, 'dossiers.receive', parent.receivingUnitId)
  )
}

/** The required parts that keep a parent from being decided, in words. */
export async function openPartsOf(
  parts: Parts,
  snapshot: CaseSnapshot,
): Promise<{ name: string; unit: string; dueAt: string | null }[]> {
  const whole = await readWhole(parts, snapshot, await parts.casework.listEvents(parts.db, snapshot.caseId))
  if (!whole) return []
  return whole.parts
    .filter(({ required, state }) => required && state !== 'ended' && state !== 'dropped')
    .map((part) => {
      const { name, unit, dueAt: due } = partView(parts, whole, part)
      return { name, unit: unit?.name ?? '–', dueAt: due && momentIn(parts.timeZone, due) }
    })
}

const MOST_COMING = 50

/** What is on its way to the official's unit, with what it is late for, and what nobody was found for. */
export async function listComingParts(parts: Parts, officer: Officer): Promise<ComingParts> {
  const { db } = parts
  const [coming, unplaced] = await Promise.all([
    listComing(db, officer.unitId, MOST_COMING),
    listUnplaced(db, officer.unitId, MOST_COMING),
  ])
  return {
    coming: await comingOf(
      parts,
      coming,
      ({ state, unitId }) => state === 'waiting' && unitId === officer.unitId,
    ),
    unplaced: await comingOf(parts, unplaced, ({ state }) => state === 'unplaced'),
  }
}

async function comingOf(
  parts: Parts,
  parentIds: readonly string[],
  isAsked: (part: PartState) => boolean,
): Promise<ComingPart[]> {
  const { casework, db } = parts
  const parents = await casework.findCases(db, parentIds)
  const names = new Map((await findDossiers(db, parentIds)).map((row) => [row.caseId, row.ownerName]))
  const wholes = await Promise.all(
    parents
      .filter(({ status }) => status !== 'stopped' && status !== 'refused')
      .map(async (parent) => wholeOf(parts, parent, await casework.listEvents(db, parent.caseId))),
  )
  return wholes
    .flatMap((whole) => whole.parts.filter(isAsked).map((part) => comingPart(parts, whole, part, names)))
    .sort((a, b) => (a.opensAt < b.opensAt ? -1 : 1))
}

function comingPart(
  parts: Parts,
  whole: Whole,
  part: PartState,
  names: ReadonlyMap<string, string>,
): ComingPart {
  const view = partView(parts, whole, part)
  const before = whole.parts.filter(({ key }) => part.after.includes(key))
  return {
    parentCaseId: whole.parent.caseId,
    parentCode: whole.parent.code,
    ownerName: names.get(whole.parent.caseId) ?? whole.parent.title,
    key: part.key,
    name: part.name,
    unit: view.unit,
    opensAt: view.opensAt,
    dueAt: view.dueAt,
    late: before.flatMap((one) => {
      const { lateMinutes: minutes, unit, name } = partView(parts, whole, one)
      return minutes === null ? [] : [{ name, unit, minutes }]
    }),
  }
}
