import type { Decide } from '../decide.ts'
import { ProcessFailure } from '../failure.ts'
import { holds, storable, typedValueOf } from '../feel.ts'
import type { Json, Vars } from '../json.ts'
import type {
  Aggregator,
  Decision,
  DecisionInput,
  DecisionLogic,
  DecisionOutput,
  DecisionRule,
  ValueType,
} from './decision.ts'

type Context = { readonly [name: string]: unknown }
type Table = DecisionLogic & { is: 'table' }

/** Decisions as the engine asks them, by id or by name. Errors when asked: ProcessFailure `dmn.…`. */
export function decideByTables(decisions: readonly Decision[]): Decide {
  const known = new Map([
    ...decisions.map((one) => [one.name, one] as const),
    ...decisions.map((one) => [one.id, one] as const),
  ])

  function valueOf(decision: Decision, context: Context, done: Map<string, unknown>): unknown {
    if (done.has(decision.id)) return done.get(decision.id)
    const needed = decision.needs.map((id) => {
      const one = getDecision(id)
      return [one.variable, valueOf(one, context, done)] as const
    })
    const within = needed.length === 0 ? context : { ...context, ...Object.fromEntries(needed) }
    const value =
      decision.logic.is === 'literal'
        ? typedValueOf(decision.logic.text, within)
        : readOff(decision, decision.logic, within)
    done.set(decision.id, value)
    return value
  }

  function getDecision(id: string): Decision {
    const decision = known.get(id)
    if (!decision) throw new ProcessFailure('dmn.unknown_decision', { decision: id })
    return decision
  }

  return (id: string, context: Vars): Json => storable(id, valueOf(getDecision(id), context, new Map()))
}

function readOff(decision: Decision, table: Table, context: Context): unknown {
  const values = table.inputs.map((input) => inputValue(decision, input, context))
  const met = table.rules.filter(({ tests }) =>
    tests.every((test, index) => test === null || holds(test, values[index], context)),
  )
  const results = (rules: readonly DecisionRule[]) =>
    rules.map((rule) => resultOf(decision, table.outputs, rule.gives, context))
  switch (table.hitPolicy) {
    case 'U':
      if (met.length > 1)
        throw new ProcessFailure('dmn.not_unique', { decision: decision.id, rules: met.map(({ id }) => id) })
      return results(met)[0] ?? fallback(decision, table, context)
    case 'A': {
      const [first, ...others] = results(met)
      if (others.some((one) => !same(one, first)))
        throw new ProcessFailure('dmn.not_any', { decision: decision.id, rules: met.map(({ id }) => id) })
      return first ?? fallback(decision, table, context)
    }
    case 'F':
      return results(met.slice(0, 1))[0] ?? fallback(decision, table, context)
    case 'R':
      return results(met)
    case 'C':
      return table.aggregator ? aggregate(decision, table.aggregator, results(met)) : results(met)
  }
}

function inputValue(
  decision: Decision,
  { expression, type, allowed }: DecisionInput,
  context: Context,
): unknown {
  const value = typed(typedValueOf(expression, context), type)
  if (value === undefined)
    throw new ProcessFailure('dmn.input_type', { decision: decision.id, input: expression, type })
  if (value !== null && allowed !== null && !holds(allowed, value, {}))
    throw new ProcessFailure('dmn.input_not_allowed', { decision: decision.id, input: expression, allowed })
  return value
}

/** The value as its type has it: dates come as text from a case. Undefined: it is none of the type. */
function typed(value: unknown, type: ValueType): unknown {
  if (value === null || type === 'any') return value
  if (type === 'string' || type === 'number' || type === 'boolean')
    return typeof value === type ? value : undefined
  if (typeof value !== 'string') return value
  return typedValueOf(`${type}(written)`, { written: value }) ?? undefined
}

function resultOf(
  decision: Decision,
  outputs: readonly DecisionOutput[],
  gives: readonly string[],
  context: Context,
): unknown {
  const values = outputs.map((output, index) =>
    outputValue(decision, output, gives[index] ?? 'null', context),
  )
  if (outputs.length === 1) return values[0]
  return Object.fromEntries(outputs.map(({ name }, index) => [name, values[index]]))
}

function outputValue(
  decision: Decision,
  { name, type, allowed }: DecisionOutput,
  text: string,
  context: Context,
): unknown {
  const value = typed(typedValueOf(text, context), type)
  if (value === undefined)
    throw new ProcessFailure('dmn.output_type', { decision: decision.id, output: name, type })
  if (value !== null && allowed !== null && !holds(allowed, value, {}))
    throw new ProcessFailure('dmn.output_not_allowed', { decision: decision.id, output: name, allowed })
  return value
}

/** Where no rule holds: what the outputs say for that case, otherwise nothing. */
function fallback(decision: Decision, { outputs }: Table, context: Context): unknown {
  if (outputs.every((output) => output.fallback === null)) return null
  return resultOf(
    decision,
    outputs,
    outputs.map((output) => output.fallback ?? 'null'),
    context,
  )
}

function aggregate(decision: Decision, aggregator: Aggregator, values: readonly unknown[]): number | null {
  if (aggregator === 'COUNT') return values.length
  const numbers = values.map((value) => {
    if (typeof value !== 'number')
      throw new ProcessFailure('dmn.not_a_number', { decision: decision.id, aggregator })
    return value
  })
  if (numbers.length === 0) return null
  if (aggregator === 'SUM') return numbers.reduce((sum, one) => sum + one, 0)
  return aggregator === 'MIN' ? Math.min(...numbers) : Math.max(...numbers)
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(storable('', one)) === JSON.stringify(storable('', other))
}
