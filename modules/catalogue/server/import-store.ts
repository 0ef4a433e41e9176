import type { ImportIssueReason } from '../contract.ts'
import type { CatalogueDb } from './tables.ts'

export type RunCounts = {
  encoding: string
  bytes: number
  lines: number
  added: number
  changed: number
  unchanged: number
  refused: number
  quarantined: number
  completenessSum: number
}

export type StoredIssue = {
  line: number
  reason: ImportIssueReason
  code: string | null
  facts: Record<string, unknown>
  excerpt: string
}

export type StoredRun = RunCounts & { id: string; source: string; startedAt: Date; finishedAt: Date | null }

export async function insertRun(
  db: CatalogueDb,
  run: { id: string; source: string; startedAt: Date },
): Promise<void> {
  await db
    .insertInto('catalogue.import_run')
    .values({
      id: run.id,
      source: run.source,
      encoding: 'utf-8',
      started_at: run.startedAt,
      finished_at: null,
    })
    .execute()
}

export async function updateRun(
  db: CatalogueDb,
  id: string,
  counts: RunCounts,
  finishedAt: Date | null,
): Promise<void> {
  await db
    .updateTable('catalogue.import_run')
    .set({
      encoding: counts.encoding,
      bytes: counts.bytes,
      lines: counts.lines,
      added: counts.added,
      changed: counts.changed,
      unchanged: counts.unchanged,
      refused: counts.refused,
      quarantined: counts.quarantined,
      completeness_sum: counts.completenessSum,
      finished_at: finishedAt,
    })
    .where('id', '=', id)
    .execute()
}

export async function insertIssues(db: CatalogueDb, runId: string, issues: StoredIssue[]): Promise<void> {
  if (issues.length === 0) return
  await db
    .insertInto('catalogue.import_issue')
    .values(issues.map((issue) => ({ ...issue, run_id: runId, facts: JSON.stringify(issue.facts) })))
    .execute()
}

export async function listRuns(db: CatalogueDb, limit: number): Promise<StoredRun[]> {
  const rows = await db
    .selectFrom('catalogue.import_run')
    .select([
      'id',
      'source',
      'encoding',
      'bytes',
      'lines',
      'added',
      'changed',
      'unchanged',
      'refused',
      'quarantined',
      'completeness_sum',
      'started_at',
      'finished_at',
    ])
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    encoding: row.encoding,
    bytes: Number(row.bytes),
    lines: row.lines,
    added: row.added,
    changed: row.changed,
    unchanged: row.unchanged,
    refused: row.refused,
    quarantined: row.quarantined,
    completenessSum: Number(row.completeness_sum),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }))
}

export async function listIssues(db: CatalogueDb, runId: string, limit: number): Promise<StoredIssue[]> {
  return db
    .selectFrom('catalogue.import_issue')
    .select(['line', 'reason', 'code', 'facts', 'excerpt'])
    .where('run_id', '=', runId)
    .orderBy('line')
    .limit(limit)
    .execute()
}
