/** Something wrong in a model: where it stands, what is wrong, and what to write instead. */
export type Problem = {
  /** Id of the element; empty: the file as a whole. */
  elementId: string
  /** Stable word for the rule that was broken. */
  rule: string
  /** A warning may be published; an error may not. */
  severity: 'error' | 'warning'
  vi: string
  en: string
  /** Where in the text of a file or of an expression, from 1. */
  position?: { line: number; column: number }
}

type Words = { vi: string; en: string }

export function problem(elementId: string, rule: string, { vi, en }: Words): Problem {
  return { elementId, rule, severity: 'error', vi, en }
}

export function warning(elementId: string, rule: string, { vi, en }: Words): Problem {
  return { elementId, rule, severity: 'warning', vi, en }
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error')
}
