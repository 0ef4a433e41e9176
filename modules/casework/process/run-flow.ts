import type { MachineFlow, MachineNode } from './compile.ts'
import { ProcessFailure } from './failure.ts'
import { isTrue } from './feel.ts'
import { contextOf, strand, type Run } from './run-state.ts'

/** A token leaves an element by every flow that is meant; without any it ends. */
export function leave(run: Run, node: MachineNode, home: number) {
  const [only, second] = node.out
  if (!only) {
    run.ended.add(home)
    return
  }
  if (!second && only.condition === null) {
    run.queue.push({ does: 'arrive', node: only.to, home, via: only.id })
    return
  }
  try {
    for (const flow of chosen(run, node, home))
      run.queue.push({ does: 'arrive', node: flow.to, home, via: flow.id })
  } catch (error) {
    strand(run, error, { node, home, redo: 'leave' })
  }
}

function chosen(run: Run, node: MachineNode, home: number): readonly MachineFlow[] {
  const { out } = node
  const { kind } = node.node
  if (
    kind === 'parallel' ||
    (out.every(({ condition }) => condition === null) && defaultOf(node) === null && kind !== 'exclusive')
  )
    return out
  const context = contextOf(run, home)
  const isDefault = (flow: MachineFlow) => flow.id === defaultOf(node)
  const isMeant = (flow: MachineFlow) =>
    !isDefault(flow) && (flow.condition === null || isTrue(flow.condition, context))
  if (kind === 'exclusive') {
    const first = out.find(isMeant) ?? out.find(isDefault)
    if (first) return [first]
  } else {
    const meant = out.filter(isMeant)
    const taken = meant.length > 0 ? meant : out.filter(isDefault)
    if (taken.length > 0) return taken
  }
  throw new ProcessFailure('bpmn.no_flow', { at: node.at })
}

function defaultOf({ node }: MachineNode): string | null {
  return 'defaultFlow' in node ? node.defaultFlow : null
}
