import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packText, unpackText } from './packed-text.ts'
import { firstWords, secondWords } from './packed-words.ts'

test('any text comes back exactly as it was packed', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 10_000 }),
      (text) => unpackText(packText(text)) === text,
    ),
  )
})

test('a text full of the words of the list comes back exactly, with the longest and the farthest of what it repeats', () => {
  const piece = fc
    .tuple(fc.nat(secondWords.length), fc.nat(300))
    .map(([at, length]) => secondWords.slice(at, at + length))
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.constant('0'.repeat(259)), fc.string({ unit: 'grapheme' })), {
        maxLength: 12,
      }),
      (pieces) => unpackText(packText(pieces.join(''))) === pieces.join(''),
    ),
    { numRuns: 400 },
  )
})

test('a text written before there was any packing is read as it stands', () => {
  const text = '{"set":{"title":"Nguyễn Thị Thử"}}'
  expect(unpackText(Buffer.concat([Buffer.of(0), Buffer.from(text)]))).toBe(text)
})

test('a text packed with the first list of words is read as it stands', () => {
  const text = '{"set":{"title":"Nguyễn Thị Thử","marking":[{"taskNo":1,"stepKey":"receive"}]}}'
  const packed = deflateRawSync(text, { dictionary: Buffer.from(firstWords), windowBits: 12 })
  expect(unpackText(Buffer.concat([Buffer.of(1), packed]))).toBe(text)
})

test.each([
  ['first', firstWords, '7cd533255aa468356f9c0d00189ccd007029cdbac9b2337bc1b7f7831671c961'],
  ['second', secondWords, 'f482670ab9f821a0e7db674324058dd9e40ba210d94553165bea150f8fe33c10'],
])(
  'the %s list of words never changes, for what was packed with it must be read for ever',
  (_, words, hash) => {
    expect(createHash('sha256').update(words).digest('hex')).toBe(hash)
  },
)

test('a text packed by a later version is refused, not misread', () => {
  expect(() => unpackText(Buffer.concat([Buffer.of(9), deflateRawSync('{}')]))).toThrow('way 9')
})

test('an event of an ordinary step takes a third of its text', () => {
  const text = JSON.stringify({
    fromUnitId: 417,
    toUnitId: 23,
    set: {
      status: 'processing',
      marking: [
        {
          taskNo: 3,
          stepKey: 'appraise',
          unitId: 23,
          postKind: 'specialist',
          field: 'Đất đai',
          assigneeId: null,
          waiting: false,
          openedAt: '2025-03-17T07:41:26.118Z',
          calendarId: 3,
          dueWt: 254_317,
        },
      ],
    },
  })
  expect(packText(text).length).toBeLessThan(Buffer.byteLength(text) / 3)
})
