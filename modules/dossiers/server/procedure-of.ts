import type { CaseSnapshot } from '#modules/casework/contract.ts'
import type { ProcedureView } from '#modules/catalogue/contract.ts'
import { dossierErrors } from './errors.ts'
import type { Parts } from './parts.ts'

/** The procedure in the version the dossier was filed under; it stays on it to the end. */
export async function getProcedureOf({ catalogue, db }: Pick<Parts, 'catalogue' | 'db'>, snapshot: Pick<CaseSnapshot, 'tags'>): Promise<ProcedureView> {
  const procedure = await catalogue.findVersion(db, String(snapshot.tags.versionId))
  if (!procedure) throw dossierErrors.noProcedure(String(snapshot.tags.procedureCode))
  return procedure
}
