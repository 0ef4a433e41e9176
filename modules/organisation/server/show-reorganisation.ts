import { withoutTables } from '#platform/database.ts'
import type { Officer } from '../contract.ts'
import type {
  DryRun,
  ReorganisationDetail,
  ReorganisationList,
  ReorganisationView,
} from '../reorganisation.ts'
import { organisationErrors } from './errors.ts'
import { tryOut } from './load-world.ts'
import { requirePermission, type Parts } from './parts.ts'
import { actionsOf } from './reorganisation-flow.ts'
import {
  findClosedThrough,
  findReorganisation,
  insertClosedBooks,
  listActs,
  listPlannedUnits,
  listReorganisations,
  listRows,
  type ReorganisationRow,
} from './reorganisation-store.ts'
import { getRealDay } from './day.ts'
import type { WorkPort } from './work-port.ts'

export async function listViews(parts: Parts, work: WorkPort): Promise<ReorganisationList> {
  const rows = await listReorganisations(parts.db)
  return {
    reorganisations: await Promise.all(rows.map((row) => viewOf(parts, work, row))),
    closedThrough: await findClosedThrough(parts.db),
  }
}

export async function getReorganisation(
  parts: Parts,
  work: WorkPort,
  id: number,
): Promise<ReorganisationView> {
  return viewOf(parts, work, await getRow(parts, id))
}

export async function getDetail(parts: Parts, work: WorkPort, id: number): Promise<ReorganisationDetail> {
  const row = await getRow(parts, id)
  const acts = await listActs(parts.db, id)
  return {
    reorganisation: await viewOf(parts, work, row),
    units: await listPlannedUnits(parts.db, id),
    rows: await listRows(parts.db, id),
    acts: acts.map((act) => ({ ...act, at: act.at.toISOString() })),
  }
}

/** What would happen, without writing anything. */
export async function showDryRun(parts: Parts, work: WorkPort, id: number): Promise<DryRun> {
  return (await tryOut(parts.db, work, await getRow(parts, id))).result
}

/** Says that reported figures are final through a day: no map may change before it any more. */
export async function closeBooks(
  parts: Parts,
  officer: Officer,
  { closedThrough, legalNumber }: { closedThrough: string; legalNumber: string },
): Promise<void> {
  requirePermission(parts, officer, 'organisation.reorganise')
  if (getRealDay(closedThrough) >= parts.today()) throw organisationErrors.booksNotOver(closedThrough)
  await insertClosedBooks(
    parts.db,
    closedThrough,
    legalNumber.normalize('NFC').trim(),
    officer.accountId,
    parts.cityClock.now(),
  )
}

async function getRow(parts: Parts, id: number): Promise<ReorganisationRow> {
  const row = await findReorganisation(parts.db, id)
  if (!row) throw organisationErrors.noReorganisation(id)
  return row
}

async function viewOf(parts: Parts, work: WorkPort, row: ReorganisationRow): Promise<ReorganisationView> {
  const { id, version, title, effectiveOn, legalNumber, legalDate, status, opens, changes, closes, rows } =
    row
  const progress =
    status === 'applying' || status === 'applied'
      ? ((await work.progress(withoutTables(parts.db), id)) ?? null)
      : null
  const isLate = status === 'scheduled' && effectiveOn <= parts.today()
  return {
    id,
    version,
    title,
    effectiveOn,
    legalNumber,
    legalDate,
    status,
    allowedActions: isLate ? [] : actionsOf(status),
    counts: { opens, changes, closes, rows },
    progress,
  }
}
