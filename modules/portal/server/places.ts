import { missingForFiling, type ProcedureView } from '#modules/catalogue/contract.ts'
import type { AuthorityGiven, Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import { foldText } from '#platform/ui/format.ts'

/** Whether a dossier can be sent online now: the channel is open with a limit, and nothing else is missing. */
export function isOpenOnline(procedure: ProcedureView): boolean {
  const open = procedure.channels.some((row) => row.channel === 'online' && row.limit.unit !== 'undefined')
  return open && missingForFiling(procedure).length === 0
}

/** Where a procedure may be filed: how to look for it, and whether a unit is one of the places. */
export type Places = {
  /** The one place there is, where there is only one. */
  only: Unit | undefined
  /** The deciding department, when filing there is possible beside the communes. */
  department: Unit | undefined
  districts: readonly Unit[]
  /** What can be chosen inside a district. */
  within(districtId: number): readonly Unit[]
  find(words: string): readonly Unit[]
  has(unitId: number): boolean
}

/** Most that a search lists; more would be a second list to search. */
const MOST_FOUND = 15

/**
 * A dossier is filed where it is decided, by law or by a delegation in force; where the process hands it over, also at
 * any commune on the way.
 */
export function placesOf(
  procedure: ProcedureView,
  units: UnitTree,
  delegations: readonly Pick<AuthorityGiven, 'fromUnitId' | 'toUnitId'>[] = [],
): Places {
  const named = procedure.competentUnitCode ? units.byCode(procedure.competentUnitCode) : undefined
  const tier = procedure.competentTier
  const travels = procedure.process.some(
    ({ doer }) => doer.unit === 'competent' && doer.postKind === 'one_stop',
  )
  const decides = (unit: Unit) => (named ? unit.id === named.id : unit.tier === tier)
  const receives = (unit: Unit) => {
    if (!travels || unit.tier !== 'commune') return false
    return named !== undefined || units.ancestors(unit.id).some((above) => above.tier === tier)
  }
  // Filed at the receiver it must come to the very giver whose authority it has.
  const isGiven = (unit: Unit) =>
    delegations.some(
      ({ fromUnitId, toUnitId }) =>
        toUnitId === unit.id &&
        (named ? named.id === fromUnitId : units.ancestors(unit.id).some((above) => above.id === fromUnitId)),
    )
  const allowed = units.all().filter((unit) => decides(unit) || receives(unit) || isGiven(unit))
  const ids = new Set(allowed.map((unit) => unit.id))
  const byDistrict = allowed.some((unit) => unit.tier === 'commune' || unit.tier === 'district')
  return {
    only: allowed.length === 1 ? allowed[0] : undefined,
    department: allowed.find((unit) => unit.tier === 'department' || unit.tier === 'city'),
    districts: byDistrict ? sorted(units.all().filter((unit) => unit.tier === 'district')) : [],
    within: (districtId) =>
      sorted(allowed.filter((unit) => unit.id === districtId || unit.parentId === districtId)),
    find(words) {
      const wanted = foldText(words)
      if (wanted === '') return []
      return sorted(allowed.filter((unit) => foldText(`${unit.kind} ${unit.name}`).includes(wanted))).slice(
        0,
        MOST_FOUND,
      )
    },
    has: (unitId) => ids.has(unitId),
  }
}

const byName = new Intl.Collator('vi', { numeric: true })

function sorted(units: readonly Unit[]): Unit[] {
  return [...units].sort((a, b) => byName.compare(a.name, b.name))
}
