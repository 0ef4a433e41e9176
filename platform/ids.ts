import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { Clock } from './clock.ts'

/**
 * Decimal text of a positive 63-bit integer:
 * 41 bits milliseconds since 2020-01-01 UTC · 12 bits shard · 10 bits counter.
 * Time stands first, so a range of ids is a range of opening times; the shard
 * stands inside, so an id alone says where its rows live.
 */
export type CaseId = string & { readonly brand: 'CaseId' }

const EPOCH_MS = Date.UTC(2020, 0, 1)
const SHARD_BITS = 12n
const COUNTER_BITS = 10n
const BUCKETS = 64

let lastMs = 0
let counter = randomInt(1 << Number(COUNTER_BITS))

/** The shard of a command: the tenant's number (0–63) and a bucket drawn from the idempotency key. */
export function shardForKey(key: string, tenant = 0): number {
  return tenant * BUCKETS + ((createHash('sha256').update(key).digest()[0] ?? 0) % BUCKETS)
}

export function newCaseId(clock: Clock, shard: number): CaseId {
  const now = clock.now().getTime() - EPOCH_MS
  if (now !== lastMs) {
    lastMs = now
    // Two processes in the same millisecond and bucket start at different places.
    counter = randomInt(1 << Number(COUNTER_BITS))
  } else {
    counter = (counter + 1) & ((1 << Number(COUNTER_BITS)) - 1)
  }
  return caseIdOf(now + EPOCH_MS, shard, counter)
}

/** The id made of its three parts; `atMs` is an instant in milliseconds since 1970. */
export function caseIdOf(atMs: number, shard: number, count: number): CaseId {
  const id =
    (BigInt(Math.max(0, atMs - EPOCH_MS)) << (SHARD_BITS + COUNTER_BITS)) |
    (BigInt(shard) << COUNTER_BITS) |
    BigInt(count)
  return id.toString() as CaseId
}

export function shardOf(caseId: CaseId | string): number {
  return Number((BigInt(caseId) >> COUNTER_BITS) & ((1n << SHARD_BITS) - 1n))
}

/** An unguessable token, base64url, `bytes` long before encoding. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}
