import { inTransaction } from '#platform/database.ts'
import {
  isInScope,
  type AccountId,
  type Day,
  type HeldPost,
  type Officer,
  type UnitId,
  type WorkScope,
} from '../contract.ts'
import type { RecordSubstitution, SubstitutionList, SubstitutionView } from '../substitution.ts'
import { findSeat, listAccountIds, listHeldPosts, listSeats } from './account-store.ts'
import { getRealDay } from './day.ts'
import { organisationErrors } from './errors.ts'
import { heldPostView, requirePermission, type Parts } from './parts.ts'
import { mayWithin } from './permission-scope.ts'
import { dayBeside, meets, scopeOf, sharesWork, stageOf, toldStageOf } from './substitution-flow.ts'
import {
  insertSubstitution,
  listSubstitutions,
  lockSubstitutions,
  setApproved,
  setEnded,
  type Substitution,
} from './substitution-store.ts'
import { raiseRevision } from './unit-store.ts'

const WORD = 'organisation.substitute'
const LONGEST_DAYS = 366

/** Who is away and who stands in, in the officer's unit or one they appoint for; of another day, what held on it. */
export async function listSubstitutionViews(
  parts: Parts,
  officer: Officer,
  { unitId = officer.unitId, on }: { unitId?: UnitId; on?: Day },
): Promise<SubstitutionList> {
  if (unitId !== officer.unitId) requirePermission(parts, officer, WORD, unitId)
  const { db, registry, today } = parts
  const day = on === undefined ? today() : getRealDay(on)
  const own = registry.substitutions().filter((one) => one.unitId === unitId)
  const shown =
    on === undefined
      ? own
      : own.filter(
          (one) => one.validFrom <= day && day < one.validTo && (one.endedOn === null || day <= one.endedOn),
        )
  return {
    onDay: day,
    today: today(),
    substitutions: shown.map((one) => viewOf(parts, officer, one, day)),
    seats: (await listSeats(db, day, unitId)).map((row) => ({
      ...heldPostView(parts, row),
      personId: row.personId,
      name: row.name,
    })),
    mayAppoint: mayAppoint(parts, officer, unitId),
  }
}

/**
 * Records who stands in on a post. Whoever appoints in the unit approves by recording; others ask, for their own post.
 * Errors: `organisation.substitute_wrong`, `organisation.substituted_already`, `organisation.no_passing_on`.
 */
export async function recordSubstitution(
  parts: Parts,
  officer: Officer,
  wish: RecordSubstitution,
): Promise<SubstitutionView> {
  if (officer.onBehalfOf) throw organisationErrors.noPassingOn()
  const { db, registry, today } = parts
  const [from, validTo] = [getRealDay(wish.from), dayBeside(getRealDay(wish.through), 1)]
  const days = (Date.parse(validTo) - Date.parse(from)) / 86_400_000
  if (days < 1 || days > LONGEST_DAYS || validTo <= today()) throw organisationErrors.substituteWrong('days')
  const held = await listHeldPosts(db, from > today() ? from : today(), [wish.substituteId])
  const seat = await findSeat(db, today(), wish.postId)
  if (!seat) throw organisationErrors.substituteWrong('post')
  if (seat.personId === wish.substituteId) throw organisationErrors.substituteWrong('self')
  const near = registry.units()
  if (!held.some(({ unitId }) => near.isWithin(unitId, seat.unitId) || near.isWithin(seat.unitId, unitId)))
    throw organisationErrors.substituteWrong('stranger')
  const isAway = registry
    .substitutions()
    .some(
      (one) =>
        one.personId === wish.substituteId &&
        one.endedOn === null &&
        meets(one, { validFrom: from, validTo }),
    )
  if (isAway) throw organisationErrors.substituteWrong('away')
  const scope = { fields: wish.fields ?? [], procedureCodes: wish.procedureCodes ?? [] }
  if (seat.fields.length > 0 && scope.fields.some((field) => !seat.fields.includes(field)))
    throw organisationErrors.substituteWrong('scope')
  const appoints = mayAppoint(parts, officer, seat.unitId) && wish.substituteId !== officer.personId
  if (!appoints && seat.personId !== officer.personId) {
    requirePermission(parts, officer, WORD, seat.unitId)
    throw organisationErrors.substituteWrong('approver')
  }
  const id = await inTransaction(db, async (tx) => {
    await lockSubstitutions(tx)
    const known = await listSubstitutions(tx, today())
    if (known.some((one) => takes(one, wish, scope, { validFrom: from, validTo })))
      throw organisationErrors.substitutedAlready()
    return insertSubstitution(tx, wish, {
      personId: seat.personId,
      validTo,
      by: officer.accountId,
      at: parts.cityClock.now(),
      approved: appoints,
    })
  })
  return settle(parts, officer, id)
}

/** Whether somebody stands in already, on one of the days, in some of the work. */
function takes(
  one: Substitution,
  { postId }: RecordSubstitution,
  scope: WorkScope,
  days: { validFrom: Day; validTo: Day },
): boolean {
  return (
    one.postId === postId &&
    one.endedOn === null &&
    meets(one, days) &&
    sharesWork({ fields: one.scopeFields, procedureCodes: one.procedureCodes }, scope)
  )
}

/** Errors: `organisation.forbidden`, `organisation.substitute_wrong` for the substitute's own approval. */
export async function approveSubstitution(
  parts: Parts,
  officer: Officer,
  id: number,
): Promise<SubstitutionView> {
  const one = getSubstitution(parts, id)
  requirePermission(parts, officer, WORD, one.unitId)
  if (one.substituteId === officer.personId) throw organisationErrors.substituteWrong('approver')
  if (stageOf(one, parts.today()) !== 'asked') throw organisationErrors.substitutionOver()
  await setApproved(parts.db, id, officer.accountId, parts.cityClock.now())
  return settle(parts, officer, id)
}

/** Ends it at once, before its last day; whoever acts by it is back on their own post with the next call. */
export async function endSubstitution(parts: Parts, officer: Officer, id: number): Promise<SubstitutionView> {
  const one = getSubstitution(parts, id)
  if (!mayEnd(parts, officer, one)) requirePermission(parts, officer, WORD, one.unitId)
  if (['over', 'ended'].includes(stageOf(one, parts.today()))) throw organisationErrors.substitutionOver()
  await setEnded(parts.db, id, officer.accountId, parts.cityClock.now(), parts.today())
  return settle(parts, officer, id)
}

/** The substitution by which this person may act on the post today. */
export function actingBy(
  parts: Pick<Parts, 'registry' | 'today'>,
  personId: number,
  id: number,
): Substitution | undefined {
  return standInsOf(parts, personId).find((one) => one.id === id)
}

/** Where this person stands in for somebody today. */
export function standInsOf(
  { registry, today }: Pick<Parts, 'registry' | 'today'>,
  personId: number,
): Substitution[] {
  return registry
    .substitutions()
    .filter(
      (one) =>
        one.substituteId === personId &&
        one.awayAccountId !== null &&
        stageOf(one, today()) === 'in_force' &&
        registry.units().isOpen(one.unitId),
    )
}

/** The accounts of those who stand in for any of these people today in work of this procedure. */
export async function substitutesOf(
  parts: Parts,
  accountIds: readonly AccountId[],
  work: { code: string; field: string | null },
): Promise<AccountId[]> {
  const away = new Set(accountIds)
  const today = parts.today()
  const people = parts.registry
    .substitutions()
    .filter(
      (one) =>
        one.awayAccountId !== null &&
        away.has(one.awayAccountId) &&
        stageOf(one, today) === 'in_force' &&
        isInScope(scopeOf(one), work),
    )
    .map(({ substituteId }) => substituteId)
  return people.length === 0 ? [] : listAccountIds(parts.db, people)
}

export function standInPost(parts: Pick<Parts, 'registry'>, one: Substitution): HeldPost {
  return {
    ...heldPostView(parts, one),
    onBehalfOf: {
      substitution: one.id,
      accountId: one.awayAccountId ?? 0,
      name: one.away,
      decision: one.legalNumber,
      through: dayBeside(one.validTo, -1),
      ...scopeOf(one),
    },
  }
}

function getSubstitution({ registry }: Parts, id: number): Substitution {
  const one = registry.substitutions().find((known) => known.id === id)
  if (!one) throw organisationErrors.noSubstitution(id)
  return one
}

function mayAppoint({ registry }: Parts, officer: Officer, unitId: UnitId): boolean {
  return mayWithin(registry.units(), officer, WORD, unitId)
}

function mayEnd(parts: Parts, officer: Officer, one: Substitution): boolean {
  const isOwn = one.personId === officer.personId || one.recordedBy === officer.accountId
  return !officer.onBehalfOf && (isOwn || mayAppoint(parts, officer, one.unitId))
}

/** Every process takes the change up: this one at once, others with their next look-up of a session. */
async function settle(parts: Parts, officer: Officer, id: number): Promise<SubstitutionView> {
  await raiseRevision(parts.db)
  await parts.registry.refresh()
  parts.sessions.forgetAll()
  return viewOf(parts, officer, getSubstitution(parts, id), parts.today())
}

function viewOf(parts: Parts, officer: Officer, one: Substitution, day: Day): SubstitutionView {
  const now = stageOf(one, parts.today())
  const isOver = now === 'over' || now === 'ended'
  const approves = mayAppoint(parts, officer, one.unitId) && one.substituteId !== officer.personId
  return {
    id: one.id,
    postId: one.postId,
    postTitle: one.title,
    unitName: parts.registry.units().nameOf(one.unitId),
    away: one.away,
    substitute: one.substitute,
    from: one.validFrom,
    through: dayBeside(one.validTo, -1),
    reason: one.reason,
    legalNumber: one.legalNumber,
    fields: one.scopeFields,
    procedureCodes: one.procedureCodes,
    recordedBy: one.recorder,
    approvedBy: one.approver,
    endedOn: one.endedOn,
    stage: toldStageOf(one, day),
    allowedActions: [
      ...(now === 'asked' && approves ? (['approve'] as const) : []),
      ...(!isOver && mayEnd(parts, officer, one) ? (['end'] as const) : []),
    ],
  }
}
