import { Type } from 'typebox'
import type { PostKind } from '#modules/organisation/contract.ts'
import { competentTiers, ProcessRowSchema, type CompetentTier, type ProcessRow } from './contract.ts'
import { isoDate, name, oneOf, orNull } from './schema-parts.ts'

// Who decides a procedure, version by version, and the decision that gives it to another level; shared by the server and the
// screens of this module.

export const PublishLevelSchema = Type.Object(
  {
    /** The version that was on the screen; another one meanwhile refuses the wish. */
    basedOn: Type.Integer({ minimum: 1 }),
    tier: oneOf(competentTiers),
    /** The department that decides; for every other tier it is the unit over the place of filing. */
    unitCode: Type.Optional(name(40)),
    /** As the procedure names who decides; the usual name of the tier where nothing is said. */
    agency: Type.Optional(name(500)),
    decisionNumber: Type.String({ maxLength: 100 }),
    decidedOn: isoDate(),
    validFrom: isoDate(),
    /** The steps under the new level; as they are where nothing is said. */
    process: Type.Optional(Type.Array(ProcessRowSchema, { maxItems: 100 })),
  },
  { additionalProperties: false },
)
export type PublishLevel = Type.Static<typeof PublishLevelSchema>

export const deciderStages = ['past', 'holds', 'planned', 'replaced', 'kept_back'] as const
export type DeciderStage = (typeof deciderStages)[number]

export const DeciderSchema = Type.Object({
  version: Type.Integer(),
  validFrom: isoDate(),
  validTo: orNull(isoDate()),
  tier: Type.Union([oneOf(competentTiers), Type.Null()]),
  unitName: orNull(Type.String()),
  origin: oneOf(['own', 'national', 'review', 'level']),
  /** `replaced` held on no day: another version took its place before. */
  stage: oneOf(deciderStages),
  decision: Type.Union([
    Type.Object({ number: Type.String(), decidedOn: isoDate(), by: Type.String(), at: Type.String() }),
    Type.Null(),
  ]),
})
export type Decider = Type.Static<typeof DeciderSchema>

/** Who decides one procedure: all its versions, the newest first, and what a new one would start from. */
export const LevelsSchema = Type.Object({
  code: Type.String(),
  name: Type.String(),
  versions: Type.Array(DeciderSchema),
  /** The last version in force, which holds or is planned; a new one follows it. */
  base: Type.Object({
    version: Type.Integer(),
    tier: Type.Union([oneOf(competentTiers), Type.Null()]),
    unitCode: orNull(Type.String()),
    process: Type.Array(ProcessRowSchema),
    /** Working hours of the shortest limit; null where none is stated. */
    hours: Type.Union([Type.Number(), Type.Null()]),
  }),
  /** First day from which a new version may hold. */
  earliest: isoDate(),
  /** Which levels the city has that day, with the kinds of post some unit of each has. */
  tiers: Type.Array(
    Type.Object({
      tier: oneOf(competentTiers),
      postKinds: Type.Array(Type.Unsafe<PostKind>(Type.String())),
    }),
  ),
  departments: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  allowedActions: Type.Array(oneOf(['publish_level'])),
})
export type Levels = Omit<Type.Static<typeof LevelsSchema>, 'base'> & {
  base: {
    version: number
    tier: CompetentTier | null
    unitCode: string | null
    process: ProcessRow[]
    hours: number | null
  }
}
