import type { Officer } from '#modules/organisation/contract.ts'
import type { ImportSummary } from '../contract.ts'
import { toSummary } from './import/import-procedures.ts'
import { listIssues, listRuns } from './import-store.ts'
import type { Parts } from './parts.ts'

const RUNS = 20
const ISSUES = 50

/** The latest readings of files, each with the first lines it refused. */
export async function listImports(parts: Parts, officer: Officer): Promise<{ items: ImportSummary[] }> {
  parts.requirePermission(officer, 'catalogue.review')
  const items: ImportSummary[] = []
  for (const run of await listRuns(parts.db, RUNS)) {
    items.push(toSummary(run, run.refused === 0 ? [] : await listIssues(parts.db, run.id, ISSUES)))
  }
  return { items }
}
