import type { Clock } from '#platform/clock.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { CatalogueDb } from './tables.ts'

/** What the use cases work with. */
export type Parts = {
  db: CatalogueDb
  clock: Clock
  timeZone: string
  /** Asked before anything is changed; the organisation owns who may do what. */
  requirePermission(officer: Officer, permission: 'catalogue.review'): void
}
