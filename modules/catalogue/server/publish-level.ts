import { inTransaction } from '#platform/database.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Levels, PublishLevel } from '../levels.ts'
import { problemsOf } from './check-record.ts'
import { cityDay, getRealDay } from './city-day.ts'
import { catalogueErrors } from './errors.ts'
import { completenessOf } from './import/completeness.ts'
import { levelErrors } from './level-errors.ts'
import { agencyOf, atLevel, earliestFor, unfitOf } from './level-flow.ts'
import { assertLevelStands } from './level-standing.ts'
import type { Parts } from './parts.ts'
import { hasOpenLevelDoubt, moveOpenQuarantineFrom } from './quarantine-store.ts'
import { getLevels } from './show-levels.ts'
import {
  closeVersions,
  insertVersions,
  listVersionsInForce,
  lockProcedures,
  markProcedures,
  type StoredVersion,
} from './version-store.ts'

/**
 * Publishes a version that gives the procedure to another level from a day on, by a decision; the version before ends that day
 * and dossiers filed under it stay on it. A version that was planned from the same day gives way and then held on no day.
 * Errors: `catalogue.level_*`, `catalogue.same_level`, `catalogue.version_planned`, `catalogue.version_moved`,
 * `catalogue.process_unfit`, `catalogue.process_of_other_level`.
 */
export async function publishLevel(
  parts: Parts,
  officer: Officer,
  code: string,
  wish: PublishLevel,
): Promise<Levels> {
  parts.requirePermission(officer, 'catalogue.publish')
  const decisionNumber = wish.decisionNumber.normalize('NFC').trim()
  const [decidedOn, validFrom] = [getRealDay(wish.decidedOn), getRealDay(wish.validFrom)]
  if (decisionNumber === '') throw levelErrors.decisionMissing()
  if (decidedOn > validFrom) throw levelErrors.decidedLate(decidedOn, validFrom)
  await inTransaction(parts.db, async (tx) => {
    const [procedure] = await lockProcedures(tx, [code])
    const [base] = await listVersionsInForce(tx, [code])
    if (!procedure || !base) throw catalogueErrors.notFound(code)
    if (base.version !== wish.basedOn) throw levelErrors.versionMoved(base.version)
    if (await hasOpenLevelDoubt(tx, code)) throw levelErrors.reviewFirst(code)
    assertDay(base, validFrom, cityDay(parts.clock, parts.timeZone))
    const record = await checkedRecord(parts, base, wish, validFrom)
    const version = procedure.latestVersion + 1
    const now = parts.clock.now()
    await markProcedures(tx, [
      {
        id: code,
        latestVersion: version,
        sourceHash: procedure.sourceHash,
        runId: procedure.lastRunId,
        line: procedure.lastLine,
        at: now,
      },
    ])
    await closeVersions(tx, [{ procedureId: base.procedureId, validTo: validFrom }])
    await insertVersions(tx, [
      {
        ...base,
        version,
        origin: 'level',
        inForce: true,
        validFrom,
        record,
        completeness: completenessOf(record),
        createdAt: now,
        decision: { number: decisionNumber, decidedOn, by: `${officer.name} (${officer.accountId})` },
      },
    ])
    await moveOpenQuarantineFrom(tx, code, base.version, version)
  })
  return getLevels(parts, officer, code)
}

function assertDay(base: StoredVersion, validFrom: string, today: string): void {
  if (validFrom < base.validFrom && base.validFrom > today)
    throw levelErrors.versionPlanned(base.version, base.validFrom)
  const earliest = earliestFor(base, today)
  if (validFrom < earliest) throw levelErrors.tooEarly(validFrom, earliest)
}

async function checkedRecord(parts: Parts, base: StoredVersion, wish: PublishLevel, validFrom: string) {
  const { tier, unitCode = null } = wish
  const before = base.record
  if (before.competentTier === tier && before.competentUnitCode === unitCode)
    throw levelErrors.sameLevel(tier)
  const process = wish.process ?? before.process
  const unfit = unfitOf(process, before)
  if (unfit) throw levelErrors.tableUnfit(unfit)
  const code = before.code
  await assertLevelStands(
    parts,
    { code, competentTier: tier, competentUnitCode: unitCode, process },
    validFrom,
  )
  const named = parts.city.unitsOn(validFrom).find((unit) => unit.code === unitCode)
  const agency = wish.agency?.normalize('NFC').trim() || agencyOf(tier, named?.name)
  const record = atLevel(before, { tier, unitCode, agency, process })
  const standing = new Set(problemsOf(before))
  const problems = problemsOf(record).filter((problem) => !standing.has(problem))
  if (problems.length > 0) throw catalogueErrors.recordInvalid(code, problems)
  return record
}
