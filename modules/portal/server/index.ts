import type { AnyDb } from '#platform/database.ts'
import type { AppError } from '#platform/errors.ts'
import type { AnyRoute } from '#platform/http-route.ts'
import type { Citizen, DemoCitizenAccount } from '../contract.ts'
import { accountRoutes } from './account-routes.ts'
import { dossierRoutes } from './dossier-routes.ts'
import { errorPage } from './error-page.ts'
import { filingRoutes } from './filing-routes.ts'
import type { Parts, PortalNeeds } from './parts.ts'
import { passwords } from './passwords.ts'
import { procedureRoutes } from './procedure-routes.ts'
import { seedDemoCitizens } from './seed-demo-citizens.ts'
import { citizenOf } from './sessions.ts'
import type { PortalTables } from './tables.ts'

export type { PortalConfig, PortalNeeds } from './parts.ts'

/** What the apps may use. Everything else in this folder is private. */
export type Portal = {
  routes: AnyRoute[]
  /** The citizen a request's cookies belong to, if any. */
  citizenOf(cookies: Readonly<Record<string, string | undefined>>): Promise<Citizen | undefined>
  /** Gives demo citizens with a login an account with the demo password; running it again changes nothing. Says how many are new. */
  seedDemoCitizens(db: AnyDb, citizens: readonly DemoCitizenAccount[]): Promise<number>
  /** A refusal as a page of the portal. */
  errorPage(error: AppError, requestId: string): string
}

/** The citizens' portal over the modules below it. */
export function portalModule({ db, ...rest }: PortalNeeds): Portal {
  const parts: Parts = { ...rest, db: db.withTables<PortalTables>() }
  return {
    routes: [
      ...procedureRoutes(parts),
      ...filingRoutes(parts),
      ...dossierRoutes(parts),
      ...accountRoutes(parts, passwords(parts.config)),
    ],
    citizenOf: (cookies) => citizenOf(parts, cookies),
    seedDemoCitizens: (into, citizens) => seedDemoCitizens(into, parts.clock, citizens),
    errorPage: (error, requestId) => errorPage(parts, error, requestId),
  }
}
