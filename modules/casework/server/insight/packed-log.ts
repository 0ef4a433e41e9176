import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { EventLog } from '../../insight/event-log.ts'

const pack = promisify(deflateRaw)
const unpack = promisify(inflateRaw)

type Names = Pick<EventLog, 'cases' | 'activities' | 'resources' | 'units'>
const integers = ['caseOf', 'activityOf', 'resourceOf', 'unitOf'] as const

/** A log as it is stored: the texts as JSON with their length before them, then the columns, all deflated together. */
export async function packLog(log: EventLog): Promise<Buffer> {
  const { cases, activities, resources, units, size } = log
  const names = Buffer.from(JSON.stringify({ cases, activities, resources, units } satisfies Names))
  const head = Buffer.alloc(8)
  head.writeUInt32LE(names.length, 0)
  head.writeUInt32LE(size, 4)
  return pack(
    Buffer.concat([
      head,
      names,
      ...integers.map((column) => bytesOf(log[column])),
      bytesOf(log.lifecycleOf),
      bytesOf(log.at),
    ]),
  )
}

export async function unpackLog(packed: Buffer): Promise<EventLog> {
  const bytes = await unpack(packed)
  const size = bytes.readUInt32LE(4)
  let offset = 8 + bytes.readUInt32LE(0)
  const names: Names = JSON.parse(bytes.toString('utf8', 8, offset))
  const take = (width: number) => {
    // Typed arrays begin only at multiples of their width, so each column gets bytes of its own.
    const part = Uint8Array.prototype.slice.call(bytes, offset, (offset += size * width))
    return part.buffer
  }
  const [caseOf, activityOf, resourceOf, unitOf] = [
    new Int32Array(take(4)),
    new Int32Array(take(4)),
    new Int32Array(take(4)),
    new Int32Array(take(4)),
  ]
  const lifecycleOf = new Uint8Array(take(1))
  const at = new Float64Array(take(8))
  return {
    size,
    ...names,
    caseOf,
    activityOf,
    resourceOf,
    unitOf,
    lifecycleOf,
    at,
    clock: at,
    open: new Set(),
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint8Array | Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
