import { isActivity, type FlowNode, type ProcessDefinition, type Scope } from './definition.ts'
import { problem, type Problem } from './problem.ts'

/** What keeps the rule of two persons from being asked: a step that is not there, not before this one, or done by many. */
export function checkNotBy({ scope }: ProcessDefinition): Problem[] {
  return stepsIn(scope, []).flatMap(({ node, before }) => {
    if (node.kind !== 'user' || node.notBy === null) return []
    const named = before.filter((one) => one.kind === 'user' && one.key === node.notBy && one !== node)
    const [first] = named
    if (!first) return [noEarlierStep(node.id, node.notBy)]
    if (named.length > 1 || (isActivity(first) && first.loop)) {
      return [
        problem(node.id, 'bpmn.not_by_many', {
          vi: `Bước "${node.notBy}" do nhiều người làm hoặc có nhiều bước cùng tên, nên không biết phải khác ai. Hãy chỉ một bước một người làm.`,
          en: `The step "${node.notBy}" is done by several people, or several steps bear the name. Name a step that one person does.`,
        }),
      ]
    }
    return []
  })
}

export function noEarlierStep(elementId: string, notBy: string): Problem {
  return problem(elementId, 'process.not_by', {
    vi: `Bước này phải do người khác với bước "${notBy}" làm, nhưng trước nó không có bước đó. Hãy ghi khóa của một bước đứng trước.`,
    en: `Somebody other than the doer of "${notBy}" must do this step, but no such step lies before it. Name the key of an earlier one.`,
  })
}

/** Every element of a scope and of those within it, with all that may have happened before it. */
function stepsIn(
  { nodes, flows }: Scope,
  outside: readonly FlowNode[],
): { node: FlowNode; before: FlowNode[] }[] {
  return nodes.flatMap((node) => {
    const before = [...outside, ...reaching(node, nodes, flows).flatMap(withInner)]
    return [{ node, before }, ...(node.kind === 'sub' ? stepsIn(node.scope, before) : [])]
  })
}

/** The elements from which a token can come to this one. */
function reaching(target: FlowNode, nodes: Scope['nodes'], flows: Scope['flows']): FlowNode[] {
  const found = new Set<string>()
  const open = [target]
  for (let node = open.pop(); node; node = open.pop()) {
    const { id } = node
    const from = flows.filter(({ to }) => to === id).map((flow) => flow.from)
    if (node.kind === 'boundary') from.push(node.attachedTo)
    for (const one of nodes) {
      if (!from.includes(one.id) || found.has(one.id)) continue
      found.add(one.id)
      open.push(one)
    }
  }
  return nodes.filter(({ id }) => found.has(id))
}

function withInner(node: FlowNode): FlowNode[] {
  return node.kind === 'sub' ? [node, ...node.scope.nodes.flatMap(withInner)] : [node]
}
