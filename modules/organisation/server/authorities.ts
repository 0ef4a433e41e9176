import type { AuthorityList, AuthorityView, EndAuthority, RecordAuthority } from '../authority.ts'
import type { AuthorityGiven, Day, Officer, UnitId } from '../contract.ts'
import { listActing } from './account-store.ts'
import { authorityErrors } from './authority-errors.ts'
import {
  authorityFor,
  authorityStage,
  clashOf,
  heirOf,
  isInForce,
  notCompetentFor,
  type Authority,
  type Named,
} from './authority-flow.ts'
import { insertAuthority, setAuthorityEnded } from './authority-store.ts'
import { getRealDay } from './day.ts'
import { requirePermission, type Parts } from './parts.ts'
import { mayWithin, unitsWithin } from './permission-scope.ts'
import type { ProcedureFacts, ProcedurePort } from './procedure-port.ts'
import { dayBeside } from './substitution-flow.ts'
import { raiseRevision } from './unit-store.ts'

const WORD = 'organisation.delegate'

/** What the register works with besides the parts of its module. */
export type RegisterParts = Parts & { procedures: ProcedurePort }

/** Who decides on the day instead of the competent unit; in memory, no round trip. */
export function authorityOn(
  { registry }: Pick<Parts, 'registry'>,
  unitId: UnitId,
  procedure: Named,
  day: Day,
): AuthorityGiven | undefined {
  const found = authorityFor(registry.authorities(), registry.units(), { unitId, procedure, day })
  return found && { ...givenBy(found.authority), toUnitId: found.toUnitId }
}

/** The delegations of a procedure that are in force on the day, whoever gave them; in memory. */
export function authoritiesFor(
  { registry }: Pick<Parts, 'registry'>,
  procedure: Named,
  day: Day,
): AuthorityGiven[] {
  const tree = registry.units()
  return registry.authorities().flatMap((one) => {
    const giver = heirOf(tree, one.fromUnitId)
    const found =
      giver !== undefined && isInForce(one, day)
        ? authorityFor([one], tree, { unitId: giver, procedure, day })
        : undefined
    return found ? [{ ...givenBy(one), toUnitId: found.toUnitId }] : []
  })
}

/** A delegation of the register, in force or not. Errors: `organisation.no_authority`. */
export function getAuthorityGiven(parts: Pick<Parts, 'registry'>, id: number): AuthorityGiven {
  const one = getAuthority(parts, id)
  return { ...givenBy(one), toUnitId: one.toUnitId }
}

function givenBy({
  id,
  kind,
  legalNumber,
  decidedOn,
  fromUnitId,
}: Authority): Omit<AuthorityGiven, 'toUnitId'> {
  return { id, kind, legalNumber, decidedOn, fromUnitId }
}

/** The whole register; of a named day what holds on it and what lost its unit. */
export async function listAuthorityViews(
  parts: RegisterParts,
  officer: Officer,
  { on }: { on?: Day },
): Promise<AuthorityList> {
  const { registry, today } = parts
  const day = on === undefined ? today() : getRealDay(on)
  const tree = registry.units(day)
  const shown = registry.authorities().filter((one) => {
    const stage = authorityStage(one, tree, day)
    return on === undefined || stage === 'in_force' || stage === 'without_unit'
  })
  const known = await parts.procedures.describe([...new Set(shown.flatMap((one) => one.procedureCodes))])
  const givers = unitsWithin(registry.units(), officer, WORD)
  return {
    onDay: day,
    today: today(),
    authorities: shown.map((one) => viewOf(parts, officer, one, { day, known })),
    givers: givers === 'all' ? 'all' : [...givers].filter((id) => registry.units().isOpen(id)),
  }
}

/** Errors: `organisation.forbidden`, `organisation.authority_wrong`, `organisation.authority_clash`. */
export async function recordAuthority(
  parts: RegisterParts,
  officer: Officer,
  wish: RecordAuthority,
): Promise<AuthorityView> {
  const { db, registry } = parts
  requirePermission(parts, officer, WORD, wish.fromUnitId)
  const validTo = daysOf(parts, wish)
  assertUnits(parts, wish)
  // What another process has just recorded must not be overlooked.
  await registry.refresh()
  const known = await assertProcedures(parts, wish)
  await assertCanDo(parts, wish, known)
  const all = registry.authorities()
  const clash = clashOf(all, wish, validTo, (code) => known.get(code)?.field ?? null)
  if (clash) throw authorityErrors.authorityClash(clash.problem, clash.legalNumber)
  const id = Math.max(0, ...all.map((one) => one.id)) + 1
  await insertAuthority(db, wish, { id, validTo, by: officer.accountId, at: parts.cityClock.now() })
  return settle(parts, officer, id)
}

/** The first day it no longer holds; null where no last day is named. */
function daysOf({ today }: Parts, wish: RecordAuthority): Day | null {
  const [decidedOn, from] = [getRealDay(wish.decidedOn), getRealDay(wish.from)]
  const validTo = wish.through === undefined ? null : dayBeside(getRealDay(wish.through), 1)
  if (validTo !== null && validTo <= from) throw authorityErrors.authorityWrong('days', 'through')
  if (decidedOn > from) throw authorityErrors.authorityWrong('decided', 'decidedOn')
  if (from < today()) throw authorityErrors.authorityWrong('past', 'from')
  return validTo
}

function assertUnits({ registry }: Parts, wish: RecordAuthority): void {
  if (wish.fromUnitId === wish.toUnitId) throw authorityErrors.authorityWrong('self', 'toUnitId')
  for (const place of ['fromUnitId', 'toUnitId'] as const)
    if (!registry.units(wish.from).isOpen(wish[place])) throw authorityErrors.authorityWrong('closed', place)
}

/** What is known of every procedure this decision or an earlier one names, those of its fields too. */
async function assertProcedures(
  { procedures, registry }: RegisterParts,
  wish: RecordAuthority,
): Promise<ReadonlyMap<string, ProcedureFacts>> {
  if (wish.procedureCodes.length + wish.fields.length === 0)
    throw authorityErrors.authorityWrong('nothing', 'procedureCodes')
  const codes = new Set(wish.procedureCodes)
  for (const field of wish.fields) {
    const under = await procedures.codesOf(field)
    if (under.length === 0) throw authorityErrors.authorityWrong('procedure', field)
    for (const code of under) codes.add(code)
  }
  for (const one of registry.authorities()) for (const code of one.procedureCodes) codes.add(code)
  const known = await procedures.describe([...codes])
  const unknown = wish.procedureCodes.find((code) => !known.has(code))
  if (unknown !== undefined) throw authorityErrors.authorityWrong('procedure', unknown)
  return known
}

/** Refuses what the giver has no say in, and what nobody at the receiver could do. */
async function assertCanDo(
  { db, today, registry, procedures }: RegisterParts,
  wish: RecordAuthority,
  known: ReadonlyMap<string, ProcedureFacts>,
): Promise<void> {
  const giver = registry.units().get(wish.fromUnitId)
  const all = registry.authorities()
  for (const code of notCompetentFor(giver, wish, known, all))
    if (!(await procedures.isPartOf(code, giver.code)))
      throw authorityErrors.authorityWrong('not_competent', code)
  const held = new Set((await listActing(db, today(), { unitId: wish.toUnitId })).map(({ kind }) => kind))
  if (
    ![...held].some((kind) =>
      registry.grantsOf(kind).some(({ permission }) => permission === 'dossiers.decide'),
    )
  )
    throw authorityErrors.authorityNobody(['leader'], undefined)
  for (const [code, { field, postKinds }] of known) {
    const isNamed = wish.procedureCodes.includes(code)
    // Of a field only what the giver decides comes to the receiver.
    const comes =
      field !== null &&
      wish.fields.includes(field) &&
      notCompetentFor(giver, { ...wish, procedureCodes: [code] }, known, all).length === 0
    const lacking = isNamed || comes ? postKinds.filter((kind) => !held.has(kind)) : []
    if (lacking.length > 0) throw authorityErrors.authorityNobody(lacking, code)
  }
}

/**
 * Ends it by another decision, from a day on; dossiers filed before stay where they are.
 * Errors: `organisation.authority_over`, `organisation.authority_wrong`.
 */
export async function endAuthority(
  parts: RegisterParts,
  officer: Officer,
  id: number,
  end: EndAuthority,
): Promise<AuthorityView> {
  const { db, today, registry } = parts
  await registry.refresh()
  const one = getAuthority(parts, id)
  if (!mayEnd(parts, officer, one)) requirePermission(parts, officer, WORD, one.fromUnitId)
  const [decidedOn, from] = [getRealDay(end.decidedOn), getRealDay(end.from)]
  if (isDone(parts, one) || (one.validTo !== null && from >= one.validTo))
    throw authorityErrors.authorityOver()
  if (from < today()) throw authorityErrors.authorityWrong('past', 'from')
  if (decidedOn > from) throw authorityErrors.authorityWrong('decided', 'decidedOn')
  const isNew = await setAuthorityEnded(db, id, end, { by: officer.accountId, at: parts.cityClock.now() })
  if (!isNew) throw authorityErrors.authorityOver()
  return settle(parts, officer, id)
}

function getAuthority({ registry }: Pick<Parts, 'registry'>, id: number): Authority {
  const one = registry.authorities().find((known) => known.id === id)
  if (!one) throw authorityErrors.noAuthority(id)
  return one
}

function isDone({ registry, today }: Parts, one: Authority): boolean {
  return one.endedOn !== null || authorityStage(one, registry.units(), today()) === 'over'
}

/** The heir of a unit that gave it may end it. */
function mayEnd({ registry }: Parts, officer: Officer, one: Authority): boolean {
  return mayWithin(registry.units(), officer, WORD, one.fromUnitId)
}

/** Both sides read what is decided by it: one decides, the other answers for it. */
function mayRead({ registry }: Parts, officer: Officer, { fromUnitId, toUnitId }: Authority): boolean {
  return [fromUnitId, toUnitId].some((id) => mayWithin(registry.units(), officer, 'dossiers.read', id))
}

async function settle(parts: RegisterParts, officer: Officer, id: number): Promise<AuthorityView> {
  await raiseRevision(parts.db)
  await parts.registry.refresh()
  const one = getAuthority(parts, id)
  const known = await parts.procedures.describe(one.procedureCodes)
  return viewOf(parts, officer, one, { day: parts.today(), known })
}

function viewOf(
  parts: Parts,
  officer: Officer,
  one: Authority,
  { day, known }: { day: Day; known: ReadonlyMap<string, ProcedureFacts> },
): AuthorityView {
  const tree = parts.registry.units(day)
  const ref = (id: UnitId) => ({ id, name: parts.registry.units().nameOf(id) })
  const heir = (id: UnitId) => {
    const found = heirOf(tree, id)
    return found === undefined || found === id ? null : ref(found)
  }
  return {
    id: one.id,
    fromUnit: ref(one.fromUnitId),
    toUnit: ref(one.toUnitId),
    heirs: { from: heir(one.fromUnitId), to: heir(one.toUnitId) },
    kind: one.kind,
    legalNumber: one.legalNumber,
    decidedOn: one.decidedOn,
    legalGround: one.legalGround,
    from: one.validFrom,
    through: one.validTo === null ? null : dayBeside(one.validTo, -1),
    procedures: one.procedureCodes.map((code) => ({ code, name: known.get(code)?.name ?? '' })),
    fields: one.fields,
    conditions: one.conditions,
    recordedBy: one.recorder,
    recordedAt: one.recordedAt.toISOString(),
    ended: endOf(one),
    stage: authorityStage(one, tree, day),
    allowedActions: [
      ...(!isDone(parts, one) && mayEnd(parts, officer, one) ? (['end'] as const) : []),
      ...(mayRead(parts, officer, one) ? (['read_dossiers'] as const) : []),
    ],
  }
}

function endOf({ endedOn, endLegalNumber, endDecidedOn, ender, endedAt }: Authority): AuthorityView['ended'] {
  if (endedOn === null || endedAt === null) return null
  return {
    on: endedOn,
    legalNumber: endLegalNumber ?? '',
    decidedOn: endDecidedOn ?? endedOn,
    by: ender ?? '',
    at: endedAt.toISOString(),
  }
}
