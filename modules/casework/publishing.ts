import { Type, type Static } from 'typebox'
import { postKinds } from '#modules/organisation/contract.ts'
import type { Limit } from '#modules/calendar/contract.ts'
import type { Decision } from './process/dmn/decision.ts'
import type { AskedFact, KnownFact } from './process/facts-asked.ts'
import type { Problem } from './process/problem.ts'
import { doerPlaces, type ProcessStep } from './process/process-table.ts'

// What people who draft and publish processes send and see; part of door 1.

export type VersionState = 'draft' | 'submitted' | 'published' | 'retired'
export type VersionAction = 'edit' | 'remove' | 'submit' | 'send_back' | 'publish' | 'retire'

/** A model has fewer than 5.000 elements; a text longer than this is none. */
export const MAX_MODEL_CHARACTERS = 900_000
const MAX_STEPS = 200

const day = () => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const oneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Unsafe<Words[number]>(Type.Enum([...words]))
const modelText = () => Type.String({ maxLength: MAX_MODEL_CHARACTERS })
// Null first: the server turns what it can into what it tries first, and null into an empty text.
const dmnText = () => Type.Union([Type.Null(), Type.String({ maxLength: MAX_MODEL_CHARACTERS })])

/** A row as it is typed; what is wrong with it is told as a problem, not refused. */
export const StepSchema = Type.Unsafe<ProcessStep>(
  Type.Object(
    {
      key: Type.String({ maxLength: 60 }),
      work: Type.String({ maxLength: 1_000 }),
      postKind: oneOf(postKinds),
      place: oneOf(doerPlaces),
      minutes: Type.Number({ minimum: 0, maximum: 10_000_000 }),
      stage: Type.Optional(Type.String({ maxLength: 200 })),
      output: Type.Optional(Type.String({ maxLength: 1_000 })),
      notBy: Type.Optional(Type.String({ maxLength: 60 })),
    },
    { additionalProperties: false },
  ),
)

/** A process as written: the table officials write, or a BPMN model. */
export const ContentSchema = Type.Union([
  Type.Object(
    { form: Type.Literal('table'), steps: Type.Array(StepSchema, { maxItems: MAX_STEPS }), dmn: dmnText() },
    { additionalProperties: false },
  ),
  Type.Object(
    { form: Type.Literal('model'), bpmn: modelText(), dmn: dmnText() },
    { additionalProperties: false },
  ),
])
export type Content = Static<typeof ContentSchema>

export const subjectSchema = Type.String({ minLength: 1, maxLength: 60, pattern: '^[0-9A-Za-z.]+$' })
export const ProcessParams = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2147483647 }) })
export const VersionParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: 2147483647 }),
  no: Type.Integer({ minimum: 1, maximum: 100_000 }),
})

export const StartProcessSchema = Type.Object(
  {
    /** A procedure code; null for a general process, which then needs a name. */
    subject: Type.Union([Type.Null(), subjectSchema]),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false },
)
export type StartProcess = Static<typeof StartProcessSchema>

/** A new draft begins as a copy of a version, or of the procedure’s own table (0). */
export const StartVersionSchema = Type.Object(
  { from: Type.Integer({ minimum: 0, maximum: 100_000 }) },
  { additionalProperties: false },
)

export const SaveVersionSchema = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    content: ContentSchema,
    note: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
)
export type SaveVersion = Static<typeof SaveVersionSchema>

export const MoveVersionSchema = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    note: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
)
export type MoveVersion = Static<typeof MoveVersionSchema>

export const PublishVersionSchema = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    decisionNumber: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    decisionDate: day(),
    validFrom: day(),
    note: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
)
export type PublishVersion = Static<typeof PublishVersionSchema>

export const RetireVersionSchema = Type.Object(
  { revision: Type.Integer({ minimum: 1 }), validTo: day() },
  { additionalProperties: false },
)
export type RetireVersion = Static<typeof RetireVersionSchema>

export const ProcessListQuery = Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })) })
export const SubjectQuery = Type.Object({ q: Type.String({ maxLength: 200 }) })

export const CheckContentSchema = Type.Object(
  { subject: Type.Union([Type.Null(), subjectSchema]), content: ContentSchema },
  { additionalProperties: false },
)

/** What one filing channel allows; `minutes` is null where the limit does not count working time. */
export type SubjectLimit = { channel: string; limit: Limit; minutes: number | null; vi: string; en: string }

export type VersionHead = {
  no: number
  state: VersionState
  /** Cases that run on it and are not closed. */
  openCases: number
  decisionNumber: string | null
  decisionDate: string | null
  validFrom: string | null
  /** The first day on which new cases no longer take it. */
  validTo: string | null
  /** Whether new cases take it today. */
  inForce: boolean
  authors: string[]
  publisher: string | null
  note: string
  /** Why the draft was sent back to its authors; null unless it was. */
  sentBack: string | null
  changedAt: string
}

export type ProcessHead = { id: number; kind: string; subject: string | null; name: string }
export type ProcessSummary = ProcessHead & { versions: VersionHead[] }
export type ProcessList = { processes: ProcessSummary[] }

export type ProcessDetail = ProcessSummary & {
  limits: SubjectLimit[]
  /** Cases that still run on the procedure’s own table; null: it has none. */
  ownTable: { openCases: number } | null
  mayDraft: boolean
}

/** What the server says of a content: the same in both forms, and everything that keeps it from being published. */
export type Examined = {
  /** The table that says the same; null where a table cannot, see `stops`. */
  steps: readonly ProcessStep[] | null
  stops: Problem[]
  bpmn: string
  problems: Problem[]
  /** Working minutes of the longest way. */
  minutes: number | null
  /** The decisions of the DMN file beside it. */
  decisions: Decision[]
  /** What the conditions and decisions ask of a case. */
  asks: AskedFact[]
}

export type VersionView = {
  process: ProcessHead
  version: VersionHead
  revision: number
  content: Content
  examined: Examined
  limits: SubjectLimit[]
  /** What conditions and decisions may ask of a case. */
  facts: readonly KnownFact[]
  /** Decisions that are asked when a case is opened, where a table of the name is published. */
  askedAtOpening: readonly KnownFact[]
  allowedActions: VersionAction[]
  /** The city's day. */
  today: string
}

export type SubjectLine = { code: string; name: string }
