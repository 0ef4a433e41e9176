/** A map as it is drawn: where each step stands, and the way of each path. Null: the beginning or the end. */
export type LaidNode = {
  id: string | null
  isEnd: boolean
  x: number
  y: number
  width: number
  height: number
}
export type LaidEdge = {
  from: string | null
  to: string | null
  path: string
  labelX: number
  labelY: number
  /** It leads back to a step before. */
  isBack: boolean
}
export type LaidMap = { width: number; height: number; nodes: LaidNode[]; edges: LaidEdge[] }

type GivenEdge = { from: string | null; to: string | null; frequency: number }

const NODE = { width: 200, height: 62 }
const TERMINAL = { width: 26, height: 26 }
/** Room for the word beside it. */
const TERMINAL_LABEL = 64
const LANE = 26
const GAP = { x: 26, y: 54 }
const MARGIN = 12
const BEGIN = '\u0000begin'
const END = '\u0000end'
const PASSING = '\u0000passing'

type Item = {
  key: string
  layer: number
  width: number
  height: number
  x: number
  y: number
  weight: number
}
type Way = { edge: GivenEdge; points: Item[] }

/** Lays steps out from above to below in the order most cases take; paths that lead back run at the left, loops at the right. */
export function layOutMap(steps: readonly string[], edges: readonly GivenEdge[]): LaidMap {
  const keyed = edges.map((edge) => ({ edge, from: edge.from ?? BEGIN, to: edge.to ?? END }))
  const places = new Map(orderOf([BEGIN, ...steps, END], keyed).map((key, place) => [key, place]))
  const placeOf = (key: string) => places.get(key) ?? 0
  const forward = keyed.filter(({ from, to }) => placeOf(from) < placeOf(to))
  const layers = layersOf(places, forward)
  const items = new Map<string, Item>()
  for (const key of [BEGIN, ...steps, END]) {
    const size = key === BEGIN || key === END ? TERMINAL : NODE
    items.set(key, { key, layer: layers.get(key) ?? 0, ...size, x: 0, y: 0, weight: 0 })
  }
  const ways = forward.map(({ edge, from, to }) => wayOf(edge, from, to, items))
  const rows = rowsOf(items, ways)
  arrange(rows, ways)
  stack(rows)
  const back = keyed.filter(({ from, to }) => from !== to && placeOf(from) > placeOf(to))
  const itemOf = (key: string) => items.get(key) ?? emptyItem
  const spans = back
    .map(({ edge, from, to }) => ({ edge, from: itemOf(from), to: itemOf(to) }))
    .toSorted((a, b) => a.from.y - a.to.y - (b.from.y - b.to.y))
  return move({
    nodes: [...items.values()]
      // While no case has ended there is no end to draw.
      .filter(({ key, weight }) => !key.startsWith(PASSING) && (key !== END || weight > 0))
      .map(({ key, x, y, width, height }) => ({
        id: key === BEGIN || key === END ? null : key,
        isEnd: key === END,
        x: x - width / 2,
        y,
        width,
        height,
      })),
    edges: [
      ...ways.map(forwardEdge),
      ...spans.map(({ edge, from, to }, lane) => backEdge(edge, from, to, lane, leftOf(rows))),
      ...keyed.filter(({ from, to }) => from === to).map(({ edge, from }) => selfEdge(edge, itemOf(from))),
    ],
  })
}

const emptyItem: Item = { key: '', layer: 0, width: 0, height: 0, x: 0, y: 0, weight: 0 }

type Keyed = { from: string; to: string; edge: GivenEdge }

/** An order in which as little as possible leads back (Eades, Lin and Smyth). */
function orderOf(keys: readonly string[], edges: readonly Keyed[]): string[] {
  const left = new Set(keys)
  const first: string[] = []
  const last: string[] = []
  const flow = (key: string) => {
    let [into, out] = [0, 0]
    for (const { from, to, edge } of edges) {
      if (from === to || !left.has(from) || !left.has(to)) continue
      if (to === key) into += edge.frequency
      if (from === key) out += edge.frequency
    }
    return { key, into, out }
  }
  while (left.size > 0) {
    const flows = [...left].map(flow)
    const sink = flows.find(({ key, out }) => out === 0 && key !== BEGIN)
    const source = flows.find(({ into }) => into === 0)
    const chosen =
      left.has(BEGIN) && source?.key === BEGIN
        ? source
        : (sink ?? source ?? flows.toSorted((a, b) => b.out - b.into - (a.out - a.into))[0])
    if (!chosen) break
    left.delete(chosen.key)
    if (chosen === sink) last.unshift(chosen.key)
    else first.push(chosen.key)
  }
  // Whatever the counts say, a case begins above and ends below.
  return [BEGIN, ...[...first, ...last].filter((key) => key !== BEGIN && key !== END), END]
}

function layersOf(places: ReadonlyMap<string, number>, forward: readonly Keyed[]): Map<string, number> {
  const layers = new Map<string, number>()
  for (const key of places.keys()) {
    const before = forward.filter(({ to }) => to === key).map(({ from }) => layers.get(from) ?? 0)
    layers.set(key, key === BEGIN ? 0 : Math.max(0, ...before) + 1)
  }
  layers.set(END, Math.max(...layers.values(), 1))
  return layers
}

/** A path over several layers gets a place of its own in each of them. */
function wayOf(edge: GivenEdge, from: string, to: string, items: Map<string, Item>): Way {
  const [begin, end] = [items.get(from) ?? emptyItem, items.get(to) ?? emptyItem]
  const between: Item[] = []
  for (let layer = begin.layer + 1; layer < end.layer; layer++) {
    const key = `${PASSING} ${from} ${to} ${layer}`
    const item = { key, layer, width: LANE, height: 0, x: 0, y: 0, weight: 0 }
    items.set(key, item)
    between.push(item)
  }
  return { edge, points: [begin, ...between, end] }
}

function rowsOf(items: ReadonlyMap<string, Item>, ways: readonly Way[]): Item[][] {
  const rows: Item[][] = []
  for (const { edge, points } of ways) for (const point of points) point.weight += edge.frequency
  for (const item of items.values()) (rows[item.layer] ??= []).push(item)
  return Array.from(rows, (row) => (row ?? []).toSorted((a, b) => b.weight - a.weight))
}

/** Sweeps down and up: everything moves towards what it is joined to, the more the oftener. */
function arrange(rows: Item[][], ways: readonly Way[]): void {
  const joined = new Map<Item, { other: Item; weight: number }[]>()
  const join = (item: Item, other: Item, weight: number) =>
    joined.set(item, [...(joined.get(item) ?? []), { other, weight }])
  for (const { edge, points } of ways)
    points.forEach((point, place) => {
      const next = points[place + 1]
      if (!next) return
      join(point, next, edge.frequency ** 2)
      join(next, point, edge.frequency ** 2)
    })
  for (const row of rows)
    spread(
      row,
      row.map((_, place) => place * NODE.width),
    )
  for (let sweep = 0; sweep < 8; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      // Where a step and a path around it want the same place, the path goes at the right; ways back have the left.
      const wanted = new Map(
        row.map((item) => [
          item,
          middleOf(joined.get(item) ?? [], item.x) + (item.key.startsWith(PASSING) ? 1 : 0),
        ]),
      )
      row.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0))
      spread(
        row,
        row.map((item) => wanted.get(item) ?? 0),
      )
    }
  }
}

function middleOf(joined: readonly { other: Item; weight: number }[], otherwise: number): number {
  const all = joined.reduce((sum, { weight }) => sum + weight, 0)
  return all === 0 ? otherwise : joined.reduce((sum, { other, weight }) => sum + other.x * weight, 0) / all
}

/** As near to where each wants to be as their widths allow; the one most cases pass stands where it wants. */
function spread(row: Item[], wanted: readonly number[]): void {
  const order = row
    .map((item, place) => ({ item, want: wanted[place] ?? 0 }))
    .toSorted((a, b) => a.want - b.want)
  const heaviest = order.reduce(
    (best, { item }, place) => (item.weight > (order[best]?.item.weight ?? 0) ? place : best),
    0,
  )
  const put = (place: number, beside: number) => {
    const here = order[place]
    const neighbour = order[beside]?.item
    if (!here) return
    if (!neighbour || place === heaviest) here.item.x = here.want
    else {
      const apart = (here.item.width + neighbour.width) / 2 + GAP.x
      here.item.x =
        place > beside ? Math.max(here.want, neighbour.x + apart) : Math.min(here.want, neighbour.x - apart)
    }
  }
  put(heaviest, heaviest)
  for (let place = heaviest + 1; place < order.length; place++) put(place, place - 1)
  for (let place = heaviest - 1; place >= 0; place--) put(place, place + 1)
  row.splice(0, row.length, ...order.map(({ item }) => item))
}

function stack(rows: readonly Item[][]): void {
  let y = 0
  for (const row of rows) {
    const height = Math.max(0, ...row.map((item) => item.height))
    for (const item of row) {
      item.y = y + (item.key.startsWith(PASSING) ? 0 : (height - item.height) / 2)
      if (item.key.startsWith(PASSING)) item.height = height
    }
    y += height + GAP.y
  }
}

function leftOf(rows: readonly Item[][]): number {
  return Math.min(...rows.flat().map(({ x, width }) => x - width / 2))
}

const round = (value: number) => Math.round(value * 10) / 10

function forwardEdge({ edge, points }: Way): LaidEdge {
  const parts: string[] = []
  points.forEach((point, place) => {
    const before = points[place - 1]
    if (!before) return
    const [x1, y1, x2, y2] = [before.x, before.y + before.height, point.x, point.y]
    const middle = (y1 + y2) / 2
    parts.push(
      `${place === 1 ? `M${round(x1)} ${round(y1)}` : `L${round(x1)} ${round(y1)}`} C${round(x1)} ${round(middle)} ${round(x2)} ${round(middle)} ${round(x2)} ${round(y2)}`,
    )
  })
  const [begin = emptyItem, next = emptyItem] = points
  const isLong = points.length > 2
  const top = begin.y + begin.height
  return {
    from: edge.from,
    to: edge.to,
    path: parts.join(' '),
    labelX: isLong ? next.x : (begin.x + next.x) / 2,
    labelY: isLong ? next.y + next.height / 2 : (top + next.y) / 2,
    isBack: false,
  }
}

function backEdge(edge: GivenEdge, from: Item, to: Item, lane: number, left: number): LaidEdge {
  const x = left - LANE * (lane + 1)
  const [x1, y1] = [from.x - from.width / 2, from.y + from.height * 0.35]
  const [x2, y2] = [to.x - to.width / 2, to.y + to.height * 0.65]
  const bend = Math.min(18, Math.abs(y1 - y2) / 2)
  return {
    from: edge.from,
    to: edge.to,
    path: `M${round(x1)} ${round(y1)} L${round(x + bend)} ${round(y1)} Q${round(x)} ${round(y1)} ${round(x)} ${round(y1 - bend)} L${round(x)} ${round(y2 + bend)} Q${round(x)} ${round(y2)} ${round(x + bend)} ${round(y2)} L${round(x2)} ${round(y2)}`,
    labelX: x,
    labelY: (y1 + y2) / 2,
    isBack: true,
  }
}

function selfEdge(edge: GivenEdge, { x, y, width, height }: Item): LaidEdge {
  const right = x + width / 2
  return {
    from: edge.from,
    to: edge.to,
    path: `M${round(right)} ${round(y + height * 0.3)} C${round(right + 34)} ${round(y)} ${round(right + 34)} ${round(y + height)} ${round(right)} ${round(y + height * 0.7)}`,
    labelX: right + 28,
    labelY: y + height / 2,
    isBack: true,
  }
}

/** Everything with its place counted from the upper left corner. */
function move({ nodes, edges }: Pick<LaidMap, 'nodes' | 'edges'>): LaidMap {
  const xs = edges.flatMap(({ labelX }) => [labelX - 24, labelX + 24])
  const left = Math.min(...nodes.map(({ x }) => x), ...xs) - MARGIN
  const right =
    Math.max(...nodes.map(({ id, x, width }) => x + width + (id === null ? TERMINAL_LABEL : 0)), ...xs) +
    MARGIN
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height)) + MARGIN
  return {
    width: round(right - left),
    height: round(bottom + MARGIN),
    nodes: nodes.map((node) => ({ ...node, x: round(node.x - left), y: round(node.y + MARGIN) })),
    edges: edges.map((edge) => ({
      ...edge,
      path: moved(edge.path, -left, MARGIN),
      labelX: round(edge.labelX - left),
      labelY: round(edge.labelY + MARGIN),
    })),
  }
}

function moved(path: string, right: number, down: number): string {
  let isX = false
  return path.replaceAll(/-?\d+(?:\.\d+)?/g, (number) => {
    isX = !isX
    return String(round(Number(number) + (isX ? right : down)))
  })
}
