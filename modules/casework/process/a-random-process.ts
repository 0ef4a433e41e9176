import fc from 'fast-check'
import {
  aModel,
  boundary,
  caught,
  end,
  gate,
  loop,
  message,
  scope,
  start,
  sub,
  timer,
  user,
} from './a-process-model.ts'
import type { Flow, FlowNode, Gateway, ProcessDefinition } from './definition.ts'

// Random processes built of blocks: each has one way in and one way out, so each must end, with one token.

export type Block =
  | { is: 'task' }
  | { is: 'many'; count: number; sequential: boolean }
  | { is: 'late' }
  | { is: 'race' }
  | { is: 'line' | 'one_of' | 'all_of' | 'some_of'; parts: Block[] }
  | { is: 'sub' | 'again'; part: Block }

export const { block } = fc.letrec<{ block: Block }>((tie) => {
  const parts = fc.array(tie('block'), { minLength: 2, maxLength: 3 })
  return {
    block: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constant<Block>({ is: 'task' }),
      fc.record<Block & { is: 'many' }>({
        is: fc.constant('many' as const),
        count: fc.nat({ max: 3 }),
        sequential: fc.boolean(),
      }),
      fc.constant<Block>({ is: 'late' }),
      fc.constant<Block>({ is: 'race' }),
      fc.record({ is: fc.constantFrom('line', 'one_of', 'all_of', 'some_of'), parts }) as fc.Arbitrary<Block>,
      fc.record({ is: fc.constantFrom('sub', 'again'), part: tie('block') }) as fc.Arbitrary<Block>,
    ),
  }
})

type Part = { nodes: FlowNode[]; flows: Flow[]; first: string; last: string }

/** The process of a block. */
export function build(block: Block): ProcessDefinition {
  let count = 0
  const next = (word: string) => `${word}${++count}`
  const flow = (from: string, to: string, condition: string | null = null): Flow => ({
    id: `${from}-${to}`,
    from,
    to,
    condition,
  })

  function part(one: Block): Part {
    switch (one.is) {
      case 'task': {
        const id = next('task')
        return { nodes: [user(id)], flows: [], first: id, last: id }
      }
      case 'many': {
        const id = next('many')
        return {
          nodes: [user(id, { loop: loop({ cardinality: String(one.count), sequential: one.sequential }) })],
          flows: [],
          first: id,
          last: id,
        }
      }
      case 'late': {
        const [id, event, merge] = [next('task'), next('late'), next('merge')]
        return {
          nodes: [user(id), boundary(event, id, timer('P1D')), gate('exclusive', merge)],
          flows: [flow(id, merge), flow(event, merge)],
          first: id,
          last: merge,
        }
      }
      case 'race': {
        const [split, a, b, merge] = [next('race'), next('time'), next('word'), next('merge')]
        return {
          nodes: [
            gate('event_based', split),
            caught(a, timer('P1D')),
            caught(b, message(b)),
            gate('exclusive', merge),
          ],
          flows: [flow(split, a), flow(split, b), flow(a, merge), flow(b, merge)],
          first: split,
          last: merge,
        }
      }
      case 'line': {
        const built = one.parts.map(part)
        const joints = built.slice(1).map(({ first }, index) => flow(built[index]?.last ?? '', first))
        return {
          nodes: built.flatMap(({ nodes }) => nodes),
          flows: [...built.flatMap(({ flows }) => flows), ...joints],
          first: built[0]?.first ?? '',
          last: built[built.length - 1]?.last ?? '',
        }
      }
      case 'one_of':
      case 'all_of':
      case 'some_of': {
        const kind = { one_of: 'exclusive', all_of: 'parallel', some_of: 'inclusive' } as const
        const [split, join] = [next('split'), next('join')]
        const built = one.parts.map(part)
        const conditions = built.map((_, index) =>
          one.is === 'all_of' || index === 0 ? null : `c${split}${index}`,
        )
        const into = built.map(({ first }, index) => flow(split, first, conditions[index]))
        const defaultFlow = one.is === 'all_of' ? null : (into[0]?.id ?? null)
        return {
          nodes: [
            gate(kind[one.is], split, defaultFlow),
            ...built.flatMap(({ nodes }) => nodes),
            gate(kind[one.is], join),
          ],
          flows: [
            ...into,
            ...built.flatMap(({ flows }) => flows),
            ...built.map(({ last }) => flow(last, join)),
          ],
          first: split,
          last: join,
        }
      }
      case 'sub': {
        const id = next('sub')
        const inner = part(one.part)
        const [s, e] = [next('s'), next('e')]
        return {
          nodes: [
            sub(id, {
              ...scope([], []),
              nodes: [start(s), ...inner.nodes, end(e)],
              flows: [flow(s, inner.first), ...inner.flows, flow(inner.last, e)],
            }),
          ],
          flows: [],
          first: id,
          last: id,
        }
      }
      case 'again': {
        const [head, tail, work] = [next('head'), next('tail'), next('task')]
        const inner = part(one.part)
        return {
          nodes: [
            gate('exclusive', head),
            ...inner.nodes,
            user(work),
            gate('exclusive', tail, `${tail}-out${tail}`),
            gate('exclusive', `out${tail}`),
          ],
          flows: [
            flow(head, inner.first),
            ...inner.flows,
            flow(inner.last, work),
            flow(work, tail),
            flow(tail, head, `again`),
            flow(tail, `out${tail}`),
          ],
          first: head,
          last: `out${tail}`,
        }
      }
    }
  }

  const body = part(block)
  return {
    ...aModel([], []),
    scope: {
      nodes: [start('start'), ...body.nodes, end('end')],
      flows: [flow('start', body.first), ...body.flows, flow(body.last, 'end')],
      compensations: [],
    },
  }
}

/** The conditions that a model names, each answered by chance. */
export function answers(definition: ProcessDefinition, bits: number): Record<string, boolean> {
  const names = new Set(JSON.stringify(definition).match(/csplit\d+/g) ?? [])
  return Object.fromEntries([...names].map((name, index) => [name, ((bits >> (index % 30)) & 1) === 1]))
}

type Bend = { does: 'redirect' | 'add' | 'regate'; from: number; to: number; kind: Gateway['kind'] }

/** What a person who draws in haste does to a process: arrows that lead elsewhere or too many, gateways of another kind. */
export const bends = fc.array(
  fc.record<Bend>({
    does: fc.constantFrom('redirect', 'add', 'regate'),
    from: fc.nat({ max: 1000 }),
    to: fc.nat({ max: 1000 }),
    kind: fc.constantFrom('exclusive', 'parallel', 'inclusive'),
  }),
  { minLength: 1, maxLength: 3 },
)

/** The process with its root so bent; conditions and defaults follow, so that only the way of the tokens is in question. */
export function bend(definition: ProcessDefinition, changes: readonly Bend[]): ProcessDefinition {
  let { nodes, flows } = definition.scope
  for (const { does, from, to, kind } of changes) {
    const targets = nodes.filter((node) => node.kind !== 'start' && node.kind !== 'boundary')
    const target = targets[to % targets.length]?.id ?? ''
    const gates = nodes.filter(
      ({ kind: is }) => is === 'exclusive' || is === 'parallel' || is === 'inclusive',
    )
    const gateway = gates[from % Math.max(1, gates.length)]
    if (does === 'redirect')
      flows = flows.map((flow, index) => (index === from % flows.length ? { ...flow, to: target } : flow))
    else if (does === 'add' && gateway)
      flows = [
        ...flows,
        { id: `${gateway.id}-new${flows.length}`, from: gateway.id, to: target, condition: null },
      ]
    else if (gateway) nodes = nodes.map((node) => (node === gateway ? gate(kind, gateway.id) : node))
  }
  const defaults = new Map(flows.map((flow) => [flow.from, flow.id]))
  nodes = nodes.map((node) =>
    node.kind === 'exclusive' || node.kind === 'inclusive'
      ? gate(node.kind, node.id, defaults.get(node.id) ?? null)
      : node,
  )
  const isChosen = (flow: Flow) => {
    const kind = nodes.find(({ id }) => id === flow.from)?.kind ?? 'end'
    return (kind === 'exclusive' || kind === 'inclusive') && defaults.get(flow.from) !== flow.id
  }
  flows = flows.map((flow, index) => ({
    ...flow,
    condition: isChosen(flow) ? (flow.condition ?? `csplit${9_000 + index}`) : null,
  }))
  return { ...definition, scope: { nodes, flows, compensations: [] } }
}
