import { ApiError } from './api.ts'

/** Where the input is wrong: the path of the field, as `owner.fullName`, and what the server said of it. */
export type FieldProblem = { path: string; problem: string }

/** The fields an answer complains about; empty when it complains of something else. */
export function fieldProblems(error: unknown): FieldProblem[] {
  if (!(error instanceof ApiError)) return []
  const { problems, field } = error.facts
  if (typeof field === 'string') return [{ path: pathOf(field), problem: error.vi }]
  if (!Array.isArray(problems)) return []
  return problems.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('at' in each) || typeof each.at !== 'string') return []
    const problem = 'problem' in each && typeof each.problem === 'string' ? each.problem : ''
    return [{ path: pathOf(each.at), problem }]
  })
}

function pathOf(pointer: string): string {
  return pointer.replace(/^\//, '').replaceAll('/', '.')
}
