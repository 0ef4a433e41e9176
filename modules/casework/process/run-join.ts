import type { MachineNode } from './compile.ts'
import { ProcessFailure } from './failure.ts'
import type { Live } from './marking.ts'
import { leave } from './run-flow.ts'
import { add, homeOf, nodeAt, parentOf, strandLive, type Run } from './run-state.ts'

/** A token comes to a gateway into which several flows lead. */
export function park(run: Run, node: MachineNode, home: number, via: string) {
  add(run, home, { at: node.at, via })
  run.parked = true
  if (node.node.kind === 'parallel') joinParallel(run, node, home)
}

/** One token from each flow makes one token out; what came twice waits for the next round. */
function joinParallel(run: Run, node: MachineNode, home: number) {
  const waiting = firstByFlow(waitingAt(run, node, home))
  if (waiting.size < node.into.length) return
  for (const live of waiting.values()) run.live.delete(live.k)
  leave(run, node, home)
}

function waitingAt(run: Run, node: MachineNode, home: number): Live[] {
  const found: Live[] = []
  for (const live of run.live.values())
    if (live.at === node.at && live.via !== undefined && parentOf(live) === home) found.push(live)
  return found
}

function firstByFlow(waiting: readonly Live[]): Map<string, Live> {
  const first = new Map<string, Live>()
  for (const live of waiting) if (live.via !== undefined && !first.has(live.via)) first.set(live.via, live)
  return first
}

/**
 * An inclusive join goes on when no token elsewhere can still bring a flow it lacks. A token that could as well
 * come by a flow it has does not hold it up (BPMN 2.0, 13.4.3). Answers whether any went on.
 */
export function joinInclusive(run: Run): boolean {
  for (const { node, home } of joinsWaiting(run, 'inclusive')) {
    const waiting = firstByFlow(waitingAt(run, node, home))
    const lacking = node.into.filter((flow) => !waiting.has(flow))
    if (
      lacking.length > 0 &&
      tokensBeside(run, node, home).some((from) => isAwaited(node, from, waiting, lacking))
    )
      continue
    for (const live of waiting.values()) run.live.delete(live.k)
    leave(run, node, home)
    return true
  }
  return false
}

function isAwaited(
  join: MachineNode,
  from: MachineNode,
  has: ReadonlyMap<string, Live>,
  lacking: readonly string[],
): boolean {
  const comesBy = (flow: string) => join.reach?.get(flow)?.has(from) === true
  return lacking.some(comesBy) && ![...has.keys()].some(comesBy)
}

/** Where the other tokens of a scope stand; what runs beside it (a handler, an event sub-process) brings no token back. */
function tokensBeside(run: Run, join: MachineNode, home: number): MachineNode[] {
  const nodes: MachineNode[] = []
  for (const live of run.live.values()) {
    if (live.at === join.at || live.undoes !== undefined || live.stuck?.redo === 'arm') continue
    if (live.i === undefined && homeOf(run, live) === home) nodes.push(nodeAt(run, live.at))
  }
  return nodes
}

function joinsWaiting(run: Run, kind: 'inclusive' | 'parallel'): { node: MachineNode; home: number }[] {
  const found = new Map<string, { node: MachineNode; home: number }>()
  for (const live of run.live.values()) {
    if (live.via === undefined || live.stuck) continue
    const node = nodeAt(run, live.at)
    if (node.node.kind === kind) found.set(`${parentOf(live)} ${live.at}`, { node, home: parentOf(live) })
  }
  return [...found.values()]
}

/** A scope where every token waits at a join will wait for ever: an incident, once. */
export function reportDeadlocks(run: Run) {
  const scopes = new Map<number, Live[]>()
  for (const live of run.live.values()) {
    const home = parentOf(live)
    const all = scopes.get(home)
    if (all) all.push(live)
    else scopes.set(home, [live])
  }
  for (const all of scopes.values()) {
    const [first] = all
    if (first && all.every(({ via, stuck }) => via !== undefined && !stuck)) {
      strandLive(
        run,
        new ProcessFailure('bpmn.deadlock', { waiting: all.map(({ at }) => at) }),
        first,
        'none',
      )
    }
  }
}
