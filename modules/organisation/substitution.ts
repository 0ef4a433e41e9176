import { Type, type Static } from 'typebox'
import { daySchema, heldPostSchema } from './contract.ts'

const id = Type.Integer({ minimum: 1, maximum: 2147483647 })

export const recordSubstitutionSchema = Type.Object(
  {
    postId: id,
    substituteId: id,
    /** First day, and last day: people speak of both as days of leave. */
    from: daySchema,
    through: daySchema,
    reason: Type.String({ minLength: 3, maxLength: 500, pattern: '\\S' }),
    /** Number of the paper that says so. */
    legalNumber: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    /** Only for procedures of these fields or with these codes; neither: for all the work of the post. */
    fields: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: 50, uniqueItems: true }),
    ),
    procedureCodes: Type.Optional(
      Type.Array(Type.String({ pattern: '^[0-9A-Za-z._-]{1,40}$' }), { maxItems: 200, uniqueItems: true }),
    ),
  },
  { additionalProperties: false },
)
export type RecordSubstitution = Static<typeof recordSubstitutionSchema>

/** `refused` and `withdrawn` never held: it was only asked for, and ended by somebody else or by whoever asked. */
export const substitutionStages = [
  'asked',
  'ahead',
  'in_force',
  'over',
  'ended',
  'refused',
  'withdrawn',
] as const
export type SubstitutionStage = (typeof substitutionStages)[number]

export const substitutionActions = ['approve', 'end'] as const

export const substitutionViewSchema = Type.Object({
  id,
  postId: id,
  postTitle: Type.String(),
  unitName: Type.String(),
  away: Type.String(),
  substitute: Type.String(),
  from: daySchema,
  through: daySchema,
  reason: Type.String(),
  legalNumber: Type.String(),
  fields: Type.Array(Type.String()),
  procedureCodes: Type.Array(Type.String()),
  recordedBy: Type.String(),
  approvedBy: Type.Union([Type.String(), Type.Null()]),
  endedOn: Type.Union([daySchema, Type.Null()]),
  stage: Type.Unsafe<SubstitutionStage>(Type.Union(substitutionStages.map((stage) => Type.Literal(stage)))),
  allowedActions: Type.Array(
    Type.Unsafe<(typeof substitutionActions)[number]>(
      Type.Union(substitutionActions.map((action) => Type.Literal(action))),
    ),
  ),
})
export type SubstitutionView = Static<typeof substitutionViewSchema>

export const seatSchema = Type.Object({
  ...heldPostSchema.properties,
  personId: id,
  name: Type.String(),
})

export const substitutionListSchema = Type.Object({
  onDay: daySchema,
  today: daySchema,
  /** Of a past or coming day only what held or will hold on it. */
  substitutions: Type.Array(substitutionViewSchema),
  /** The posts of the unit and who holds them on the day. */
  seats: Type.Array(seatSchema),
  /** Whether whoever asks may appoint without asking, for any post of the unit. */
  mayAppoint: Type.Boolean(),
})
export type SubstitutionList = Static<typeof substitutionListSchema>
