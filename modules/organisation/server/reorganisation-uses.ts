import type { AnyRoute } from '#platform/http-route.ts'
import type { Officer } from '../contract.ts'
import type {
  DryRun,
  PlannedUnit,
  ReorganisationHead,
  ReorganisationList,
  ReorganisationView,
  Resolution,
} from '../reorganisation.ts'

/** Changes of the map as use cases; each asks again who may. */
export type Reorganisations = {
  routes: AnyRoute[]
  draft(officer: Officer, head: ReorganisationHead): Promise<number>
  changeHead(officer: Officer, id: number, head: ReorganisationHead): Promise<void>
  planUnits(officer: Officer, id: number, units: readonly PlannedUnit[]): Promise<void>
  /** Takes rows of a CSV file; answers how many. */
  importRows(
    officer: Officer,
    id: number,
    file: AsyncIterable<Buffer | Uint8Array | string>,
  ): Promise<{ rows: number; predecessors: number; successors: number }>
  resolve(officer: Officer, id: number, resolution: Resolution): Promise<void>
  check(officer: Officer, id: number): Promise<DryRun>
  approve(officer: Officer, id: number, version: number): Promise<void>
  apply(officer: Officer, id: number, version: number): Promise<void>
  undo(officer: Officer, id: number): Promise<void>
  get(id: number): Promise<ReorganisationView>
  /** Every document, the newest day first, and through which day the books are closed. */
  list(): Promise<ReorganisationList>
  /** Goes on with what is due; one at a time in this process. */
  goOn(): Promise<number>
}
