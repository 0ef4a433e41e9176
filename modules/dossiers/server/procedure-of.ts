import type { CaseSnapshot } from '#modules/casework/contract.ts'
import type { ProcedureVersionId, ProcedureView } from '#modules/catalogue/contract.ts'
import type { CatalogueModule } from '#modules/catalogue/server/index.ts'
import type { Parts } from './parts.ts'

/** Versions never change, so those in use are kept; a city has a few thousand at most. */
const MOST_KEPT = 5_000
const kept = new WeakMap<CatalogueModule, Map<string, ProcedureView>>()

/** The procedure in force today, from which a new dossier is filed. Errors: `catalogue.not_found`. */
export async function getCurrentProcedure(
  { catalogue }: Pick<Parts, 'catalogue'>,
  code: string,
): Promise<ProcedureView> {
  const procedure = await catalogue.getProcedure(code)
  const versions = versionsOf(catalogue)
  // Keep the object already known: what was worked out from it stays valid.
  const known = versions.get(procedure.versionId)
  if (known) return known
  versions.set(procedure.versionId, procedure)
  return procedure
}

/** The procedure in the version the dossier was filed under; it stays on it to the end. */
export function getProcedureOf(
  parts: Pick<Parts, 'catalogue'>,
  snapshot: Pick<CaseSnapshot, 'tags'>,
): Promise<ProcedureView> {
  return getVersion(parts, String(snapshot.tags.versionId))
}

export async function getVersion(
  { catalogue }: Pick<Parts, 'catalogue'>,
  versionId: string,
): Promise<ProcedureView> {
  const versions = versionsOf(catalogue)
  const known = versions.get(versionId)
  if (known) return known
  const procedure = await catalogue.getProcedureVersion(versionId as ProcedureVersionId)
  versions.set(versionId, procedure)
  return procedure
}

function versionsOf(catalogue: CatalogueModule): Map<string, ProcedureView> {
  const versions = kept.get(catalogue) ?? new Map<string, ProcedureView>()
  if (versions.size > MOST_KEPT) versions.clear()
  kept.set(catalogue, versions)
  return versions
}
