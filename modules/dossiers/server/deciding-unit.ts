import type { CaseEvent } from '#modules/casework/contract.ts'
import type { ProcedureView } from '#modules/catalogue/contract.ts'
import { authorityInWords, type AuthorityGiven, type Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { DecidedUnder } from '../contract.ts'
import type { Parts } from './parts.ts'
import { competentUnit } from './place-filing.ts'

/**
 * Who decides what is filed at `receiving` on the day: the competent unit, or the one its authority was given to.
 * Errors: `dossiers.not_fileable`, `dossiers.wrong_place`.
 */
export function decidingUnit(
  { organisation }: Pick<Parts, 'organisation'>,
  procedure: ProcedureView,
  receiving: Unit,
  day: string,
): { unit: Unit; given: AuthorityGiven | undefined } {
  const units = organisation.units()
  const competent = competentUnit(procedure, receiving, units)
  const given = organisation.authorityOn(competent.id, procedure, day)
  return { unit: given ? units.get(given.toUnitId) : competent, given }
}

/** The giver's name in the case's row: whoever gave its authority away goes on reading what is decided by it. */
export function authorityTags(given: AuthorityGiven | undefined): { authorityFrom?: number } {
  return given ? { authorityFrom: given.fromUnitId } : {}
}

/** The delegation a dossier was filed under, as its first event says; events of other kinds say nothing. */
export function authorityOf({ payload }: Pick<CaseEvent, 'payload'>): AuthorityGiven | undefined {
  // Written by this module alone.
  return payload.authority as AuthorityGiven | undefined
}

export function decidedUnder(events: readonly CaseEvent[], units: UnitTree): DecidedUnder | null {
  const given = events[0] && authorityOf(events[0])
  if (!given) return null
  const fromUnit = {
    id: given.fromUnitId,
    name: units.find(given.fromUnitId)?.name ?? String(given.fromUnitId),
  }
  return { fromUnit, ...authorityInWords(given, fromUnit.name) }
}
