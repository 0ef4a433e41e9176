import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { WorkMove, WorkMoved } from '#modules/organisation/contract.ts'
import type { CaseSnapshot } from '../contract.ts'
import { findCases } from './case-store.ts'
import type { Engine } from './engine.ts'
import { commandKeyOf, linkHash } from './event-chain.ts'
import { homeFinder, type HomeFinder } from './rehome-flow.ts'
import {
  collectRehoming,
  dropTodo,
  findMove,
  findRehoming,
  finishRehoming,
  hasTodo,
  listTodoShards,
  takeTodo,
  writeRehomed,
  type Rehomed,
} from './rehome-store.ts'

/** Where the owners of these cases live, as far as anybody knows. */
export type PlacesOf = (db: AnyDb, caseIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** Cases per batch: a case is locked for as long as one batch takes to write. */
const BATCH = 2_000
const LANES = 2
const EVENT = 'casework.rehomed'

const finders = new WeakMap<object, HomeFinder>()

/** Notes a move of open work and collects what it concerns; asked again, it collects what came since. */
export function beginRehoming(db: AnyDb, move: WorkMove): Promise<number> {
  return inTransaction(db, (tx) => collectRehoming(tx, move, finderOf(move).units))
}

/**
 * Carries every collected case to its new home, batch by batch, and looks again until nothing is left. Each batch is a
 * transaction of its own, so it may be stopped at any point and begun again, by this process or another.
 */
export async function rehomeAll(
  db: AnyDb,
  engine: Engine,
  planId: number,
  placesOf: PlacesOf,
  onProgress?: (progress: WorkMoved) => void,
): Promise<WorkMoved | undefined> {
  const found = await findMove(db, planId)
  if (!found) return undefined
  const move = found
  const finder = finderOf(move)
  async function lane(shards: number[]) {
    for (let shard = shards.shift(); shard !== undefined; shard = shards.shift()) {
      while ((await rehomeBatch(db, engine, { move, finder, placesOf, shard })) > 0) {
        const progress = onProgress && (await findRehoming(db, planId))
        if (progress) onProgress?.(progress)
      }
    }
  }
  for (;;) {
    const shards = await listTodoShards(db, planId)
    // One lane prepares its batch while the other's is being written.
    await Promise.all(Array.from({ length: db.isTransaction ? 1 : LANES }, () => lane(shards)))
    if (await inTransaction(db, (tx) => hasTodo(tx, planId))) continue
    // What was opened at an old unit by a transaction that had begun before the day is found now.
    if ((await beginRehoming(db, move)) > 0) continue
    await finishRehoming(db, planId, engine.clock.now())
    return findRehoming(db, planId)
  }
}

type Lane = { move: WorkMove; finder: HomeFinder; placesOf: PlacesOf; shard: number }

/** One batch; answers how many cases were looked at, 0 when none is left to take. */
async function rehomeBatch(
  db: AnyDb,
  engine: Engine,
  { move, finder, placesOf, shard }: Lane,
): Promise<number> {
  const looked = await inTransaction(db, async (tx) => {
    const caseIds = await takeTodo(tx, move.planId, shard, BATCH)
    if (caseIds.length === 0) return 0
    const snapshots = await findCases(tx, caseIds)
    const inNeed = snapshots
      .filter((snapshot) => finder.needsPlace(snapshot))
      .map((snapshot) => snapshot.caseId)
    const places = inNeed.length > 0 ? await placesOf(tx, inNeed) : new Map<string, string>()
    const now = engine.clock.now().toISOString()
    const key = commandKeyOf(`rehome:${move.planId}`)
    const moving = snapshots.flatMap(
      (snapshot) => rehomed(snapshot, finder, places.get(snapshot.caseId), { move, key, now }) ?? [],
    )
    const known = new Set(moving.map((each) => each.caseId))
    await dropTodo(
      tx,
      move.planId,
      caseIds.filter((caseId) => !known.has(caseId)),
    )
    if (moving.length > 0) {
      const written = await writeRehomed(tx, move.planId, key, moving)
      for (const caseId of written) engine.cache.forget(caseId)
    }
    return caseIds.length
  })
  if (looked > 0) engine.wake()
  return looked
}

function rehomed(
  snapshot: CaseSnapshot,
  finder: HomeFinder,
  place: string | undefined,
  { move, key, now }: { move: WorkMove; key: Buffer; now: string },
): Rehomed | undefined {
  const set = finder.changeOf(snapshot, place)
  if (!set) return undefined
  const { unitId, authorityId, receivingUnitId, caseId, version } = snapshot
  const payloadText = JSON.stringify({ ...move.facts, from: { unitId, authorityId, receivingUnitId }, set })
  const touchedAt = now > snapshot.touchedAt ? now : snapshot.touchedAt
  // A dossier filed on the morning of the day, at a desk that had not yet heard, was not moved before it was filed.
  const happenedAt = move.happenedAt > snapshot.openedAt ? move.happenedAt : snapshot.openedAt
  const hash = linkHash(Buffer.from(snapshot.lastHash, 'hex'), {
    caseId,
    seq: version + 1,
    type: EVENT,
    actorId: move.actor.accountId,
    postId: move.actor.postId,
    actorUnitId: move.actor.unitId,
    happenedAt,
    recordedAt: touchedAt,
    payloadText,
    commandKey: key,
  })
  const next = { ...snapshot, ...set }
  return {
    caseId,
    version,
    unitId: next.unitId,
    authorityId: next.authorityId,
    receivingUnitId: next.receivingUnitId,
    markingText: JSON.stringify(next.marking),
    happenedAt,
    touchedAt,
    payloadText,
    hash,
  }
}

function finderOf(move: WorkMove): HomeFinder {
  const known = finders.get(move)
  if (known) return known
  const finder = homeFinder(move)
  finders.set(move, finder)
  return finder
}
