import type { Officer, PermissionWord, Scope, UnitId } from '../contract.ts'
import type { UnitTree } from './unit-tree.ts'

/** True when the officer's post may do this, in the unit when one is named, somewhere when none is. */
export function mayWithin(
  tree: UnitTree,
  officer: Officer,
  permission: PermissionWord,
  unitId?: UnitId,
): boolean {
  for (const { permission: word, scope } of officer.grants) {
    if (word !== permission) continue
    if (unitId === undefined || scope === 'city' || unitId === officer.unitId) return true
    if (scope === 'subtree' && tree.isWithin(unitId, officer.unitId)) return true
    if (!tree.isOpen(unitId) && inherits(tree, officer, scope, unitId)) return true
  }
  return false
}

/** The files of a closed unit are its heirs' files, whole or in part: nothing lies where nobody may look. */
function inherits(tree: UnitTree, officer: Officer, scope: Scope, closedId: UnitId): boolean {
  for (const heir of tree.heirs(closedId)) {
    if (heir === officer.unitId || (scope === 'subtree' && tree.isWithin(heir, officer.unitId))) return true
  }
  return false
}

/** The units in which the officer may do this; `all` when the whole city is open, so that a query needs no list. */
export function unitsWithin(
  tree: UnitTree,
  officer: Officer,
  permission: PermissionWord,
): 'all' | ReadonlySet<UnitId> {
  const units = new Set<UnitId>()
  for (const grant of officer.grants) {
    if (grant.permission !== permission) continue
    if (grant.scope === 'city') return 'all'
    if (grant.scope === 'unit') units.add(officer.unitId)
    else for (const id of tree.subtree(officer.unitId)) units.add(id)
  }
  for (const id of [...units]) for (const forebear of tree.forebears(id)) units.add(forebear)
  return units
}

/**
 * The units of an earlier or later map in which the officer may do this, of whatever is open on that map: what lay within
 * the officer's unit on that day, and what the unit has inherited since.
 */
export function unitsWithinOn(
  then: UnitTree,
  now: UnitTree,
  officer: Officer,
  permission: PermissionWord,
): 'all' | ReadonlySet<UnitId> {
  const units = new Set<UnitId>()
  for (const { permission: word, scope } of officer.grants) {
    if (word !== permission) continue
    if (scope === 'city') return 'all'
    const own = [officer.unitId]
    if (scope === 'subtree' && then.find(officer.unitId)) own.push(...then.subtree(officer.unitId))
    // Of a unit that was inherited its own files are the heir's, not those of all that lay below it.
    for (const id of own.flatMap((unitId) => [unitId, ...now.forebears(unitId)]))
      if (then.isOpen(id)) units.add(id)
  }
  return units
}
