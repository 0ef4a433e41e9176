import { expect, test } from 'vitest'
import { chooseNeighbour } from './choose-neighbour.ts'
import { readAddress, writeAddress } from './wall-address.ts'

test('any state of the wall is an address and comes back from it', () => {
  const place = { unit: 44, at: 45, tile: 'overdue', proof: true, list: 'due24' } as const
  const address = writeAddress(place)
  expect(readAddress(address.slice(address.indexOf('?')))).toEqual(place)
  expect(writeAddress({})).toBe('/desk/wall')
})

test('the map by which the wall reads is part of the address, and nothing of it without a day', () => {
  const place = { unit: 44, on: '2025-06-30', by: 'recorded', span: 'all' } as const
  const address = writeAddress(place)
  expect(readAddress(address.slice(address.indexOf('?')))).toEqual(place)
  expect(readAddress('?on=2025-07-01')).toEqual({ on: '2025-07-01', by: 'carried', span: 'year' })
  expect(readAddress('?on=july&by=recorded&span=all')).toEqual({})
  expect(writeAddress({ by: 'recorded', span: 'all' })).toBe('/desk/wall')
})

test('an address somebody mistyped shows the city instead of failing', () => {
  expect(readAddress('?unit=-1&at=x&tile=nonsense&list=all&proof=yes')).toEqual({})
})

const spots = [
  { id: 1, x: 0, y: 0 },
  { id: 2, x: 10, y: 1 },
  { id: 3, x: 20, y: 0 },
  { id: 4, x: 10, y: 12 },
]

test('an arrow goes to the nearest area straight ahead, and stays at the edge', () => {
  expect(chooseNeighbour(spots, 1, 'ArrowRight')).toBe(2)
  expect(chooseNeighbour(spots, 2, 'ArrowDown')).toBe(4)
  expect(chooseNeighbour(spots, 3, 'ArrowRight')).toBe(3)
  expect(chooseNeighbour(spots, undefined, 'ArrowUp')).toBe(2)
  expect(chooseNeighbour([], undefined, 'ArrowUp')).toBeUndefined()
})
