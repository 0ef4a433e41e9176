import type { Officer } from '#modules/organisation/contract.ts'
import { requireReader } from './dossier-view.ts'
import { dossierErrors } from './errors.ts'
import type { Parts } from './parts.ts'

/** Whether the official is told when the due date of the dossier moves. Errors: `dossiers.not_yours`. */
export async function watchesDossier(parts: Parts, officer: Officer, caseId: string): Promise<boolean> {
  requireReader(parts, officer, await parts.casework.getCase(parts.db, caseId))
  return parts.notifications.watches({ officer: officer.accountId }, caseId)
}

/**
 * The official asks to be told when the due date moves, or no longer does.
 * Errors: `dossiers.not_yours`, `dossiers.nothing_to_watch` when the dossier has ended.
 */
export async function watchDossier(
  parts: Parts,
  officer: Officer,
  caseId: string,
  isOn: boolean,
): Promise<void> {
  const { casework, db, notifications } = parts
  const { code, closedAt, ...snapshot } = await casework.getCase(db, caseId)
  requireReader(parts, officer, { code, closedAt, ...snapshot })
  const who = { officer: officer.accountId }
  if (!isOn) return notifications.unwatch(who, caseId)
  if (closedAt) throw dossierErrors.nothingToWatch(code)
  await notifications.watch(who, { caseId, code })
}
