import type { UnitView } from '#modules/organisation/contract.ts'
import { areaState, sumRows, type LiveRow, type LiveSums, type UnitState } from '../contract.ts'

/** The units as the wall needs them: who is below whom, and sums over whole trees. */
export type UnitIndex = {
  get(id: number): UnitView | undefined
  children(id: number): readonly UnitView[]
  subtree(id: number): readonly number[]
  path(id: number): readonly UnitView[]
  all(): readonly UnitView[]
}

export function indexUnits(units: readonly UnitView[]): UnitIndex {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const below = new Map<number, UnitView[]>()
  for (const unit of units) {
    if (unit.parentId === null) continue
    const siblings = below.get(unit.parentId)
    if (siblings) siblings.push(unit)
    else below.set(unit.parentId, [unit])
  }
  const trees = new Map<number, readonly number[]>()

  function subtree(id: number): readonly number[] {
    const known = trees.get(id)
    if (known) return known
    const found = [id, ...(below.get(id) ?? []).flatMap((child) => subtree(child.id))]
    trees.set(id, found)
    return found
  }

  function path(id: number): UnitView[] {
    const unit = byId.get(id)
    if (!unit) return []
    return unit.parentId === null ? [unit] : [...path(unit.parentId), unit]
  }

  return { get: (id) => byId.get(id), children: (id) => below.get(id) ?? [], subtree, path, all: () => units }
}

export type AreaLine = { unit: UnitView; sums: LiveSums; state: UnitState }

const gravity: Record<UnitState, number> = { red: 3, amber: 2, normal: 1, silent: 0 }

export function sumsOf(index: UnitIndex, rows: ReadonlyMap<number, LiveRow>, id: number): LiveSums {
  return sumRows(
    index.subtree(id).flatMap((unitId): LiveRow[] => {
      const row = rows.get(unitId)
      return row ? [row] : []
    }),
  )
}

/** The areas inside one, the gravest first. */
export function areaLines(index: UnitIndex, rows: ReadonlyMap<number, LiveRow>, id: number): AreaLine[] {
  return index
    .children(id)
    .map((unit) => {
      const sums = sumsOf(index, rows, unit.id)
      return { unit, sums, state: areaState(sums) }
    })
    .toSorted(
      (a, b) =>
        gravity[b.state] - gravity[a.state] ||
        b.sums.overdue - a.sums.overdue ||
        b.sums.open - a.sums.open ||
        a.unit.name.localeCompare(b.unit.name, 'vi'),
    )
}
