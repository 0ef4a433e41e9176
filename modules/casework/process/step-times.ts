import type { ProcessStep } from './process-table.ts'
import { isActivity, type FlowNode, type Scope } from './definition.ts'
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
export function checkLongestWay(scope: Scope, limitMinutes: number, processId: string): Problem[] {
  return compared(longestMinutes(scope), limitMinutes, processId)
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

/** Working minutes of the longest way through a scope; a way back counts once. */
export function longestMinutes({ nodes, flows }: Scope): number {
  const next = groupBy(flows, ({ from }) => from)
  const hanging = groupBy(
    nodes.filter((node) => node.kind === 'boundary'),
    (node) => (node.kind === 'boundary' ? node.attachedTo : ''),
  )
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const longest = new Map<string, number>()
  const onWay = new Set<string>()
  const walk = (id: string): number => {
    const known = longest.get(id)
    const node = byId.get(id)
    if (known !== undefined) return known
    if (!node || onWay.has(id)) return 0
    onWay.add(id)
    const after = [
      ...(next.get(id) ?? []).map(({ to }) => to),
      ...(hanging.get(id) ?? []).map((event) => event.id),
    ]
    const minutes = minutesOf(node) + Math.max(0, ...after.map(walk))
    onWay.delete(id)
    longest.set(id, minutes)
    return minutes
  }
  return Math.max(0, ...nodes.filter(({ kind }) => kind === 'start').map(({ id }) => walk(id)))
}

function minutesOf(node: FlowNode): number {
  if (!isActivity(node)) return 0
  if (node.kind === 'sub') return longestMinutes(node.scope)
  return node.kind === 'user' ? node.minutes : 0
}
