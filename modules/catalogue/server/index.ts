import type { Clock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import type { AnyRoute } from '#platform/http-route.ts'
import type {
  FindProcedures,
  FoundProcedures,
  ImportSummary,
  ProcedureRecord,
  ProcedureVersionId,
  ProcedureView,
} from '../contract.ts'
import { findProcedures } from './find-procedures.ts'
import {
  codesOf,
  describeCompetence,
  getProcedure,
  getProcedureVersion,
  isPartOf,
  type WhichVersion,
} from './get-procedure.ts'
import { type ImportProgress, runImportProcedures as runImport } from './import/import-procedures.ts'
import type { Unit } from '#modules/organisation/contract.ts'
import type { CityOnDay, Parts } from './parts.ts'
import { type Published, seedProcedures as seed } from './publish-procedure.ts'
import { catalogueRoutes } from './routes.ts'
import type { CatalogueTables } from './tables.ts'
import { listDeciders, type Competence } from './version-store.ts'

export type { ImportProgress } from './import/import-procedures.ts'
export type { Levels } from '../levels.ts'

/** What the catalogue needs: who may review, and who is there to decide, is the organisation's to say. */
export type CatalogueNeeds = {
  db: AnyDb
  clock: Clock
  timeZone?: string
  organisation: Pick<Parts, 'requirePermission'> &
    Pick<CityOnDay, 'postKindsOn'> & { units(day: string): { all(): readonly Unit[] } }
  /** Asked whether processes are published for procedures; without it none are. */
  publishedSteps?: Parts['publishedSteps']
}

/** What the apps and other modules may use. Everything else in this folder is private. */
export type CatalogueModule = {
  routes: AnyRoute[]
  /** In force today, or as asked; throws `catalogue.not_found`. */
  getProcedure(code: string, which?: WhichVersion): Promise<ProcedureView>
  /** The version a dossier stays on. It never changes, so callers may keep it. */
  getProcedureVersion(versionId: ProcedureVersionId): Promise<ProcedureView>
  findProcedures(ask: FindProcedures): Promise<FoundProcedures>
  /** Who decides each procedure today; codes nobody knows are left out. */
  describeCompetence(codes: readonly string[]): Promise<ReadonlyMap<string, Competence>>
  /** The codes of the procedures that stand under the field today. */
  codesOf(field: string): Promise<string[]>
  /** Whether a linked procedure in force today lets the unit do the procedure as a part. */
  isPartOf(code: string, unitCode: string): Promise<boolean>
  /** Who decides each procedure in force on the day; asked within the caller's transaction. */
  decidersOn(db: AnyDb, day: string): ReturnType<typeof listDeciders>
}

const CITY_TIME_ZONE = 'Asia/Ho_Chi_Minh'

/** The catalogue at work on one database; it refuses nothing until it is asked, and keeps no state. */
export function catalogueModule({
  db,
  clock,
  timeZone,
  organisation,
  publishedSteps = () => Promise.resolve(undefined),
}: CatalogueNeeds): CatalogueModule {
  const parts: Parts = {
    db: db.withTables<CatalogueTables>(),
    clock,
    timeZone: timeZone ?? CITY_TIME_ZONE,
    requirePermission: (officer, permission) => organisation.requirePermission(officer, permission),
    city: {
      unitsOn: (day) => organisation.units(day).all(),
      postKindsOn: (day) => organisation.postKindsOn(day),
    },
    publishedSteps,
  }
  return {
    routes: catalogueRoutes(parts),
    getProcedure: (code, which) => getProcedure(parts, code, which),
    getProcedureVersion: (versionId) => getProcedureVersion(parts, versionId),
    findProcedures: (ask) => findProcedures(parts, ask),
    codesOf: (field) => codesOf(parts, field),
    isPartOf: (code, unitCode) => isPartOf(parts, code, unitCode),
    describeCompetence: (codes) => describeCompetence(parts, codes),
    decidersOn: (from, day) => listDeciders(from.withTables<CatalogueTables>(), day),
  }
}

/** Publishes procedures written here, idempotently; for the demo city and for a city's own procedures. */
export function seedProcedures(
  db: AnyDb,
  clock: Clock,
  records: readonly ProcedureRecord[],
  options: { validFrom: string },
): Promise<Published> {
  return seed(db.withTables<CatalogueTables>(), clock, records, options)
}

/** Reads a file of the national database; for the command line. */
export function runImportProcedures(input: {
  db: AnyDb
  file: string
  clock: Clock
  timeZone?: string
  validFrom?: string
  onProgress?: (progress: ImportProgress) => void
}): Promise<{ summary: ImportSummary; exitCode: 0 | 1 | 2 }> {
  const { db, timeZone, ...rest } = input
  return runImport({ ...rest, db: db.withTables<CatalogueTables>(), timeZone: timeZone ?? CITY_TIME_ZONE })
}
