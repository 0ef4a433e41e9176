import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { CaseSnapshot } from '../contract.ts'
import { SnapshotCache } from './snapshot-cache.ts'

/** What every step of the engine shares: time, the snapshots it may start from, and whom to wake. */
export type Engine = {
  clock: Clock
  cache: SnapshotCache
  /** Remembers a snapshot just written, unless the write may still be rolled back. */
  keep(snapshot: CaseSnapshot, db: AnyDb): void
  /** Tells readers of the outbox that something was committed. */
  wake(): void
}

export function createEngine(clock: Clock, wake: () => void): Engine {
  const cache = new SnapshotCache()
  return {
    clock,
    cache,
    keep(snapshot, db) {
      if (db.isTransaction) cache.forget(snapshot.caseId)
      else cache.keep(snapshot)
      wake()
    },
    wake,
  }
}
