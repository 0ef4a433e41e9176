import { inTransaction } from '#platform/database.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  missingForFiling,
  type ProcedureRecord,
  type ProcedureView,
  type ResolveQuarantine,
} from '../contract.ts'
import { problemsOf } from './check-record.ts'
import { cityDay } from './city-day.ts'
import { catalogueErrors } from './errors.ts'
import { getProcedure } from './get-procedure.ts'
import { completenessOf } from './import/completeness.ts'
import { keepOwnParts } from './import/own-parts.ts'
import { valueAt, withValueAt } from './json-pointer.ts'
import { levelErrors } from './level-errors.ts'
import { earliestFor, unfitOf } from './level-flow.ts'
import { assertLevelStands } from './level-standing.ts'
import type { Parts } from './parts.ts'
import {
  findQuarantine,
  moveOpenQuarantine,
  settleQuarantine,
  type StoredQuarantine,
  supersedeWithin,
} from './quarantine-store.ts'
import type { CatalogueDb } from './tables.ts'
import {
  closeVersions,
  findVersion,
  insertVersions,
  type KnownProcedure,
  listVersionsInForce,
  lockProcedures,
  markProcedures,
  type StoredVersion,
} from './version-store.ts'

/** An official settles one doubtful field; the procedure gets a new version, the old one stays for its dossiers. */
export async function resolveQuarantine(
  parts: Parts,
  officer: Officer,
  id: string,
  decision: ResolveQuarantine,
): Promise<ProcedureView> {
  parts.requirePermission(officer, 'catalogue.review')
  const { clock, timeZone } = parts
  const asked = await findQuarantine(parts.db, id)
  if (!asked) throw catalogueErrors.quarantineNotFound(id)

  return inTransaction(parts.db, async (tx) => {
    const [procedure] = await lockProcedures(tx, [asked.procedureId])
    const field = await findQuarantine(tx, id)
    if (!procedure || !field) throw catalogueErrors.quarantineNotFound(id)
    if (field.status !== 'open') throw catalogueErrors.alreadyResolved(id, field.status)
    const before = await findVersion(tx, field.procedureId, field.version)
    if (!before) throw catalogueErrors.quarantineNotFound(id)
    const [holding] = await listVersionsInForce(tx, [field.procedureId])
    const standing = standingRecord(before, holding)

    const value = decided(field, decision, valueAt(standing, field.path))
    const after = withDecided(standing, field.path, value, holding?.record)
    checkDecided(field.path, standing, after)

    const now = clock.now()
    const today = cityDay(clock, timeZone)
    await assertLevelDecided(parts, field.path, after, holding, today)
    const status = decision.action === 'fix' ? 'fixed' : 'accepted'
    await settleQuarantine(tx, id, {
      status,
      by: `${officer.name} (${officer.accountId})`,
      at: now,
      value,
      note: decision.note ?? null,
    })
    // A table entered anew settles every doubt about its rows.
    await supersedeWithin(tx, field.procedureId, field.path)
    const version = await publishReviewed(tx, {
      before,
      after,
      holding,
      procedure,
      at: now,
      today,
    })
    await moveOpenQuarantine(tx, field.procedureId, version)
    return getProcedure({ ...parts, db: tx }, field.procedureId, { version })
  })
}

type Reviewed = {
  before: StoredVersion
  after: ProcedureRecord
  holding: StoredVersion | undefined
  procedure: KnownProcedure
  at: Date
  today: string
}

/** A version that was kept back comes into force as soon as dossiers can be filed under it. */
async function publishReviewed(
  tx: CatalogueDb,
  { before, after, holding, procedure, at, today }: Reviewed,
): Promise<number> {
  const { procedureId, sourceText, sourceHash } = before
  const version = procedure.latestVersion + 1
  const inForce = before.inForce || !holding?.fileable || missingForFiling(after).length === 0
  const validFrom = holding ? earliestFor(holding, today) : today
  const { id, lastRunId, lastLine } = procedure
  await markProcedures(tx, [
    { id, latestVersion: version, sourceHash: procedure.sourceHash, runId: lastRunId, line: lastLine, at },
  ])
  if (inForce) await closeVersions(tx, [{ procedureId, validTo: validFrom }])
  const completeness = completenessOf(after)
  await insertVersions(tx, [
    {
      procedureId,
      version,
      origin: 'review',
      inForce,
      validFrom,
      record: after,
      sourceText,
      sourceHash,
      completeness,
      createdAt: at,
    },
  ])
  return version
}

/** A version kept back since before somebody gave the procedure to another level is decided upon as that level has it. */
function standingRecord(before: StoredVersion, holding: StoredVersion | undefined): ProcedureRecord {
  return before.inForce || !holding || holding.version < before.version
    ? before.record
    : keepOwnParts(holding.record, before.record)
}

/** A named unit decides only at the tier it was named for. */
function withDecided(
  standing: ProcedureRecord,
  path: string,
  value: unknown,
  holding: ProcedureRecord | undefined,
): ProcedureRecord {
  const after = withValueAt(standing, path, value) as ProcedureRecord
  if (path !== '/competentTier') return after
  const isSame = holding !== undefined && value === holding.competentTier
  return { ...after, competentUnitCode: isSame ? holding.competentUnitCode : null }
}

/** What an official says about level or steps must be possible, as where the level is published by decision. */
async function assertLevelDecided(
  parts: Parts,
  path: string,
  after: ProcedureRecord,
  holding: StoredVersion | undefined,
  today: string,
): Promise<void> {
  if (path !== '/competentTier' && path !== '/process') return
  const { code, competentTier, competentUnitCode, process } = after
  const isEmpty = path === '/process' ? process.length === 0 : competentTier === null
  if (isEmpty) throw levelErrors.undecided(path)
  const unfit = process.length > 0 ? unfitOf(process, holding?.record ?? after) : undefined
  if (unfit) throw levelErrors.tableUnfit(unfit)
  if (competentTier === null) return
  const day = holding ? earliestFor(holding, today) : today
  await assertLevelStands(parts, { code, competentTier, competentUnitCode, process }, day)
}

/** Only what the decision itself made wrong is held against it: the rest of the record may wait for other decisions. */
function checkDecided(path: string, before: ProcedureRecord, after: ProcedureRecord): void {
  const standing = new Set(problemsOf(before))
  const problems = problemsOf(after).filter((problem) => !standing.has(problem))
  if (problems.length > 0) throw catalogueErrors.valueInvalid(path, problems)
}

function decided(field: StoredQuarantine, decision: ResolveQuarantine, standing: unknown): unknown {
  if (decision.action === 'fix') return decision.value
  // Accepting without a proposal confirms that the field stays as it stands.
  if (decision.proposal === undefined) return standing
  const proposal = field.proposals[decision.proposal]
  if (!proposal) throw catalogueErrors.noSuchProposal(field.id, decision.proposal)
  return proposal.value
}
