import { Type, type Static } from 'typebox'
import type { PostKind } from '#modules/organisation/contract.ts'
import type { AskedFact } from './process/facts-asked.ts'
import type { DoerPlace } from './process/process-table.ts'
import { ContentSchema, MAX_MODEL_CHARACTERS, subjectSchema } from './publishing.ts'

// A case walked on paper before its process is published; part of door 1.

const moment = () => Type.String({ maxLength: 40, pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}' })
const factName = () => Type.String({ minLength: 1, maxLength: 100 })

/** A value as it is typed; the server reads numbers, true and false out of it. */
const FactSchema = Type.Object(
  { name: factName(), value: Type.String({ maxLength: 500 }) },
  { additionalProperties: false },
)
export type Fact = Static<typeof FactSchema>

export const SimulateSchema = Type.Object(
  {
    subject: Type.Union([Type.Null(), subjectSchema]),
    content: ContentSchema,
    receivedAt: moment(),
    channel: Type.Optional(Type.String({ maxLength: 20 })),
    calendarId: Type.Optional(Type.Integer({ minimum: 1 })),
    facts: Type.Array(FactSchema, { maxItems: 100 }),
    answers: Type.Array(
      Type.Object(
        {
          key: Type.String({ maxLength: 100 }),
          turn: Type.Integer({ minimum: 1, maximum: 1_000 }),
          facts: Type.Array(FactSchema, { maxItems: 20 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 100 },
    ),
    messages: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 }),
  },
  { additionalProperties: false },
)
export type Simulate = Static<typeof SimulateSchema>

/** Who has the case, from when, and until when by the plan. */
export type WalkLine =
  | {
      does: 'task'
      /** The element of the model. */
      element: string
      key: string
      /** How often the step has opened, from 1. */
      turn: number
      work: string
      postKind: PostKind | null
      place: DoerPlace | null
      minutes: number
      at: string
      until: string
      /** Done, even in time, after the whole was due. */
      late: boolean
    }
  | { does: 'timer'; element: string; at: string; until: string; outcome: 'waiting' | 'fired' | 'taken_off' }
  | { does: 'service' | 'message' | 'received'; element: string; name: string; at: string }

export type Walk = {
  lines: WalkLine[]
  /** Why the walk went no further; null: it came to the end. */
  stopped: 'needs_data' | 'waits' | 'goes_round' | null
  incidents: { element: string; code: string }[]
  /** Messages for which everything waits. */
  waitsFor: string[]
  endsAt: string | null
  dueAt: string | null
  late: boolean
}

export type { AskedFact as WalkAsk } from './process/facts-asked.ts'

export type Simulated = { walk: Walk; asks: AskedFact[] }

export const DecideSchema = Type.Object(
  {
    dmn: Type.String({ maxLength: MAX_MODEL_CHARACTERS }),
    decision: Type.String({ minLength: 1, maxLength: 200 }),
    facts: Type.Array(FactSchema, { maxItems: 100 }),
  },
  { additionalProperties: false },
)
export type Decide = Static<typeof DecideSchema>

/** What a decision gave, or the stable word for why it gave nothing. */
export type Decided = { value: unknown; failure: string | null }
