import { Type, type Static } from 'typebox'
import { CommandKey } from './contract.ts'
import type { Json, Vars } from './process/json.ts'

// What officials and outside systems say about cases that wait for something besides people. Pure.

const Sentence = Type.Object({ vi: Type.String(), en: Type.String() })

export const IncidentSchema = Type.Object({
  caseId: Type.String(),
  key: Type.String(),
  /** Code and title of the case, as people know it. */
  caseCode: Type.String(),
  title: Type.String(),
  kind: Type.String(),
  unit: Type.Object({ id: Type.Integer(), name: Type.String() }),
  /** The element of the process, as people call it. */
  element: Type.String(),
  code: Type.String(),
  why: Sentence,
  /** What the engine knows about it, for whoever mends it. */
  facts: Type.Record(Type.String(), Type.Unknown()),
  since: Type.String(),
  allowedActions: Type.Array(Type.Literal('retry')),
})
/** A place where a case cannot go on. */
export type IncidentView = Static<typeof IncidentSchema>

export const IncidentListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
})
export const IncidentListSchema = Type.Object({
  total: Type.Integer(),
  incidents: Type.Array(IncidentSchema),
  now: Type.String(),
})
export type IncidentList = Static<typeof IncidentListSchema>

const CaseId = Type.String({ pattern: '^[0-8]?[0-9]{1,18}$' })

export const RetryIncidentSchema = Type.Object(
  { caseId: CaseId, key: Type.String({ minLength: 1, maxLength: 300 }), commandKey: CommandKey },
  { additionalProperties: false },
)
export type RetryIncident = Static<typeof RetryIncidentSchema>
export const RetriedSchema = Type.Object({ left: Type.Array(IncidentSchema) })

const Name = Type.String({ minLength: 1, maxLength: 200 })
const Values = Type.Unsafe<Vars>(
  Type.Record(Type.String({ maxLength: 200 }), Type.Unknown(), { maxProperties: 100 }),
)

/** A message of an outside system for the one case that waits for its name and correlation. */
export const SendMessageSchema = Type.Object(
  {
    commandKey: CommandKey,
    name: Name,
    /** What tells the case: a text, a number, or nothing for whoever waits for the name. */
    correlation: Type.Optional(
      Type.Unsafe<Json>(
        Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean(), Type.Null()]),
      ),
    ),
    vars: Type.Optional(Values),
    /** How many of the city's days it waits for a case that is not there yet; 30 unless told. */
    keepDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })),
  },
  { additionalProperties: false },
)
export type SendMessage = Static<typeof SendMessageSchema>
export const MessageSentSchema = Type.Object({
  /** The case that took it; null while none waits for it. */
  caseId: Type.Union([Type.String(), Type.Null()]),
  kept: Type.Boolean(),
})

export const FetchCallsSchema = Type.Object(
  {
    topics: Type.Array(Name, { minItems: 1, maxItems: 50 }),
    most: Type.Integer({ minimum: 1, maximum: 100 }),
    /** How long nobody else is given these calls. */
    leaseSeconds: Type.Integer({ minimum: 5, maximum: 3_600 }),
  },
  { additionalProperties: false },
)
export type FetchCalls = Static<typeof FetchCallsSchema>
const CallSchema = Type.Object({
  caseId: Type.String(),
  no: Type.Integer(),
  lease: Type.String(),
  topic: Type.String(),
  vars: Type.Record(Type.String(), Type.Unknown()),
  attempt: Type.Integer(),
})
export const CallsFetchedSchema = Type.Object({ calls: Type.Array(CallSchema) })

const Held = {
  caseId: CaseId,
  no: Type.Integer({ minimum: 1 }),
  lease: Type.String({ minLength: 1, maxLength: 50 }),
}
export const CompleteCallSchema = Type.Object(
  { ...Held, outcome: Type.Optional(Values) },
  { additionalProperties: false },
)
/** A fault with a code is one of the process, which may have a way for it; one without is tried again. */
export const FailCallSchema = Type.Object(
  {
    ...Held,
    message: Type.String({ minLength: 1, maxLength: 1_000 }),
    errorCode: Type.Optional(Name),
  },
  { additionalProperties: false },
)
export const CallSettledSchema = Type.Object({ settled: Type.Literal(true) })
