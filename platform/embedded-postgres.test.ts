import { expect, test } from 'vitest'
import { sharedBuffersOf } from './embedded-postgres.ts'

const GIB = 2 ** 30

test('the buffers are an eighth of the memory, within what is useful', () => {
  expect([0.5, 1, 4, 16, 32, 256].map((memory) => sharedBuffersOf(memory * GIB))).toEqual([
    128, 128, 512, 2048, 4096, 4096,
  ])
})
