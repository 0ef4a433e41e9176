import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { WorkingCalendar } from '#modules/calendar/contract.ts'
import type { CaseSnapshot, CaseState, StepPart, StoredWatch } from '../contract.ts'
import { callAdvance, type StepOutcome, type StepRow } from './advance-store.ts'
import { StepBatches } from './step-batches.ts'
import { SnapshotCache } from './snapshot-cache.ts'
import { storedWatch } from './watch-flow.ts'

/** What every step of the engine shares: time, the snapshots it may start from, and whom to wake. */
export type Engine = {
  clock: Clock
  calendars: Calendars
  cache: SnapshotCache
  /** Writes a step: together with others that come at the same time, or alone in the caller's transaction. */
  send(db: AnyDb, step: StepRow): Promise<StepOutcome>
  /** Remembers a snapshot just written, unless the write may still be rolled back. */
  keep(snapshot: CaseSnapshot, db: AnyDb): void
  /** Tells readers of the outbox that something was committed. */
  wake(): void
  /** What a step changes in what its case waits for, as it is stored. */
  watchOf(
    step: StepPart & { happenedAt?: Date },
    before: CaseState | undefined,
    after: Pick<CaseState, 'process' | 'calendarId'>,
    recordedAt: string,
  ): StoredWatch | undefined
}

/** The working calendars; timers of processes need them. */
export type Calendars = { get(id: number): WorkingCalendar; all(): readonly WorkingCalendar[] }

/** For those who only read, and for lines of steps. */
export const noCalendars: Calendars = {
  get(id) {
    throw new Error(`The case engine was composed without calendars, and a timer asks for calendar ${id}.`)
  },
  all: () => [],
}

export function createEngine(clock: Clock, wake: () => void, calendars: Calendars): Engine {
  const cache = new SnapshotCache()
  const batches = new WeakMap<AnyDb, StepBatches>()
  return {
    clock,
    calendars,
    cache,
    async send(db, step) {
      if (db.isTransaction) return (await callAdvance(db, [step]))[0] ?? 'missing'
      const known = batches.get(db)
      const batch = known ?? new StepBatches(db)
      if (!known) batches.set(db, batch)
      return batch.send(step)
    },
    keep(snapshot, db) {
      if (db.isTransaction) cache.forget(snapshot.caseId)
      else cache.keep(snapshot)
      wake()
    },
    wake,
    watchOf: (step, before, after, recordedAt) =>
      storedWatch(step, before, after, {
        happenedAt: step.happenedAt ?? new Date(recordedAt),
        recordedAt,
        calendarOf: (id) => calendars.get(id),
      }),
  }
}
