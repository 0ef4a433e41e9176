import type { Officer } from '#modules/organisation/contract.ts'
import type { DossierView } from '../contract.ts'
import { findDataAt } from './dossier-store.ts'
import { describe, isReader, openDossier, readFacts, requireReader } from './dossier-view.ts'
import { dossierErrors } from './errors.ts'
import { deskLinked } from './linked-view.ts'
import { asAskedAgencySees } from './opinion-view.ts'
import { dayIn, type Parts } from './parts.ts'
import { partsOnDay } from './parts-on-day.ts'

/**
 * The dossier as it stood at the end of a past day, for whoever may read it today; nothing can be done to the past.
 * Errors: those of the day, `dossiers.not_yours`, `dossiers.not_filed_yet`.
 */
export async function showDossierOnDay(
  parts: Parts,
  officer: Officer,
  caseId: string,
  on: string,
): Promise<DossierView> {
  const { casework, db, organisation } = parts
  const past = organisation.getPastDay(on)
  if (past.day === organisation.today()) return openDossier(parts, officer, caseId)
  const now = await casework.getCase(db, caseId)
  requireReader(parts, officer, now)
  const then = await partsOnDay(parts, past)
  const snapshot = await then.casework.findCase(db, caseId)
  if (!snapshot) throw dossierErrors.notFiledYet(past.day, dayIn(parts.timeZone, new Date(now.openedAt)))
  const [machine, facts, data] = await Promise.all([
    casework.getMachine(db, snapshot.definitionId),
    readFacts(then, snapshot),
    findDataAt(db, caseId, snapshot.version),
  ])
  const described = describe(then, snapshot, machine, { ...facts, data: { ...facts.data, ...data } })
  const linked = await deskLinked(then, officer, snapshot, facts.events, (one) =>
    isReader(parts, officer, one),
  )
  const view: DossierView = {
    ...described,
    onDay: past.day,
    shown: 'whole',
    incidents: [],
    opinions: described.opinions.map((opinion) => ({ ...opinion, allowedActions: [] })),
    otherPersonAfter: null,
    handedOn: null,
    linked: linked && {
      ...linked,
      parts: linked.parts.map((part) => ({ ...part, allowedActions: [] })),
    },
    allowedActions: [],
    slips: [],
  }
  if (isReader(parts, officer, now)) return view
  const part = asAskedAgencySees(organisation, officer, now, view)
  if (part.opinions.length === 0) throw dossierErrors.notYours()
  return part
}
