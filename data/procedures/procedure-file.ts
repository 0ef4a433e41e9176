import Type, { type Static } from 'typebox'
import {
  FormFieldSchema,
  filingChannels,
  procedureLevels,
  subjectKinds,
  type ProcedureRecord,
} from '#modules/catalogue/contract.ts'

const oneOf = <const T extends readonly string[]>(words: T) =>
  Type.Unsafe<T[number]>(Type.Union(words.map((word) => Type.Literal(word))))

/** A paper as officials list it: its name, how many originals, how many copies. */
const Paper = Type.Tuple([
  Type.String({ minLength: 1 }),
  Type.Integer({ minimum: 0 }),
  Type.Integer({ minimum: 0 }),
])

/** `before 15:00`, `8 hours`, `3 working days` or `10 calendar days`. */
const LimitText = Type.String({
  pattern: '^(before \\d{2}:\\d{2}|\\d+ (hours?|working days?|calendar days?))$',
})

/** Whole đồng, null where no figure may be stated, or the name of the rule that sets it. */
const Fee = Type.Union([
  Type.Integer({ minimum: 0 }),
  Type.Null(),
  Type.Literal('council'),
  Type.Literal('fee-law'),
])

const perChannel = <T extends Type.TSchema>(schema: T) =>
  Type.Partial(
    Type.Object({ counter: schema, online: schema, post: schema }, { additionalProperties: false }),
  )

const LinkedFacts = Type.Object(
  {
    ground: Type.String({ minLength: 1 }),
    parts: Type.Array(
      Type.Object(
        {
          key: Type.String(),
          name: Type.String(),
          procedure: Type.String(),
          /** The unit of the demo city that does it, where its procedure says other. */
          unit: Type.Optional(Type.String()),
          limit: LimitText,
          after: Type.Optional(Type.Array(Type.String())),
          whenRefused: oneOf(['stop', 'decide']),
          papers: Type.Array(Type.Tuple([Type.String(), Type.String()])),
          serves: Type.Optional(Type.Array(Type.Tuple([Type.String(), Type.String()]))),
        },
        { additionalProperties: false },
      ),
    ),
    /** Working days the law adds when the agencies of these parts ask for more. */
    supplementDays: Type.Number(),
    supplementParts: Type.Array(Type.String()),
    /** Working days it adds for far places without a network; which these are was not found, so none is listed. */
    remoteDays: Type.Number(),
  },
  { additionalProperties: false },
)

/** The facts of one procedure as the JSON files hold them; everything that can be derived is left out. */
export const ProcedureFacts = Type.Object(
  {
    code: Type.String({ pattern: '^[1-9]\\.\\d{6}$' }),
    name: Type.String({ minLength: 1 }),
    field: Type.String({ minLength: 1 }),
    decision: Type.String({ minLength: 1 }),
    /** `record`: the full national record was read; `table`: only its code, name, limit, fee and decision. */
    read: oneOf(['record', 'table']),
    /** The tier that decides in the demo city, or the department's code. */
    decides: Type.String({ pattern: '^(commune|district|[a-z]+(-[a-z]+)+)$' }),
    /** May also be filed at the commune, from where it goes to who decides and comes back. */
    travels: Type.Optional(Type.Literal(true)),
    levels: Type.Optional(Type.Array(oneOf(procedureLevels))),
    /** Who decides by law, where that is not the People's Committee or the department. */
    agency: Type.Optional(Type.String()),
    subjects: Type.Optional(Type.Array(oneOf(subjectKinds))),
    channels: Type.Optional(Type.Array(oneOf(filingChannels))),
    limit: LimitText,
    limits: Type.Optional(perChannel(LimitText)),
    /** `lost-unit:3`: the record shows a bare 3; `no-limit`: it shows nothing. Either way the limit is a demo value. */
    limitNote: Type.Optional(Type.String({ pattern: '^(lost-unit:\\d+|no-limit)$' })),
    limitText: Type.Optional(Type.String()),
    limitUnverified: Type.Optional(Type.Literal(true)),
    fee: Fee,
    fees: Type.Optional(perChannel(Fee)),
    feeNote: Type.Optional(Type.String()),
    feeUnverified: Type.Optional(Type.Literal(true)),
    /** Hours of receiving, appraising, signing and issuing, where a published process states them. */
    process: Type.Optional(Type.Array(Type.Number({ exclusiveMinimum: 0 }), { minItems: 4, maxItems: 4 })),
    /** Whoever appraises may neither review nor sign. */
    twoPersons: Type.Optional(Type.Literal(true)),
    submit: Type.Array(Paper, { minItems: 1 }),
    /** Names in shared-components.json. */
    present: Type.Optional(Type.Array(Type.String())),
    cases: Type.Optional(
      Type.Array(Type.Object({ case: Type.String(), submit: Type.Array(Paper, { minItems: 1 }) })),
    ),
    results: Type.Array(Type.Tuple([Type.String(), Type.Union([Type.String(), Type.Null()])]), {
      minItems: 1,
    }),
    /** Name in forms.json. */
    form: Type.String(),
    /** What the specialist does, as the middle of a sentence. */
    checks: Type.String(),
    conditions: Type.Optional(Type.String()),
    /** The parts of a linked procedure; papers and results are named as their procedures list them. */
    linked: Type.Optional(LinkedFacts),
    /** The national code was not found; the one here is a demo value. */
    codeUnverified: Type.Optional(Type.Literal(true)),
    /** Numbers in legal-grounds.json. */
    grounds: Type.Array(Type.String(), { minItems: 1 }),
  },
  { additionalProperties: false },
)
export type ProcedureFacts = Static<typeof ProcedureFacts>

export const FormFile = Type.Record(Type.String(), Type.Array(FormFieldSchema, { minItems: 3, maxItems: 8 }))
export const SharedComponentFile = Type.Record(
  Type.String(),
  Type.Object({
    name: Type.String(),
    originals: Type.Integer(),
    copies: Type.Integer(),
    knownToState: Type.Literal(true),
  }),
)
export const LegalGroundFile = Type.Record(Type.String(), Type.String())

export type Certainty = 'verified' | 'unverified'

/** What of a procedure was compared with the national record, and what is a demo value. */
export type ProcedureCertainty = {
  code: Certainty
  name: Certainty
  decisionNumber: Certainty
  limit: Certainty
  fee: Certainty
  components: Certainty
  results: Certainty
  legalGrounds: Certainty
  /** Who decided in the Hanoi of 2023. */
  competentTier: Certainty
  process: Certainty
  form: Certainty
}

/** A procedure of the demo city: the catalogue's record, where it may be filed, and how sure each part is. */
export type DemoProcedure = {
  record: ProcedureRecord
  /** Name of its form in forms.json; several procedures share one. */
  formId: string
  /** Tiers whose one-stop desks take this procedure. */
  filedAt: ('commune' | 'district' | 'department')[]
  travels: boolean
  certainty: ProcedureCertainty
}
