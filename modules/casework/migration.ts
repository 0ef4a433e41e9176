import { Type, type Static } from 'typebox'
import type { NoPlace } from './process/move-marking.ts'

// Moves of running cases from one version of a process to another; part of door 1.

/** Why a case stays on its version. */
export type { NoPlace as StayReason } from './process/move-marking.ts'

export type MigrationState = 'draft' | 'approved' | 'applying' | 'applied'
export type MigrationAction = 'approve' | 'apply' | 'remove'

const stepKey = () => Type.String({ minLength: 1, maxLength: 200 })

export const PlanMigrationSchema = Type.Object(
  {
    /** A version, or 0 for the procedure’s own table. */
    from: Type.Integer({ minimum: 0, maximum: 100_000 }),
    to: Type.Integer({ minimum: 1, maximum: 100_000 }),
    /** Where an open step goes; cases at a step that is not named stay. */
    mapping: Type.Array(Type.Object({ from: stepKey(), to: stepKey() }, { additionalProperties: false }), {
      maxItems: 300,
    }),
  },
  { additionalProperties: false },
)
export type PlanMigration = Static<typeof PlanMigrationSchema>

export const ProposeQuery = Type.Object({
  from: Type.Integer({ minimum: 0, maximum: 100_000 }),
  to: Type.Integer({ minimum: 1, maximum: 100_000 }),
})

export const MigrationParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: 2147483647 }),
  migration: Type.Integer({ minimum: 1, maximum: 2147483647 }),
})

export type MigrationStep = { key: string; work: string }

/** The steps of both versions, and which becomes which as far as keys and names tell. */
export type MappingProposal = {
  from: MigrationStep[]
  to: MigrationStep[]
  mapping: { from: string; to: string }[]
}

/** What a move would do; nothing is written. */
export type MigrationDryRun = {
  open: number
  movable: number
  steps: { key: string; work: string; to: string | null; open: number; movable: number }[]
  staying: { reason: NoPlace; vi: string; en: string; count: number; codes: string[] }[]
}

export type MigrationView = {
  id: number
  from: number
  to: number
  mapping: { from: string; to: string }[]
  state: MigrationState
  draftedBy: string
  approvedBy: string | null
  moved: number
  left: number
  todo: number
  allowedActions: MigrationAction[]
}
