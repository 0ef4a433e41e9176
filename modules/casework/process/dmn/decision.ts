/** What a value must be; anything else counts as free. */
export type ValueType = 'string' | 'number' | 'boolean' | 'date' | 'time' | 'date and time' | 'any'

export type HitPolicy = 'U' | 'A' | 'F' | 'R' | 'C'
export type Aggregator = 'SUM' | 'MIN' | 'MAX' | 'COUNT'

export type DecisionInput = {
  expression: string
  type: ValueType /** Unary test of what is allowed. */
  allowed: string | null
}
export type DecisionOutput = {
  name: string
  type: ValueType
  allowed: string | null /** FEEL given where no rule holds. */
  fallback: string | null
}
/** A line of the table: a unary test per input (null: whatever it is), a FEEL text per output. */
export type DecisionRule = { id: string; tests: readonly (string | null)[]; gives: readonly string[] }

export type DecisionLogic =
  | { is: 'literal'; text: string }
  | {
      is: 'table'
      hitPolicy: HitPolicy
      aggregator: Aggregator | null
      inputs: readonly DecisionInput[]
      outputs: readonly DecisionOutput[]
      rules: readonly DecisionRule[]
    }

/** One decision of a DMN model, plain data. */
export type Decision = {
  id: string
  name: string
  /** The name under which its value is known to the decisions that need it. */
  variable: string
  /** Ids of the decisions it needs. */
  needs: readonly string[]
  logic: DecisionLogic
}
