import type { Day, PostId, PostKind, Tier, UnitId } from '../contract.ts'
import type { PlannedUnit, ReorganisationHead, SuccessionRow } from '../reorganisation.ts'
import type { Decided } from './work-port.ts'

/** The document as a whole. */
export type Draft = {
  id: number
  version: number
  head: ReorganisationHead
  units: readonly PlannedUnit[]
  rows: readonly SuccessionRow[]
  /** Posts that go elsewhere than the rest of their unit. */
  postHomes: readonly { postId: PostId; successorCode: string; kind: PostKind | null }[]
  /** Posts that somebody of the new unit holds besides their own, where nobody comes for them. */
  covers: readonly Cover[]
  /** Codes of procedures of which somebody confirmed that filing ends on the day. */
  filingEnds: readonly string[]
}

export type Cover = { code: string; kind: PostKind; byKind: PostKind }

/** A unit as the effective day would find it if nothing were done. */
export type StandingUnit = {
  id: UnitId
  code: string
  name: string
  tier: Tier
  parentCode: string | null
  agencyCode: string | null
  calendarId: number
  openedOn: Day
  isOpen: boolean
  position?: readonly number[]
  /** Something else has already been dated after the effective day. */
  changesLater: boolean
}

/** What another document touches: whose codes it names, and which it closes or puts units under. */
export type OtherDocument = {
  title: string
  codes: readonly string[]
  closing: readonly string[]
  parents: readonly string[]
}

/** What the dry run looks at besides the document. */
export type World = {
  units: readonly StandingUnit[]
  posts: readonly { postId: PostId; unitId: UnitId; kind: PostKind; title: string; people: number }[]
  work: readonly { unitId: UnitId; openCases: number; openTasks: number; postKinds: readonly PostKind[] }[]
  /** Other reorganisations that are checked or further but have not been carried through. */
  others: readonly OtherDocument[]
  /** Delegations of authority that still hold on the effective day. */
  authorities: readonly { legalNumber: string; fromUnitId: UnitId; toUnitId: UnitId }[]
  closedThrough: Day | null
  /** Who decides each procedure by the version in force on the effective day. */
  procedures: readonly Decided[]
  /** Calendars that there are. */
  calendars: ReadonlySet<number>
}

/** The document read against the world: who is old, who is new, who follows whom. */
export type Plan = {
  standing: ReadonlyMap<string, StandingUnit>
  closing: ReadonlySet<string>
  opening: ReadonlyMap<string, PlannedUnit>
  changing: ReadonlyMap<string, PlannedUnit>
  waysOf: ReadonlyMap<string, readonly SuccessionRow[]>
}

export function readPlan(draft: Pick<Draft, 'units' | 'rows'>, world: Pick<World, 'units'>): Plan {
  const waysOf = new Map<string, SuccessionRow[]>()
  for (const row of draft.rows)
    waysOf.set(row.predecessorCode, [...(waysOf.get(row.predecessorCode) ?? []), row])
  const acting = (act: PlannedUnit['act']) =>
    new Map(draft.units.filter((unit) => unit.act === act).map((unit) => [unit.code, unit]))
  // Of several bearers of a code the one that is open counts; a closed one only tells that the code was used.
  const standing = new Map(
    world.units.toSorted((a, b) => Number(a.isOpen) - Number(b.isOpen)).map((unit) => [unit.code, unit]),
  )
  return {
    standing,
    closing: new Set(acting('close').keys()),
    opening: acting('open'),
    changing: acting('change'),
    waysOf,
  }
}

/** Whom a successor's code means on the new map; undefined when nobody would bear it. */
export function bearerOf(plan: Plan, code: string): 'new' | 'standing' | undefined {
  if (plan.opening.has(code)) return 'new'
  return plan.standing.get(code)?.isOpen && !plan.closing.has(code) ? 'standing' : undefined
}
