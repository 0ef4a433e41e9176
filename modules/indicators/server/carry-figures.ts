import type { Succession } from '#modules/organisation/contract.ts'
import type { CarryBasis, Carried } from '../contract.ts'

/** What is carried: cases, and those of them that count in the numerator. */
export type Amount = { numerator: number; denominator: number }

export type Life = { openedOn: string; closedOn: string | null }

/** A unit of the map that takes over a part of what another one had, and on what ground the part is as great as it is. */
export type MapPlace = { unitId: number; share: number; basis: CarryBasis }

/** Where on a map what was recorded at a unit belongs; the shares make up the whole. */
export type PlacesOf = (unitId: number) => readonly MapPlace[]

/** The weakest ground on the way is the ground of the whole way. */
const strength: readonly CarryBasis[] = ['whole', 'stated', 'volume', 'even']

/**
 * The map of a day, as places for what was recorded on other maps: forward along the succession by its shares, backward
 * in proportion to what each predecessor had itself (`weights`).
 */
export function placesOn(
  mapDay: string,
  weights: ReadonlyMap<number, number>,
  successions: readonly Succession[],
  lifeOf: (unitId: number) => Life | undefined,
): PlacesOf {
  const known = new Map<number, readonly MapPlace[]>()
  const outOf = grouped(successions, (step) => step.predecessorId)
  const intoOf = grouped(successions, (step) => step.successorId)

  function follow(unitId: number, path: readonly number[]): MapPlace[] {
    const life = lifeOf(unitId)
    const isThere = !life || (life.openedOn <= mapDay && (life.closedOn === null || mapDay < life.closedOn))
    if (isThere || path.includes(unitId)) return [{ unitId, share: 1, basis: 'whole' }]
    const ways = life.openedOn <= mapDay ? forward(unitId) : backward(unitId)
    if (ways.length === 0) return [{ unitId, share: 1, basis: 'whole' }]
    return ways.flatMap((way) =>
      follow(way.unitId, [...path, unitId]).map((place) => ({
        unitId: place.unitId,
        share: place.share * way.share,
        basis: weaker(place.basis, way.basis),
      })),
    )
  }

  function forward(unitId: number): MapPlace[] {
    const out = (outOf.get(unitId) ?? []).filter((step) => step.effectiveOn <= mapDay)
    return shared(out.map((step) => ({ unitId: step.successorId, share: step.share })))
  }

  function backward(unitId: number): MapPlace[] {
    const into = (intoOf.get(unitId) ?? []).filter((step) => step.effectiveOn > mapDay)
    const given = into.map((step) => {
      const own = shared(
        (outOf.get(step.predecessorId) ?? []).map((each) => ({
          unitId: each.successorId,
          share: each.share,
        })),
      ).find((place) => place.unitId === unitId)
      return (weights.get(step.predecessorId) ?? 0) * (own?.share ?? 1)
    })
    const total = given.reduce((sum, weight) => sum + weight, 0)
    const basis = into.length === 1 ? 'whole' : total > 0 ? 'volume' : 'even'
    return into.map((step, index) => ({
      unitId: step.predecessorId,
      share: total > 0 ? (given[index] ?? 0) / total : 1 / into.length,
      basis,
    }))
  }

  return (unitId) => {
    const found = known.get(unitId) ?? merged(follow(unitId, []))
    known.set(unitId, found)
    return found
  }
}

/** Amounts as they were recorded, at their places. Whole cases only, and the sum over the city never changes. */
export function carryTo(amounts: ReadonlyMap<number, Amount>, placesOf: PlacesOf): Map<number, Carried> {
  const result = new Map<number, Carried>()
  for (const [unitId, amount] of amounts) {
    const places = placesOf(unitId)
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
function shared(ways: readonly { unitId: number; share: number | null }[]): MapPlace[] {
  const stated = ways.reduce((sum, way) => sum + (way.share ?? 0), 0)
  const silent = ways.filter((way) => way.share === null).length
  const each = silent > 0 ? Math.max(0, 1 - stated) / silent : 0
  const total = stated + each * silent
  return ways.map((way) => ({
    unitId: way.unitId,
    share: total > 0 ? (way.share ?? each) / total : 1 / ways.length,
    basis: ways.length === 1 ? 'whole' : way.share === null ? 'even' : 'stated',
  }))
}

function merged(places: readonly MapPlace[]): MapPlace[] {
  const byUnit = grouped(places, (place) => place.unitId)
  return [...byUnit]
    .map(([unitId, all]) => ({
      unitId,
      share: all.reduce((sum, place) => sum + place.share, 0),
      // What comes back together at one unit is whole again, whatever the ways were.
      basis: byUnit.size === 1 ? ('whole' as const) : all.map((place) => place.basis).reduce(weaker),
    }))
    .toSorted((a, b) => a.unitId - b.unitId)
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => number): Map<number, Item[]> {
  const groups = new Map<number, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

function weaker(a: CarryBasis, b: CarryBasis): CarryBasis {
  return strength.indexOf(a) >= strength.indexOf(b) ? a : b
}

/** Whole numbers in these proportions whose sum is the whole: the greatest remainders are rounded up. */
function apportion(whole: number, places: readonly MapPlace[]): number[] {
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
