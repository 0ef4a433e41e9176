import type { FlowNode, Scope } from './definition.ts'
import { groupBy } from './group-by.ts'

export type Box = { x: number; y: number; width: number; height: number }
export type Layout = {
  boxes: ReadonlyMap<string, Box>
  lines: ReadonlyMap<string, readonly { x: number; y: number }[]>
}

const COLUMN = 150
const ROW = 110
const SIZES = {
  task: { width: 110, height: 80 },
  event: { width: 36, height: 36 },
  gateway: { width: 50, height: 50 },
}

/** Places the elements of a flat process from left to right: a column per distance from the start, a row per branch. */
export function layOut({ nodes, flows }: Scope): Layout {
  const column = columnsOf({ nodes, flows })
  const rows = groupBy(nodes, ({ id }) => column.get(id) ?? 0)
  const boxes = new Map<string, Box>()
  for (const [at, inColumn] of rows) {
    inColumn.forEach((node, index) => {
      const size = sizeOf(node)
      boxes.set(node.id, {
        ...size,
        x: 160 + at * COLUMN - size.width / 2,
        y: 120 + index * ROW - size.height / 2,
      })
    })
  }
  const lines = new Map(
    flows.flatMap(({ id, from, to }) => {
      const a = boxes.get(from)
      const b = boxes.get(to)
      return a && b ? [[id, lineBetween(a, b)] as const] : []
    }),
  )
  return { boxes, lines }
}

function sizeOf({ kind }: FlowNode) {
  if (['start', 'end', 'throw', 'catch', 'boundary'].includes(kind)) return SIZES.event
  return ['exclusive', 'parallel', 'inclusive', 'event_based'].includes(kind) ? SIZES.gateway : SIZES.task
}

function columnsOf({ nodes, flows }: Pick<Scope, 'nodes' | 'flows'>): Map<string, number> {
  const column = new Map(nodes.filter(({ kind }) => kind === 'start').map(({ id }) => [id, 0]))
  const next = groupBy(flows, ({ from }) => from)
  const open = [...column.keys()]
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    for (const { to } of next.get(id) ?? []) {
      if (column.has(to)) continue
      column.set(to, (column.get(id) ?? 0) + 1)
      open.push(to)
    }
  }
  return column
}

function lineBetween(a: Box, b: Box): { x: number; y: number }[] {
  const from = { x: a.x + a.width, y: a.y + a.height / 2 }
  const to = { x: b.x, y: b.y + b.height / 2 }
  if (from.y === to.y) return [from, to]
  const middle = (from.x + to.x) / 2
  return [from, { x: middle, y: from.y }, { x: middle, y: to.y }, to]
}
