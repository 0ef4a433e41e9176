import { inTransaction } from '#platform/database.ts'
import {
  type Completeness,
  missingForFiling,
  procedureIdOf,
  type ProcedureRecord,
  type Proposal,
} from '../../contract.ts'
import type { StoredIssue } from '../import-store.ts'
import { liesWithin, valueAt } from '../json-pointer.ts'
import {
  insertQuarantine,
  listDecisions,
  type NewQuarantine,
  type StoredQuarantine,
  supersedeQuarantine,
} from '../quarantine-store.ts'
import type { CatalogueDb } from '../tables.ts'
import {
  closeVersions,
  insertVersions,
  listVersionsInForce,
  lockProcedures,
  markProcedures,
  type KnownProcedure,
  type NewVersion,
  type StoredVersion,
} from '../version-store.ts'
import { completenessOf } from './completeness.ts'
import type { Doubt } from './doubts.ts'
import { ownPartsFor } from './own-parts.ts'
import { type NationalRecord, parseNationalRecord } from './parse-national-record.ts'

export type Incoming = { line: number; code: string; raw: NationalRecord; hash: string }
export type BatchResult = {
  added: number
  changed: number
  unchanged: number
  quarantined: number
  completenessSum: number
  refused: StoredIssue[]
}

type Run = { id: string; at: Date; validFrom: string }

/** Writes a handful of records in one transaction: new ones, changed ones as new versions, the rest only as seen. */
export async function importBatch(db: CatalogueDb, run: Run, incoming: Incoming[]): Promise<BatchResult> {
  return inTransaction(db, async (tx) => {
    const ids = [...new Set(incoming.map((record) => record.code))]
    const known = new Map((await lockProcedures(tx, ids)).map((procedure) => [procedure.id, procedure]))
    const { fresh, result } = sortOut(run, known, incoming)
    const changed = fresh.filter((record) => known.get(record.code)?.sourceHash !== record.hash)
    const changedIds = changed.map((record) => record.code).filter((id) => known.has(id))
    const inForce = new Map(
      (await listVersionsInForce(tx, changedIds)).map((version) => [version.procedureId as string, version]),
    )
    const decisions = await listDecisions(tx, changedIds)

    const versions: NewVersion[] = []
    const quarantine: NewQuarantine[] = []
    for (const record of changed) {
      const next = nextVersion(run, record, known.get(record.code), inForce.get(record.code), decisions)
      versions.push(next.version)
      quarantine.push(...next.quarantine)
      result.completenessSum += next.version.completeness.percent
    }
    await markProcedures(
      tx,
      fresh.map((record) => ({
        id: record.code,
        latestVersion:
          versions.find((version) => version.procedureId === record.code)?.version ??
          known.get(record.code)?.latestVersion ??
          0,
        sourceHash: record.hash,
        runId: run.id,
        line: record.line,
        at: run.at,
      })),
    )
    await closeVersions(
      tx,
      versions
        .filter((version) => version.inForce)
        .map((version) => ({ procedureId: version.procedureId, validTo: version.validFrom })),
    )
    await supersedeQuarantine(tx, changedIds)
    await insertVersions(tx, versions)
    await insertQuarantine(tx, quarantine)

    result.added = changed.filter((record) => !known.has(record.code)).length
    result.changed = changed.length - result.added
    result.unchanged = fresh.length - changed.length
    result.quarantined = quarantine.length
    return result
  })
}

/** Takes out what this run has met before: the first line with a code counts, the others are named. */
function sortOut(run: Run, known: Map<string, KnownProcedure>, incoming: Incoming[]) {
  const firstLines = new Map<string, number>()
  const fresh: Incoming[] = []
  const refused: StoredIssue[] = []
  for (const record of incoming) {
    const before = known.get(record.code)
    const firstLine = firstLines.get(record.code) ?? (before?.lastRunId === run.id ? before.lastLine : null)
    if (firstLine === null || firstLine === undefined) {
      firstLines.set(record.code, record.line)
      fresh.push(record)
    } else {
      const excerpt = (record.raw.ten_thu_tuc ?? '').slice(0, 200)
      refused.push({
        line: record.line,
        reason: 'duplicate_code',
        code: record.code,
        facts: { firstLine },
        excerpt,
      })
    }
  }
  const result: BatchResult = {
    added: 0,
    changed: 0,
    unchanged: 0,
    quarantined: 0,
    completenessSum: 0,
    refused,
  }
  return { fresh, result }
}

function nextVersion(
  run: Run,
  incoming: Incoming,
  known: KnownProcedure | undefined,
  inForce: StoredVersion | undefined,
  decisions: StoredQuarantine[],
): { version: NewVersion; quarantine: NewQuarantine[] } {
  const parsed = parseNationalRecord(incoming.raw)
  const own = inForce ? ownPartsFor(inForce.record, parsed) : { record: parsed.record, doubts: [] }
  const { record } = own
  const completeness: Completeness = completenessOf(record)
  const procedureId = procedureIdOf(incoming.code)
  const version = (known?.latestVersion ?? 0) + 1
  // Publishing a doubtful record must not take a procedure that works out of service.
  const wouldStop = inForce?.fileable === true && missingForFiling(record).length > 0
  const doubts = [...parsed.quarantined, ...own.doubts].map((doubt) =>
    withEarlierValues(doubt, inForce, decisions, incoming.code),
  )
  return {
    version: {
      procedureId,
      version,
      origin: 'national',
      inForce: !wouldStop,
      validFrom: inForce && inForce.validFrom > run.validFrom ? inForce.validFrom : run.validFrom,
      record,
      sourceText: parsed.sourceText,
      sourceHash: incoming.hash,
      completeness,
      createdAt: run.at,
    },
    quarantine: doubts.map((doubt) => ({
      procedureId,
      version,
      sourceHash: incoming.hash,
      doubt,
      createdAt: run.at,
    })),
  }
}

/** What an official decided about the same words before, and what holds now, are offered first; nothing is taken over. */
function withEarlierValues(
  doubt: Doubt,
  inForce: StoredVersion | undefined,
  decisions: StoredQuarantine[],
  code: string,
): Doubt {
  const earlier: Proposal[] = decisions
    .filter(
      (decision) =>
        decision.procedureId === code && decision.path === doubt.path && decision.excerpt === doubt.excerpt,
    )
    .map((decision) => ({
      value: decision.resolvedValue,
      vi: 'giá trị cán bộ đã chọn lần trước',
      en: 'what an official chose before',
    }))
  const holding =
    inForce && sameRow(inForce.record, doubt.path) ? valueAt(inForce.record, doubt.path) : undefined
  const current: Proposal[] =
    holding === undefined || JSON.stringify(holding) === JSON.stringify(doubt.current)
      ? []
      : [{ value: holding, vi: 'giá trị của phiên bản đang áp dụng', en: 'what the version in force says' }]
  const seen = new Set<string>()
  const proposals = [...earlier, ...current, ...doubt.proposals].filter((proposal) => {
    const key = JSON.stringify(proposal.value)
    return seen.has(key) ? false : seen.add(key)
  })
  return { ...doubt, proposals }
}

/** Rows have no names of their own; only fields outside of tables are surely the same field in both versions. */
function sameRow(record: ProcedureRecord, path: string): boolean {
  if (['/levels', '/subjects', '/kind', '/competentTier', '/process'].includes(path)) return true
  return record.channels.length === 1 && liesWithin(path, '/channels/0')
}
