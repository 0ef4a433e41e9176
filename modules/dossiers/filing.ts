import { Type, type Static } from 'typebox'
import { CommandKey } from '#modules/casework/contract.ts'

export const channels = ['counter', 'online', 'post'] as const
export type Channel = (typeof channels)[number]

/** A name of a person or an organisation. */
export const Name = Type.String({ minLength: 2, maxLength: 120 })
/** Text of a bounded length. */
export const Text = (max: number) => Type.String({ maxLength: max })

/** A person or an organisation that files or owns. */
export const Party = Type.Object({
  kind: Type.Union([Type.Literal('citizen'), Type.Literal('enterprise'), Type.Literal('household_business')]),
  fullName: Name,
  identityNumber: Type.Optional(Type.String({ pattern: '^[0-9]{9,14}(-[0-9]{3})?$' })),
  dateOfBirth: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  address: Type.Optional(Text(300)),
  phone: Type.Optional(Type.String({ pattern: '^[0-9+ ]{8,16}$' })),
  email: Type.Optional(Type.String({ pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', maxLength: 200 })),
})
export type Party = Static<typeof Party>

/** What came for one component of the procedure. */
export const ComponentReceived = Type.Object({
  componentId: Type.String({ maxLength: 60 }),
  originals: Type.Integer({ minimum: 0, maximum: 99 }),
  copies: Type.Integer({ minimum: 0, maximum: 99 }),
  /** Taken from data the State holds, so no paper is asked. */
  fromData: Type.Optional(Type.Boolean()),
})
export type ComponentReceived = Static<typeof ComponentReceived>

export const Delivery = Type.Union([Type.Literal('counter'), Type.Literal('post'), Type.Literal('online')])
export type Delivery = Static<typeof Delivery>

export const FormData = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 }))
export type FormData = Static<typeof FormData>

/** A staged upload attached to a component, `result` for results. */
export const StagedFile = Type.Object({
  token: Type.String({ maxLength: 200 }),
  componentId: Type.String({ maxLength: 60 }),
})
export type StagedFile = Static<typeof StagedFile>

/** What is needed to file a dossier, whoever types it. */
export const Filing = Type.Object({
  procedureCode: Type.String({ pattern: '^[1-9]\\.[0-9]{6}([.][A-Z][0-9]{2})?$' }),
  /** The commune, district or department where it is filed. */
  receivingUnitId: Type.Integer({ minimum: 1 }),
  owner: Party,
  submitter: Type.Optional(Party),
  form: FormData,
  components: Type.Array(ComponentReceived, { maxItems: 60 }),
  files: Type.Array(StagedFile, { maxItems: 60 }),
  sets: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  delivery: Delivery,
})
export type Filing = Static<typeof Filing>

/** What is filled in so far, to be told the fee and the papers asked for. */
export const AskTerms = Type.Object({
  ...Type.Pick(Filing, ['procedureCode', 'form', 'sets']).properties,
  channel: Type.Unsafe<Channel>(Type.Enum([...channels])),
})
export type AskTerms = Static<typeof AskTerms>

/** Filing at the counter: received in the same act. */
export const CounterFiling = Type.Object({
  ...Filing.properties,
  channel: Type.Union([Type.Literal('counter'), Type.Literal('post')]),
  commandKey: CommandKey,
  /** When the papers were taken in, if earlier than now (a line was down). */
  happenedAt: Type.Optional(Type.String({ format: 'date-time' })),
})
export type CounterFiling = Static<typeof CounterFiling>

/** Decisions, by id or name, that are asked when a dossier is filed. */
export const decidedAtFiling = { fee: 'fee', components: 'components' } as const
export type DecidedAtFiling = keyof typeof decidedAtFiling

export type FilingTerms = {
  /** Whole đồng; null: not stated, or not yet to be told from what is filled in. */
  feeVnd: number | null
  /** Ids of the components that must come; null: as the procedure says in general. */
  components: string[] | null
  /** Which of the two a table decides; one that is null nevertheless cannot be told yet from what is filled in. */
  decided: DecidedAtFiling[]
  /** What published the tables. */
  ground: { decisionNumber: string; version: number } | null
}
