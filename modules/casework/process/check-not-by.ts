import { isActivity, type Flow, type FlowNode, type ProcessDefinition, type Scope } from './definition.ts'
import { groupBy } from './group-by.ts'
import { problem, type Problem } from './problem.ts'

/** What keeps the rule of two persons from being asked: a step that is not there, not before this one, or done by many. */
export function checkNotBy({ scope }: ProcessDefinition): Problem[] {
  return checkWithin(scope, () => [])
}

/** `outside` gives all that may have happened before a scope; it is looked for only where a step asks. */
function checkWithin({ nodes, flows }: Scope, outside: () => FlowNode[]): Problem[] {
  const ways = new Ways(nodes, flows)
  return nodes.flatMap((node) => {
    const before = () => [...outside(), ...ways.before(node).flatMap(withInner)]
    if (node.kind === 'sub') return checkWithin(node.scope, before)
    return node.kind === 'user' && node.notBy !== null ? checkStep(node, node.notBy, before()) : []
  })
}

function checkStep(node: FlowNode, notBy: string, before: readonly FlowNode[]): Problem[] {
  const named = before.filter((one) => one.kind === 'user' && one.key === notBy && one !== node)
  const [first] = named
  if (!first) return [noEarlierStep(node.id, notBy)]
  if (named.length === 1 && !(isActivity(first) && first.loop)) return []
  return [
    problem(node.id, 'bpmn.not_by_many', {
      vi: `Bước "${notBy}" do nhiều người làm hoặc có nhiều bước cùng tên, nên không biết phải khác ai. Hãy chỉ một bước một người làm.`,
      en: `The step "${notBy}" is done by several people, or several steps bear the name. Name a step that one person does.`,
    }),
  ]
}

export function noEarlierStep(elementId: string, notBy: string): Problem {
  return problem(elementId, 'process.not_by', {
    vi: `Bước này phải do người khác với bước "${notBy}" làm, nhưng trước nó không có bước đó. Hãy ghi khóa của một bước đứng trước.`,
    en: `Somebody other than the doer of "${notBy}" must do this step, but no such step lies before it. Name the key of an earlier one.`,
  })
}

/** The ways of a scope, backwards. */
class Ways {
  private readonly byId: ReadonlyMap<string, FlowNode>
  private readonly into: ReadonlyMap<string, readonly Flow[]>

  constructor(nodes: readonly FlowNode[], flows: readonly Flow[]) {
    this.byId = new Map(nodes.map((node) => [node.id, node]))
    this.into = groupBy(flows, ({ to }) => to)
  }

  /** The elements from which a token can come to this one. */
  before(target: FlowNode): FlowNode[] {
    const found = new Set<FlowNode>()
    const open = [target]
    for (let node = open.pop(); node; node = open.pop()) {
      const from = (this.into.get(node.id) ?? []).map((flow) => flow.from)
      if (node.kind === 'boundary') from.push(node.attachedTo)
      for (const id of from) {
        const one = this.byId.get(id)
        if (!one || found.has(one)) continue
        found.add(one)
        open.push(one)
      }
    }
    return [...found]
  }
}

function withInner(node: FlowNode): FlowNode[] {
  return node.kind === 'sub' ? [node, ...node.scope.nodes.flatMap(withInner)] : [node]
}
