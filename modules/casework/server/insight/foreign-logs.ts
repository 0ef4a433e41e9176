import type { Officer } from '#modules/organisation/contract.ts'
import type { BehindQuery, ForeignLogHead, ForeignLogs, ForeignLogView, InsightCases } from '../../insight.ts'
import type { EventLog } from '../../insight/event-log.ts'
import { findCourses } from '../../insight/find-courses.ts'
import {
  deleteForeignLog,
  findColumns,
  findForeignLog,
  listForeignLogs,
  type StoredLogHead,
} from './foreign-log-store.ts'
import { insightErrors } from './insight-errors.ts'
import type { InsightParts } from './insight-parts.ts'
import { unpackLog } from './packed-log.ts'
import { behindOf, shown, viewOf } from './show-insight.ts'

const MOST_LISTED = 200
const MOST_CASES_SHOWN = 100

/** Logs of other systems that the officer may look into, the newest first. */
export async function showForeignLogs(parts: InsightParts, officer: Officer): Promise<ForeignLogs> {
  const reach = parts.organisation.unitsOf(officer, 'casework.mine')
  const stored = await listForeignLogs(parts.db, reach === 'all' ? null : [...reach], MOST_LISTED)
  const names = await parts.organisation.namesOf([...new Set(stored.map(({ importedBy }) => importedBy))])
  return {
    logs: stored.map((one) => headOf(parts, officer, one, names)),
    mayImport: parts.organisation.may(officer, 'casework.mine', officer.unitId),
  }
}

/** Errors: `casework.no_log`. */
export async function showForeignLog(
  parts: InsightParts,
  officer: Officer,
  id: number,
): Promise<ForeignLogView> {
  const { quarantine, ...stored } = await getLog(parts, officer, id)
  const log = await columnsOf(parts, id)
  const names = await parts.organisation.namesOf([stored.importedBy])
  return {
    ...viewOf(log, null),
    log: headOf(parts, officer, stored, names),
    quarantine,
    steps: {},
    units: {},
    durations: 'elapsed',
    bpmn: null,
    casesInAll: stored.cases,
    casesRead: stored.cases,
  }
}

export async function showForeignCases(
  parts: InsightParts,
  officer: Officer,
  id: number,
  query: BehindQuery,
): Promise<InsightCases> {
  await getLog(parts, officer, id)
  const found = findCourses(await columnsOf(parts, id), behindOf(query), null)
  return {
    total: found.total,
    cases: found.longest(MOST_CASES_SHOWN).map((one) => ({ ...shown(one), code: one.caseId, caseId: null })),
  }
}

/** Errors: `casework.no_log`, `casework.log_not_yours`. */
export async function removeForeignLog(parts: InsightParts, officer: Officer, id: number): Promise<void> {
  const stored = await getLog(parts, officer, id)
  if (!mayRemove(parts, officer, stored)) throw insightErrors.notYours(id)
  await deleteForeignLog(parts.db, id)
  parts.foreign.forget(String(id))
}

async function getLog({ db, organisation }: InsightParts, officer: Officer, id: number) {
  const stored = await findForeignLog(db, id)
  if (!stored || !organisation.may(officer, 'casework.mine', stored.unitId)) throw insightErrors.noSuchLog(id)
  return stored
}

function columnsOf({ db, foreign, clock }: InsightParts, id: number): Promise<EventLog> {
  return foreign.take(String(id), clock.now(), async () => {
    const columns = await findColumns(db, id)
    if (!columns) throw insightErrors.noSuchLog(id)
    return unpackLog(columns)
  })
}

function headOf(
  parts: InsightParts,
  officer: Officer,
  stored: StoredLogHead,
  names: ReadonlyMap<number, string>,
): ForeignLogHead {
  const { id, name, source, format, cases, events, quarantined } = stored
  return {
    id,
    name,
    source,
    format,
    cases,
    events,
    quarantined,
    importedBy: names.get(stored.importedBy) ?? '',
    importedAt: stored.importedAt.toISOString(),
    firstAt: stored.firstAt.toISOString(),
    lastAt: stored.lastAt.toISOString(),
    allowedActions: mayRemove(parts, officer, stored) ? ['remove'] : [],
  }
}

function mayRemove({ organisation }: InsightParts, officer: Officer, { importedBy }: StoredLogHead): boolean {
  return importedBy === officer.accountId || organisation.may(officer, 'platform.operate')
}
