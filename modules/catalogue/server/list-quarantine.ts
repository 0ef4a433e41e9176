import type { Officer } from '#modules/organisation/contract.ts'
import {
  type QuarantineList,
  type QuarantinedField,
  type QuarantineReason,
  type QuarantineStatus,
  procedureIdOf,
  versionIdOf,
} from '../contract.ts'
import { doubtInWords } from './import/doubts.ts'
import type { Parts } from './parts.ts'
import { pageQuarantine, type StoredQuarantine } from './quarantine-store.ts'

export type AskQuarantine = {
  status?: QuarantineStatus
  reason?: QuarantineReason
  code?: string
  page?: number
  pageSize?: number
}

/** Fields of published records that wait for an official's eye, procedure by procedure. */
export async function listQuarantine(
  parts: Parts,
  officer: Officer,
  ask: AskQuarantine,
): Promise<QuarantineList> {
  parts.requirePermission(officer, 'catalogue.review')
  const page = ask.page ?? 1
  const pageSize = ask.pageSize ?? 50
  const found = await pageQuarantine(parts.db, {
    status: ask.status ?? 'open',
    page,
    pageSize,
    ...(ask.reason === undefined ? {} : { reason: ask.reason }),
    ...(ask.code === undefined ? {} : { procedureId: ask.code }),
  })
  return {
    items: found.items.map(toQuarantinedField),
    total: found.total,
    byReason: found.byReason,
    page,
    pageSize,
  }
}

export function toQuarantinedField(row: StoredQuarantine): QuarantinedField {
  return {
    id: row.id,
    procedureCode: row.procedureId,
    procedureName: row.procedureName,
    versionId: versionIdOf(procedureIdOf(row.procedureId), row.version),
    path: row.path,
    reason: row.reason,
    ...doubtInWords(row.reason),
    excerpt: row.excerpt,
    current: row.current,
    proposals: row.proposals,
    status: row.status,
    resolvedBy: row.resolvedBy,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolvedValue: row.resolvedValue,
    note: row.note,
    allowedActions: row.status === 'open' ? ['accept', 'fix'] : [],
  }
}
