import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { CatalogueModule } from '#modules/catalogue/server/index.ts'
import type { CalendarModule } from '#modules/calendar/server/index.ts'
import type { Casework } from '#modules/casework/server/index.ts'
import type { FilesModule } from '#modules/files/server/index.ts'
import type { Notifications } from '#modules/notifications/server/index.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import { actionPermissions, type DossierAction } from '../contract.ts'
import type { Doer } from './dossier-flow.ts'

/** What the use cases of this module work with. */
export type Parts = {
  db: AnyDb
  clock: Clock
  organisation: Organisation
  calendar: CalendarModule
  catalogue: CatalogueModule
  casework: Casework
  files: FilesModule
  notifications: Notifications
  publicUrl: string
  timeZone: string
}

export function doerOf(
  { organisation, clock, timeZone }: Pick<Parts, 'organisation' | 'clock' | 'timeZone'>,
  officer: Officer,
): Doer {
  return {
    accountId: officer.accountId,
    holderId: holderOf(officer),
    ...(officer.onBehalfOf ? { onBehalfOf: officer.onBehalfOf } : {}),
    unitId: officer.unitId,
    postKind: officer.postKind,
    fields: officer.fields,
    today: dayIn(timeZone, clock.now()),
    may(action: DossierAction) {
      const word = actionPermissions[action]
      return word !== null && organisation.may(officer, word, officer.unitId)
    },
  }
}

/** Whose claimed work lies before the officer. */
export function holderOf({ accountId, onBehalfOf }: Officer): number {
  return onBehalfOf?.accountId ?? accountId
}

export function actorOf(officer: Officer) {
  return { accountId: officer.accountId, postId: officer.postId, unitId: officer.unitId }
}

// Making a formatter costs a hundred times what using one does, and using one more than all else a step asks of the clock:
// so the day of the minute at hand is kept. Zones differ by whole minutes; a process knows one or two.
const dayFormats = new Map<string, Intl.DateTimeFormat>()
const lastDays = new Map<string, { minute: number; day: string }>()
const MINUTE_MS = 60_000

/** The city's calendar day of an instant, `YYYY-MM-DD`. */
export function dayIn(timeZone: string, at: Date): string {
  const minute = Math.floor(at.getTime() / MINUTE_MS)
  const last = lastDays.get(timeZone)
  if (last?.minute === minute) return last.day
  let format = dayFormats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    dayFormats.set(timeZone, format)
  }
  const day = format.format(at)
  lastDays.set(timeZone, { minute, day })
  return day
}
