import type { Decision } from '../reorganisation.ts'
import { decisionOf } from './decision-words.ts'
import { bearerOf, type Draft, type Plan, type World } from './read-plan.ts'

/**
 * Procedures that would lose the level or the named unit that decides them. What lies open moves with its unit; but nothing new
 * could be filed, and a procedure ends by a decision of its own, never silently. So each is published anew for another level
 * from the effective day on, or somebody confirms that filing ends; what was lost before this document is not its question.
 */
export function procedureFates(
  draft: Pick<Draft, 'filingEnds'>,
  world: Pick<World, 'units' | 'procedures'>,
  plan: Plan,
): { ends: number; decisions: Decision[] } {
  const open = world.units.filter(({ isOpen }) => isOpen)
  const left = new Set([
    ...open.filter(({ code }) => !plan.closing.has(code)).map(({ tier }) => tier),
    ...[...plan.opening.values()].flatMap(({ tier }) => tier ?? []),
  ])
  const lostTiers = new Set(open.map(({ tier }) => tier).filter((tier) => !left.has(tier)))
  const lostUnits = new Map(
    open.flatMap(({ code, name }) => (bearerOf(plan, code) ? [] : [[code, name] as const])),
  )
  const lost = world.procedures.filter(({ tier, unitCode }) =>
    unitCode === null ? tier !== null && lostTiers.has(tier) : lostUnits.has(unitCode),
  )
  const confirmed = new Set(draft.filingEnds)
  const asked = lost.filter(({ code }) => !confirmed.has(code))
  return {
    ends: lost.length - asked.length,
    decisions: asked.map(({ code, name, tier, unitCode }) =>
      decisionOf('procedure_without_decider', code, {
        name,
        tier,
        other: unitCode === null ? '' : (lostUnits.get(unitCode) ?? unitCode),
      }),
    ),
  }
}
