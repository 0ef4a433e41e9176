import { describe, expect, test } from 'vitest'
import { lineReader } from './read-lines.ts'

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, { size = 7, max = 1_000 } = {}) {
  const reader = lineReader(chunks(bytes, size), max)
  const lines: (string | [number, string])[] = []
  for await (const line of reader.lines())
    lines.push('text' in line ? line.text : [line.number, line.problem])
  return { lines, encoding: reader.encoding(), bytes: reader.bytes() }
}

describe('lines of an imported file', () => {
  test.each([1, 2, 3, 1024])('are the same however the bytes arrive (%i at a time)', async (size) => {
    const bytes = Buffer.from('một\r\nhai\n\nba')
    expect(await read(bytes, { size })).toEqual({
      lines: ['một\r', 'hai', '', 'ba'],
      encoding: 'utf-8',
      bytes: bytes.length,
    })
  })

  test('a mark of UTF-8 at the beginning is not part of the first line', async () => {
    expect((await read(Buffer.from('\ufeffmột\nhai'))).lines).toEqual(['một', 'hai'])
  })

  test('a file marked as UTF-16 is read as such', async () => {
    const little = Buffer.from('\ufeffđây\nđó', 'utf16le')
    expect(await read(little)).toMatchObject({ lines: ['đây', 'đó'], encoding: 'utf-16le' })
    expect(await read(Buffer.from(little).swap16())).toMatchObject({
      lines: ['đây', 'đó'],
      encoding: 'utf-16be',
    })
  })

  test('a line that is not UTF-8 is named and the next ones are read', async () => {
    const bytes = Buffer.concat([
      Buffer.from('tốt\nx'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('\ntốt nữa\n'),
      Buffer.from('a\n', 'utf16le'),
    ])
    expect((await read(bytes)).lines).toEqual([
      'tốt',
      [2, 'invalid_utf8'],
      'tốt nữa',
      [4, 'encoding_not_utf8'],
      [5, 'encoding_not_utf8'],
    ])
  })

  test('a line beyond the limit is let go of, not kept in memory', async () => {
    const bytes = Buffer.from(`ngắn\n${'x'.repeat(5_000)}\nngắn nữa`)
    expect((await read(bytes, { max: 100, size: 64 })).lines).toEqual([
      'ngắn',
      [2, 'line_too_long'],
      'ngắn nữa',
    ])
  })

  test('an empty file has no lines', async () => {
    expect(await read(Buffer.alloc(0))).toEqual({ lines: [], encoding: 'utf-8', bytes: 0 })
  })
})
