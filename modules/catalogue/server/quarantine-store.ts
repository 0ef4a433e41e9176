import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ProcedureId, Proposal, QuarantineReason, QuarantineStatus } from '../contract.ts'
import type { Doubt } from './import/doubts.ts'
import type { CatalogueDb } from './tables.ts'

export type NewQuarantine = {
  procedureId: ProcedureId
  version: number
  sourceHash: string
  doubt: Doubt
  createdAt: Date
}

export type StoredQuarantine = {
  id: string
  procedureId: string
  procedureName: string
  version: number
  path: string
  reason: QuarantineReason
  excerpt: string
  current: unknown
  proposals: Proposal[]
  status: QuarantineStatus
  resolvedBy: string | null
  resolvedAt: Date | null
  resolvedValue: unknown
  note: string | null
}

/** The same doubt about the same text has the same id, so a repeated import cannot ask twice. */
export function quarantineId(
  procedureId: string,
  version: number,
  sourceHash: string,
  path: string,
  reason: string,
): string {
  const digest = createHash('sha256')
    .update(`${procedureId}\n${version}\n${sourceHash}\n${path}\n${reason}`)
    .digest('hex')
  return `q${digest.slice(0, 20)}`
}

/** Rows per statement: a statement takes 65,535 values at most. */
const CHUNK = 1_000

export async function insertQuarantine(db: CatalogueDb, fields: NewQuarantine[]): Promise<void> {
  for (let at = 0; at < fields.length; at += CHUNK) {
    await db
      .insertInto('catalogue.quarantined_field')
      .values(fields.slice(at, at + CHUNK).map(toRow))
      .execute()
  }
}

function toRow({ doubt, ...field }: NewQuarantine) {
  return {
    id: quarantineId(field.procedureId, field.version, field.sourceHash, doubt.path, doubt.reason),
    procedure_id: field.procedureId,
    version: field.version,
    found_version: field.version,
    path: doubt.path,
    reason: doubt.reason,
    excerpt: doubt.excerpt,
    current_value: storableJson(doubt.current ?? null),
    proposals: storableJson(doubt.proposals),
    status: 'open' as const,
    resolved_by: null,
    resolved_at: null,
    resolved_value: null,
    note: null,
    created_at: field.createdAt,
  }
}

/** Text cut for display may end in half a letter pair, which JSON writes as an escape and the database refuses. */
function storableJson(value: unknown): string {
  return JSON.stringify(value).replace(/\\ud[89a-f][\da-f]{2}/giu, '\\ufffd')
}

/** A newer record replaced the one these doubts were about. */
export async function supersedeQuarantine(db: CatalogueDb, procedureIds: string[]): Promise<void> {
  if (procedureIds.length === 0) return
  await db
    .updateTable('catalogue.quarantined_field')
    .set({ status: 'superseded' })
    .where('procedure_id', 'in', procedureIds)
    .where('status', '=', 'open')
    .execute()
}

export async function supersedeWithin(db: CatalogueDb, procedureId: string, path: string): Promise<void> {
  await db
    .updateTable('catalogue.quarantined_field')
    .set({ status: 'superseded' })
    .where('procedure_id', '=', procedureId)
    .where('status', '=', 'open')
    .where(sql<boolean>`starts_with(path, ${`${path}/`})`)
    .execute()
}

/** Fields that still wait follow the record to its next version. */
export async function moveOpenQuarantine(
  db: CatalogueDb,
  procedureId: string,
  version: number,
): Promise<void> {
  await db
    .updateTable('catalogue.quarantined_field')
    .set({ version })
    .where('procedure_id', '=', procedureId)
    .where('status', '=', 'open')
    .execute()
}

/** Fields of one version that still wait follow it to the next; those of a version that is kept back stay with that. */
export async function moveOpenQuarantineFrom(
  db: CatalogueDb,
  procedureId: string,
  from: number,
  to: number,
): Promise<void> {
  await db
    .updateTable('catalogue.quarantined_field')
    .set({ version: to })
    .where('procedure_id', '=', procedureId)
    .where('version', '=', from)
    .where('status', '=', 'open')
    .execute()
}

/** Whether an import asks who decides the procedure, or by which steps. */
export async function hasOpenLevelDoubt(db: CatalogueDb, procedureId: string): Promise<boolean> {
  const found = await db
    .selectFrom('catalogue.quarantined_field')
    .select('id')
    .where('procedure_id', '=', procedureId)
    .where('status', '=', 'open')
    .where('path', 'in', ['/competentTier', '/process'])
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export async function settleQuarantine(
  db: CatalogueDb,
  id: string,
  settled: { status: 'accepted' | 'fixed'; by: string; at: Date; value: unknown; note: string | null },
): Promise<void> {
  await db
    .updateTable('catalogue.quarantined_field')
    .set({
      status: settled.status,
      resolved_by: settled.by,
      resolved_at: settled.at,
      resolved_value: storableJson(settled.value ?? null),
      note: settled.note,
    })
    .where('id', '=', id)
    .execute()
}

function fields(db: CatalogueDb) {
  return db
    .selectFrom('catalogue.quarantined_field as q')
    .innerJoin('catalogue.procedure_version as v', (join) =>
      join.onRef('v.procedure_id', '=', 'q.procedure_id').onRef('v.version', '=', 'q.version'),
    )
    .select([
      'q.id',
      'q.procedure_id as procedureId',
      'v.name as procedureName',
      'q.version',
      'q.path',
      'q.reason',
      'q.excerpt',
      'q.current_value as current',
      'q.proposals',
      'q.status',
      'q.resolved_by as resolvedBy',
      'q.resolved_at as resolvedAt',
      'q.resolved_value as resolvedValue',
      'q.note',
    ])
}

export async function findQuarantine(db: CatalogueDb, id: string): Promise<StoredQuarantine | undefined> {
  return fields(db).where('q.id', '=', id).executeTakeFirst()
}

export async function listOpenOf(
  db: CatalogueDb,
  procedureId: string,
  version: number,
): Promise<StoredQuarantine[]> {
  return fields(db)
    .where('q.procedure_id', '=', procedureId)
    .where('q.version', '=', version)
    .where('q.status', '=', 'open')
    .orderBy('q.path')
    .execute()
}

/** What officials decided before about these procedures, newest first. */
export async function listDecisions(db: CatalogueDb, procedureIds: string[]): Promise<StoredQuarantine[]> {
  if (procedureIds.length === 0) return []
  return fields(db)
    .where('q.procedure_id', 'in', procedureIds)
    .where('q.status', 'in', ['accepted', 'fixed'])
    .orderBy('q.resolved_at', 'desc')
    .execute()
}

export type QuarantineFilter = {
  status: QuarantineStatus
  reason?: QuarantineReason
  /** A code or its beginning. */
  procedureId?: string
  page: number
  pageSize: number
}

export async function pageQuarantine(
  db: CatalogueDb,
  filter: QuarantineFilter,
): Promise<{
  items: StoredQuarantine[]
  total: number
  byReason: { reason: QuarantineReason; count: number }[]
}> {
  let query = fields(db).where('q.status', '=', filter.status)
  let counted = db
    .selectFrom('catalogue.quarantined_field as q')
    .select(['q.reason', sql<number>`count(*)::int`.as('count')])
    .where('q.status', '=', filter.status)
  if (filter.procedureId) {
    const begins = sql<boolean>`starts_with(q.procedure_id, ${filter.procedureId})`
    query = query.where(begins)
    counted = counted.where(begins)
  }
  const byReason = await counted.groupBy('q.reason').orderBy('count', 'desc').orderBy('q.reason').execute()
  if (filter.reason) query = query.where('q.reason', '=', filter.reason)
  const items = await query
    .orderBy('q.procedure_id')
    .orderBy('q.path')
    .orderBy('q.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const total = byReason
    .filter((row) => filter.reason === undefined || row.reason === filter.reason)
    .reduce((sum, row) => sum + row.count, 0)
  return { items, total, byReason }
}
