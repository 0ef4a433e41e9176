/** A commune or department to be placed, with its rough position on the ground. */
export type MapUnit = {
  id: number
  parentId: number
  position: readonly [longitude: number, latitude: number]
}

/** A cell of the hexagonal grid, in axial coordinates. */
export type Cell = { q: number; r: number }

export type PlacedCluster = { groupId: number; cells: { unitId: number; cell: Cell }[] }

const DIRECTIONS: readonly Cell[] = [
  { q: 1, r: 0 },
  { q: 1, r: -1 },
  { q: 0, r: -1 },
  { q: -1, r: 0 },
  { q: -1, r: 1 },
  { q: 0, r: 1 },
]
const ROOT3 = Math.sqrt(3)
/** How much farther apart two districts of the old centre come to stand than two at the edge: crowded places get room. */
const SPREAD = 0.62
const DEGREES_OF_LATITUDE = 1 / Math.cos((21 * Math.PI) / 180)

/**
 * Places every unit on a cell of its own, the units of one parent side by side and parents apart by at least a cell:
 * a cartogram in which every commune is equally easy to see. The same units give the same map.
 */
export function layOut(units: readonly MapUnit[]): PlacedCluster[] {
  const groups = groupByParent(units)
  const centre = centreOf(units)
  const wanted = groups
    .map(({ groupId, members }) => ({
      groupId,
      members,
      at: spread(centreOf(members), centre, scaleFor(units.length)),
    }))
    .toSorted((a, b) => Math.hypot(a.at.x, a.at.y) - Math.hypot(b.at.x, b.at.y) || a.groupId - b.groupId)
  const taken = new Set<string>()
  return wanted.map(({ groupId, members, at }) => {
    const cells = findRoom(at, members.length, taken)
    for (const cell of cells) {
      taken.add(keyOf(cell))
      for (const beside of neighbours(cell)) taken.add(keyOf(beside))
    }
    return { groupId, cells: assign(members, cells) }
  })
}

/** Middle of a cell, in cell radii. */
export function middleOf({ q, r }: Cell): { x: number; y: number } {
  return { x: ROOT3 * (q + r / 2), y: 1.5 * r }
}

export function neighbours({ q, r }: Cell): Cell[] {
  return DIRECTIONS.map((step) => ({ q: q + step.q, r: r + step.r }))
}

export function keyOf({ q, r }: Cell): string {
  return `${q},${r}`
}

function groupByParent(units: readonly MapUnit[]): { groupId: number; members: MapUnit[] }[] {
  const groups = new Map<number, MapUnit[]>()
  for (const unit of units.toSorted((a, b) => a.id - b.id))
    groups.set(unit.parentId, [...(groups.get(unit.parentId) ?? []), unit])
  return [...groups].map(([groupId, members]) => ({ groupId, members }))
}

function onGround([longitude, latitude]: readonly [number, number]) {
  return { x: longitude, y: -latitude * DEGREES_OF_LATITUDE }
}

function centreOf(units: readonly MapUnit[]) {
  const sum = { x: 0, y: 0 }
  for (const unit of units) {
    const at = onGround(unit.position)
    sum.x += at.x / units.length
    sum.y += at.y / units.length
  }
  return sum
}

function scaleFor(count: number): number {
  return 1.3 * Math.sqrt(count)
}

/** Direction as on the ground; distance drawn out near the centre and in far from it. */
function spread(at: { x: number; y: number }, centre: { x: number; y: number }, scale: number) {
  const x = at.x - centre.x
  const y = at.y - centre.y
  const far = Math.hypot(x, y)
  if (far === 0) return { x: 0, y: 0 }
  const drawn = (far / 0.5) ** SPREAD * scale
  return { x: (x / far) * drawn, y: (y / far) * drawn }
}

/** The free place nearest to where a cluster would like to stand; a compact heap of cells around it. */
function findRoom(at: { x: number; y: number }, count: number, taken: ReadonlySet<string>): Cell[] {
  const home = nearestCell(at)
  for (let ring = 0; ; ring++) {
    const candidates = ringAround(home, ring)
      .map((cell) => ({ cell, far: distance(middleOf(cell), at) }))
      .toSorted((a, b) => a.far - b.far || a.cell.q - b.cell.q || a.cell.r - b.cell.r)
    for (const { cell } of candidates) {
      const heap = heapAround(cell, count)
      if (heap.every((one) => !taken.has(keyOf(one)))) return heap
    }
  }
}

function nearestCell({ x, y }: { x: number; y: number }): Cell {
  const r = Math.round(y / 1.5)
  return { q: Math.round(x / ROOT3 - r / 2), r }
}

function ringAround(home: Cell, ring: number): Cell[] {
  if (ring === 0) return [home]
  const cells: Cell[] = []
  let at: Cell = { q: home.q - ring, r: home.r + ring }
  for (const step of DIRECTIONS) {
    for (let turn = 0; turn < ring; turn++) {
      cells.push(at)
      at = { q: at.q + step.q, r: at.r + step.r }
    }
  }
  return cells
}

function heapAround(home: Cell, count: number): Cell[] {
  const middle = middleOf(home)
  const rings = Math.ceil(Math.sqrt(count)) + 1
  const near = Array.from({ length: rings + 1 }, (_, ring) => ringAround(home, ring)).flat()
  return near
    .map((cell) => ({ cell, far: distance(middleOf(cell), middle) }))
    .toSorted((a, b) => a.far - b.far || a.cell.r - b.cell.r || a.cell.q - b.cell.q)
    .slice(0, count)
    .map(({ cell }) => cell)
}

/** Gives each unit a cell so that neighbours on the ground tend to be neighbours on the map: exchange while it helps. */
function assign(members: readonly MapUnit[], cells: readonly Cell[]): { unitId: number; cell: Cell }[] {
  const grounds = normalised(members.map((member) => onGround(member.position)))
  const spots = normalised(cells.map(middleOf))
  const holds = members.map((_, index) => index)
  const cost = (member: number, spot: number) => {
    const a = grounds[member]
    const b = spots[spot]
    return a && b ? (a.x - b.x) ** 2 + (a.y - b.y) ** 2 : 0
  }
  for (let improved = true, turns = 0; improved && turns < 60; turns++) {
    improved = false
    for (let i = 0; i < holds.length; i++) {
      for (let j = i + 1; j < holds.length; j++) {
        const a = holds[i] ?? 0
        const b = holds[j] ?? 0
        if (cost(i, b) + cost(j, a) < cost(i, a) + cost(j, b) - 1e-9) {
          holds[i] = b
          holds[j] = a
          improved = true
        }
      }
    }
  }
  return members.map((member, index) => ({
    unitId: member.id,
    cell: cells[holds[index] ?? index] ?? { q: 0, r: 0 },
  }))
}

function normalised(points: readonly { x: number; y: number }[]) {
  const xs = points.map((point) => point.x)
  const ys = points.map((point) => point.y)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top) || 1
  return points.map((point) => ({ x: (point.x - left) / size, y: (point.y - top) / size }))
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
