import type { AuthorityStage, RecordAuthority } from '../authority.ts'
import type { AuthorityKind, Day, Unit, UnitId } from '../contract.ts'
import { holdsOn } from './day.ts'
import type { ProcedureFacts } from './procedure-port.ts'
import type { UnitTree } from './unit-tree.ts'

/** A decision of the register. */
export type Authority = {
  id: number
  fromUnitId: UnitId
  toUnitId: UnitId
  kind: AuthorityKind
  legalNumber: string
  decidedOn: Day
  legalGround: string
  validFrom: Day
  /** First day it no longer holds; null: until it is ended. */
  validTo: Day | null
  procedureCodes: string[]
  fields: string[]
  conditions: string
  recorder: string
  recordedAt: Date
  /** First day it no longer holds by the decision that ended it. */
  endedOn: Day | null
  endLegalNumber: string | null
  endDecidedOn: Day | null
  ender: string | null
  endedAt: Date | null
}

type Heirs = Pick<UnitTree, 'isOpen' | 'heirs'>

/** The unit itself, or its one heir when it has closed; with several heirs nobody can say which. */
export function heirOf(tree: Heirs, id: UnitId): UnitId | undefined {
  if (tree.isOpen(id)) return id
  const heirs = [...tree.heirs(id)]
  return heirs.length === 1 ? heirs[0] : undefined
}

/** First day it no longer holds, whether it ran out or was ended; none: it holds until it is ended. */
function lastsTo({ validTo, endedOn }: Pick<Authority, 'validTo' | 'endedOn'>): Day | null {
  if (endedOn === null || validTo === null) return endedOn ?? validTo
  return endedOn < validTo ? endedOn : validTo
}

/** Whether it holds on the day, or will. */
export function lastsBeyond(one: Authority, day: Day): boolean {
  const to = lastsTo(one)
  return to === null || day < to
}

export function isInForce(one: Authority, day: Day): boolean {
  return holdsOn(day, one.validFrom, lastsTo(one))
}

export function authorityStage(one: Authority, tree: Heirs, day: Day): AuthorityStage {
  if (one.endedOn !== null && one.endedOn <= day) return 'ended'
  if (one.validTo !== null && one.validTo <= day) return 'over'
  if (day < one.validFrom) return 'ahead'
  const [from, to] = [heirOf(tree, one.fromUnitId), heirOf(tree, one.toUnitId)]
  return from === undefined || to === undefined || from === to ? 'without_unit' : 'in_force'
}

/** A procedure as a decision may name it: by its code, or by its field. */
export type Named = { code: string; field: string | null }

function covers(
  { procedureCodes, fields }: Pick<Authority, 'procedureCodes' | 'fields'>,
  one: Named,
): boolean {
  return procedureCodes.includes(one.code) || (one.field !== null && fields.includes(one.field))
}

/** The last delegation by which another unit decides the procedure on the day; none: the unit itself decides. */
export function authorityFor(
  authorities: readonly Authority[],
  tree: Heirs,
  { unitId, procedure, day }: { unitId: UnitId; procedure: Named; day: Day },
): { toUnitId: UnitId; authority: Authority } | undefined {
  const seen = new Set([unitId])
  let last: { toUnitId: UnitId; authority: Authority } | undefined
  let at = unitId
  while (last?.authority.kind !== 'delegated') {
    const authority = authorities.find(
      (one) => covers(one, procedure) && isInForce(one, day) && heirOf(tree, one.fromUnitId) === at,
    )
    const toUnitId = authority && heirOf(tree, authority.toUnitId)
    if (!authority || toUnitId === undefined || seen.has(toUnitId)) break
    seen.add(toUnitId)
    last = { toUnitId, authority }
    at = toUnitId
  }
  return last
}

type Wish = Pick<RecordAuthority, 'fromUnitId' | 'toUnitId' | 'kind' | 'from' | 'procedureCodes' | 'fields'>
type FieldOf = (code: string) => string | null
export type AuthorityClash = 'overlaps' | 'passed_on' | 'receiver_passes_on' | 'circle'

/** What already stands in the way of a new delegation in its days, and by which decision. */
export function clashOf(
  authorities: readonly Authority[],
  wish: Wish,
  validTo: Day | null,
  fieldOf: FieldOf,
): { problem: AuthorityClash; legalNumber: string } | undefined {
  const near = meeting(authorities, wish, validTo, fieldOf)
  const told = (problem: AuthorityClash, one: Authority | undefined) =>
    one && { problem, legalNumber: one.legalNumber }
  return (
    told(
      'overlaps',
      near.find((one) => one.fromUnitId === wish.fromUnitId),
    ) ??
    told(
      'passed_on',
      near.find((one) => one.toUnitId === wish.fromUnitId && one.kind === 'delegated'),
    ) ??
    told('circle', circle(near, wish)) ??
    told(
      'receiver_passes_on',
      wish.kind === 'delegated' ? near.find((one) => one.fromUnitId === wish.toUnitId) : undefined,
    )
  )
}

/** Those that speak of one of the same procedures on one of the same days. */
function meeting(
  authorities: readonly Authority[],
  wish: Wish,
  validTo: Day | null,
  fieldOf: FieldOf,
): Authority[] {
  const named = (codes: readonly string[]) => codes.map((code) => ({ code, field: fieldOf(code) }))
  const wished = named(wish.procedureCodes)
  return authorities.filter((one) => {
    const through = lastsTo(one)
    return (
      (validTo === null || one.validFrom < validTo) &&
      (through === null || (wish.from < through && one.validFrom < through)) &&
      (one.fields.some((field) => wish.fields.includes(field)) ||
        wished.some((procedure) => covers(one, procedure)) ||
        named(one.procedureCodes).some((procedure) => covers(wish, procedure)))
    )
  })
}

/** The step that leads from the receiver back to the giver. */
function circle(
  near: readonly Authority[],
  wish: Pick<RecordAuthority, 'fromUnitId' | 'toUnitId'>,
): Authority | undefined {
  const reached = new Set([wish.toUnitId])
  for (const at of reached)
    for (const one of near.filter(({ fromUnitId }) => fromUnitId === at)) {
      if (one.toUnitId === wish.fromUnitId) return one
      reached.add(one.toUnitId)
    }
  return undefined
}

/** The procedures the unit has no say in: neither by law, nor because they were given to it for good. */
export function notCompetentFor(
  giver: Pick<Unit, 'id' | 'code' | 'tier'>,
  wish: Pick<RecordAuthority, 'procedureCodes' | 'from'>,
  known: ReadonlyMap<string, ProcedureFacts>,
  authorities: readonly Authority[],
): string[] {
  return wish.procedureCodes.filter((code) => {
    const facts = known.get(code)
    if (!facts) return true
    const isByLaw = facts.unitCode === null ? facts.tier === giver.tier : facts.unitCode === giver.code
    const isGiven = authorities.some(
      (one) =>
        one.kind === 'decentralised' &&
        one.toUnitId === giver.id &&
        covers(one, { code, field: facts.field }) &&
        isInForce(one, wish.from),
    )
    return !isByLaw && !isGiven
  })
}
