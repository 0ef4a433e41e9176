import type { AnyRoute } from '#platform/http-route.ts'
import type { Officer } from '../contract.ts'
import type { DryRun, PlannedUnit, ReorganisationHead, ReorganisationView, Resolution } from '../reorganisation.ts'
import { applyReorganisation, goOn, undoReorganisation } from './apply-reorganisation.ts'
import { approveReorganisation, changeHead, checkReorganisation, draftReorganisation, planSuccession, planUnits, resolveDecision } from './edit-reorganisation.ts'
import type { Parts } from './parts.ts'
import { readSuccessionFile, unitsOf } from './read-succession-file.ts'
import { reorganisationRoutes } from './reorganisation-routes.ts'
import { getReorganisation } from './show-reorganisation.ts'
import type { WorkPort } from './work-port.ts'

/** Changes of the map as use cases; each asks again who may. */
export type Reorganisations = {
  routes: AnyRoute[]
  draft(officer: Officer, head: ReorganisationHead): Promise<number>
  changeHead(officer: Officer, id: number, head: ReorganisationHead): Promise<void>
  planUnits(officer: Officer, id: number, units: readonly PlannedUnit[]): Promise<void>
  /** Takes rows of a CSV file; answers how many. */
  importRows(officer: Officer, id: number, file: AsyncIterable<Buffer | Uint8Array | string>): Promise<{ rows: number; predecessors: number; successors: number }>
  resolve(officer: Officer, id: number, resolution: Resolution): Promise<void>
  check(officer: Officer, id: number): Promise<DryRun>
  approve(officer: Officer, id: number, version: number): Promise<void>
  apply(officer: Officer, id: number, version: number): Promise<void>
  undo(officer: Officer, id: number): Promise<void>
  get(id: number): Promise<ReorganisationView>
  /** Goes on with what is due; one at a time in this process. */
  goOn(): Promise<number>
}

export function reorganisations(parts: Parts, work: WorkPort): Reorganisations {
  let going: Promise<number> | undefined
  const uses: Omit<Reorganisations, 'routes'> = {
    draft: (officer, head) => draftReorganisation(parts, officer, head),
    changeHead: (officer, id, head) => changeHead(parts, officer, id, head),
    planUnits: (officer, id, units) => planUnits(parts, officer, id, units),
    async importRows(officer, id, source) {
      const file = await readSuccessionFile(source)
      const { effectiveOn } = await getReorganisation(parts, work, id)
      const tree = parts.registry.units(effectiveOn)
      const standing = { rootCode: tree.root?.code ?? null, find: (code: string) => tree.all().find((unit) => unit.code === code) }
      await planSuccession(parts, officer, id, { units: unitsOf(file, standing), rows: file.rows })
      return { rows: file.rows.length, predecessors: file.predecessors.size, successors: file.successors.size }
    },
    resolve: (officer, id, resolution) => resolveDecision(parts, work, officer, id, resolution),
    check: (officer, id) => checkReorganisation(parts, work, officer, id),
    approve: (officer, id, version) => approveReorganisation(parts, work, officer, id, version),
    apply: (officer, id, version) => applyReorganisation(parts, work, officer, id, version),
    undo: (officer, id) => undoReorganisation(parts, officer, id),
    get: (id) => getReorganisation(parts, work, id),
    goOn() {
      going ??= goOn(parts, work).finally(() => {
        going = undefined
      })
      return going
    },
  }
  return { ...uses, routes: reorganisationRoutes(parts, work, uses) }
}
