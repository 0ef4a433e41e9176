/** How a refusal ends for the caller; platform/http-server.ts maps each kind to one HTTP status. */
export type ErrorKind = 'invalid' | 'forbidden' | 'not_found' | 'conflict' | 'unavailable'

/** A sentence in both languages of the product, saying what is wrong and how to mend it. */
export type Sentence = { vi: string; en: string }

/** A refusal: expected, shown to the user, never logged as a bug. Anything else thrown is a bug. */
export class AppError extends Error {
  override name = 'AppError'
  readonly kind: ErrorKind
  /** Stable code `module.reason`. */
  readonly code: string
  readonly vi: string
  readonly en: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(kind: ErrorKind, code: string, sentence: Sentence, facts: Record<string, unknown> = {}) {
    super(`${code}: ${sentence.en}`)
    this.kind = kind
    this.code = code
    this.vi = sentence.vi
    this.en = sentence.en
    this.facts = facts
  }
}

export function refusal(
  kind: ErrorKind,
  code: string,
  sentence: Sentence,
  facts: Record<string, unknown> = {},
): AppError {
  return new AppError(kind, code, sentence, facts)
}
