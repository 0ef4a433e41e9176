import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { CaseSnapshot, OpenTask, StateChange, StepPart } from '../contract.ts'
import { callAdvance, type StepRow } from './advance-store.ts'
import { findCase, findCases, madeBy } from './case-store.ts'
import type { Engine } from './engine.ts'
import { caseworkErrors } from './errors.ts'
import { packedClock, packShared } from './packed-text.ts'
import { commandKeyOf, linkHash, payloadOf } from './event-chain.ts'
import type { Actor } from './open-case.ts'

export type Step = {
  key: string
  type: string
  actor: Actor
  happenedAt?: Date
  set: StateChange
  facts?: Record<string, unknown>
} & StepPart

export type Advanced = { snapshot: CaseSnapshot; repeated: boolean }

/**
 * Carries a case from `from` to its next version in one round trip.
 * The same key on the same version answers with the case as it is and `repeated`.
 * Errors: `casework.stale_version`, `casework.not_found`.
 */
export async function advance(db: AnyDb, engine: Engine, from: CaseSnapshot, step: Step): Promise<Advanced> {
  const { row, next } = rowOf(engine, from, step)
  const outcome = await engine.send(db, row)
  if (outcome === 'done') {
    engine.keep(next, db)
    return { snapshot: next, repeated: false }
  }
  engine.cache.forget(from.caseId)
  if (outcome === 'missing') throw caseworkErrors.notFound(from.caseId)
  const current = await findCase(db, from.caseId)
  if (!current) throw caseworkErrors.notFound(from.caseId)
  if (outcome === 'stale') throw caseworkErrors.stale(from.caseId, from.version, current.version)
  return { snapshot: current, repeated: true }
}

/**
 * Carries different cases, each under this transaction's lock, to their next versions in one round trip.
 * Errors: `casework.stale_version` where one of them was not under lock.
 */
export async function advanceAll(
  tx: AnyDb,
  engine: Engine,
  steps: readonly { from: CaseSnapshot; step: Step }[],
): Promise<void> {
  if (steps.length === 0) return
  const outcomes = await callAdvance(
    tx,
    steps.map(({ from, step }) => rowOf(engine, from, step).row),
  )
  for (const [index, { from }] of steps.entries()) {
    engine.cache.forget(from.caseId)
    if (outcomes[index] === 'stale' || outcomes[index] === 'missing')
      throw caseworkErrors.stale(from.caseId, from.version)
  }
}

/** A step as it is written, and what the case is then. */
function rowOf(engine: Engine, from: CaseSnapshot, step: Step): { row: StepRow; next: CaseSnapshot } {
  const key = commandKeyOf(step.key)
  const recordedAt = laterOf(engine.clock.now().toISOString(), from.touchedAt)
  const set = changedIn(from, step.set)
  const after = { ...from, ...set }
  const watch = engine.watchOf(step, from, after, recordedAt)
  const texts = {
    marking: JSON.stringify(after.marking),
    process: JSON.stringify(after.process ?? null),
    tags: JSON.stringify(after.tags),
  }
  const payloadText = payloadOf(step, set, watch, texts)
  const event = {
    caseId: from.caseId,
    seq: from.version + 1,
    type: step.type,
    actorId: step.actor.accountId,
    postId: step.actor.postId,
    actorUnitId: step.actor.unitId,
    happenedAt: step.happenedAt?.toISOString() ?? recordedAt,
    recordedAt,
    payloadText,
    commandKey: key,
  }
  const hash = linkHash(Buffer.from(from.lastHash, 'hex'), event)
  const lastHash = hash.toString('hex')
  const next: CaseSnapshot = { ...after, version: event.seq, touchedAt: recordedAt, lastHash }
  const row: StepRow = {
    shard: shardOf(from.caseId),
    id: from.caseId,
    version: from.version,
    key: hexOf(key),
    type: event.type,
    actor: event.actorId,
    post: event.postId,
    actorUnit: event.actorUnitId,
    happened: event.happenedAt,
    recorded: recordedAt,
    payload: hexOf(packShared(payloadText)),
    hash: `\\x${lastHash}`,
    unit: next.unitId,
    authority: next.authorityId,
    status: next.status,
    money: next.moneyStatus,
    delivery: next.deliveryStatus,
    sync: next.syncStatus,
    outcome: next.outcome,
    marking: texts.marking,
    process: next.process ? texts.process : null,
    clock: next.clock && hexOf(packedClock(next.clock)),
    calendar: next.calendarId,
    due: next.dueWt,
    promised: next.promisedAt,
    received: next.receivedAt,
    closed: next.closedAt,
    tags: texts.tags,
    ...taskChange(from.marking, next.marking),
    watch,
  }
  return { row, next }
}

/** The machine's clock may jump back; the recorded time of a case never does. ISO texts compare as instants. */
function laterOf(a: string, b: string): string {
  return a > b ? a : b
}

/** What a step really changes: an event tells no field again that stays as it is. */
function changedIn(from: CaseSnapshot, set: StateChange): StateChange {
  const changed: Record<string, unknown> = {}
  for (const field in set) {
    const value = set[field as keyof StateChange]
    if (!isSameJson(from[field as keyof StateChange], value)) changed[field] = value
  }
  return changed
}

/** For plain JSON, of which all state is made: several times cheaper than a comparison that must expect anything. */
function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key as never], b[key as never]))
  )
}

function taskChange(before: readonly OpenTask[], after: readonly OpenTask[]): Pick<StepRow, 'close' | 'put'> {
  if (before === after) return { close: [], put: [] }
  const kept = new Set(after.map((task) => task.taskNo))
  return {
    close: before.filter((task) => !kept.has(task.taskNo)).map((task) => task.taskNo),
    put: after.filter((task) => !before.includes(task)),
  }
}

function hexOf(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}

/** The snapshot a command names: from memory when it is the one written last, else from the database. */
export async function getSnapshot(
  db: AnyDb,
  engine: Engine,
  caseId: string,
  version?: number,
): Promise<CaseSnapshot> {
  const cached = version === undefined || db.isTransaction ? undefined : engine.cache.find(caseId, version)
  if (cached) return cached
  const found = await findCase(db, caseId)
  if (!found) throw caseworkErrors.notFound(caseId)
  // Read outside a transaction it is committed, and whoever opens a case most often acts on it next.
  if (!db.isTransaction) engine.cache.keep(found)
  return found
}

/**
 * The case of each event as it was then or later: what this process wrote itself it need not read, and of what others
 * wrote it reads the newest. Missing ones are left out.
 */
export async function casesSince(
  db: AnyDb,
  engine: Engine,
  events: readonly { caseId: string; seq: number }[],
): Promise<CaseSnapshot[]> {
  const last = new Map<string, number>()
  for (const { caseId, seq } of events) last.set(caseId, Math.max(seq, last.get(caseId) ?? 0))
  const known: CaseSnapshot[] = []
  const unknown: string[] = []
  for (const [caseId, seq] of last) {
    const found = db.isTransaction ? undefined : engine.cache.findSince(caseId, seq)
    if (found) known.push(found)
    else unknown.push(caseId)
  }
  return [...known, ...(await findCases(db, unknown))]
}

/**
 * The answer to a command that names a version already passed: the case as it is when that very command
 * made the next version, else `casework.stale_version`.
 */
export async function repeatOf(
  db: AnyDb,
  current: CaseSnapshot,
  version: number,
  key: string,
): Promise<Advanced> {
  if (await madeBy(db, current.caseId, version + 1, commandKeyOf(key)))
    return { snapshot: current, repeated: true }
  throw caseworkErrors.stale(current.caseId, version, current.version)
}
