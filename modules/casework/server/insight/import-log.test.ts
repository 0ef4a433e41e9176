import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { aForeignCsv, foreignMapping } from './a-foreign-log.test-builder.ts'
import { readLog } from './import-log.ts'

const ask = { name: 'x', source: 'y', format: 'csv', mapping: foreignMapping } as const
const plenty = { bytes: 10_000_000, events: 10_000 }
const csv = Buffer.from(aForeignCsv(100))

/** In small pieces, as the line brings it. */
function pieces(file: Buffer): Readable {
  return Readable.from(
    Array.from({ length: Math.ceil(file.length / 50) }, (_, index) =>
      file.subarray(index * 50, index * 50 + 50),
    ),
  )
}

test('a log is the same whether it came plain or packed', async () => {
  const plain = await readLog(ask, pieces(csv), plenty)
  expect(plain.log.cases).toHaveLength(100)
  expect(await readLog(ask, pieces(gzipSync(csv)), plenty)).toEqual(plain)
})

test('a log that unpacks to more than is taken, or has too many events, is refused while it is read', async () => {
  const bomb = pieces(gzipSync(Buffer.alloc(5_000_000, 'a\n')))
  await expect(readLog(ask, bomb, { ...plenty, bytes: 1_000 })).rejects.toMatchObject({
    code: 'casework.log_too_many_bytes',
  })
  await expect(readLog(ask, pieces(csv), { ...plenty, events: 100 })).rejects.toMatchObject({
    code: 'casework.log_too_big',
  })
})

test('a line that breaks in the middle is told as it is, not as a bad file', async () => {
  async function* breaks() {
    yield gzipSync(csv).subarray(0, 100)
    throw new Error('the line broke')
  }
  await expect(readLog(ask, Readable.from(breaks()), plenty)).rejects.toThrow('the line broke')
  await expect(readLog(ask, pieces(gzipSync(csv).subarray(0, 100)), plenty)).rejects.toMatchObject({
    code: 'casework.log_not_readable',
  })
})
