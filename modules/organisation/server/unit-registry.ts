import {
  postKinds,
  defaultGrants,
  type Day,
  type Grant,
  type PostKind,
  type Succession,
  type Unit,
  type UnitId,
} from '../contract.ts'
import { listAliases, listSuccessions, type Alias } from './apply-store.ts'
import { holdsOn } from './day.ts'
import type { Authority } from './authority-flow.ts'
import { listAuthorities } from './authority-store.ts'
import type { OrganisationDb } from './tables.ts'
import { listSubstitutions, type Substitution } from './substitution-store.ts'
import { buildUnitTree, type UnitRow, type UnitTerm, type UnitTree } from './unit-tree.ts'
import {
  getRevision,
  insertMissingGrants,
  listGrants,
  listUnits,
  listUnitTerms,
  type GrantRow,
} from './unit-store.ts'

/** Long before any day the product speaks of: the default grants hold in every replay of the past. */
const ALWAYS = '2000-01-01'
const MOST_DAYS = 16

/** Units and grants in memory; the only place that answers "who is above whom" and "what may this post do". */
export type UnitRegistry = {
  start(): Promise<void>
  refresh(): Promise<void>
  /** Reads again when another process has raised the revision. */
  follow(revision: number): Promise<void>
  units(onDay?: Day): UnitTree
  grantsOf(kind: PostKind): readonly Grant[]
  successions(): readonly Succession[]
  /** What a unit was called and to whom it belonged, the first first. */
  termsOf(unitId: UnitId): readonly UnitTerm[]
  /** Every substitution ever recorded; held here so that no step asks the database who stands in. */
  substitutions(): readonly Substitution[]
  /** Every delegation of authority ever recorded; held here so that filing asks the database nothing more. */
  authorities(): readonly Authority[]
  /** The open unit that answers to an electronic document address on the day. */
  unitByAddress(agencyCode: string, onDay?: Day): Unit | undefined
}

export function unitRegistry(db: OrganisationDb, today: () => Day): UnitRegistry {
  let rows: readonly UnitRow[] = []
  let terms: readonly UnitTerm[] = []
  let grantRows: readonly GrantRow[] = []
  let steps: readonly Succession[] = []
  let aliases: readonly Alias[] = []
  let substitutions: readonly Substitution[] = []
  let authorities: readonly Authority[] = []
  let revision = 0
  let reading: Promise<void> | undefined
  const trees = new Map<Day, UnitTree>()
  const grants = new Map<string, readonly Grant[]>()

  async function refresh() {
    // The revision first: what changes while we read is read again at the next occasion.
    const seen = await getRevision(db)
    const [nextRows, nextTerms, nextGrants] = [
      await listUnits(db),
      await listUnitTerms(db),
      await listGrants(db),
    ]
    const [nextSteps, nextAliases] = [await listSuccessions(db), await listAliases(db)]
    const nextSubstitutions = await listSubstitutions(db, today())
    const nextAuthorities = await listAuthorities(db)
    buildUnitTree(nextRows, nextTerms, today(), nextSteps)
    authorities = nextAuthorities
    substitutions = nextSubstitutions
    steps = nextSteps
    aliases = nextAliases
    rows = nextRows
    terms = nextTerms
    grantRows = nextGrants
    revision = seen
    trees.clear()
    grants.clear()
  }

  function units(onDay = today()): UnitTree {
    const known = trees.get(onDay)
    if (known) return known
    const tree = buildUnitTree(rows, terms, onDay, steps)
    if (trees.size >= MOST_DAYS) trees.clear()
    trees.set(onDay, tree)
    return tree
  }

  return {
    async start() {
      const defaults = postKinds.flatMap((postKind) =>
        defaultGrants[postKind].map((grant) => ({ postKind, ...grant })),
      )
      await insertMissingGrants(db, defaults, ALWAYS)
      await refresh()
    },
    refresh,
    async follow(seen) {
      if (seen === revision) return
      // Many requests notice in the same moment; one reading serves them all.
      reading ??= refresh().finally(() => {
        reading = undefined
      })
      await reading
    },
    units,
    successions: () => steps,
    termsOf: (unitId) =>
      terms.filter((term) => term.unitId === unitId).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)),
    substitutions: () => substitutions,
    authorities: () => authorities,
    unitByAddress(agencyCode, onDay = today()) {
      const tree = units(onDay)
      const bearer = tree.all().find((unit) => unit.agencyCode === agencyCode)
      if (bearer) return bearer
      const alias = aliases
        .filter((one) => one.agencyCode === agencyCode && one.validFrom <= onDay)
        .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
      if (!alias) return undefined
      // Whoever took the address over may have closed since; then its own address leads on.
      const unit = tree.find(alias.unitId)
      if (!unit || tree.isOpen(unit.id)) return unit
      return [...tree.heirs(unit.id)].map((id) => tree.get(id))[0]
    },
    grantsOf(kind) {
      const day = today()
      const known = grants.get(`${day} ${kind}`)
      if (known) return known
      const held = grantRows
        .filter((row) => row.postKind === kind && holdsOn(day, row.validFrom, row.validTo))
        .map(({ permission, scope }) => Object.freeze({ permission, scope }))
      if (grants.size > 100) grants.clear()
      grants.set(`${day} ${kind}`, Object.freeze(held))
      return held
    },
  }
}
