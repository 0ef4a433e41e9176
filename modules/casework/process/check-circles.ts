import type { FlowNode, ProcessDefinition, Scope, Trigger } from './definition.ts'
import { groupBy } from './group-by.ts'
import { isSomeTime } from './iso-timer.ts'
import { problem, type Problem } from './problem.ts'

/** Finds the circles of a scope in which nothing waits: they would turn for ever within one step. */
export function circlesWith(called: readonly ProcessDefinition[]): (scope: Scope) => Problem[] {
  const passes = passing(called)
  return (scope) => circlesIn(scope, passes)
}

function circlesIn({ nodes, flows }: Scope, passes: (node: FlowNode) => boolean): Problem[] {
  const passed = new Set(nodes.filter((node) => passes(node)).map(({ id }) => id))
  const next = groupBy(
    flows.filter(({ from, to }) => passed.has(from) && passed.has(to)),
    ({ from }) => from,
  )
  const state = new Map<string, 'open' | 'done'>()
  const found: Problem[] = []
  for (const root of passed) {
    if (state.has(root)) continue
    // Depth first with its own stack: a model may be a thousand elements long.
    const path: { id: string; at: number }[] = [{ id: root, at: 0 }]
    state.set(root, 'open')
    for (let here = path[path.length - 1]; here; here = path[path.length - 1]) {
      const flow = next.get(here.id)?.[here.at++]
      if (!flow) {
        state.set(here.id, 'done')
        path.pop()
      } else if (state.get(flow.to) === 'open') {
        const circle = path.slice(path.findIndex(({ id }) => id === flow.to)).map(({ id }) => id)
        found.push(
          problem(flow.to, 'bpmn.circle_without_wait', {
            vi: `Vòng lặp ${circle.join(' → ')} không có bước chờ nào. Hãy đặt một việc của người hoặc một sự kiện chờ vào vòng.`,
            en: `The circle ${circle.join(' → ')} waits nowhere. Put a user task or a catch event into it.`,
          }),
        )
      } else if (!state.has(flow.to)) {
        state.set(flow.to, 'open')
        path.push({ id: flow.to, at: 0 })
      }
    }
  }
  return found
}

/** A day stays past once it has come, and no time is over at once: the next turn does not wait there. */
function isPassed(trigger: Trigger): boolean {
  if (trigger.on !== 'timer' || !('iso' in trigger.value)) return false
  return trigger.by === 'date' || !isSomeTime(trigger.value.iso)
}

/** Tells whether a token can pass an element without waiting; each process and sub-process is looked at once. */
function passing(called: readonly ProcessDefinition[]): (node: FlowNode) => boolean {
  const processes = new Map(called.map((one) => [one.id, one]))
  const known = new Map<Scope, boolean>()

  function passes(node: FlowNode): boolean {
    switch (node.kind) {
      case 'user':
      case 'service':
      case 'receive':
        // Of no instances nobody waits.
        return node.loop !== null
      case 'catch':
        return isPassed(node.trigger)
      case 'event_based':
        return false
      case 'sub':
        return node.loop !== null || canPass(node.scope)
      case 'call': {
        const process = processes.get(node.called)
        return node.loop !== null || !process || canPass(process.scope)
      }
      default:
        return true
    }
  }

  function canPass(scope: Scope): boolean {
    // A process that calls itself is refused elsewhere; here it passes.
    const result = known.get(scope) ?? true
    if (known.has(scope)) return result
    known.set(scope, true)
    const found = reachesAnEnd(scope)
    known.set(scope, found)
    return found
  }

  function reachesAnEnd({ nodes, flows }: Scope): boolean {
    const passed = new Set(nodes.filter(passes).map(({ id }) => id))
    const next = groupBy(flows, ({ from }) => from)
    const seen = new Set<string>()
    const open = nodes.filter(({ kind }) => kind === 'start').map(({ id }) => id)
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id) || !passed.has(id)) continue
      seen.add(id)
      const out = next.get(id) ?? []
      if (out.length === 0) return true
      open.push(...out.map(({ to }) => to))
    }
    return false
  }

  return passes
}
