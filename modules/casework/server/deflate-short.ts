/**
 * Raw deflate (RFC 1951) of short texts that begin with a known dictionary, in one block of the fixed code. What an
 * event says is a few hundred bytes: zlib spends most of its time on setting up, and the dictionary is hashed here once.
 * Any inflater with the same dictionary reads it.
 */

const SHORTEST = 3
const LONGEST = 258
/** As far back as zlib itself looks in a window of 4096 bytes. */
const FARTHEST = 3834
const MOST_LOOKS = 16
/** A match of this length is taken without a look whether the next is longer. */
const LONG_ENOUGH = 16
const HASH_BITS = 12

/** Of a longer match only the first places are remembered: what repeats, repeats from where it began. */
const MOST_NOTED = 6

/** The bits of a code in the order of the stream, and above them how many they are. */
const BITS = 16
const MOST_BITS = (1 << BITS) - 1
const END = 256

/** What stands in the stream for a byte or the end, for a length, and for a distance. */
const literals = literalBits()
const lengths = lengthBits()
const distances = distanceBits()

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

  function put(code: number) {
    held |= (code & MOST_BITS) << heldBits
    heldBits += code >>> BITS
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

  return (text) => {
    const end = known + text.length
    bytes.set(text, known)
    heads.set(knownHeads)
    written = 0
    held = 0
    heldBits = 0
    // The last block, of the fixed code.
    put(bitsOf(0b011, 3))
    const lastHash = end - SHORTEST
    let at = known
    let here = at <= lastHash ? longestAt(at, end) : 0
    while (at < end) {
      if (at <= lastHash) note(heads, at)
      const length = here >> 12
      const next = at + 1 <= lastHash && length < LONG_ENOUGH ? longestAt(at + 1, end) : 0
      if (length < SHORTEST || next >> 12 > length) {
        put(literals[bytes[at] ?? 0] ?? 0)
        at += 1
        here = next
        continue
      }
      put(lengths[length] ?? 0)
      put(distances[here & 4095] ?? 0)
      const stop = at + length
      const noted = Math.min(at + MOST_NOTED, stop, lastHash + 1)
      while (++at < noted) note(heads, at)
      at = stop
      here = at <= lastHash ? longestAt(at, end) : 0
    }
    put(literals[END] ?? 0)
    if (heldBits > 0) out[written++] = held
    return Buffer.copyBytesFrom(out, 0, written)
  }
}

function hashAt(bytes: Uint8Array, at: number): number {
  const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
  return (Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS)) & ((1 << HASH_BITS) - 1)
}

function bitsOf(bits: number, count: number): number {
  return (count << BITS) | bits
}

/** The codes of the fixed tree (RFC 1951, 3.2.6). */
function literalBits(): Uint32Array {
  return Uint32Array.from({ length: 288 }, (_, symbol) => {
    if (symbol < 144) return bitsOf(reversed(0x30 + symbol, 8), 8)
    if (symbol < END) return bitsOf(reversed(0x190 + symbol - 144, 9), 9)
    if (symbol < 280) return bitsOf(reversed(symbol - END, 7), 7)
    return bitsOf(reversed(0xc0 + symbol - 280, 8), 8)
  })
}

/** By length: the code of its step and what is said beyond the step. */
function lengthBits(): Uint32Array {
  const steps = stepsOf(LONGEST - SHORTEST + 1, 8, 4)
  // The longest length has a step of its own.
  steps[LONGEST - SHORTEST] = { step: 28, rest: 0, restBits: 0 }
  const codes = steps.map(({ step, rest, restBits }) => {
    const code = literals[END + 1 + step] ?? 0
    const count = code >>> BITS
    return bitsOf((code & MOST_BITS) | (rest << count), count + restBits)
  })
  return Uint32Array.from([...new Array<number>(SHORTEST).fill(0), ...codes])
}

/** By distance. */
function distanceBits(): Uint32Array {
  const codes = stepsOf(FARTHEST, 4, 2).map(({ step, rest, restBits }) =>
    bitsOf(reversed(step, 5) | (rest << 5), 5 + restBits),
  )
  return Uint32Array.from([0, ...codes])
}

type Step = { step: number; rest: number; restBits: number }

/**
 * Lengths or distances, counted from 0, as steps and what is said beyond the step (RFC 1951, 3.2.5): the first `plain`
 * are steps of their own, then the width of a step doubles with every `inRow` steps.
 */
function stepsOf(count: number, plain: number, inRow: number): Step[] {
  const found: Step[] = []
  for (let step = 0; found.length < count; step += 1) {
    const restBits = step < plain ? 0 : Math.floor((step - plain) / inRow) + 1
    for (let rest = 0; rest < 1 << restBits && found.length < count; rest += 1)
      found.push({ step, rest, restBits })
  }
  return found
}

function reversed(code: number, count: number): number {
  let bits = 0
  for (let bit = 0; bit < count; bit += 1) if (code & (1 << bit)) bits |= 1 << (count - 1 - bit)
  return bits
}
