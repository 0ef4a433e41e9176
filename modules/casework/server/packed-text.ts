import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { LegalClock } from '#modules/calendar/contract.ts'
import type { EventPayload } from '../contract.ts'
import { shortDeflater } from './deflate-short.ts'
import { firstWords, secondWords } from './packed-words.ts'

/** As the text is, in UTF-8. */
const PLAIN = 0
/** Raw deflate (RFC 1951) that begins with the words of the first list, or of the second. */
const FIRST = 1
const SECOND = 2

const first = Buffer.from(firstWords)
const second = Buffer.from(secondWords)
const dictionaries = new Map([
  [FIRST, first],
  [SECOND, second],
])
const MOST_SHORT = 2_048
const deflateShort = shortDeflater(second, MOST_SHORT)
const way = Buffer.of(SECOND)

/** The usual chunk of sixteen kilobytes would be made and thrown away for each text. */
function settingsOf(dictionary: Buffer) {
  return { dictionary, level: 6, memLevel: 3, windowBits: 12, chunkSize: 2048 }
}

/** A text as it is stored: the first byte says how it is packed, so that old ways stay readable when a better one comes. */
export function packText(text: string): Buffer {
  const bytes = Buffer.from(text)
  const packed = bytes.length > MOST_SHORT ? deflateRawSync(bytes, settingsOf(second)) : deflateShort(bytes)
  return Buffer.concat([way, packed])
}

/** The exact text that was packed. */
export function unpackText(packed: Buffer): string {
  const [how] = packed
  if (how === PLAIN) return packed.toString('utf8', 1)
  const dictionary = dictionaries.get(how ?? -1)
  if (!dictionary) throw new Error(`A text is packed in way ${how}, which this version does not know.`)
  return inflateRawSync(packed.subarray(1), settingsOf(dictionary)).toString('utf8')
}

const clocks = new WeakMap<LegalClock, Buffer>()

/** A clock as its case's row holds it. Most steps leave it as it was, so it is packed once for all of them. */
export function packedClock(clock: LegalClock): Buffer {
  const known = clocks.get(clock)
  if (known) return known
  const packed = packText(JSON.stringify(clock))
  clocks.set(clock, packed)
  return packed
}

export function clockIn(packed: Buffer): LegalClock {
  const clock: LegalClock = JSON.parse(unpackText(packed))
  clocks.set(clock, packed)
  return clock
}

/** What a stored event says. */
export function payloadIn(packed: Buffer): EventPayload {
  return JSON.parse(unpackText(packed))
}

/** Payloads by how they are packed; as text where nobody has asked what it says. */
const lately = new Map<string, EventPayload | string>()
const MOST_KEPT = 2_000

/** Packs what an event says, and remembers it for the readers of this process, who see it within moments. */
export function packShared(text: string): Buffer {
  const packed = packText(text)
  remember(packed.toString('latin1'), text)
  return packed
}

/** Like `payloadIn`, for events that this process wrote or several of its readers see: unpacked once for all of them. */
export function sharedPayloadIn(packed: Buffer): EventPayload {
  const bytes = packed.toString('latin1')
  const known = lately.get(bytes)
  if (known !== undefined && typeof known !== 'string') return known
  const payload: EventPayload = known === undefined ? payloadIn(packed) : JSON.parse(known)
  remember(bytes, payload)
  return payload
}

function remember(bytes: string, said: EventPayload | string) {
  lately.set(bytes, said)
  if (lately.size <= MOST_KEPT) return
  // A Map iterates in the order of insertion: the first key is the oldest.
  const oldest = lately.keys().next()
  if (!oldest.done) lately.delete(oldest.value)
}
