import type { Succession } from '#modules/organisation/contract.ts'

/** What is carried: cases, and those of them that count in the numerator. */
export type Amount = { numerator: number; denominator: number }

/**
 * An amount on a map. `low` is what surely belongs to the unit, `high` what could at most: where a unit was parted,
 * nobody knows of each old case to which part it would have belonged, so the share stated by the decision is used.
 */
export type Carried = Amount & { low: number; high: number }

export type Life = { openedOn: string; closedOn: string | null }

type Place = { unitId: number; share: number }

/**
 * Amounts as they were recorded, read on the map of another day. Forward along the succession by its shares, backward in
 * proportion to what each predecessor had itself. Whole cases only, and the sum over the city never changes.
 */
export function carryTo(
  mapDay: string,
  amounts: ReadonlyMap<number, Amount>,
  successions: readonly Succession[],
  lifeOf: (unitId: number) => Life | undefined,
): Map<number, Carried> {
  const result = new Map<number, Carried>()
  const known = new Map<number, readonly Place[]>()
  const placesOf = (unitId: number): readonly Place[] => {
    const found = known.get(unitId) ?? follow(unitId, 1, [])
    known.set(unitId, found)
    return found
  }

  function follow(unitId: number, share: number, path: readonly number[]): Place[] {
    const life = lifeOf(unitId)
    const isThere = !life || (life.openedOn <= mapDay && (life.closedOn === null || mapDay < life.closedOn))
    if (isThere || path.includes(unitId)) return [{ unitId, share }]
    const ways = life.openedOn <= mapDay ? forward(unitId) : backward(unitId)
    if (ways.length === 0) return [{ unitId, share }]
    return ways.flatMap((way) => follow(way.unitId, share * way.share, [...path, unitId]))
  }

  function forward(unitId: number): Place[] {
    const out = successions.filter((step) => step.predecessorId === unitId && step.effectiveOn <= mapDay)
    return shared(out.map((step) => ({ unitId: step.successorId, share: step.share })))
  }

  function backward(unitId: number): Place[] {
    const into = successions.filter((step) => step.successorId === unitId && step.effectiveOn > mapDay)
    const weights = into.map((step) => {
      const [own] = shared(
        successions
          .filter((each) => each.predecessorId === step.predecessorId)
          .map((each) => ({ unitId: each.successorId, share: each.share })),
      ).filter((place) => place.unitId === unitId)
      return (amounts.get(step.predecessorId)?.denominator ?? 0) * (own?.share ?? 1)
    })
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return into.map((step, index) => ({
      unitId: step.predecessorId,
      share: total > 0 ? (weights[index] ?? 0) / total : 1 / into.length,
    }))
  }

  for (const [unitId, amount] of amounts) {
    const places = merged(placesOf(unitId))
    const counted = apportion(amount.numerator, places)
    const others = apportion(amount.denominator - amount.numerator, places)
    places.forEach((place, index) => {
      const here = result.get(place.unitId) ?? { numerator: 0, denominator: 0, low: 0, high: 0 }
      const [numerator, rest] = [counted[index] ?? 0, others[index] ?? 0]
      result.set(place.unitId, {
        numerator: here.numerator + numerator,
        denominator: here.denominator + numerator + rest,
        low: here.low + (places.length === 1 ? amount.denominator : 0),
        high: here.high + amount.denominator,
      })
    })
  }
  return result
}

/** Shares that make up the whole: what nobody has stated is divided evenly. */
function shared(ways: readonly { unitId: number; share: number | null }[]): Place[] {
  const stated = ways.reduce((sum, way) => sum + (way.share ?? 0), 0)
  const silent = ways.filter((way) => way.share === null).length
  const each = silent > 0 ? Math.max(0, 1 - stated) / silent : 0
  const total = stated + each * silent
  return ways.map((way) => ({
    unitId: way.unitId,
    share: total > 0 ? (way.share ?? each) / total : 1 / ways.length,
  }))
}

function merged(places: readonly Place[]): Place[] {
  const shares = new Map<number, number>()
  for (const { unitId, share } of places) shares.set(unitId, (shares.get(unitId) ?? 0) + share)
  return [...shares].map(([unitId, share]) => ({ unitId, share })).toSorted((a, b) => a.unitId - b.unitId)
}

/** Whole numbers in these proportions whose sum is the whole: the greatest remainders are rounded up. */
function apportion(whole: number, places: readonly Place[]): number[] {
  const exact = places.map((place) => whole * place.share)
  const parts = exact.map(Math.floor)
  const left = whole - parts.reduce((sum, part) => sum + part, 0)
  const order = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .toSorted((a, b) => b.rest - a.rest || a.index - b.index)
  for (let turn = 0; turn < left; turn++) {
    const index = order[turn % order.length]?.index ?? 0
    parts[index] = (parts[index] ?? 0) + 1
  }
  return parts
}
