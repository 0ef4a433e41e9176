import { postKinds, defaultGrants, type Day, type Grant, type PostKind } from '../contract.ts'
import { holdsOn } from './day.ts'
import type { OrganisationDb } from './tables.ts'
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
}

export function unitRegistry(db: OrganisationDb, today: () => Day): UnitRegistry {
  let rows: readonly UnitRow[] = []
  let terms: readonly UnitTerm[] = []
  let grantRows: readonly GrantRow[] = []
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
    buildUnitTree(nextRows, nextTerms, today())
    rows = nextRows
    terms = nextTerms
    grantRows = nextGrants
    revision = seen
    trees.clear()
    grants.clear()
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
    units(onDay = today()) {
      const known = trees.get(onDay)
      if (known) return known
      const tree = buildUnitTree(rows, terms, onDay)
      if (trees.size >= MOST_DAYS) trees.clear()
      trees.set(onDay, tree)
      return tree
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
