import type { Day, Kinship, Succession, Unit, UnitDetail, UnitId, UnitView } from '../contract.ts'
import type { UnitRegistry } from './unit-registry.ts'

/** A day on which every unit of the past and every planned one is known. */
const AT_LAST = '9999-12-31'

/** A unit as of a day with its neighbours, its names one after another, and its kin across the changes of the map. */
export function showUnit(registry: UnitRegistry, id: UnitId, onDay?: Day): UnitDetail {
  const tree = registry.units(onDay)
  const all = registry.units(AT_LAST)
  const nameOn = (unitId: UnitId, day: Day) =>
    registry.units(day).find(unitId)?.name ?? all.find(unitId)?.name ?? ''
  const kinship = (step: Succession, unitId: UnitId): Kinship => ({
    unit: unitView(all.get(unitId)),
    effectiveOn: step.effectiveOn,
    extent: step.extent,
    share: step.share,
  })
  const { openedOn, closedOn } = tree.lifeOf(id)
  return {
    unit: unitView(tree.get(id)),
    path: tree.path(id).map(unitView),
    children: tree.children(id).map(unitView),
    onDay: tree.onDay,
    openedOn,
    closedOn,
    isOpen: tree.isOpen(id),
    terms: registry.termsOf(id).map((term) => ({
      from: term.validFrom,
      to: term.validTo,
      name: term.name,
      kind: term.kind,
      parentName: term.parentId === null ? null : nameOn(term.parentId, term.validFrom),
    })),
    successors: registry
      .successions()
      .filter((step) => step.predecessorId === id)
      .map((step) => kinship(step, step.successorId)),
    predecessors: registry
      .successions()
      .filter((step) => step.successorId === id)
      .map((step) => kinship(step, step.predecessorId)),
  }
}

export function unitView({ id, code, tier, kind, name, parentId, position }: Unit): UnitView {
  return { id, code, tier, kind, name, parentId, ...(position ? { position: [...position] } : {}) }
}
