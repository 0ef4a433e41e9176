import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Succession } from '#modules/organisation/contract.ts'
import { carryTo as carry, placesOn, type Amount, type Life } from './carry-figures.ts'

const step = (
  predecessorId: number,
  successorId: number,
  effectiveOn: string,
  share: number | null = null,
): Succession => ({
  predecessorId,
  successorId,
  effectiveOn,
  extent: share === null ? 'full' : 'partial',
  share,
})

/** Carried with each unit's own cases as its weight. */
function carryTo(
  mapDay: string,
  amounts: ReadonlyMap<number, Amount>,
  steps: readonly Succession[],
  lifeOf: (unitId: number) => Life | undefined,
) {
  const weights = new Map([...amounts].map(([unitId, each]) => [unitId, each.denominator]))
  return carry(amounts, placesOn(mapDay, weights, steps, lifeOf))
}

const lives: Record<number, Life> = {
  1: { openedOn: '2020-01-01', closedOn: '2025-07-01' },
  2: { openedOn: '2020-01-01', closedOn: '2025-07-01' },
  11: { openedOn: '2025-07-01', closedOn: null },
  12: { openedOn: '2025-07-01', closedOn: null },
}
const lifeOf = (unitId: number) => lives[unitId]
const steps = [step(1, 11, '2025-07-01'), step(2, 11, '2025-07-01', 0.6), step(2, 12, '2025-07-01', 0.4)]
const amount = (denominator: number, numerator = denominator): Amount => ({ numerator, denominator })

test('what was recorded on the old map is carried by the shares, with what is sure and what is possible', () => {
  const carried = carryTo(
    '2025-12-31',
    new Map([
      [1, amount(100, 90)],
      [2, amount(10, 5)],
    ]),
    steps,
    lifeOf,
  )
  expect(Object.fromEntries(carried)).toEqual({
    11: { numerator: 93, denominator: 106, low: 100, high: 110 },
    12: { numerator: 2, denominator: 4, low: 0, high: 10 },
  })
})

test('what was recorded on the new map is carried back in proportion to what each predecessor had', () => {
  const carried = carryTo(
    '2024-01-01',
    new Map([
      [1, amount(30)],
      [2, amount(50)],
      [11, amount(12)],
      [12, amount(7)],
    ]),
    steps,
    lifeOf,
  )
  // Ward 11 came of 30 of ward 1 and six tenths of the 50 of ward 2; ward 12 of ward 2 alone.
  expect(carried.get(1)).toEqual({ numerator: 36, denominator: 36, low: 30, high: 42 })
  expect(carried.get(2)).toEqual({ numerator: 63, denominator: 63, low: 57, high: 69 })
})

test('on the map on which it was recorded nothing changes', () => {
  expect(carryTo('2025-06-30', new Map([[2, amount(10, 3)]]), steps, lifeOf)).toEqual(
    new Map([[2, { numerator: 3, denominator: 10, low: 10, high: 10 }]]),
  )
})

test('a place says on what ground its share is as great as it is', () => {
  const places = (mapDay: string, weights: ReadonlyMap<number, number>, unitId: number) =>
    placesOn(mapDay, weights, steps, lifeOf)(unitId)
  const none = new Map<number, number>()
  expect(places('2025-12-31', none, 1)).toEqual([{ unitId: 11, share: 1, basis: 'whole' }])
  expect(places('2025-12-31', none, 2)).toEqual([
    { unitId: 11, share: 0.6, basis: 'stated' },
    { unitId: 12, share: 0.4, basis: 'stated' },
  ])
  expect(places('2024-01-01', none, 11).map((place) => place.basis)).toEqual(['even', 'even'])
  expect(places('2024-01-01', new Map([[1, 30]]), 11).map(({ share, basis }) => [share, basis])).toEqual([
    [1, 'volume'],
    [0, 'volume'],
  ])
  const silent = [step(1, 11, '2025-07-01'), step(1, 12, '2025-07-01')]
  expect(placesOn('2025-12-31', none, silent, lifeOf)(1).map((place) => place.basis)).toEqual([
    'even',
    'even',
  ])
})

/** Several changes of the map, one after the other, each parting or joining some of the units of the one before. */
const history = fc.array(
  fc.array(
    fc.array(fc.record({ to: fc.nat(5), share: fc.option(fc.double({ min: 0.01, max: 1, noNaN: true })) }), {
      minLength: 1,
      maxLength: 4,
    }),
    { minLength: 4, maxLength: 4 },
  ),
  { minLength: 1, maxLength: 3 },
)

test('sums over the city equal the dossiers on every map, for any successions and shares', () => {
  fc.assert(
    fc.property(
      history,
      fc.array(fc.tuple(fc.nat(23), fc.nat(500), fc.nat(500)), { maxLength: 20 }),
      fc.nat(5),
      (changes, recorded, asked) => {
        const dayOf = (turn: number) => `202${turn}-07-01`
        const id = (turn: number, place: number) => turn * 6 + place
        const made: Succession[] = []
        const living = new Map<number, Life>()
        for (let place = 0; place < 6; place++)
          living.set(id(0, place), { openedOn: '2010-01-01', closedOn: null })
        changes.forEach((ways, index) => {
          const turn = index + 1
          ways.forEach((outs, place) => {
            living.set(id(index, place), {
              openedOn: living.get(id(index, place))?.openedOn ?? dayOf(index),
              closedOn: dayOf(turn),
            })
            for (const { to, share } of new Map(outs.map((out) => [out.to, out])).values()) {
              made.push(step(id(index, place), id(turn, to), dayOf(turn), share))
              living.set(id(turn, to), { openedOn: dayOf(turn), closedOn: null })
            }
          })
        })
        const amounts = new Map(
          recorded
            .filter(([unit]) => living.has(unit))
            .map(([unit, a, b]) => [unit, { numerator: Math.min(a, b), denominator: Math.max(a, b) }]),
        )
        const carried = carryTo(`202${asked}-12-31`, amounts, made, (unit) => living.get(unit))
        const sum = (all: Iterable<Amount>, key: keyof Amount) =>
          [...all].reduce((total, each) => total + each[key], 0)
        expect(sum(carried.values(), 'denominator')).toBe(sum(amounts.values(), 'denominator'))
        expect(sum(carried.values(), 'numerator')).toBe(sum(amounts.values(), 'numerator'))
        for (const each of carried.values()) {
          expect(each.numerator).toBeLessThanOrEqual(each.denominator)
          expect(each.low).toBeLessThanOrEqual(each.denominator)
          expect(each.denominator).toBeLessThanOrEqual(each.high)
        }
      },
    ),
    { numRuns: 400 },
  )
})
