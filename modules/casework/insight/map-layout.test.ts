import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutMap } from './map-layout.ts'

const edge = (from: string | null, to: string | null, frequency = 1) => ({ from, to, frequency })
const line = [edge(null, 'a', 9), edge('a', 'b', 9), edge('b', 'c', 8), edge('c', null, 9)]

test('a line stands straight, each step below the one before, with the beginning above and the end below', () => {
  const { nodes, edges } = layOutMap(['c', 'a', 'b'], line)
  const middle = new Set(nodes.map(({ x, width }) => x + width / 2))
  expect(middle.size).toBe(1)
  expect(nodes.toSorted((a, b) => a.y - b.y).map(({ id, isEnd }) => id ?? isEnd)).toEqual([
    false,
    'a',
    'b',
    'c',
    true,
  ])
  expect(edges.filter(({ isBack }) => isBack)).toEqual([])
})

test('a rare way back and a step done at once again are loops; the way around a step goes beside it', () => {
  const { nodes, edges } = layOutMap(
    ['a', 'b', 'c'],
    [...line, edge('c', 'a'), edge('b', 'b'), edge('a', 'c', 3)],
  )
  expect(edges.filter(({ isBack }) => isBack).map(({ from, to }) => `${from}${to}`)).toEqual(['ca', 'bb'])
  const b = nodes.find(({ id }) => id === 'b')
  const around = edges.find(({ from, to }) => from === 'a' && to === 'c')
  expect(Math.abs((around?.labelX ?? 0) - ((b?.x ?? 0) + (b?.width ?? 0) / 2))).toBeGreaterThan(
    (b?.width ?? 0) / 2,
  )
})

const anActivity = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const anEnd = fc.option(anActivity, { nil: null })

test('whatever a map is, no two steps overlap, every path is drawn once and nothing lies outside', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(anEnd, anEnd, fc.integer({ min: 1, max: 50 })), {
        selector: ([from, to]) => `${from} ${to}`,
        maxLength: 25,
      }),
      (given) => {
        const edges = given.filter(([from, to]) => from !== null || to !== null)
        const steps = [...new Set(edges.flatMap(([from, to]) => [from, to]).filter((one) => one !== null))]
        const laid = layOutMap(
          steps,
          edges.map(([from, to, frequency]) => edge(from, to, frequency)),
        )
        const hasEnd = edges.some(([, to]) => to === null)
        expect(laid.nodes).toHaveLength(steps.length + (hasEnd ? 2 : 1))
        expect(laid.edges).toHaveLength(edges.length)
        for (const [place, one] of laid.nodes.entries()) {
          expect(one.x).toBeGreaterThanOrEqual(0)
          expect(one.x + one.width).toBeLessThanOrEqual(laid.width)
          expect(one.y + one.height).toBeLessThanOrEqual(laid.height)
          for (const other of laid.nodes.slice(place + 1)) {
            const apart =
              one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + one.height <= other.y ||
              other.y + other.height <= one.y
            expect(apart).toBe(true)
          }
        }
        for (const { path, labelX } of laid.edges) {
          expect(path).not.toMatch(/NaN|Infinity/)
          expect(labelX).toBeGreaterThanOrEqual(0)
          expect(labelX).toBeLessThanOrEqual(laid.width)
        }
      },
    ),
  )
})
