import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barsOf, spreadOf, type Ages } from './ages.ts'

const someAges = fc
  .uniqueArray(fc.integer({ min: -300, max: 30_000 }), { maxLength: 60 })
  .chain((minutes) =>
    fc
      .array(fc.integer({ min: 1, max: 40 }), { minLength: minutes.length, maxLength: minutes.length })
      .map((cases): Ages => ({ minutes: minutes.toSorted((a, b) => a - b), cases })),
  )

test('ages counted together have the median, the ninth decile and the greatest of the cases one by one', () => {
  fc.assert(
    fc.property(someAges, (ages) => {
      const oneByOne = ages.minutes.flatMap((age, index) =>
        Array.from({ length: ages.cases[index] ?? 0 }, () => Math.max(age, 0)),
      )
      const rank = (share: number) => oneByOne[Math.ceil(share * oneByOne.length) - 1]
      expect(spreadOf(ages)).toEqual(
        oneByOne.length === 0
          ? undefined
          : { aged: oneByOne.length, p50: rank(0.5), p90: rank(0.9), oldest: oneByOne.at(-1) },
      )
    }),
  )
})

test('each age is in the one bar whose edges hold it, and an edge begins its bar', () => {
  expect(
    barsOf({ minutes: [-5, 0, 479, 480, 1440, 9000], cases: [1, 2, 4, 8, 16, 32] }, [480, 1440]),
  ).toEqual([7, 8, 48])
  expect(barsOf({ minutes: [], cases: [] }, [480])).toEqual([0, 0])
})
