import { inTransaction, type AnyDb } from '#platform/database.ts'
import { toInstant } from '#modules/calendar/contract.ts'
import type { CaseSnapshot } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import type { FileKind } from '#modules/files/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  isOpinionAction,
  type ActionBody,
  type DossierAction,
  type Reason,
  type StagedFile,
} from '../contract.ts'
import { dossierErrors } from './errors.ts'
import { prepareSuspension, refusedSuspension } from './check-suspension.ts'
import {
  allowedActions,
  doneEarlier,
  isAllowed,
  ownerActions,
  statusOf,
  taskBefore,
  type Doer,
} from './dossier-flow.ts'
import { listReasons, updateData } from './dossier-store.ts'
import { waitsForParts } from './linked-flow.ts'
import { openPartsOf } from './linked-view.ts'
import { planParts } from './plan-parts.ts'
import { getProcedureOf } from './procedure-of.ts'
import { actorOf, dayIn, doerOf, type Parts } from './parts.ts'
import { assertReassignable } from './reassign-task.ts'
import { refuseRecall, undoHandingOn } from './recall-step.ts'
import { specialistField } from './specialist-field.ts'
import { limitFor } from './place-filing.ts'
import { checkOpinion, checkQuestion } from './check-opinion.ts'
import { opinionErrors } from './opinion-errors.ts'
import { awaited, opinionsOf, opinionTask } from './opinion-flow.ts'
import type { Situation } from './situation.ts'
import { transitionOf } from './transitions.ts'
import { isDay } from './validate-filing.ts'

export type Acted = { snapshot: CaseSnapshot; repeated: boolean }

/**
 * An official acts on a dossier: who may, what is, what follows, one write.
 * Errors: `dossiers.action_not_allowed`, `casework.stale_version`, and those of the action.
 */
export async function actOnDossier<Action extends DossierAction>(
  parts: Parts,
  officer: Officer,
  action: Action,
  caseId: string,
  body: ActionBody<Action>,
): Promise<Acted> {
  const snapshot = await parts.casework.getCase(parts.db, caseId, body.version)
  // Nothing is decided from another version than the one that was seen.
  if (snapshot.version !== body.version)
    return parts.casework.repeatOf(parts.db, snapshot, body.version, body.commandKey)
  const machine = await parts.casework.getMachine(parts.db, snapshot.definitionId)
  const doer = doerOf(parts, officer)
  if (!isAllowed(snapshot, machine, doer, action)) {
    if (waitsForParts(snapshot, action)) throw dossierErrors.partsOpen(await openPartsOf(parts, snapshot))
    throw await refused(parts, action, snapshot, machine, doer)
  }
  const reason = await assertBody(parts, action, body, snapshot)
  if ('assigneeId' in body) await assertReassignable(parts, doer.unitId, snapshot, machine, body)
  const undo = action === 'recall' ? { undo: await undoHandingOn(parts, snapshot, machine, doer) } : {}
  const plan = action === 'receive' ? await planOf(parts, snapshot) : undefined
  const situation: Situation = {
    ...(await situate(parts, snapshot, machine)),
    doer,
    plan,
    ...undo,
    ...(reason ? { reason } : {}),
  }
  if ('asked' in body) situation.desks = await checkQuestion(parts, body, situation)
  else if ('opinion' in body && isOpinionAction(action)) checkOpinion(parts, action, body, situation)
  await prepareSuspension(parts, officer, action, body, situation)
  return write(parts, action, caseId, body, situation, actorOf(officer), 'officer')
}

/** The owner acts: supplies what was asked for, or asks to withdraw. */
export async function actAsOwner<Action extends 'supply_supplement' | 'withdraw'>(
  parts: Parts,
  action: Action,
  caseId: string,
  body: ActionBody<Action>,
): Promise<Acted> {
  const snapshot = await parts.casework.getCase(parts.db, caseId, body.version)
  if (snapshot.version !== body.version)
    return parts.casework.repeatOf(parts.db, snapshot, body.version, body.commandKey)
  const machine = await parts.casework.getMachine(parts.db, snapshot.definitionId)
  const allowed = ownerActions(snapshot)
  if (!allowed.includes(action)) throw dossierErrors.actionNotAllowed(action, statusOf(snapshot), allowed)
  const situation = { ...(await situate(parts, snapshot, machine)), doer: undefined }
  return write(
    parts,
    action,
    caseId,
    body,
    situation,
    { accountId: null, postId: null, unitId: null },
    'citizen',
  )
}

async function refused(
  parts: Parts,
  action: DossierAction,
  snapshot: CaseSnapshot,
  machine: Machine,
  doer: Doer,
): Promise<Error> {
  const task = taskBefore(snapshot, doer)
  const earlier = task && doneEarlier(snapshot, machine, task, doer)
  if (earlier !== undefined) return dossierErrors.samePerson(machine.step(earlier).work)
  if (action === 'recall') return refuseRecall(parts, snapshot, machine, doer)
  const waiting = awaited(snapshot)
  if (action === 'propose' && waiting.length > 0) {
    return opinionErrors.stillOpen(
      waiting.map(({ no, unitId }) => {
        const task = opinionTask(snapshot, no)
        const due =
          task?.dueWt == null ? null : toInstant(parts.calendar.get(task.calendarId), task.dueWt, 'end')
        const unit = parts.organisation.units().nameOf(task?.unitId ?? unitId)
        return { no, unit, dueAt: due?.toISOString() ?? null }
      }),
    )
  }
  const hasAskedTime = opinionsOf(snapshot).some(
    ({ stage, extension }) => stage === 'open' && (extension === 'asked' || extension === 'used'),
  )
  if (action === 'extend_opinion' && hasAskedTime) return opinionErrors.extensionUsed()
  const why = refusedSuspension(action, snapshot, doer.accountId)
  if (why) return why
  return dossierErrors.actionNotAllowed(action, statusOf(snapshot), allowedActions(snapshot, machine, doer))
}

async function situate(
  parts: Parts,
  snapshot: CaseSnapshot,
  machine: Machine,
): Promise<Omit<Situation, 'doer'>> {
  const calendar = parts.calendar.get(snapshot.calendarId)
  // Only reception needs the limit; everything after reads it from the clock.
  const limit = snapshot.clock?.limit ?? limitFor(await getProcedureOf(parts, snapshot), channelOf(snapshot))
  const field = await specialistField(parts, snapshot.authorityId, snapshot.tags.field)
  const calendarOf = (calendarId: number) => parts.calendar.get(calendarId)
  return { snapshot, machine, calendar, calendarOf, limit, field, now: parts.clock.now(), desks: [] }
}

/** The parts of a linked procedure begin when it is received. */
async function planOf(parts: Parts, snapshot: CaseSnapshot) {
  const units = parts.organisation.units()
  const procedure = await getProcedureOf(parts, snapshot)
  return planParts(parts, procedure, {
    receiving: units.get(snapshot.receivingUnitId),
    authority: units.get(snapshot.authorityId),
    limit: limitFor(procedure, channelOf(snapshot)),
    at: parts.clock.now(),
  })
}

function channelOf({ tags }: CaseSnapshot) {
  return tags.channel === 'online' || tags.channel === 'post' ? tags.channel : 'counter'
}

async function write<Action extends DossierAction>(
  parts: Parts,
  action: Action,
  caseId: string,
  body: ActionBody<Action>,
  situation: Situation,
  actor: ReturnType<typeof actorOf> | { accountId: null; postId: null; unitId: null },
  uploadedBy: 'officer' | 'citizen',
): Promise<Acted> {
  const from = situation.snapshot
  const step = { key: body.commandKey, actor, ...transitionOf(action, body, situation) }
  const files: StagedFile[] = 'files' in body && body.files ? body.files : []
  const components = 'components' in body ? body.components : undefined
  const form = 'form' in body ? body.form : undefined
  if (files.length === 0 && !components && !form) return parts.casework.advance(parts.db, from, step)
  return inTransaction(parts.db, async (tx: AnyDb) => {
    const acted = await parts.casework.advance(tx, from, step)
    if (acted.repeated) return acted
    const opinionKey = opinionFilesKey(step.facts)
    await parts.files.attachStaged(
      tx,
      caseId,
      files.map(({ token, componentId }) => ({ token, componentKey: opinionKey ?? componentId })),
      { kind: opinionKey ? 'working' : fileKindOf(action), uploadedBy },
    )
    if (components || form) await updateData(tx, acted.snapshot, { components, form })
    return acted
  })
}

function fileKindOf(action: DossierAction): FileKind {
  return action === 'issue' ? 'result' : action === 'supply_supplement' ? 'supplement' : 'component'
}

/** The files of a question are kept with its round, those of an answer with the opinion; both are the office's own. */
function opinionFilesKey({ consulted, opinion }: Record<string, unknown>): string | undefined {
  if (typeof opinion === 'number') return `opinion:${opinion}`
  return consulted ? `consult:${(consulted as { round: number }).round}` : undefined
}

async function assertBody<Action extends DossierAction>(
  parts: Parts,
  action: Action,
  body: ActionBody<Action>,
  snapshot: CaseSnapshot,
): Promise<Reason | undefined> {
  let reason: Reason | undefined
  const today = dayIn(parts.timeZone, parts.clock.now())
  if ('reasonCode' in body) {
    const kinds = {
      refuse: 'refuse',
      request_supplement: 'supplement',
      return_for_rework: 'rework',
      reject_withdrawal: 'withdrawal',
      propose_supplement: 'supplement',
      suspend: 'suspend',
      propose_extension: 'extension',
      stop: 'stop',
    } as const
    const kind = kinds[action as keyof typeof kinds]
    const reasons = await listReasons(parts.db, today)
    reason = reasons.find((one) => one.kind === kind && one.code === body.reasonCode)
    if (!reason) throw dossierErrors.unknownReason(body.reasonCode)
  }
  if ('dueOn' in body && (!isDay(body.dueOn) || body.dueOn <= today || body.dueOn > inOneYear(today)))
    throw dossierErrors.supplementDate(body.dueOn)
  if ('faults' in body && (action === 'request_supplement' || action === 'propose_supplement'))
    await assertMayBeAsked(parts, snapshot, body.faults ?? [])
  return reason
}

/** What the State holds may not be asked of people (Decree 45/2020). */
async function assertMayBeAsked(
  parts: Parts,
  snapshot: CaseSnapshot,
  faults: readonly { componentId?: string }[],
) {
  const procedure = await getProcedureOf(parts, snapshot)
  const asked = new Set(faults.map((fault) => fault.componentId))
  const known = procedure.componentGroups
    .flatMap((group) => group.components)
    .filter((component) => component.knownToState && asked.has(component.id))
  if (known.length > 0) throw dossierErrors.knownToState(known.map((component) => component.name))
}

function inOneYear(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
}
