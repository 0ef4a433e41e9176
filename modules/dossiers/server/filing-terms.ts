import type { InForce } from '#modules/casework/server/index.ts'
import type { ProcedureView } from '#modules/catalogue/contract.ts'
import type { AskTerms, FilingTerms } from '../contract.ts'
import { termsBy } from './filing-terms-flow.ts'
import { dayIn, type Parts } from './parts.ts'
import { findChannelRow } from './place-filing.ts'
import { getCurrentProcedure } from './procedure-of.ts'

type Filled = Pick<AskTerms, 'channel' | 'form'> & { sets?: number | undefined }

/**
 * What filing would cost and ask for today, as far as the sheet is filled in.
 * Errors: `catalogue.not_found`.
 */
export async function askTerms(parts: Parts, { procedureCode, ...filled }: AskTerms): Promise<FilingTerms> {
  const procedure = await getCurrentProcedure(parts, procedureCode)
  const onDay = dayIn(parts.timeZone, parts.clock.now())
  const inForce = await parts.casework.findPublished(parts.db, 'dossier', procedure.code, onDay)
  return termsFor(parts, procedure, inForce, filled)
}

/** The same under a process that is known already. */
export async function termsFor(
  { casework, db }: Pick<Parts, 'casework' | 'db'>,
  procedure: ProcedureView,
  inForce: InForce | undefined,
  filled: Filled,
): Promise<FilingTerms> {
  const statedVnd = findChannelRow(procedure, filled.channel)?.feeVnd ?? null
  const decisions = inForce && (await casework.decisionsOf(db, inForce))
  if (!inForce || !decisions) return { feeVnd: statedVnd, components: null, decided: [], ground: null }
  const ground = { decisionNumber: inForce.decisionNumber, version: inForce.no }
  return termsBy({ decisions, procedure, statedVnd, ground }, { ...filled, sets: filled.sets ?? 1 })
}
