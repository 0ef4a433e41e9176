import type { Day, Succession, Unit, UnitId } from '../contract.ts'
import { holdsOn } from './day.ts'
import { organisationErrors } from './errors.ts'

export type UnitRow = Omit<Unit, 'name' | 'kind' | 'parentId'> & { openedOn: Day; closedOn: Day | null }
export type UnitTerm = {
  unitId: UnitId
  validFrom: Day
  validTo: Day | null
  name: string
  kind: string
  parentId: UnitId | null
}

/**
 * The units as they stood on one day. Lists hold only units open on that day; single units can also be
 * looked up after they closed, as they last were, because old dossiers still name them.
 */
export type UnitTree = {
  readonly onDay: Day
  /** The city; absent in an empty database. */
  readonly root: Unit | undefined
  all(): readonly Unit[]
  /** Every unit there has been until the day, closed ones too. */
  known(): readonly Unit[]
  get(id: UnitId): Unit
  find(id: UnitId): Unit | undefined
  byCode(code: string): Unit | undefined
  isOpen(id: UnitId): boolean
  children(id: UnitId): readonly Unit[]
  /** The unit itself and everything below it. */
  subtree(id: UnitId): ReadonlySet<UnitId>
  /** From the unit's parent up to the city. */
  ancestors(id: UnitId): readonly Unit[]
  /** From the city down to the unit itself. */
  path(id: UnitId): readonly Unit[]
  isWithin(id: UnitId, ancestorId: UnitId): boolean
  /** First day of the unit, and the first day on which it was no more. */
  lifeOf(id: UnitId): { openedOn: Day; closedOn: Day | null }
  /** The open units to which a closed one has come, over however many changes of the map; an open unit is its own heir. */
  heirs(id: UnitId): ReadonlySet<UnitId>
  /** Closed units that this one has inherited, wholly or in part. */
  forebears(id: UnitId): ReadonlySet<UnitId>
  nameOf(id: UnitId): string
}

type Node = {
  unit: Unit
  open: boolean
  children: Node[]
  enter: number
  leave: number
  subtree?: ReadonlySet<UnitId>
}

export function buildUnitTree(
  rows: readonly UnitRow[],
  terms: readonly UnitTerm[],
  onDay: Day,
  successions: readonly Succession[] = [],
): UnitTree {
  const lives = new Map(rows.map(({ id, openedOn, closedOn }) => [id, { openedOn, closedOn }]))
  const nodes = makeNodes(rows, terms, onDay)
  const roots = linkNodes(nodes)
  // A code may have had several bearers; the one that is open on the day answers to it, else the last.
  const bearers = [...nodes.values()].toSorted(
    (a, b) => Number(a.open) - Number(b.open) || a.unit.id - b.unit.id,
  )
  const byCode = new Map(bearers.map((node) => [node.unit.code, node.unit]))
  const { heirs, forebears } = inheritance(
    nodes,
    successions.filter((step) => step.effectiveOn <= onDay),
  )
  const known = [...nodes.values()].map((node) => node.unit)
  const open = [...nodes.values()].filter((node) => node.open).map((node) => node.unit)

  function getNode(id: UnitId): Node {
    const node = nodes.get(id)
    if (!node) throw organisationErrors.unitNotFound(id)
    return node
  }

  function path(id: UnitId): Unit[] {
    const { unit } = getNode(id)
    return unit.parentId === null ? [unit] : [...path(unit.parentId), unit]
  }

  return {
    onDay,
    root: (roots.find((node) => node.open && node.unit.tier === 'city') ?? roots.find((node) => node.open))
      ?.unit,
    all: () => open,
    known: () => known,
    get: (id) => getNode(id).unit,
    find: (id) => nodes.get(id)?.unit,
    byCode: (code) => byCode.get(code),
    isOpen: (id) => nodes.get(id)?.open ?? false,
    children: (id) =>
      getNode(id)
        .children.filter((node) => node.open)
        .map((node) => node.unit),
    subtree(id) {
      const node = getNode(id)
      node.subtree ??= new Set(openBelow(node))
      return node.subtree
    },
    ancestors: (id) => path(id).slice(0, -1).reverse(),
    path,
    isWithin(id, ancestorId) {
      const node = nodes.get(id)
      const ancestor = nodes.get(ancestorId)
      return (
        node !== undefined &&
        ancestor !== undefined &&
        ancestor.enter <= node.enter &&
        node.leave <= ancestor.leave
      )
    },
    lifeOf(id) {
      const life = lives.get(id)
      if (!life) throw organisationErrors.unitNotFound(id)
      return life
    },
    heirs: (id) => heirs.get(id) ?? new Set(nodes.get(id)?.open ? [id] : []),
    forebears: (id) => forebears.get(id) ?? NOBODY,
    nameOf: (id) => getNode(id).unit.name,
  }
}

const NOBODY: ReadonlySet<UnitId> = new Set()

function inheritance(nodes: ReadonlyMap<UnitId, Node>, steps: readonly Succession[]) {
  const next = new Map<UnitId, UnitId[]>()
  for (const { predecessorId, successorId } of steps)
    next.set(predecessorId, [...(next.get(predecessorId) ?? []), successorId])
  const heirs = new Map<UnitId, Set<UnitId>>()
  const forebears = new Map<UnitId, Set<UnitId>>()
  for (const id of next.keys()) {
    if (nodes.get(id)?.open) continue
    const seen = new Set([id])
    const found = new Set<UnitId>()
    // A set grows while it is walked, so everything reached is walked too.
    for (const at of seen) {
      if (nodes.get(at)?.open) found.add(at)
      else for (const successor of next.get(at) ?? []) seen.add(successor)
    }
    heirs.set(id, found)
    for (const heir of found) forebears.set(heir, (forebears.get(heir) ?? new Set()).add(id))
  }
  return { heirs, forebears }
}

function makeNodes(rows: readonly UnitRow[], terms: readonly UnitTerm[], onDay: Day): Map<UnitId, Node> {
  const termOf = new Map<UnitId, UnitTerm>()
  for (const term of terms) {
    const known = termOf.get(term.unitId)
    if (term.validFrom <= onDay && (!known || known.validFrom < term.validFrom)) termOf.set(term.unitId, term)
  }
  const nodes = new Map<UnitId, Node>()
  for (const { openedOn, closedOn, ...unit } of rows) {
    const term = termOf.get(unit.id)
    if (!term) continue
    const open = holdsOn(onDay, openedOn, closedOn) && holdsOn(onDay, term.validFrom, term.validTo)
    nodes.set(unit.id, {
      unit: Object.freeze({ ...unit, name: term.name, kind: term.kind, parentId: term.parentId }),
      open,
      children: [],
      enter: -1,
      leave: -1,
    })
  }
  return nodes
}

/** Hangs every node under its parent and numbers them in walking order, so that "within" is two comparisons. */
function linkNodes(nodes: ReadonlyMap<UnitId, Node>): Node[] {
  const roots: Node[] = []
  for (const node of nodes.values()) {
    const { parentId } = node.unit
    if (parentId === null) roots.push(node)
    else nodes.get(parentId)?.children.push(node)
  }
  let step = 0
  function number(node: Node) {
    node.enter = step++
    node.children.sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1))
    for (const child of node.children) number(child)
    node.leave = step++
  }
  for (const root of roots) number(root)
  const lost = [...nodes.values()].filter((node) => node.enter < 0)
  if (lost.length > 0) throw organisationErrors.unitTreeBroken(lost.map((node) => node.unit.code))
  return roots
}

function openBelow(node: Node): UnitId[] {
  return [...(node.open ? [node.unit.id] : []), ...node.children.flatMap(openBelow)]
}
