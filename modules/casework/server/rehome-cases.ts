import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { WorkMove, WorkMoved } from '#modules/organisation/contract.ts'
import type { StateChange } from '../contract.ts'
import type { Engine } from './engine.ts'
import { commandKeyOf, deedOf, linkHash } from './event-chain.ts'
import { homeFinder, type HomeFinder } from './rehome-flow.ts'
import { carryTimers, withNewHours } from './rehome-hours.ts'
import {
  FEW,
  collectRehoming,
  endChunk,
  findMove,
  findRehoming,
  finishRehoming,
  hurry,
  isWaiting,
  readStandings,
  rehomeByUnits,
  takeAside,
  takeChunk,
  waysAsText,
  writeRehomed,
  type Standing,
} from './rehome-store.ts'

/** Where the owners of these cases live, as far as anybody knows. */
export type PlacesOf = (db: AnyDb, caseIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

const LANES = 3
const EVENT = 'casework.rehomed'

const finders = new WeakMap<object, HomeFinder>()

/** Notes a move of open work and collects what it concerns; asked again, it collects what came since. */
export function beginRehoming(db: AnyDb, move: WorkMove): Promise<boolean> {
  return inTransaction(db, (tx) => collectRehoming(tx, move, finderOf(move).units, keyOf(move)))
}

/**
 * Carries every collected case to its new home, chunk by chunk, and looks again until nothing is left. Each chunk is a
 * transaction of its own, so it may be stopped at any point and begun again, by this process or another.
 */
export async function rehomeAll(
  db: AnyDb,
  engine: Engine,
  planId: number,
  placesOf: PlacesOf,
): Promise<WorkMoved | undefined> {
  const move = await findMove(db, planId)
  if (!move) return undefined
  const finder = finderOf(move)
  const mover = {
    move,
    finder,
    placesOf,
    key: keyOf(move),
    deed: deedOf({ type: EVENT, ...actorOf(move) }),
    facts: factsOf(move),
    ways: waysAsText(finder.byUnits),
  }
  async function lane() {
    while (await rehomeChunk(db, engine, mover, takeChunk));
    while (await rehomeChunk(db, engine, mover, takeAside));
  }
  for (;;) {
    // Two are at work on two processors while the third waits for the disk.
    await Promise.all(Array.from({ length: db.isTransaction ? 1 : LANES }, lane))
    if (await inTransaction(db, (tx) => isWaiting(tx, planId))) continue
    // What was opened at an old unit by a transaction that had begun before the day is found now.
    if (await beginRehoming(db, move)) continue
    await finishRehoming(db, planId, engine.clock.now())
    return findRehoming(db, planId)
  }
}

type Mover = {
  move: WorkMove
  finder: HomeFinder
  placesOf: PlacesOf
  key: Buffer
  deed: string
  facts: string
  ways: readonly string[]
}

/**
 * One chunk; answers whether there was one to take. What more must be known of than its units is put aside where it is few,
 * and moved together with that of other chunks.
 */
async function rehomeChunk(
  db: AnyDb,
  engine: Engine,
  mover: Mover,
  take: typeof takeChunk,
): Promise<boolean> {
  const { planId } = mover.move
  const moved = await inTransaction(db, async (tx) => {
    await hurry(tx)
    const chunk = await take(tx, planId)
    if (!chunk) return undefined
    const now = engine.clock.now()
    const others =
      take === takeAside ? chunk.caseIds : await rehomeByUnits(tx, planId, chunk.caseIds, { ...mover, now })
    const isFew = take !== takeAside && others.length <= FEW
    await endChunk(tx, planId, chunk, isFew ? others : await rehomeEach(tx, engine, mover, others, now))
    return chunk.caseIds
  })
  if (!moved) return false
  for (const caseId of moved) engine.cache.forget(caseId)
  engine.wake()
  return true
}

/** Cases of which more than their units must be known; answers those that changed meanwhile. */
async function rehomeEach(
  tx: AnyDb,
  engine: Engine,
  mover: Mover,
  caseIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const { move, finder, placesOf, key } = mover
  const standings = await readStandings(tx, caseIds)
  const inNeed = standings.filter((standing) => finder.needsPlace(standing)).map(({ caseId }) => caseId)
  const places = inNeed.length > 0 ? await placesOf(tx, inNeed) : new Map<string, string>()
  const changed = standings.flatMap((standing) => {
    const set = finder.changeOf(standing, places.get(standing.caseId))
    return set ? [{ standing, set }] : []
  })
  const moving = await withNewHours(tx, engine, mover, changed)
  const lines = moving.map(({ standing, set }) => lineOf(standing, set, mover, now.getTime()))
  const stale = lines.length > 0 ? await writeRehomed(tx, move.planId, key, lines) : []
  const left = new Set(stale)
  await carryTimers(
    tx,
    engine,
    moving.filter(({ standing }) => !left.has(standing.caseId)),
  )
  return stale
}

/** How the text of every event of a move begins: its facts are the same in all of them. */
function factsOf(move: WorkMove): string {
  const inner = JSON.stringify(move.facts).slice(1, -1)
  return `{${inner}${inner ? ',' : ''}`
}

/** A case's new home as `casework.rehome` reads it: the fields in its order, parted by tabs, which JSON never holds. */
function lineOf(standing: Standing, set: StateChange, { move, key, facts }: Mover, nowMs: number): string {
  const { caseId, version, unitId, authorityId, receivingUnitId } = standing
  const { marking, ...rest } = set
  const markingText = marking ? JSON.stringify(marking) : ''
  const others = JSON.stringify(rest).slice(1, -1)
  const from = `"from":{"unitId":${unitId},"authorityId":${authorityId},"receivingUnitId":${receivingUnitId}}`
  const comma = others && marking ? ',' : ''
  const head = `${facts}${from},"set":{${others}${comma}${marking ? '"marking":' : ''}`
  const tail = '}}'
  const recordedAt = new Date(Math.max(nowMs, standing.touchedMs)).toISOString()
  // A dossier filed on the morning of the day, at a desk that had not yet heard, was not moved before it was filed.
  const happenedAt =
    Date.parse(move.happenedAt) >= standing.openedMs
      ? move.happenedAt
      : new Date(standing.openedMs).toISOString()
  const hash = linkHash(Buffer.from(standing.lastHash, 'hex'), {
    caseId,
    seq: version + 1,
    type: EVENT,
    ...actorOf(move),
    happenedAt,
    recordedAt,
    payloadText: head + markingText + tail,
    commandKey: key,
  })
  const tasks = (marking ?? []).map(
    (task) => `${task.taskNo}:${task.unitId}:${task.assigneeId ?? ''}:${task.calendarId}:${task.dueWt ?? ''}`,
  )
  return [
    caseId,
    version,
    rest.unitId ?? unitId,
    rest.authorityId ?? authorityId,
    rest.receivingUnitId ?? receivingUnitId,
    rest.calendarId ?? standing.calendarId,
    (rest.dueWt === undefined ? standing.dueWt : rest.dueWt) ?? '',
    rest.clock ? JSON.stringify(rest.clock) : '',
    happenedAt,
    recordedAt,
    hash.toString('hex'),
    tasks.join(';'),
    head,
    markingText,
    tail,
  ].join('\t')
}

/** The command of every event of a move. */
function keyOf({ planId }: WorkMove): Buffer {
  return commandKeyOf(`rehome:${planId}`)
}

function actorOf({ actor }: WorkMove) {
  return { actorId: actor.accountId, postId: actor.postId, actorUnitId: actor.unitId }
}

function finderOf(move: WorkMove): HomeFinder {
  const known = finders.get(move)
  if (known) return known
  const finder = homeFinder(move)
  finders.set(move, finder)
  return finder
}
