import { ApiError } from './api.ts'

/** Where the input is wrong: the path of the field, as `owner.fullName`, and what the server said of it. */
export type FieldProblem = { path: string; vi: string; en: string }

/** The fields an answer complains about; empty when it complains of something else. */
export function fieldProblems(error: unknown): FieldProblem[] {
  if (!(error instanceof ApiError)) return []
  const { problems, field } = error.facts
  if (typeof field === 'string') return [{ path: pathOf(field), vi: error.vi, en: error.en }]
  return Array.isArray(problems) ? problems.flatMap(problemIn) : []
}

function problemIn(each: unknown): FieldProblem[] {
  if (typeof each !== 'object' || each === null) return []
  const facts: Record<string, unknown> = { ...each }
  const path = facts['field'] ?? facts['at']
  if (typeof path !== 'string') return []
  const said = (language: string) => String(facts[language] ?? facts['problem'] ?? '')
  return [{ path: pathOf(path), vi: said('vi'), en: said('en') }]
}

function pathOf(pointer: string): string {
  return pointer.replace(/^\//, '').replaceAll('/', '.')
}
