import { applyReorganisation, goOn, undoReorganisation } from './apply-reorganisation.ts'
import {
  approveReorganisation,
  changeHead,
  checkReorganisation,
  draftReorganisation,
  planSuccession,
  planUnits,
  resolveDecision,
} from './edit-reorganisation.ts'
import type { Parts } from './parts.ts'
import { readSuccessionFile, unitsOf } from './read-succession-file.ts'
import { reorganisationRoutes } from './reorganisation-routes.ts'
import { getReorganisation, listViews } from './show-reorganisation.ts'
import type { Reorganisations } from './reorganisation-uses.ts'
import type { WorkPort } from './work-port.ts'

/** Builds the use cases of reorganisations over whoever carries the work; each asks who may. */
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
      const standing = {
        rootCode: tree.root?.code ?? null,
        find: (code: string) => tree.all().find((unit) => unit.code === code),
      }
      await planSuccession(parts, officer, id, { units: unitsOf(file, standing), rows: file.rows })
      return {
        rows: file.rows.length,
        predecessors: file.predecessors.size,
        successors: file.successors.size,
      }
    },
    resolve: (officer, id, resolution) => resolveDecision(parts, work, officer, id, resolution),
    check: (officer, id) => checkReorganisation(parts, work, officer, id),
    approve: (officer, id, version) => approveReorganisation(parts, work, officer, id, version),
    apply: (officer, id, version) => applyReorganisation(parts, work, officer, id, version),
    undo: (officer, id) => undoReorganisation(parts, officer, id),
    get: (id) => getReorganisation(parts, work, id),
    list: () => listViews(parts, work),
    goOn() {
      going ??= goOn(parts, work).finally(() => {
        going = undefined
      })
      return going
    },
  }
  return { ...uses, routes: reorganisationRoutes(parts, work, uses) }
}
