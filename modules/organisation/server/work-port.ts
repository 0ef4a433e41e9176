import type { AnyDb } from '#platform/database.ts'
import type { UnitWork, WorkMove, WorkMoved } from '../contract.ts'

/** Whoever holds the city's open work and can carry it to new units; given by the app, since this module calls nobody. */
export type WorkPort = {
  countWork(db: AnyDb, units: readonly number[]): Promise<UnitWork[]>
  /** Notes the move and collects what it concerns; asked again, it collects what came since. */
  begin(db: AnyDb, move: WorkMove): Promise<unknown>
  /** Carries everything collected, in batches of its own; answers when nothing is left. */
  run(db: AnyDb, planId: number): Promise<WorkMoved | undefined>
  progress(db: AnyDb, planId: number): Promise<WorkMoved | undefined>
}
