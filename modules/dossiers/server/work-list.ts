import {
  dueAt,
  isOverdue,
  isStopped,
  overdueBefore,
  remainingMinutes,
  dayOf,
  toInstant,
  toOrdinal,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { CaseSnapshot, OpenTask } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import { postKinds, type Officer } from '#modules/organisation/contract.ts'
import type { DossierLine, WorkCounts, WorkQuery } from '../contract.ts'
import { deskTaskBefore, deskWork } from './desk-task.ts'
import { allowedActions, handedOnTask, opinionBefore, statusOf, taskBefore, tasksAt } from './dossier-flow.ts'
import { findDossiers, listRules, type DossierRow } from './dossier-store.ts'
import { isReader, unitRef } from './dossier-view.ts'
import { opinionNumber } from './opinion-flow.ts'
import { getProcedureOf } from './procedure-of.ts'
import { dayIn, doerOf, holderOf, type Parts } from './parts.ts'
import { searchDossiers } from './search-store.ts'
import { asideOfDesk } from './suspension-flow.ts'
import { apologyOf, openProposal } from './suspension-view.ts'

const MOST = 50

/** What lies before this post, the most pressing first. */
export async function listWork(parts: Parts, officer: Officer, query: WorkQuery): Promise<DossierLine[]> {
  const { casework, db } = parts
  if (query.team) parts.organisation.requirePermission(officer, 'dossiers.reassign', officer.unitId)
  const tasks = await casework.listTasks(db, {
    unitId: officer.unitId,
    postKinds: query.team ? postKinds : [officer.postKind],
    fields: query.team ? [] : officer.fields,
    tagged: tagsOf(officer),
    assigneeId: query.mine ? holderOf(officer) : undefined,
    waiting: query.waiting,
    limit: query.limit ?? MOST,
  })
  const snapshots = await casework.findCases(
    db,
    tasks.map((task) => task.caseId),
  )
  const byId = new Map(snapshots.map((snapshot) => [snapshot.caseId, snapshot]))
  // A case may have moved between the two reads; then it is no longer work of this list.
  return linesOf(
    parts,
    officer,
    tasks.flatMap((task) => byId.get(task.caseId) ?? []),
  )
}

/** Whoever stands in for a part of the work sees that part. */
function tagsOf({ onBehalfOf }: Officer) {
  const { scope } = onBehalfOf ?? {}
  return (
    scope && [
      { tag: 'field', values: scope.fields },
      { tag: 'procedureCode', values: scope.procedureCodes },
    ]
  )
}

/** Of the dossiers named, those that the officer handed on and may still take back. */
export async function listHandedOn(
  parts: Parts,
  officer: Officer,
  caseIds: readonly string[],
): Promise<DossierLine[]> {
  const { casework, db } = parts
  const doer = doerOf(parts, officer)
  const kept = await Promise.all(
    (await casework.findCases(db, caseIds)).map(async (snapshot) => {
      const machine = await casework.getMachine(db, snapshot.definitionId)
      const task = isReader(parts, officer, snapshot) && handedOnTask(snapshot, machine, doer)
      const seen = task && (await casework.findSeen(db, snapshot.caseId, task.taskNo))
      return task && !seen ? [snapshot] : []
    }),
  )
  return linesOf(parts, officer, kept.flat())
}

/** Dossiers by code, name, procedure or the end of an identity number, within the officer's reach. */
export async function findLines(
  parts: Parts,
  officer: Officer,
  q: string,
  limit: number,
): Promise<DossierLine[]> {
  const scope = parts.organisation.unitsOf(officer, 'dossiers.read')
  const rows = await searchDossiers(parts.db, q, scope === 'all' ? 'all' : [...scope], limit)
  const snapshots = await parts.casework.findCases(
    parts.db,
    rows.map((row) => row.caseId),
  )
  // A unit parted among several left dossiers to each of them: only those of one's own part are shown.
  const newestFirst = snapshots
    .filter((snapshot) => isReader(parts, officer, snapshot))
    .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
  return linesOf(parts, officer, newestFirst, rows)
}

/** The lines of these dossiers, in their order, as the officer sees them. */
export async function linesOf(
  parts: Parts,
  officer: Officer,
  snapshots: readonly CaseSnapshot[],
  known?: readonly DossierRow[],
): Promise<DossierLine[]> {
  const { casework, db, organisation } = parts
  const rows = new Map(
    (
      known ??
      (await findDossiers(
        db,
        snapshots.map((one) => one.caseId),
      ))
    ).map((row) => [row.caseId, row]),
  )
  const assignees = [
    ...new Set(snapshots.flatMap((one) => one.marking.flatMap((task) => task.assigneeId ?? []))),
  ]
  const names = assignees.length > 0 ? await organisation.namesOf(assignees) : new Map<number, string>()
  const units = organisation.units()
  const doer = doerOf(parts, officer)
  const now = parts.clock.now()
  const warnMinutesOf = await apologyWarning(parts, now)
  return Promise.all(
    snapshots.map(async (snapshot) => {
      const machine = await casework.getMachine(db, snapshot.definitionId)
      const procedure = await getProcedureOf(parts, snapshot)
      const before =
        taskBefore(snapshot, doer) ??
        opinionBefore(snapshot, doer) ??
        deskTaskBefore(snapshot, doer) ??
        tasksAt(snapshot, doer.unitId)[0]
      const task = before ?? snapshot.marking.find(({ aside }) => aside === undefined)
      const opinionNo = (task && opinionNumber(task)) ?? null
      const row = rows.get(snapshot.caseId)
      return {
        caseId: snapshot.caseId,
        version: snapshot.version,
        code: snapshot.code,
        status: statusOf(snapshot),
        procedureCode: String(snapshot.tags.procedureCode),
        procedureName: procedure.name,
        ownerName: row?.ownerName ?? snapshot.title,
        channel: row?.channel ?? 'counter',
        stepKey: task?.stepKey ?? null,
        stepWork: task && opinionNo === null ? workOf(machine, task) : null,
        assigneeId: task?.assigneeId ?? null,
        assigneeName: task?.assigneeId ? (names.get(task.assigneeId) ?? null) : null,
        waiting: task?.waiting ?? false,
        opinionNo,
        holdingUnit: unitRef(units, snapshot.unitId),
        receivedAt: snapshot.receivedAt,
        ...(task && opinionNo !== null
          ? opinionUrgency(parts, task, now)
          : urgency(parts, snapshot, task, now, warnMinutesOf)),
        proposal: openProposal(snapshot),
        allowedActions: allowedActions(snapshot, machine, doer),
      }
    }),
  )
}

function workOf(machine: Machine, { aside, stepKey }: OpenTask): string {
  return aside === asideOfDesk ? deskWork : machine.step(stepKey).work
}

function urgency(
  { calendar: calendars }: Parts,
  snapshot: CaseSnapshot,
  task: OpenTask | undefined,
  now: Date,
  warnMinutesOf: (calendar: WorkingCalendar) => number,
) {
  const { clock, calendarId, closedAt } = snapshot
  const calendar = calendars.get(calendarId)
  const at = closedAt ? new Date(closedAt) : now
  const left = clock && remainingMinutes(clock, calendar, at)
  return {
    dueAt: clock ? (dueAt(clock, calendar, at)?.toISOString() ?? null) : null,
    stepDueAt: task?.dueWt == null ? null : toInstant(calendar, task.dueWt, 'end').toISOString(),
    overdue: clock !== null && !isStopped(clock) && isOverdue(clock, calendar, at),
    remainingMinutes: left,
    apology: apologyOf(snapshot, left, warnMinutesOf(calendar)),
  }
}

/** Whoever is asked for an opinion is pressed by the limit of that opinion, not by that of the dossier. */
function opinionUrgency({ calendar: calendars }: Parts, { calendarId, dueWt }: OpenTask, now: Date) {
  const calendar = calendars.get(calendarId)
  const due = dueWt === null ? null : toInstant(calendar, dueWt, 'end').toISOString()
  return {
    dueAt: due,
    stepDueAt: due,
    overdue: dueWt !== null && dueWt < overdueBefore(calendar, now),
    remainingMinutes: dueWt === null ? null : dueWt - toOrdinal(calendar, now),
    apology: null,
  }
}

/** From how many working minutes before expiry on a list warns that an apology is due. */
async function apologyWarning({ db, timeZone }: Parts, now: Date) {
  const rules = await listRules(db, dayIn(timeZone, now))
  const days = Number(rules.get('apology_days_before') ?? 1) + Number(rules.get('apology_warning_days') ?? 2)
  return (calendar: WorkingCalendar) => days * calendar.minutesPerDay
}

/** The numbers over the work list, from the same rows as the list. */
export async function countWork(parts: Parts, officer: Officer): Promise<WorkCounts> {
  const calendar = parts.calendar.get(parts.organisation.units().get(officer.unitId).calendarId)
  const now = parts.clock.now()
  const counts = await parts.casework.countTasks(parts.db, {
    unitId: officer.unitId,
    assigneeId: holderOf(officer),
    fields: officer.fields,
    tagged: tagsOf(officer),
    now: overdueBefore(calendar, now),
    endOfDay: toOrdinal(calendar, midnightAfter(calendar, now)),
  })
  const {
    total = 0,
    mine = 0,
    unclaimed = 0,
    waiting = 0,
    overdue = 0,
    dueToday = 0,
  } = counts.find((count) => count.postKind === officer.postKind) ?? {}
  const mayReassign = parts.organisation.may(officer, 'dossiers.reassign', officer.unitId)
  const unit = mayReassign ? counts.reduce((sum, count) => sum + count.total, 0) : 0
  return { total, mine, unclaimed, waiting, overdue, dueToday, unit }
}

function midnightAfter(calendar: WorkingCalendar, at: Date): Date {
  return new Date((dayOf(calendar, at) + 1) * 86_400_000 - calendar.utcOffsetMinutes * 60_000)
}
