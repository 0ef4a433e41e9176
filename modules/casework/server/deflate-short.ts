/**
 * Raw deflate (RFC 1951) of short texts that begin with a known dictionary, in one block of the fixed code. What an
 * event says is a few hundred bytes: zlib spends most of its time on setting up, and the dictionary is hashed here once.
 * Any inflater with the same dictionary reads it.
 */

const SHORTEST = 3
const LONGEST = 258
/** As far back as zlib itself looks in a window of 4096 bytes. */
const FARTHEST = 3834
const MOST_LOOKS = 24
/** A match of this length is taken without a look whether the next is longer. */
const LONG_ENOUGH = 32
const HASH_BITS = 12

/** Codes of the fixed tree with their bits in the order of the stream: bits, then the number of them. */
const literals = fixedCodes()
const lengths = stepsOf(LONGEST - SHORTEST + 1, 8, 4)
const distances = stepsOf(FARTHEST, 4, 2)

/** Makes a deflater of texts of up to so many bytes in UTF-8. It is not to be called again before it answers. */
export function shortDeflater(dictionary: Buffer, most: number): (text: Buffer) => Buffer {
  const known = dictionary.length
  const bytes = new Uint8Array(known + most + 2)
  bytes.set(dictionary)
  const before = new Uint16Array(known + most)
  const knownHeads = new Uint16Array(1 << HASH_BITS)
  const heads = new Uint16Array(1 << HASH_BITS)
  for (let at = 0; at + SHORTEST <= known; at += 1) note(knownHeads, at)
  const out = Buffer.allocUnsafe(most * 2 + 8)
  let written = 0
  let held = 0
  let heldBits = 0

  /** Heads hold places counted from 1, so that 0 says none. */
  function note(table: Uint16Array, at: number) {
    const hash = hashAt(bytes, at)
    before[at] = table[hash] ?? 0
    table[hash] = at + 1
  }

  function put(bits: number, count: number) {
    held |= bits << heldBits
    heldBits += count
    while (heldBits >= 8) {
      out[written++] = held & 255
      held >>>= 8
      heldBits -= 8
    }
  }

  /** The longest match that begins here, its length in the upper bits and its distance in the lower; 0: none. */
  function longestAt(at: number, end: number): number {
    const most = Math.min(LONGEST, end - at)
    let best = SHORTEST - 1
    let distance = 0
    let place = heads[hashAt(bytes, at)] ?? 0
    for (let looks = MOST_LOOKS; place > 0 && looks > 0; looks -= 1) {
      const from = place - 1
      if (at - from > FARTHEST) break
      if (bytes[from + best] === bytes[at + best] && bytes[from] === bytes[at]) {
        let length = 0
        while (length < most && bytes[from + length] === bytes[at + length]) length += 1
        if (length > best) {
          best = length
          distance = at - from
          if (length === most || length >= LONG_ENOUGH) break
        }
      }
      place = before[from] ?? 0
    }
    return distance === 0 ? 0 : (best << 12) | distance
  }

  function putMatch(length: number, distance: number) {
    const long = lengths[length - SHORTEST]
    const far = distances[distance - 1]
    const code = literals[257 + (long?.step ?? 0)]
    put(code?.bits ?? 0, code?.count ?? 0)
    put(long?.rest ?? 0, long?.restBits ?? 0)
    put(far?.bits ?? 0, 5)
    put(far?.rest ?? 0, far?.restBits ?? 0)
  }

  return (text) => {
    const end = known + text.length
    bytes.set(text, known)
    heads.set(knownHeads)
    written = 0
    held = 0
    heldBits = 0
    // The last block, of the fixed code.
    put(0b011, 3)
    const lastHash = end - SHORTEST
    let at = known
    let here = at <= lastHash ? longestAt(at, end) : 0
    while (at < end) {
      if (at <= lastHash) note(heads, at)
      const length = here >> 12
      const next = at + 1 <= lastHash && length < LONG_ENOUGH ? longestAt(at + 1, end) : 0
      if (length < SHORTEST || next >> 12 > length) {
        const code = literals[bytes[at] ?? 0]
        put(code?.bits ?? 0, code?.count ?? 0)
        at += 1
        here = next
        continue
      }
      putMatch(length, here & 4095)
      for (const stop = at + length; ++at < stop; ) if (at <= lastHash) note(heads, at)
      here = at <= lastHash ? longestAt(at, end) : 0
    }
    const stop = literals[256]
    put(stop?.bits ?? 0, stop?.count ?? 0)
    if (heldBits > 0) put(0, 8 - heldBits)
    return Buffer.copyBytesFrom(out, 0, written)
  }
}

function hashAt(bytes: Uint8Array, at: number): number {
  const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
  return (Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS)) & ((1 << HASH_BITS) - 1)
}

type Code = { bits: number; count: number }

/** RFC 1951, 3.2.6. */
function fixedCodes(): Code[] {
  return Array.from({ length: 288 }, (_, symbol) => {
    const [code, count] =
      symbol < 144
        ? [0x30 + symbol, 8]
        : symbol < 256
          ? [0x190 + symbol - 144, 9]
          : symbol < 280
            ? [symbol - 256, 7]
            : [0xc0 + symbol - 280, 8]
    return { bits: reversed(code, count), count }
  })
}

type Step = { step: number; bits: number; rest: number; restBits: number }

/**
 * Lengths or distances, counted from 0, as steps and what is said beyond the step (RFC 1951, 3.2.5): the first `plain`
 * are steps of their own, then the width of a step doubles with every `inRow` steps.
 */
function stepsOf(count: number, plain: number, inRow: number): Step[] {
  const found: Step[] = []
  for (let step = 0; found.length < count; step += 1) {
    const restBits = step < plain ? 0 : Math.floor((step - plain) / inRow) + 1
    for (let rest = 0; rest < 1 << restBits && found.length < count; rest += 1)
      found.push({ step, bits: reversed(step, 5), rest, restBits })
  }
  // The longest length has a step of its own.
  if (count === LONGEST - SHORTEST + 1) found[count - 1] = { step: 28, bits: 0, rest: 0, restBits: 0 }
  return found
}

function reversed(code: number, count: number): number {
  let bits = 0
  for (let bit = 0; bit < count; bit += 1) if (code & (1 << bit)) bits |= 1 << (count - 1 - bit)
  return bits
}
