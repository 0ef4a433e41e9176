import { type ProcedureId, type ProcedureVersionId, type ProcedureView } from '../contract.ts'
import { cityDay, getRealDay } from './city-day.ts'
import { catalogueErrors } from './errors.ts'
import { doubtInWords } from './import/doubts.ts'
import type { Parts } from './parts.ts'
import { listOpenOf } from './quarantine-store.ts'
import type { CatalogueDb } from './tables.ts'
import {
  findVersion,
  findVersionById,
  findVersionOn,
  hasPart,
  listCodesOf,
  listCompetence,
  type Competence,
  type StoredVersion,
} from './version-store.ts'

export type WhichVersion = { on?: string; version?: number }

/** A procedure as it stands today, on another day, or in one version by number. */
export async function getProcedure(
  { db, clock, timeZone }: Parts,
  code: string,
  which: WhichVersion = {},
): Promise<ProcedureView> {
  const found =
    which.version === undefined
      ? await findVersionOn(
          db,
          code,
          which.on === undefined ? cityDay(clock, timeZone) : getRealDay(which.on),
        )
      : await findVersion(db, code, which.version)
  if (!found) throw catalogueErrors.notFound(code)
  return toView(db, found)
}

/** The very version a dossier was filed under; versions never change, so it may be kept. */
export async function getProcedureVersion(
  { db }: Pick<Parts, 'db'>,
  versionId: ProcedureVersionId,
): Promise<ProcedureView> {
  const found = await findVersionById(db, versionId)
  if (!found) throw catalogueErrors.notFound(versionId)
  return toView(db, found)
}

/** Who decides each of these today, and under which field it stands; codes nobody knows are left out. */
export async function describeCompetence(
  { db, clock, timeZone }: Parts,
  codes: readonly string[],
): Promise<ReadonlyMap<string, Competence>> {
  const rows = await listCompetence(db, codes, cityDay(clock, timeZone))
  return new Map(rows.map((row) => [row.code, row]))
}

export function codesOf({ db, clock, timeZone }: Parts, field: string): Promise<string[]> {
  return listCodesOf(db, field, cityDay(clock, timeZone))
}

export function isPartOf({ db, clock, timeZone }: Parts, code: string, unitCode: string): Promise<boolean> {
  return hasPart(db, { code, unitCode }, cityDay(clock, timeZone))
}

async function toView(db: CatalogueDb, found: StoredVersion): Promise<ProcedureView> {
  const open = await listOpenOf(db, found.procedureId, found.version)
  return {
    ...found.record,
    id: found.procedureId satisfies ProcedureId,
    versionId: found.versionId,
    version: found.version,
    validFrom: found.validFrom,
    validTo: found.validTo,
    sourceText: found.sourceText,
    origin: found.origin,
    completeness: found.completeness,
    quarantined: open.map(({ path, reason }) => ({ path, reason, ...doubtInWords(reason) })),
  }
}
