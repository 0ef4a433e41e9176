import { open } from 'node:fs/promises'
import { isConnectionLost } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { newToken } from '#platform/ids.ts'
import type { ImportSummary } from '../../contract.ts'
import { cityDay, getRealDay } from '../city-day.ts'
import { catalogueErrors } from '../errors.ts'
import {
  insertIssues,
  insertRun,
  listIssues,
  type RunCounts,
  type StoredIssue,
  updateRun,
} from '../import-store.ts'
import type { CatalogueDb } from '../tables.ts'
import { type BatchResult, importBatch, type Incoming } from './import-batch.ts'
import { issueInWords } from './issue-sentences.ts'
import { lineReader } from './read-lines.ts'
import { readRecord } from './read-record.ts'

export type ImportProgress = { bytes: number; lines: number; imported: number; refused: number }

export type ImportOptions = {
  clock: Clock
  timeZone: string
  /** What the run is called in the records; a file name, never a path of this machine. */
  name: string
  /** First day on which new and changed procedures hold; today when absent. */
  validFrom?: string
  onProgress?: (progress: ImportProgress) => void
  maxLineBytes?: number
}

const BATCH_RECORDS = 50
const BATCH_CHARACTERS = 2_000_000
const MAX_LINE_BYTES = 8 * 1024 * 1024
const ISSUES_SHOWN = 100

/**
 * Reads a file of published procedures line by line. A bad line is written down with its number and the rest goes on;
 * a record that is known and unchanged is only marked as seen, so the import may be repeated at will.
 */
export async function importProcedures(
  db: CatalogueDb,
  source: AsyncIterable<Buffer | Uint8Array>,
  options: ImportOptions,
): Promise<ImportSummary> {
  const { clock, timeZone } = options
  const validFrom = options.validFrom === undefined ? cityDay(clock, timeZone) : getRealDay(options.validFrom)
  const startedAt = clock.now()
  const run = { id: newToken(12), at: startedAt, validFrom }
  const reader = lineReader(source, options.maxLineBytes ?? MAX_LINE_BYTES)
  const counts: RunCounts = {
    encoding: 'utf-8',
    bytes: 0,
    lines: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
    quarantined: 0,
    completenessSum: 0,
  }
  await insertRun(db, { id: run.id, source: options.name, startedAt })

  let batch: Incoming[] = []
  let characters = 0
  let issues: StoredIssue[] = []
  const write = async () => {
    const done = await writeBatch(db, run, batch)
    issues.push(...done.refused)
    add(counts, done)
    counts.refused += issues.length
    await insertIssues(db, run.id, issues)
    batch = []
    characters = 0
    issues = []
    counts.encoding = reader.encoding()
    counts.bytes = reader.bytes()
    await updateRun(db, run.id, counts, null)
    options.onProgress?.({
      bytes: counts.bytes,
      lines: counts.lines,
      imported: counts.added + counts.changed + counts.unchanged,
      refused: counts.refused,
    })
  }

  for await (const line of reader.lines()) {
    counts.lines = line.number
    if ('problem' in line) {
      issues.push({
        line: line.number,
        reason: line.problem,
        code: null,
        facts: line.facts,
        excerpt: line.excerpt,
      })
    } else if (line.text.trim() !== '') {
      const read = readRecord(line.text)
      if ('problem' in read)
        issues.push({
          line: line.number,
          reason: read.problem,
          code: read.code,
          facts: read.facts,
          excerpt: read.excerpt,
        })
      else {
        batch.push({ line: line.number, ...read })
        characters += line.text.length
      }
    }
    if (batch.length >= BATCH_RECORDS || characters >= BATCH_CHARACTERS || issues.length >= 500) await write()
  }
  await write()
  const finishedAt = clock.now()
  await updateRun(db, run.id, counts, finishedAt)
  const shown = await listIssues(db, run.id, ISSUES_SHOWN)
  return toSummary({ ...counts, id: run.id, source: options.name, startedAt, finishedAt }, shown)
}

/** A batch that the database will not take is tried record by record, so that one cannot hold up forty-nine. */
async function writeBatch(
  db: CatalogueDb,
  run: { id: string; at: Date; validFrom: string },
  batch: Incoming[],
): Promise<BatchResult> {
  const total: BatchResult = {
    added: 0,
    changed: 0,
    unchanged: 0,
    quarantined: 0,
    completenessSum: 0,
    refused: [],
  }
  if (batch.length === 0) return total
  try {
    return await importBatch(db, run, batch)
  } catch (error) {
    if (isConnectionLost(error)) throw error
    if (batch.length === 1 && batch[0]) {
      const cause = error instanceof Error ? error.message : String(error)
      const excerpt = (batch[0].raw.ten_thu_tuc ?? '').slice(0, 200)
      return {
        ...total,
        refused: [
          { line: batch[0].line, reason: 'not_storable', code: batch[0].code, facts: { cause }, excerpt },
        ],
      }
    }
  }
  for (const record of batch) {
    const done = await writeBatch(db, run, [record])
    total.refused.push(...done.refused)
    add(total, done)
  }
  return total
}

type Sums = {
  added: number
  changed: number
  unchanged: number
  quarantined: number
  completenessSum: number
}

function add(total: Sums, done: Sums): void {
  total.added += done.added
  total.changed += done.changed
  total.unchanged += done.unchanged
  total.quarantined += done.quarantined
  total.completenessSum += done.completenessSum
}

export function toSummary(
  run: RunCounts & { id: string; source: string; startedAt: Date; finishedAt: Date | null },
  issues: StoredIssue[],
): ImportSummary {
  const read = run.added + run.changed
  return {
    runId: run.id,
    source: run.source,
    bytes: run.bytes,
    lines: run.lines,
    added: run.added,
    changed: run.changed,
    unchanged: run.unchanged,
    refused: run.refused,
    quarantined: run.quarantined,
    averageCompleteness: read === 0 ? null : Math.round((run.completenessSum / read) * 10) / 10,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    issues: issues.map(({ facts, ...issue }) => ({ ...issue, ...issueInWords(issue.reason, facts) })),
  }
}

/** For the command line: the file as named by the user; exit code 0 all read, 1 some lines refused, 2 nothing read. */
export async function runImportProcedures(input: {
  db: CatalogueDb
  file: string
  clock: Clock
  timeZone: string
  validFrom?: string
  onProgress?: (progress: ImportProgress) => void
}): Promise<{ summary: ImportSummary; exitCode: 0 | 1 | 2 }> {
  const { db, file, ...rest } = input
  const name = file.split(/[/\\]/).at(-1) ?? file
  const summary = await importProcedures(db, await opened(file), { ...rest, name })
  const read = summary.added + summary.changed + summary.unchanged
  return { summary, exitCode: read === 0 ? 2 : summary.refused > 0 ? 1 : 0 }
}

/** Opens the file first, so that a wrong path is refused before a run is written down. */
async function opened(file: string): Promise<AsyncIterable<Buffer>> {
  try {
    const handle = await open(file)
    if (!(await handle.stat()).isFile()) {
      await handle.close()
      throw new Error('not a regular file')
    }
    return handle.createReadStream({ highWaterMark: 256 * 1024 })
  } catch (error) {
    throw catalogueErrors.fileUnreadable(file, error instanceof Error ? error.message : String(error))
  }
}
