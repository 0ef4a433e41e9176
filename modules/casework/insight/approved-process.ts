import type { MachineNode, ProcessMachine } from '../process/compile.ts'
import type { ApprovedProcess } from './conformance.ts'

/**
 * Which task of people may directly follow which in a compiled process. Tasks of branches that run side by side may follow
 * each other in any order.
 */
export function approvedProcess(
  machine: ProcessMachine,
  keyAt: (at: string) => string | undefined,
): ApprovedProcess {
  const follows = new Map<string | null, Set<string | null>>()
  const nodes = [...machine.nodes.values()]
  const tasks = nodes.filter(({ at }) => keyAt(at) !== undefined)
  const isTask = new Set(tasks)
  const name = (node: MachineNode) => keyAt(node.at) ?? null
  const allow = (from: MachineNode | null, to: MachineNode | null) => {
    const key = from && name(from)
    const known = follows.get(key) ?? new Set<string | null>()
    known.add(to && name(to))
    follows.set(key, known)
  }
  const allowNext = (from: MachineNode | null, begin: readonly MachineNode[]) => {
    const reached = reachFrom(begin, (node) => isTask.has(node))
    for (const node of reached.nodes) if (isTask.has(node)) allow(from, node)
    if (reached.ends) allow(from, null)
  }
  allowNext(null, machine.root.starts)
  for (const task of tasks) {
    const ways = waysFrom(task)
    const { nodes: reached, ends } = reachFrom(ways.next, (node) => isTask.has(node))
    for (const node of reached) if (isTask.has(node)) allow(task, node)
    if (ends || ways.ends) allow(task, null)
  }
  for (const split of nodes.filter(isSplit)) {
    const branches = split.out.map(({ to }) => reachFrom([to], () => false).nodes)
    for (const one of branches)
      for (const other of branches)
        if (one !== other)
          for (const from of one)
            for (const to of other)
              if (isTask.has(from) && isTask.has(to) && !other.has(from) && !one.has(to)) allow(from, to)
  }
  return { steps: new Set(tasks.flatMap(({ at }) => keyAt(at) ?? [])), follows }
}

function isSplit({ node, out }: MachineNode): boolean {
  return out.length > 1 && node.kind !== 'exclusive' && node.kind !== 'event_based'
}

/** Everything that is met, not looking beyond what stops; and whether the end is. */
function reachFrom(
  begin: readonly MachineNode[],
  stops: (node: MachineNode) => boolean,
): { nodes: ReadonlySet<MachineNode>; ends: boolean } {
  const seen = new Set<MachineNode>(begin)
  let ends = false
  for (const node of seen) {
    if (stops(node)) continue
    const ways = waysFrom(node)
    ends ||= ways.ends
    for (const next of ways.next) seen.add(next)
  }
  return { nodes: seen, ends }
}

/** Where a token goes on: along its flows, into what the element holds, out of what holds it, or by an event that comes. */
function waysFrom({ out, boundaries, inner, scope }: MachineNode): { next: MachineNode[]; ends: boolean } {
  const next = [
    ...out.map(({ to }) => to),
    ...boundaries,
    ...(inner?.starts ?? []),
    ...scope.listeners.map(({ start }) => start),
  ]
  if (out.length > 0) return { next, ends: false }
  const holder = scope.holder
  if (!holder) return { next, ends: true }
  return {
    next: [...next, ...holder.out.map(({ to }) => to)],
    ends: holder.out.length === 0 && !holder.scope.holder,
  }
}
