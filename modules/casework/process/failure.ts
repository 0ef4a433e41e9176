import type { Json } from './json.ts'

/** Why a token cannot go on with the data it met; the case waits there as an incident, with a retry. */
export class ProcessFailure extends Error {
  override name = 'ProcessFailure'
  readonly code: string
  readonly facts: { readonly [name: string]: Json }
  constructor(code: string, facts: { readonly [name: string]: Json }) {
    super(`${code}: ${JSON.stringify(facts)}`)
    this.code = code
    this.facts = facts
  }
}
