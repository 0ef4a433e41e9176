import type { Flow, FlowNode, Scope } from './definition.ts'
import { groupBy } from './group-by.ts'
import { problem, warning, type Problem } from './problem.ts'

/** Beyond so many different markings, or tokens written down in them, the walk stops and says that it did. */
const MAX_MARKINGS = 20_000
const MAX_TOKENS = 4_000_000
const MAX_INCLUSIVE_OUT = 6

/**
 * Walks every marking that the gateways of a scope allow, whatever the conditions say: finds joins at which
 * tokens wait for ever and flows on which a second token comes where one is meant.
 */
export function checkSoundness(scope: Scope, known: readonly Problem[]): Problem[] {
  if (
    !scope.nodes.some(({ kind }) => kind === 'parallel' || kind === 'inclusive') &&
    !scope.nodes.some(({ kind }) => kind === 'boundary')
  ) {
    if (!scope.nodes.some((node) => splitsWithoutGateway(node, scope))) return []
  }
  const net = netOf(scope)
  const seen = new Set<string>()
  const open: Marked[] = net.starts
  const dead = new Set<string>()
  const doubled = new Set<string>()
  const walk = new Effort()
  for (let marked = open.pop(); marked; marked = open.pop()) {
    const key = marked.join(' ')
    if (seen.has(key)) continue
    if (!walk.affords(marked)) break
    seen.add(key)
    const next = successors(net, marked)
    if (next.length === 0 && marked.length > 0) for (const place of marked) dead.add(net.target(place))
    for (const one of next) {
      const twice = twiceIn(one)
      if (twice === undefined) open.push(one)
      else doubled.add(twice)
    }
  }
  // A second token runs on through all that follows; where it came together with the first is what to mend.
  const merged = [...doubled].filter((flow) => net.into(net.source(flow)).length > 1)
  const told = new Set(known.map(({ elementId }) => elementId))
  return [
    ...[...dead]
      .filter((id) => !told.has(id))
      .map((id) =>
        problem(id, 'bpmn.join_waits_for_ever', {
          vi: `Cổng gộp "${id}" có thể chờ mãi một nhánh không bao giờ đến. Hãy dùng cổng gộp cùng loại với cổng tách.`,
          en: `The join "${id}" can wait for ever for a branch that never comes. Use a join of the same kind as the split.`,
        }),
      ),
    ...(merged.length > 0 ? merged : [...doubled]).map((id) =>
      problem(id, 'bpmn.two_tokens', {
        vi: `Đường "${id}" có thể đi hai lần cùng lúc nên các bước sau sẽ mở gấp đôi. Hãy gộp các nhánh song song bằng cổng song song hoặc bao hàm.`,
        en: `Two tokens can come by the flow "${id}" at once, so what follows would open twice. Merge parallel branches with a parallel or inclusive gateway.`,
      }),
    ),
    ...(walk.isSpent
      ? [
          warning(scope.nodes[0]?.id ?? '', 'bpmn.not_proved', {
            vi: 'Quy trình có quá nhiều cách đan xen để chứng minh hết; hãy mô phỏng trước khi ban hành.',
            en: 'The process interleaves in too many ways to be proved; walk it in the simulation before publishing.',
          }),
        ]
      : []),
  ]
}

/** How much of the walk may still be afforded: thousands of branches side by side have no end. */
class Effort {
  isSpent = false
  private markings = 0
  private tokens = 0

  /** Each token of a marking may lead to a marking of its own. */
  affords({ length }: Marked): boolean {
    this.markings++
    this.tokens += length * length
    this.isSpent ||= this.markings > MAX_MARKINGS || this.tokens > MAX_TOKENS
    return !this.isSpent
  }
}

/** The flow that carries two tokens in a sorted marking. */
function twiceIn(marked: Marked): string | undefined {
  return marked.find((flow, index) => flow === marked[index - 1])
}

/**
 * Whether a case of the process can come to stand at exactly these tasks, with tokens waiting on these flows into joins.
 * Beyond the markings that are walked it answers no: a case is better left than stuck.
 */
export function standTogether(scope: Scope, tasks: readonly string[], waiting: readonly string[]): boolean {
  const net = netOf(scope)
  const wanted = [...tasks].sort().join(' ')
  const seen = new Set<string>()
  const open: Marked[] = net.starts
  const walk = new Effort()
  for (let marked = open.pop(); marked; marked = open.pop()) {
    const key = marked.join(' ')
    if (seen.has(key)) continue
    if (!walk.affords(marked)) return false
    seen.add(key)
    if (waiting.every((flow) => marked.includes(flow))) {
      const rest = [...marked]
      for (const flow of waiting) rest.splice(rest.indexOf(flow), 1)
      if (
        rest
          .map((flow) => net.target(flow))
          .sort()
          .join(' ') === wanted
      )
        return true
    }
    for (const next of successors(net, marked)) if (twiceIn(next) === undefined) open.push(next)
  }
  return false
}

function splitsWithoutGateway(node: FlowNode, { flows }: Scope): boolean {
  return (
    node.kind !== 'exclusive' &&
    node.kind !== 'event_based' &&
    flows.filter(({ from }) => from === node.id).length > 1
  )
}

/** Flows that carry a token now, sorted; the same flow twice is two tokens. */
type Marked = string[]

type Net = {
  starts: Marked[]
  target(flow: string): string
  source(flow: string): string
  node(id: string): FlowNode | undefined
  out(id: string): readonly Flow[]
  into(id: string): readonly Flow[]
  /** Ways out by interrupting boundary events. */
  exits(id: string): readonly Flow[][]
  /** Flows from which a flow can be reached without passing a node. */
  reach(join: string, flow: string): ReadonlySet<string>
}

function netOf({ nodes, flows }: Scope): Net {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const flowById = new Map(flows.map((flow) => [flow.id, flow]))
  const from = groupBy(flows, (flow) => flow.from)
  const to = groupBy(flows, (flow) => flow.to)
  const exits = groupBy(
    nodes.filter((node) => node.kind === 'boundary' && node.interrupting),
    (node) => (node.kind === 'boundary' ? node.attachedTo : ''),
  )
  const reached = new Map<string, Set<string>>()
  const reach = (join: string, flow: string) => {
    const known = reached.get(`${join} ${flow}`)
    if (known) return known
    const found = new Set<string>()
    const open = [flow]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue
      found.add(id)
      const source = byId.get(flowById.get(id)?.from ?? '')
      if (!source || source.id === join) continue
      const hosts = source.kind === 'boundary' ? (to.get(source.attachedTo) ?? []) : []
      open.push(...[...(to.get(source.id) ?? []), ...hosts].map((one) => one.id))
    }
    reached.set(`${join} ${flow}`, found)
    return found
  }
  const starts = nodes
    .filter((node) => node.kind === 'start')
    .map((node) => (from.get(node.id) ?? []).map(({ id }) => id).sort())
  return {
    starts,
    target: (flow) => flowById.get(flow)?.to ?? '',
    source: (flow) => flowById.get(flow)?.from ?? '',
    node: (id) => byId.get(id),
    out: (id) => from.get(id) ?? [],
    into: (id) => to.get(id) ?? [],
    exits: (id) => (exits.get(id) ?? []).map((event) => from.get(event.id) ?? []),
    reach,
  }
}

function successors(net: Net, marked: Marked): Marked[] {
  return [...new Set(marked.map((flow) => net.target(flow)))].flatMap((id) => {
    const node = net.node(id)
    if (!node) return []
    const here = net.into(id).map((flow) => flow.id)
    const held = here.filter((flow) => marked.includes(flow))
    if (node.kind === 'parallel' && here.length > 1) {
      return held.length === here.length ? moved(marked, here, [net.out(id)]) : []
    }
    if (node.kind === 'inclusive' && here.length > 1) {
      const lacking = here.filter((flow) => !held.includes(flow))
      const awaited = marked.some(
        (flow) =>
          net.target(flow) !== id &&
          lacking.some((one) => net.reach(id, one).has(flow)) &&
          !held.some((one) => net.reach(id, one).has(flow)),
      )
      return awaited ? [] : moved(marked, held, waysOut(net, node))
    }
    const ways = [...waysOut(net, node), ...net.exits(id)]
    return held.flatMap((flow) =>
      node.kind === 'end' && node.effect.does === 'terminate' ? [[]] : moved(marked, [flow], ways),
    )
  })
}

function waysOut(net: Net, node: FlowNode): (readonly Flow[])[] {
  const out = net.out(node.id)
  if (out.length === 0) return [[]]
  if (node.kind === 'exclusive' || node.kind === 'event_based') return out.map((flow) => [flow])
  const mayBe = out.filter(
    ({ condition, id }) => condition !== null || ('defaultFlow' in node && id === node.defaultFlow),
  )
  if (node.kind !== 'inclusive' && mayBe.length === 0) return [out]
  if (node.kind === 'inclusive' && out.length === 1) return [out]
  const always = node.kind === 'inclusive' ? [] : out.filter((flow) => !mayBe.includes(flow))
  const chosen = node.kind === 'inclusive' ? out : mayBe
  return subsets(chosen.slice(0, MAX_INCLUSIVE_OUT))
    .map((some) => [...always, ...some])
    .filter((some) => some.length > 0)
}

function subsets(flows: readonly Flow[]): Flow[][] {
  return flows.reduce<Flow[][]>((all, flow) => [...all, ...all.map((some) => [...some, flow])], [[]])
}

function moved(marked: Marked, taken: readonly string[], ways: readonly (readonly Flow[])[]): Marked[] {
  const rest = [...marked]
  for (const flow of taken) rest.splice(rest.indexOf(flow), 1)
  return ways.map((way) => [...rest, ...way.map(({ id }) => id)].sort())
}
