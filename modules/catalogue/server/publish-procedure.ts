import { inTransaction } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { procedureIdOf, type ProcedureRecord } from '../contract.ts'
import { isProcedureRecord, problemsOf, problemsOfParts } from './check-record.ts'
import { getRealDay } from './city-day.ts'
import { catalogueErrors } from './errors.ts'
import { completenessOf } from './import/completeness.ts'
import { supersedeQuarantine } from './quarantine-store.ts'
import type { CatalogueDb } from './tables.ts'
import {
  closeVersions,
  insertVersions,
  listVersionsInForce,
  lockProcedures,
  markProcedures,
  type NewVersion,
  type ProcedureMark,
} from './version-store.ts'

export type Published = { added: number; changed: number; unchanged: number }

/**
 * Publishes procedures written here, such as those of the demo city, to hold from a day on. Repeating it changes
 * nothing; a procedure whose content changed gets a new version. A version that came later by import or review stays, and so
 * does one that was published to hold from a later day.
 */
export async function seedProcedures(
  db: CatalogueDb,
  clock: Clock,
  records: readonly ProcedureRecord[],
  { validFrom }: { validFrom: string },
): Promise<Published> {
  const from = getRealDay(validFrom)
  for (const record of records) {
    const problems = problemsOf(record)
    if (!isProcedureRecord(record) || problems.length > 0)
      throw catalogueErrors.recordInvalid(String(record.code), problems)
  }
  return inTransaction(db, async (tx) => {
    const ids = records.map((record) => record.code)
    const known = new Map((await lockProcedures(tx, ids)).map((procedure) => [procedure.id, procedure]))
    const holding = new Map(
      (await listVersionsInForce(tx, ids)).map((version) => [version.procedureId as string, version]),
    )
    const parts = await listVersionsInForce(
      tx,
      records.flatMap(({ linked }) => linked?.parts.map(({ procedureCode }) => procedureCode) ?? []),
    )
    const published = new Map<string, ProcedureRecord>([
      ...parts.map((version) => [version.procedureId, version.record] as const),
      ...records.map((record) => [record.code, record] as const),
    ])
    for (const record of records) {
      const missing = problemsOfParts(record, (code) => published.get(code))
      if (missing.length > 0) throw catalogueErrors.recordInvalid(record.code, missing)
    }
    const marks: ProcedureMark[] = []
    const versions: NewVersion[] = []
    for (const record of records) {
      const before = holding.get(record.code)
      const procedure = known.get(record.code)
      const isLater = before && (before.origin !== 'own' || before.validFrom > from)
      if (isLater || (before && stable(before.record) === stable(record))) continue
      const version = (procedure?.latestVersion ?? 0) + 1
      marks.push({
        id: record.code,
        latestVersion: version,
        sourceHash: null,
        runId: null,
        line: null,
        at: clock.now(),
      })
      versions.push({
        procedureId: procedureIdOf(record.code),
        version,
        origin: 'own',
        inForce: true,
        validFrom: from,
        record,
        sourceText: null,
        sourceHash: null,
        completeness: completenessOf(record),
        createdAt: clock.now(),
      })
    }
    await markProcedures(tx, marks)
    await closeVersions(
      tx,
      versions.map((version) => ({ procedureId: version.procedureId, validTo: version.validFrom })),
    )
    await supersedeQuarantine(
      tx,
      versions.map((version) => version.procedureId),
    )
    await insertVersions(tx, versions)
    const added = versions.filter((version) => version.version === 1).length
    return { added, changed: versions.length - added, unchanged: records.length - versions.length }
  })
}

/** Content alone counts: jsonb does not keep the order in which keys were written. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
