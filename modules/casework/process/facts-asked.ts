import { parseExpression, parseUnaryTests } from 'feelin'
import { nodesWithin, scopesWithin, type FlowNode, type ProcessDefinition } from './definition.ts'
import type { Decision } from './dmn/decision.ts'

/** What the owner of a kind of case says of a fact its cases have. */
export type KnownFact = { name: string; values: string[]; vi: string; en: string }

/** A name that conditions, decisions and mappings speak of, with the texts and numbers it is held against. */
export type AskedFact = { name: string; values: string[]; vi?: string; en?: string }

/** What a process must be told from outside: names it reads and never writes itself. */
export function factsAsked(
  definitions: readonly ProcessDefinition[],
  decisions: readonly Decision[],
  known: readonly KnownFact[] = [],
): AskedFact[] {
  const asked = new Map<string, Set<string>>()
  const own = new Set<string>(['loopCounter'])
  const read = (text: string | null) => {
    if (text === null) return
    for (const name of namesIn(text)) {
      const values = asked.get(name) ?? new Set<string>()
      for (const value of comparedWith(name, text)) values.add(value)
      asked.set(name, values)
    }
  }
  for (const { scope, id } of definitions) {
    for (const { scope: one } of scopesWithin(scope, id))
      for (const { condition } of one.flows) read(condition)
    for (const node of nodesWithin(scope)) {
      for (const text of textsOf(node)) read(text)
      for (const name of writtenBy(node)) own.add(name)
    }
  }
  for (const { logic, variable } of decisions) {
    own.add(variable)
    if (logic.is === 'literal') {
      read(logic.text)
      continue
    }
    logic.inputs.forEach(({ expression, allowed }, column) => {
      read(expression)
      const values = asked.get(expression.trim())
      if (!values) return
      const tests = [allowed, ...logic.rules.map(({ tests: cells }) => cells[column] ?? null)]
      for (const test of tests) for (const value of literalsIn(test ?? '')) values.add(value)
    })
    for (const { gives } of logic.rules) gives.forEach(read)
  }
  return [...asked]
    .filter(([name]) => !own.has(name))
    .map(([name, values]): AskedFact => {
      const said = known.find((one) => one.name === name)
      return { ...said, name, values: [...new Set([...(said?.values ?? []), ...values])] }
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function textsOf(node: FlowNode): string[] {
  const mapped = [...('inputs' in node ? node.inputs : []), ...('outputs' in node ? node.outputs : [])].map(
    ({ source }) => source,
  )
  const loop = 'loop' in node && node.loop ? [node.loop.cardinality, node.loop.collection] : []
  return [...mapped, ...loop.flatMap((text) => text ?? [])]
}

function writtenBy(node: FlowNode): string[] {
  return [
    ...('outputs' in node ? node.outputs.map(({ target }) => target) : []),
    ...('inputs' in node ? node.inputs.map(({ target }) => target) : []),
    ...(node.kind === 'rule' && node.result !== null ? [node.result] : []),
    ...('loop' in node && node.loop
      ? [node.loop.item, node.loop.outputCollection].flatMap((name) => name ?? [])
      : []),
  ]
}

/** The variables of an expression; of a path `a.b` the first part. */
function namesIn(text: string): string[] {
  const found = new Set<string>()
  parseExpression(text, {}, undefined).iterate({
    enter(node) {
      if (node.type.name === 'VariableName') {
        const name = text.slice(node.from, node.to)
        if (!(node.node.parent?.type.name === 'FunctionInvocation')) found.add(name)
      }
    },
  })
  return [...found]
}

function comparedWith(name: string, text: string): string[] {
  const found: string[] = []
  const pattern = new RegExp(
    `(?:^|[^\\p{L}\\p{N}_.])${name.replace(/[^\p{L}\p{N}_ ]/gu, '\\$&')}\\s*!?=\\s*(?:"([^"]*)"|(-?\\d+(?:\\.\\d+)?|true|false))`,
    'gu',
  )
  for (const [, written, plain] of text.matchAll(pattern)) found.push(written ?? plain ?? '')
  return found
}

function literalsIn(test: string): string[] {
  const found: string[] = []
  parseUnaryTests(test, {}, undefined).iterate({
    enter(node) {
      if (node.type.name === 'StringLiteral') found.push(test.slice(node.from + 1, node.to - 1))
      if (node.type.name === 'BooleanLiteral') found.push(test.slice(node.from, node.to))
    },
  })
  return found
}
