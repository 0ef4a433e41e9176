import type { ImportIssueReason } from '../../contract.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** A line of the file: its text, or why it has none. `bytes` counts what was read up to and including it. */
export type Line = { number: number; bytes: number } & (
  | { text: string }
  | { problem: ImportIssueReason; facts: Record<string, unknown>; excerpt: string }
)

export type LineReader = { lines(): AsyncGenerator<Line>; encoding(): Encoding; bytes(): number }

const LF = 0x0a
const EXCERPT_BYTES = 200

/**
 * Cuts a stream of bytes into lines without ever holding more than one line: longer ones are let go of and named by
 * their number. A byte order mark decides the encoding of the file; every line is checked by itself.
 */
export function lineReader(source: AsyncIterable<Buffer | Uint8Array>, maxLineBytes: number): LineReader {
  let encoding: Encoding = 'utf-8'
  let bytes = 0

  async function* lines(): AsyncGenerator<Line> {
    let pieces: Buffer[] = []
    let length = 0
    let number = 0
    let first = true

    const take = (): Line => {
      number += 1
      const whole = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
      const long = length
      pieces = []
      length = 0
      if (long > maxLineBytes) {
        const facts = { bytes: long, limit: maxLineBytes }
        return { number, bytes, problem: 'line_too_long', facts, excerpt: excerptOf(whole) }
      }
      return { number, bytes, ...decode(whole) }
    }
    const keep = (piece: Buffer) => {
      const wasLong = length > maxLineBytes
      length += piece.length
      if (wasLong) return
      pieces.push(piece)
      // Only the beginning stays, enough to show which line it was.
      if (length > maxLineBytes) pieces = [Buffer.from(Buffer.concat(pieces).subarray(0, EXCERPT_BYTES))]
    }

    for await (const chunk of inUtf8(source, (found, read) => {
      encoding = found
      bytes = read
    })) {
      let rest = chunk
      if (first && rest.length > 0) {
        first = false
        if (rest[0] === 0xef && rest[1] === 0xbb && rest[2] === 0xbf) rest = rest.subarray(3)
      }
      for (let end = rest.indexOf(LF); end >= 0; end = rest.indexOf(LF)) {
        keep(rest.subarray(0, end))
        yield take()
        rest = rest.subarray(end + 1)
      }
      if (rest.length > 0) keep(rest)
    }
    if (length > 0) yield take()
  }

  return { lines, encoding: () => encoding, bytes: () => bytes }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(
  line: Buffer,
): { text: string } | { problem: ImportIssueReason; facts: Record<string, unknown>; excerpt: string } {
  if (line.includes(0)) return { problem: 'encoding_not_utf8', facts: {}, excerpt: excerptOf(line) }
  try {
    return { text: strict.decode(line) }
  } catch {
    return { problem: 'invalid_utf8', facts: { at: firstBadByte(line) }, excerpt: excerptOf(line) }
  }
}

function excerptOf(line: Buffer): string {
  return line.subarray(0, EXCERPT_BYTES).toString('utf8').replaceAll('\u0000', '␀')
}

/** The column, in bytes from 1, at which a line stops being UTF-8. */
function firstBadByte(line: Buffer): number {
  let good = 0
  let bad = line.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(line.subarray(0, middle), { stream: true })
      good = middle
    } catch {
      bad = middle
    }
  }
  return good + 1
}

/** A UTF-16 file that says so by its mark is read as such; all else passes through as it is. */
async function* inUtf8(
  source: AsyncIterable<Buffer | Uint8Array>,
  tell: (encoding: Encoding, bytes: number) => void,
): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined
  let encoding: Encoding | undefined
  let head = Buffer.alloc(0)
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    let piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (encoding === undefined) {
      head = Buffer.concat([head, piece])
      if (head.length < 3) continue
      encoding = encodingOf(head)
      if (encoding !== 'utf-8') decoder = new TextDecoder(encoding)
      piece = head
    }
    tell(encoding, bytes)
    yield decoder ? Buffer.from(decoder.decode(piece, { stream: true }), 'utf8') : piece
  }
  if (encoding === undefined && head.length > 0) {
    tell('utf-8', bytes)
    yield head
  }
  if (decoder) yield Buffer.from(decoder.decode(), 'utf8')
}

function encodingOf(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}
