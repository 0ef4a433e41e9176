import type { ProcessStep } from './process-table.ts'
import { isActivity, type FlowNode, type Loop, type ProcessDefinition, type Scope } from './definition.ts'
import { groupBy } from './group-by.ts'
import { problem, warning, type Problem } from './problem.ts'

/** The steps' times against the procedure's limit in working minutes: more is refused, less is said. */
export function checkStepTimes(steps: readonly ProcessStep[], limitMinutes: number): Problem[] {
  return compared(
    steps.reduce((sum, { minutes }) => sum + minutes, 0),
    limitMinutes,
    '',
  )
}

/** The same for a graph: the longest way from start to end counts, parallel branches run at once. */
export function checkLongestWay(
  definition: ProcessDefinition,
  calls: readonly ProcessDefinition[],
  limitMinutes: number,
): Problem[] {
  return compared(longestMinutes(definition, calls), limitMinutes, definition.id)
}

function compared(minutes: number, limit: number, elementId: string): Problem[] {
  if (minutes === limit) return []
  if (minutes > limit) {
    return [
      problem(elementId, 'process.over_limit', {
        vi: `Các bước cộng lại ${inHours(minutes)} giờ làm việc, quá thời hạn ${inHours(limit)} giờ. Hãy giảm ${inHours(minutes - limit)} giờ.`,
        en: `The steps take ${minutes / 60} working hours together, over the limit of ${limit / 60}. Take ${(minutes - limit) / 60} hours off.`,
      }),
    ]
  }
  return [
    warning(elementId, 'process.under_limit', {
      vi: `Các bước cộng lại ${inHours(minutes)} giờ làm việc, ít hơn thời hạn ${inHours(limit)} giờ. Tổng thời gian các bước phải bằng thời hạn đã công bố hoặc đã cắt giảm.`,
      en: `The steps take ${minutes / 60} working hours together, under the limit of ${limit / 60}. The sum must equal the legal or the cut-down time.`,
    }),
  ]
}

function inHours(minutes: number): string {
  return (minutes / 60).toLocaleString('vi-VN', { maximumFractionDigits: 2 })
}

/** Working minutes of the longest way through a process and those it calls; a way back counts once. */
export function longestMinutes(definition: ProcessDefinition, calls: readonly ProcessDefinition[]): number {
  const processes = new Map([definition, ...calls].map((one) => [one.id, one]))
  const known = new Map<Scope, number>()

  function minutesOf(node: FlowNode): number {
    if (!isActivity(node)) return 0
    if (node.kind === 'user') return node.minutes * turnsOf(node.loop)
    if (node.kind === 'sub') return through(node.scope) * turnsOf(node.loop)
    const called = node.kind === 'call' ? processes.get(node.called) : undefined
    return called ? through(called.scope) * turnsOf(node.loop) : 0
  }

  function through(scope: Scope): number {
    const minutes = known.get(scope)
    if (minutes !== undefined) return minutes
    // Processes that call each other in a circle are refused elsewhere.
    known.set(scope, 0)
    const found = longestWay(scope, minutesOf)
    known.set(scope, found)
    return found
  }

  return through(definition.scope)
}

/** How often an activity is done one after the other, where the model says it by a number. */
function turnsOf(loop: Loop | null): number {
  return loop?.sequential && /^\d+$/.test(loop.cardinality ?? '') ? Number(loop.cardinality) : 1
}

type Standing = { id: string; own: number; after: readonly string[]; at: number; most: number }

/** Depth first with its own stack: a model may be thousands of elements long. */
function longestWay({ nodes, flows }: Scope, minutesOf: (node: FlowNode) => number): number {
  const next = groupBy(flows, ({ from }) => from)
  const hanging = groupBy(
    nodes.filter((node) => node.kind === 'boundary'),
    (node) => (node.kind === 'boundary' ? node.attachedTo : ''),
  )
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const longest = new Map<string, number>()
  const onWay = new Set<string>()
  const stack: Standing[] = []
  const enter = (node: FlowNode) => {
    const { id } = node
    const after = [
      ...(next.get(id) ?? []).map(({ to }) => to),
      ...(hanging.get(id) ?? []).map((event) => event.id),
    ]
    onWay.add(id)
    stack.push({ id, own: minutesOf(node), after, at: 0, most: 0 })
  }
  const starts = nodes.filter(({ kind }) => kind === 'start')
  for (const start of starts) {
    enter(start)
    for (let here = stack.at(-1); here; here = stack.at(-1)) {
      const to = here.after[here.at++]
      if (to === undefined) {
        longest.set(here.id, here.own + here.most)
        onWay.delete(here.id)
        stack.pop()
        const before = stack.at(-1)
        if (before) before.most = Math.max(before.most, here.own + here.most)
        continue
      }
      const done = longest.get(to)
      const node = byId.get(to)
      if (done !== undefined) here.most = Math.max(here.most, done)
      else if (node && !onWay.has(to)) enter(node)
    }
  }
  return Math.max(0, ...starts.map(({ id }) => longest.get(id) ?? 0))
}
