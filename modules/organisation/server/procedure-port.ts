import type { PostKind, Tier } from '../contract.ts'

/** Who decides a procedure by law, and under which field it stands. */
export type ProcedureFacts = {
  name: string
  field: string | null
  tier: Tier | null
  /** A named unit; null: the unit of the tier over the place of filing. */
  unitCode: string | null
  /** Kinds of post its process needs at the unit that decides. */
  postKinds: readonly PostKind[]
}

/** Whoever keeps the procedures; given by the app, since this module calls nobody. */
export type ProcedurePort = {
  /** What is known of each code today; codes nobody knows are left out. */
  describe(codes: readonly string[]): Promise<ReadonlyMap<string, ProcedureFacts>>
  /** Whether a linked procedure in force today lets this unit do the procedure as a part. */
  isPartOf(code: string, unitCode: string): Promise<boolean>
  /** The codes of the procedures that stand under the field today. */
  codesOf(field: string): Promise<readonly string[]>
}
