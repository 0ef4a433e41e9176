import type { Decision } from '../reorganisation.ts'
import { decisionOf } from './decision-words.ts'
import type { Plan, World } from './read-plan.ts'

/** Delegations of authority of units that close: they follow to the one successor, or somebody must end them. */
export function authorityFates(
  plan: Plan,
  world: Pick<World, 'units' | 'authorities'>,
): { followed: number; decisions: Decision[] } {
  const unitOf = new Map(world.units.map((unit) => [unit.id, unit]))
  const fates = world.authorities.flatMap(({ legalNumber, fromUnitId, toUnitId }) => {
    const sides = [fromUnitId, toUnitId].flatMap((id) => unitOf.get(id) ?? [])
    const closing = sides.find(({ code, isOpen }) => isOpen && plan.closing.has(code))
    if (!closing) return []
    const [from, to] = sides.map((unit) => standsIn(plan, unit))
    // Of two sides the one that cannot be followed is named.
    const lost = sides.find((unit) => standsIn(plan, unit) === undefined) ?? closing
    return [from === undefined || to === undefined || from === to ? { lost, legalNumber } : undefined]
  })
  return {
    followed: fates.filter((fate) => fate === undefined).length,
    decisions: fates.flatMap((fate) =>
      fate
        ? [
            decisionOf('authority_without_unit', fate.lost.code, {
              name: fate.lost.name,
              other: fate.legalNumber,
            }),
          ]
        : [],
    ),
  }
}

/** Which bearer of which code stands in the unit's place on the new map; undefined where not exactly one does. */
function standsIn(plan: Plan, { id, code }: World['units'][number]): string | undefined {
  if (!plan.closing.has(code)) return String(id)
  const [only, ...others] = plan.waysOf.get(code) ?? []
  if (!only || others.length > 0) return undefined
  return plan.opening.has(only.successorCode)
    ? `new ${only.successorCode}`
    : String(plan.standing.get(only.successorCode)?.id)
}
