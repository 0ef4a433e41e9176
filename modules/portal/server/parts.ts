import type { Clock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import type { CatalogueModule } from '#modules/catalogue/server/index.ts'
import type { Dossiers } from '#modules/dossiers/server/index.ts'
import type { FilesModule } from '#modules/files/server/index.ts'
import type { Notifications } from '#modules/notifications/server/index.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import type { PortalDb } from './tables.ts'

export type PortalConfig = {
  publicUrl: string
  timeZone: string
  secureCookies: boolean
  maxUploadBytes: number
  /** The demo city: pages say so, and its well-known password opens its accounts. */
  demo: boolean
}

export type PortalNeeds = {
  db: AnyDb
  /** The real clock: sessions, limits and drafts must not age with a demo day that passes in minutes. */
  clock: Clock
  /** The city's time, by which files wait and days of birth are in the past. */
  cityClock: Clock
  organisation: Pick<Organisation, 'units' | 'authoritiesFor'>
  catalogue: Pick<CatalogueModule, 'findProcedures' | 'getProcedure'>
  files: Pick<FilesModule, 'stageUpload'>
  notifications: Pick<
    Notifications,
    | 'readInbox'
    | 'markRead'
    | 'preferencesOf'
    | 'setPreferences'
    | 'watch'
    | 'unwatch'
    | 'watches'
    | 'watchedBy'
  >
  dossiers: Pick<
    Dossiers,
    | 'fileOnline'
    | 'askTerms'
    | 'getOwned'
    | 'getOwnedVersion'
    | 'listOwned'
    | 'supply'
    | 'withdraw'
    | 'printOwned'
    | 'sendOwnedFile'
    | 'lookUpUrl'
  >
  config: PortalConfig
}

/** What the use cases of this module work with. */
export type Parts = Omit<PortalNeeds, 'db'> & { db: PortalDb }
