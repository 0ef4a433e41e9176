import type { Officer } from '#modules/organisation/contract.ts'
import type { DelegatedPage } from '../contract.ts'
import { countDelegated, listDelegated } from './dossier-store.ts'
import { dossierErrors } from './errors.ts'
import type { Parts } from './parts.ts'
import { linesOf } from './work-list.ts'

const PAGE = 50

/**
 * What was filed under one delegation of authority, for whoever reads the dossiers of the unit that gave it or of the one
 * it was given to. Errors: `organisation.no_authority`, `dossiers.not_yours`.
 */
export async function listDelegatedLines(
  parts: Parts,
  officer: Officer,
  authorityId: number,
  after: string | undefined,
): Promise<DelegatedPage> {
  const { db, organisation, casework } = parts
  const { fromUnitId, toUnitId } = organisation.getAuthority(authorityId)
  if (![fromUnitId, toUnitId].some((unit) => organisation.may(officer, 'dossiers.read', unit)))
    throw dossierErrors.notYours()
  const [rows, count] = await Promise.all([
    listDelegated(db, authorityId, { after, limit: PAGE + 1 }),
    countDelegated(db, authorityId),
  ])
  const shown = rows.slice(0, PAGE)
  const snapshots = await casework.findCases(
    db,
    shown.map(({ caseId }) => caseId),
  )
  const byId = new Map(snapshots.map((one) => [one.caseId, one]))
  return {
    count,
    dossiers: await linesOf(
      parts,
      officer,
      shown.flatMap(({ caseId }) => byId.get(caseId) ?? []),
      shown,
    ),
    after: rows.length > PAGE ? (shown.at(-1)?.caseId ?? null) : null,
  }
}
