import { Type, type Static } from 'typebox'
import { authorityKinds, daySchema, type AuthorityKind } from './contract.ts'

const id = Type.Integer({ minimum: 1, maximum: 2147483647 })
const legalNumber = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })

const kind = Type.Unsafe<AuthorityKind>(Type.Union(authorityKinds.map((one) => Type.Literal(one))))

export const recordAuthoritySchema = Type.Object(
  {
    fromUnitId: id,
    toUnitId: id,
    kind,
    legalNumber,
    decidedOn: daySchema,
    /** The norm that lets the unit give it away. */
    legalGround: Type.String({ minLength: 3, maxLength: 500, pattern: '\\S' }),
    from: daySchema,
    /** The last day; left out: until it is ended. */
    through: Type.Optional(daySchema),
    procedureCodes: Type.Array(Type.String({ pattern: '^[0-9A-Za-z._-]{1,40}$' }), {
      maxItems: 200,
      uniqueItems: true,
    }),
    /** All procedures of these fields, those that come later too. */
    fields: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: 50, uniqueItems: true }),
    conditions: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false },
)
export type RecordAuthority = Static<typeof recordAuthoritySchema>

export const endAuthoritySchema = Type.Object(
  {
    legalNumber,
    decidedOn: daySchema,
    /** The first day it no longer holds. */
    from: daySchema,
  },
  { additionalProperties: false },
)
export type EndAuthority = Static<typeof endAuthoritySchema>

export const authorityStages = ['ahead', 'in_force', 'over', 'ended', 'without_unit'] as const
export type AuthorityStage = (typeof authorityStages)[number]

const unitRef = Type.Object({ id, name: Type.String() })
const orNull = Type.Null()

export const authorityViewSchema = Type.Object({
  id,
  /** As the decision names them. */
  fromUnit: unitRef,
  toUnit: unitRef,
  /** Who stands there on the day, where a unit has closed and has one heir. */
  heirs: Type.Object({ from: Type.Union([unitRef, orNull]), to: Type.Union([unitRef, orNull]) }),
  kind,
  legalNumber: Type.String(),
  decidedOn: daySchema,
  legalGround: Type.String(),
  from: daySchema,
  through: Type.Union([daySchema, orNull]),
  procedures: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  fields: Type.Array(Type.String()),
  conditions: Type.String(),
  recordedBy: Type.String(),
  recordedAt: Type.String(),
  ended: Type.Union([
    Type.Object({
      on: daySchema,
      legalNumber: Type.String(),
      decidedOn: daySchema,
      by: Type.String(),
      at: Type.String(),
    }),
    orNull,
  ]),
  stage: Type.Unsafe<AuthorityStage>(Type.Union(authorityStages.map((stage) => Type.Literal(stage)))),
  allowedActions: Type.Array(Type.Union([Type.Literal('end'), Type.Literal('read_dossiers')])),
})
export type AuthorityView = Static<typeof authorityViewSchema>

export const authorityListSchema = Type.Object({
  onDay: daySchema,
  today: daySchema,
  /** Of a named day only what holds on it, or would if its unit had an heir. */
  authorities: Type.Array(authorityViewSchema),
  /** The units in whose name whoever asks may record. */
  givers: Type.Union([Type.Literal('all'), Type.Array(id)]),
})
export type AuthorityList = Static<typeof authorityListSchema>
