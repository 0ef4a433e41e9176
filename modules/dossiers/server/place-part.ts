import { AppError } from '#platform/errors.ts'
import type { CaseSnapshot } from '#modules/casework/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { ChoosePartUnit } from '../contract.ts'
import { dossierErrors } from './errors.ts'
import { partsOf, type LinkFact } from './linked-flow.ts'
import { mayPlace } from './linked-view.ts'
import { actorOf, type Parts } from './parts.ts'
import { processOf } from './place-filing.ts'
import { openNow } from './plan-parts.ts'
import { getCurrentProcedure } from './procedure-of.ts'

/**
 * An official of the desk that received the whole says who does a part that nobody competent was found for; the reader
 * of the log then opens it there. Errors: `dossiers.not_yours`, `dossiers.no_such_part`, `dossiers.part_unit_cannot`.
 */
export async function placePart(
  parts: Parts,
  officer: Officer,
  caseId: string,
  key: string,
  { version, commandKey, unitId, note }: ChoosePartUnit,
): Promise<CaseSnapshot> {
  const { casework, db } = parts
  const parent = await casework.getCase(db, caseId, version)
  if (parent.version !== version) return (await casework.repeatOf(db, parent, version, commandKey)).snapshot
  if (!mayPlace(parts, officer, parent)) throw dossierErrors.notYours()
  const part = partsOf(await casework.listEvents(db, caseId)).find((one) => one.key === key)
  if (part?.state !== 'unplaced') throw dossierErrors.noSuchPart(key)
  await assertCanDo(parts, unitId, part.procedureCode)
  const link: LinkFact = { kind: 'placed', part: key, name: part.name, unitId }
  const { snapshot } = await casework.advance(db, parent, {
    key: commandKey,
    type: 'dossiers.part_placed',
    actor: actorOf(officer),
    set: {},
    facts: { link, ...(note ? { note } : {}) },
  })
  return snapshot
}

/** Every step of the part's process must find somebody at the unit, or the part would wait for nobody. */
async function assertCanDo(parts: Parts, unitId: number, procedureCode: string) {
  const { organisation } = parts
  const units = organisation.units()
  const unit = units.find(unitId)
  if (!unit || openNow(units, unitId) !== unitId)
    throw dossierErrors.partUnitCannot(unit?.name ?? String(unitId), [])
  const procedure = await getCurrentProcedure(parts, procedureCode).catch((error: unknown) => {
    if (error instanceof AppError) throw dossierErrors.partUnitCannot(unit.name, [procedureCode])
    throw error
  })
  const missing: string[] = []
  for (const step of processOf(procedure).steps) {
    if (step.place !== 'competent') continue
    if ((await organisation.postHolders(unitId, step.postKind)).length === 0) missing.push(step.work)
  }
  if (missing.length > 0) throw dossierErrors.partUnitCannot(unit.name, missing)
}
