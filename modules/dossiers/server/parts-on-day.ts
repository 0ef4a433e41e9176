import type { PastDay } from '#modules/organisation/server/index.ts'
import type { AnyDb } from '#platform/database.ts'
import { dossierErrors } from './errors.ts'
import type { Parts } from './parts.ts'

/**
 * The parts as they were at the end of a past day: the clock stands there, units, calendars, cases and files are told as they
 * were known then. Who may do what is still asked of today.
 */
export async function partsOnDay(parts: Parts, { day, until }: PastDay): Promise<Parts> {
  const { casework, files } = parts
  const calendars = await parts.calendar.knownAt(until)
  const casesAt = (db: AnyDb, caseIds: readonly string[]) => casework.readCasesAt(db, caseIds, until)
  const caseAt = async (db: AnyDb, caseId: string) => (await casesAt(db, [caseId])).get(caseId)
  return {
    ...parts,
    clock: { now: () => new Date(until.getTime() - 1) },
    organisation: { ...parts.organisation, units: (onDay = day) => parts.organisation.units(onDay) },
    calendar: { ...parts.calendar, get: (calendarId) => calendars.get(calendarId) },
    casework: {
      ...casework,
      findCase: async (db, caseId) => (await caseAt(db, caseId))?.snapshot,
      getCase: async (db, caseId) => {
        const found = await caseAt(db, caseId)
        if (!found) throw dossierErrors.notFound()
        return found.snapshot
      },
      findCases: async (db, caseIds) =>
        [...(await casesAt(db, caseIds)).values()].map(({ snapshot }) => snapshot),
      listEvents: async (db, caseId) => (await caseAt(db, caseId))?.events ?? [],
      historiesOf: async (db, caseIds) =>
        new Map([...(await casesAt(db, caseIds))].map(([caseId, { events }]) => [caseId, events])),
    },
    files: {
      ...files,
      listFiles: async (db, caseId, kind) =>
        (await files.listFiles(db, caseId, kind)).filter(
          ({ uploadedAt }) => uploadedAt < until.toISOString(),
        ),
    },
  }
}
