import { Type, type Static } from 'typebox'

type UnitRef = { id: number; name: string }

/** By whose authority and which decision another unit than the competent one decides, as a paper says it. */
export type DecidedUnder = { fromUnit: UnitRef; vi: string; en: string }

/** Who signed the result, and in what capacity. */
export type SignatureView = {
  at: string
  name: string
  /** What stands over the name, such as `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`. */
  lines: string[]
}

/** Asked for a list of dossiers whose due date a version of a calendar moved. */
export const MovedQuery = Type.Object({
  calendarId: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
  version: Type.Integer({ minimum: 2, maximum: 2_147_483_647 }),
  /** The `after` of the page before. */
  after: Type.Optional(Type.String({ pattern: '^[0-8]?[0-9]{1,18}$' })),
})
export type MovedQuery = Static<typeof MovedQuery>

export type MovedDossier = {
  caseId: string
  code: string
  ownerName: string
  competentUnit: UnitRef
  dueBefore: string
  dueAfter: string
}
/** `count` is over all pages; `after` asks for the next one and is null at the last. */
export type MovedPage = { count: number; dossiers: MovedDossier[]; after: string | null }

/** Asked for a page of what was filed under a delegation of authority; the `after` of the page before. */
export const DelegatedQuery = Type.Object({
  after: Type.Optional(Type.String({ pattern: '^[0-8]?[0-9]{1,18}$' })),
})

/** A day to look back at, YYYY-MM-DD; the refusal of anything else says how to write it. */
const OnDay = Type.Optional(Type.String({ maxLength: 20 }))

export const SearchQuery = Type.Object({
  q: Type.String({ minLength: 1, maxLength: 200 }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  on: OnDay,
  /** With a day: only what this unit of that day's map and those below it held. */
  unit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
})
export type SearchQuery = Static<typeof SearchQuery>

export const DossierQuery = Type.Object({ on: OnDay })
