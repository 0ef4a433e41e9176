import { dueOf, hasMoved, movedRanges } from '#modules/calendar/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { MovedPage, MovedQuery } from '../contract.ts'
import { unitRef } from './dossier-view.ts'
import type { Parts } from './parts.ts'

const PAGE = 50

/** Open dossiers whose due date one version of a calendar moved, with the date before and after, within the officer's reach. */
export async function listMoved(
  parts: Parts,
  officer: Officer,
  { calendarId, version, after = '0' }: MovedQuery,
): Promise<MovedPage> {
  const { casework, db, organisation } = parts
  const calendars = await parts.calendar.versionsAround(calendarId, version)
  const scope = organisation.unitsOf(officer, 'dossiers.read')
  const asked = {
    calendarId,
    ranges: movedRanges(calendars.before, calendars.after),
    units: scope === 'all' ? null : [...scope],
  }
  const [page, count] = await Promise.all([
    casework.listOpenDue(db, { ...asked, after, limit: PAGE + 1 }),
    casework.countOpenDue(db, asked),
  ])
  const units = organisation.units()
  const shown = page.slice(0, PAGE)
  const last = page.length > PAGE ? shown.at(-1) : undefined
  return {
    count,
    dossiers: shown
      .filter(({ dueWt }) => hasMoved(calendars.before, calendars.after, dueWt))
      .map(({ caseId, code, title, authorityId, dueWt }) => ({
        caseId,
        code,
        ownerName: title,
        competentUnit: unitRef(units, authorityId),
        dueBefore: dueOf(calendars.before, dueWt).at.toISOString(),
        dueAfter: dueOf(calendars.after, dueWt).at.toISOString(),
      })),
    after: last?.caseId ?? null,
  }
}
