import { forgetPlace, readPlace } from '#modules/casework/server/index.ts'
import type { ChangedCalendar } from '#modules/calendar/server/index.ts'
import type { Log } from '#platform/log.ts'
import { dayIn, type Parts } from './parts.ts'
import type { AskTerms, Filing } from '../contract.ts'
import { actAsOwner } from './act-on-dossier.ts'
import { addYears } from './add-years-store.ts'
import { insertReasons, listAddresses } from './dossier-store.ts'
import { fileOnline } from './file-dossier.ts'
import { askTerms } from './filing-terms.ts'
import { opinionTimerHandler } from './lapse-opinion.ts'
import { followLinks, linkReader, startLinkReader } from './follow-links.ts'
import { createLiveFeed } from './live-feed.ts'
import { moveOn } from './move-on.ts'
import { onSupplementExpiry, onSuspensionCap } from './on-wait-timer.ts'
import { lookUpUrl, printForm } from './print-slip.ts'
import { processSubjects } from './process-subjects.ts'
import { getOwned, getOwnedVersion, listOwned, type OwnerKey } from './public-view.ts'
import { firstReasons } from './reasons.ts'
import { tellMoved } from './tell-moved.ts'
import { noticeReader, startNoticeReader, tellPeople } from './tell-people.ts'
import { restateOldClocks } from './restate-old-clocks.ts'
import { dossierRoutes, sendFile } from './routes.ts'
import { verifyLinks } from './verify-links.ts'
import type { ActionBody } from '../contract.ts'

export type { Parts as DossiersParts } from './parts.ts'
export type { OwnerKey, OwnDossier } from './public-view.ts'
export { fileAtCounter, fileOnline, type Filed } from './file-dossier.ts'
export { actOnDossier, actAsOwner } from './act-on-dossier.ts'
export { processOf } from './place-filing.ts'

export type Dossiers = ReturnType<typeof dossiersModule>

/** What the apps and other modules may use. Everything else in this folder is private. */
export function dossiersModule(parts: Parts) {
  const live = createLiveFeed()
  parts.casework.onOwnTimer('dossier', 'consult', opinionTimerHandler(parts))
  parts.casework.onOwnTimer('dossier', 'suspend', (db, fired) => onSuspensionCap(parts, db, fired))
  parts.casework.onOwnTimer('dossier', 'supplement', (db, fired) => onSupplementExpiry(parts, db, fired))
  parts.casework.own('dossier', { moved: (_, move) => moveOn(parts, move) })
  return {
    routes: dossierRoutes(parts, live),
    live,
    parts,
    /** Makes room for this year and the next, and writes the first reasons into an empty list; to be called at every start. */
    async start() {
      await parts.casework.start(parts.db)
      await addYears(parts.db, parts.clock.now().getUTCFullYear())
      await insertReasons(parts.db, firstReasons, '2023-01-01')
      await readPlace(parts.db, noticeReader)
    },
    /** Tells watchers of dossiers whose due date changed calendars moved. */
    tellMoved: (changed: readonly ChangedCalendar[]) => tellMoved(parts, changed),
    /** Once after an upgrade from the first release; answers how many dossiers were written. */
    restateOldClocks: () => restateOldClocks(parts),
    /** Opens the parts of linked procedures and brings their results back, as the log tells. */
    followLinks: () => followLinks(parts),
    startLinkReader: (log: Log) => startLinkReader(parts, log),
    /** Tells people what the log says happened to what is theirs. */
    tellPeople: (log?: Log) => tellPeople(parts, log),
    startNoticeReader: (log: Log) => startNoticeReader(parts, log),
    /** After the log was numbered anew: links are handled from the beginning, and done once; people are told from now on. */
    async restartReaders() {
      await forgetPlace(parts.db, linkReader)
      await forgetPlace(parts.db, noticeReader)
    },
    /** Holds what is kept of linked procedures against the events. */
    verifyLinks: () => verifyLinks(parts),
    today: () => dayIn(parts.timeZone, parts.clock.now()),
    /** The city's day of an instant. */
    dayOf: (at: Date) => dayIn(parts.timeZone, at),
    fileOnline: (filing: Filing, by: { key: string; account: string | null }) =>
      fileOnline(parts, filing, by),
    /** What filing would cost and ask for, as far as it is filled in. */
    askTerms: (ask: AskTerms) => askTerms(parts, ask),
    /** The owner's page of a dossier. */
    getOwned: (code: string, key: OwnerKey) => getOwned(parts, code, key),
    getOwnedVersion: (code: string, key: OwnerKey) => getOwnedVersion(parts, code, key),
    listOwned: (account: string) => listOwned(parts, account),
    async supply(code: string, key: OwnerKey, body: ActionBody<'supply_supplement'>) {
      const { snapshot } = await getOwned(parts, code, key)
      return actAsOwner(parts, 'supply_supplement', snapshot.caseId, body)
    },
    async withdraw(code: string, key: OwnerKey, body: ActionBody<'withdraw'>) {
      const { snapshot } = await getOwned(parts, code, key)
      return actAsOwner(parts, 'withdraw', snapshot.caseId, body)
    },
    /** The receipt as the owner may print it again. */
    async printOwned(code: string, key: OwnerKey, form: string) {
      const { snapshot } = await getOwned(parts, code, key)
      return printForm(parts, snapshot, form)
    },
    async sendOwnedFile(code: string, key: OwnerKey, fileId: string, reply: Parameters<typeof sendFile>[3]) {
      const { snapshot, view } = await getOwned(parts, code, key)
      // Only what the page lists; other papers of the case stay inside.
      if (view.files.some((file) => file.id === fileId)) await sendFile(parts, snapshot.caseId, fileId, reply)
    },
    /** Where the owners of dossiers live, as far as they stated it: a unit may be parted by address. */
    addressesOf: listAddresses,
    /** Procedures as what processes are published for. */
    processSubjects: processSubjects(parts),
    lookUpUrl: (code: string, secret: string) => lookUpUrl(parts.publicUrl, code, secret),
  }
}
