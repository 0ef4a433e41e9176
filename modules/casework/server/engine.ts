import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { WorkingCalendar } from '#modules/calendar/contract.ts'
import type { CaseSnapshot, CaseState, StepPart, StoredWatch } from '../contract.ts'
import { SnapshotCache } from './snapshot-cache.ts'
import { storedWatch } from './watch-flow.ts'

/** What every step of the engine shares: time, the snapshots it may start from, and whom to wake. */
export type Engine = {
  clock: Clock
  cache: SnapshotCache
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
  return {
    clock,
    cache,
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
