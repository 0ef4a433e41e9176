// What filing costs and which papers it asks for, where a procedure's published decision tables say so. Pure.

/** Decisions, by id or name, that are asked when a dossier is filed. */
export const decidedAtFiling = { fee: 'fee', components: 'components' } as const
export type DecidedAtFiling = keyof typeof decidedAtFiling

export type FilingTerms = {
  /** Whole đồng; null: not stated, or not yet to be told from what is filled in. */
  feeVnd: number | null
  /** Ids of the components that must come; null: as the procedure says in general. */
  components: string[] | null
  /** Which of the two a table decided. */
  decided: DecidedAtFiling[]
  /** Which of the two have a table that gives no usable answer to what is filled in. */
  unclear: DecidedAtFiling[]
  /** What published the tables. */
  ground: { decisionNumber: string; version: number } | null
}
