import type { Clock } from '#platform/clock.ts'
import type { Officer, PostKind, Unit, UnitId } from '#modules/organisation/contract.ts'
import type { CatalogueDb } from './tables.ts'

/** Who is there to decide, on any day. */
export type CityOnDay = {
  /** The units open on the day. */
  unitsOn(day: string): readonly Unit[]
  /** Kinds of the posts that each unit has on the day. */
  postKindsOn(day: string): Promise<ReadonlyMap<UnitId, ReadonlySet<PostKind>>>
}

export type PublishedStep = { postKind: PostKind; place: 'receiving' | 'competent' }

/** What the use cases work with. */
export type Parts = {
  db: CatalogueDb
  clock: Clock
  timeZone: string
  /** Asked before anything is changed; the organisation owns who may do what. */
  requirePermission(officer: Officer, permission: 'catalogue.review' | 'catalogue.publish'): void
  city: CityOnDay
  /** The steps of the internal process published for the procedure, where one holds on the day in place of its table. */
  publishedSteps(code: string, day: string): Promise<readonly PublishedStep[] | undefined>
}
