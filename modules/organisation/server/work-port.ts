import type { AnyDb } from '#platform/database.ts'
import type { Day, UnitWork, WorkMove, WorkMoved } from '../contract.ts'
import type { ProcedureFacts } from './procedure-port.ts'

/** Who decides one procedure. */
export type Decided = Pick<ProcedureFacts, 'name' | 'tier' | 'unitCode'> & { code: string }

/**
 * Whoever holds the city's open work and can carry it to new units, and whoever keeps the procedures that new work comes by;
 * given by the app, since this module calls nobody.
 */
export type WorkPort = {
  /** Calendars there are, for a unit to work by. */
  calendars(): readonly number[]
  countWork(db: AnyDb, units: readonly number[]): Promise<UnitWork[]>
  /** Notes the move and collects what it concerns; asked again, it collects what came since. */
  begin(db: AnyDb, move: WorkMove): Promise<unknown>
  /** Carries everything collected, in batches of its own; answers when nothing is left. */
  run(db: AnyDb, planId: number): Promise<WorkMoved | undefined>
  progress(db: AnyDb, planId: number): Promise<WorkMoved | undefined>
  /** Who decides each procedure in force on the day. */
  decidersOn(db: AnyDb, day: Day): Promise<readonly Decided[]>
}
