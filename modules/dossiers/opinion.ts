import { Type, type Static } from 'typebox'
import type { Limit } from '#modules/calendar/contract.ts'

// Part of door 1: opinions asked of other agencies while a dossier is being handled.

/** What an agency may answer. */
export const verdicts = ['agree', 'agree_with_conditions', 'disagree', 'not_competent'] as const
export type Verdict = (typeof verdicts)[number]

/** What silence means once the limit has passed: noted as no answer, or counted as consent by a rule that says so. */
export const silenceRules = ['recorded', 'consent'] as const
export type SilenceRule = (typeof silenceRules)[number]

/** The one extension there is: granted by whoever asked, or taken at once where the question allows it. */
export const extensionRules = ['on_request', 'direct'] as const
export type ExtensionRule = (typeof extensionRules)[number]

/** Where one opinion stands. */
export type OpinionState = 'asked' | Verdict | 'lapsed_no_answer' | 'lapsed_consent' | 'withdrawn'

const oneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Unsafe<Words[number]>(Type.Enum([...words]))

/** Working time on the calendar of the unit that is asked. */
export const OpinionLimit = Type.Object({
  unit: oneOf(['hours', 'working_days']),
  amount: Type.Number({ exclusiveMinimum: 0, maximum: 250 }),
})
export type OpinionLimit = Static<typeof OpinionLimit>

const text = (minLength: number, maxLength: number) => Type.String({ minLength, maxLength, pattern: '\\S' })
const opinion = { opinion: Type.Integer({ minimum: 1, maximum: 9999 }) }
const files = Type.Optional(
  Type.Array(Type.Object({ token: text(1, 200), componentId: Type.String({ maxLength: 60 }) }), {
    maxItems: 20,
  }),
)

/** What each action takes besides the step itself. */
export const opinionBodies = {
  consult: {
    question: text(3, 4000),
    asked: Type.Array(Type.Object({ unitId: Type.Integer({ minimum: 1 }), limit: OpinionLimit }), {
      minItems: 1,
      maxItems: 30,
    }),
    silence: oneOf(silenceRules),
    /** What makes silence consent; required then. */
    legalGround: Type.Optional(text(3, 500)),
    extension: oneOf(extensionRules),
    /** Why the opinion may come after the dossier itself is due; without it such a limit is refused. */
    beyondDueReason: Type.Optional(text(3, 1000)),
    files,
  },
  give_opinion: { ...opinion, verdict: oneOf(verdicts), text: Type.Optional(text(1, 8000)), files },
  extend_opinion: { ...opinion, limit: OpinionLimit, reason: text(3, 1000) },
  /** The time that is given; without it the extension is refused. */
  answer_extension: {
    ...opinion,
    limit: Type.Optional(OpinionLimit),
    beyondDueReason: Type.Optional(text(3, 1000)),
  },
  accept_late_opinion: opinion,
  withdraw_consultation: opinion,
} as const

export type OpinionAction = keyof typeof opinionBodies

/** Done to one opinion in its own panel, or to ask for opinions: not by the one bar of actions. */
export function isOpinionAction(action: string): action is OpinionAction {
  return Object.hasOwn(opinionBodies, action)
}

/** The answer of an agency; `isLate`: after the limit, so it changes the outcome only once it is accepted. */
export type OpinionAnswer = {
  verdict: Verdict
  text: string
  at: string
  by: string | null
  isLate: boolean
  isAccepted: boolean
}

/** One opinion of one agency, with its own slice of time. */
export type OpinionView = {
  no: number
  /** Questions sent together share their text and files, kept under `consult:<round>`; those of an answer under `opinion:<no>`. */
  round: number
  unit: { id: number; name: string }
  askedBy: { name: string | null; unit: string | null }
  question: string
  askedAt: string
  limit: Limit
  dueAt: string
  isOverdue: boolean
  beyondDueReason: string | null
  silence: SilenceRule
  legalGround: string | null
  state: OpinionState
  closedAt: string | null
  /** Whether it came within its limit; null while it may still come, and where it was withdrawn. */
  isOnTime: boolean | null
  extension: {
    state: 'none' | 'asked' | 'granted' | 'refused'
    isDirect: boolean
    limit: Limit | null
    reason: string | null
  }
  answer: OpinionAnswer | null
  allowedActions: OpinionAction[]
}

/** What the owner is told: who is asked and by when, never the text. */
export type PublicOpinion = {
  unit: string
  askedAt: string
  dueAt: string
  state: 'asked' | 'answered' | 'lapsed'
}
