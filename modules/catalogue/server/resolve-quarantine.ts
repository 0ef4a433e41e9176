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
import { valueAt, withValueAt } from './json-pointer.ts'
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

    const value = decided(field, decision, valueAt(before.record, field.path))
    const after = withValueAt(before.record, field.path, value) as ProcedureRecord
    checkDecided(field.path, before.record, after)

    const now = clock.now()
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
      procedure,
      at: now,
      today: cityDay(clock, timeZone),
    })
    await moveOpenQuarantine(tx, field.procedureId, version)
    return getProcedure({ ...parts, db: tx }, field.procedureId, { version })
  })
}

type Reviewed = {
  before: StoredVersion
  after: ProcedureRecord
  procedure: KnownProcedure
  at: Date
  today: string
}

/** A version that was kept back comes into force as soon as dossiers can be filed under it. */
async function publishReviewed(
  tx: CatalogueDb,
  { before, after, procedure, at, today }: Reviewed,
): Promise<number> {
  const { procedureId, sourceText, sourceHash } = before
  const version = procedure.latestVersion + 1
  const [holding] = await listVersionsInForce(tx, [procedureId])
  const inForce = before.inForce || !holding?.fileable || missingForFiling(after).length === 0
  const validFrom = holding && holding.validFrom > today ? holding.validFrom : today
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
