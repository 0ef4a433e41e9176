import type { Json, Vars } from './json.ts'

/** Evaluates a decision by its id; given to a machine when it is compiled. Errors: ProcessFailure. */
export type Decide = (decision: string, context: Vars) => Json
