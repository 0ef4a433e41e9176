import { inTransaction, sqlState, type AnyDb } from '#platform/database.ts'
import { newCaseId, shardForKey } from '#platform/ids.ts'
import type { CaseSnapshot, CaseState, StepPart } from '../contract.ts'
import type { Engine } from './engine.ts'
import { commandKeyOf, GENESIS, linkHash, payloadOf } from './event-chain.ts'
import { findCase, findOpening } from './case-store.ts'
import { insertCase } from './open-case-store.ts'
import { caseworkErrors } from './errors.ts'

export type Actor = { accountId: number | null; postId: number | null; unitId: number | null }

export type Opening = {
  key: string
  type: string
  actor: Actor
  happenedAt: Date
  state: CaseState
  facts?: Record<string, unknown>
} & StepPart

export type Opened = { snapshot: CaseSnapshot; repeated: boolean }

/**
 * Opens a case; the same key opens it once. `also` writes the owner's rows in the same transaction.
 * Errors: `casework.code_taken` when the code already stands.
 */
export async function openCase(
  db: AnyDb,
  engine: Engine,
  opening: Opening,
  also?: (tx: AnyDb, snapshot: CaseSnapshot) => Promise<void>,
): Promise<Opened> {
  const shard = shardForKey(opening.key)
  const key = commandKeyOf(opening.key)
  try {
    const snapshot = await inTransaction(db, async (tx) => {
      const fresh = firstSnapshot(engine, shard, key, opening)
      await insertCase(tx, fresh.snapshot, { shard, key, ...fresh.event })
      await also?.(tx, fresh.snapshot)
      return fresh.snapshot
    })
    engine.keep(snapshot, db)
    return { snapshot, repeated: false }
  } catch (error) {
    if (sqlState(error) !== '23505') throw error
    const caseId = await findOpening(db, shard, key)
    if (!caseId) throw caseworkErrors.codesExhausted(opening.state.code)
    const snapshot = await findCase(db, caseId)
    if (!snapshot) throw caseworkErrors.notFound(caseId)
    return { snapshot, repeated: true }
  }
}

function firstSnapshot(engine: Engine, shard: number, key: Buffer, opening: Opening) {
  const { type, actor, happenedAt, state } = opening
  const caseId = newCaseId(engine.clock, shard)
  const recordedAt = engine.clock.now().toISOString()
  const watch = engine.watchOf(opening, undefined, state, recordedAt)
  const payloadText = payloadOf(opening, state, watch)
  const event = {
    type,
    actorId: actor.accountId,
    postId: actor.postId,
    actorUnitId: actor.unitId,
    happenedAt: happenedAt.toISOString(),
    recordedAt,
    payloadText,
  }
  const hash = linkHash(GENESIS, { caseId, seq: 1, commandKey: key, ...event })
  const snapshot: CaseSnapshot = {
    ...state,
    caseId,
    version: 1,
    touchedAt: recordedAt,
    lastHash: hash.toString('hex'),
  }
  return { snapshot, event: { ...event, hash, watch } }
}
