import { hash } from 'node:crypto'
import type { Sent, StateChange, StoredWatch } from '../contract.ts'

export type Link = {
  caseId: string
  seq: number
  type: string
  actorId: number | null
  postId: number | null
  actorUnitId: number | null
  happenedAt: string
  recordedAt: string
  /** Exactly the text that is stored. */
  payloadText: string
  commandKey: Buffer
}

/** What the first event of every case follows. */
export const GENESIS = Buffer.alloc(32)

/** SHA-256 over the hash before and every field of the event; instants in ISO 8601 UTC with milliseconds. */
export function linkHash(before: Buffer, link: Link): Buffer {
  const text = `${link.caseId}\n${link.seq}${deedOf(link)}${link.happenedAt}\n${link.recordedAt}\n${link.commandKey.toString('hex')}\n${link.payloadText}`
  return hash('sha256', Buffer.concat([before, Buffer.from(text)]), 'buffer')
}

/** What was done and by whom, as it stands in the chained text. */
export function deedOf({
  type,
  actorId,
  postId,
  actorUnitId,
}: Pick<Link, 'type' | 'actorId' | 'postId' | 'actorUnitId'>): string {
  return `\n${type}\n${actorId ?? ''}\n${postId ?? ''}\n${actorUnitId ?? ''}\n`
}

/** Commands are told apart by 16 bytes of their key's hash, whatever the caller's key looks like. */
export function commandKeyOf(key: string): Buffer {
  return hash('sha256', key, 'buffer').subarray(0, 16)
}

/** The text of an event: what it set, what its case waits for since then, what it says to others, and the facts beside. */
export function payloadOf(
  { facts, sent }: { facts?: Record<string, unknown>; sent?: Sent },
  set: StateChange,
  watch: StoredWatch | undefined,
  texts: StateTexts = {},
): string {
  const others = JSON.stringify(
    sent || watch ? { ...facts, ...(sent ? { sent } : {}), ...(watch ? { watch } : {}) } : (facts ?? {}),
  )
  return `${others === '{}' ? '{' : `${others.slice(0, -1)},`}"set":${setText(set, texts)}}`
}

/** The JSON text of what a case's row and its event both tell. */
export type StateTexts = { [Field in 'marking' | 'process' | 'tags']?: string }

function setText(set: StateChange, texts: StateTexts): string {
  const told: string[] = []
  for (const field in set) {
    const value = set[field as keyof StateChange]
    if (value !== undefined)
      told.push(`"${field}":${texts[field as keyof StateTexts] ?? JSON.stringify(value)}`)
  }
  return `{${told.join(',')}}`
}
