import type { Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { CityMap } from '../contract.ts'
import { keyOf, layOut, middleOf, neighbours, type Cell, type MapUnit } from './map-layout.ts'

/** Cell radius in the map's own units, and the part of it that is drawn: the rest is the gap. */
const SIZE = 10
const DRAWN = 0.93
const MARGIN = 16
/** Departments stand in a band of their own at the left, on the same grid. */
const BAND_ROWS = 10

/** The map drawn from unit positions alone: needs no boundary data. */
export function drawSchematic(tree: UnitTree): CityMap {
  const root = tree.root
  const communes = tree.all().filter((unit) => unit.tier === 'commune' && unit.parentId !== null)
  const clusters = layOut(
    communes.map(
      (unit) =>
        ({ id: unit.id, parentId: unit.parentId ?? 0, position: positionOf(unit, tree) }) satisfies MapUnit,
    ),
  )
  const placed = clusters.flatMap(({ groupId, cells }) =>
    cells.map(({ unitId, cell }) => ({ unitId, parentId: groupId, cell, ...scaled(middleOf(cell)) })),
  )
  const departments = tree.all().filter((unit) => unit.tier === 'department')
  const box = boxOf(placed)
  const band = departments.map((unit, index) => ({
    unitId: unit.id,
    parentId: root?.id ?? 0,
    ...bandPlace(index, departments.length, box),
  }))
  const all = [...placed, ...band]
  const { left, top, width, height } = boxOf(all)
  const at = ({ x, y }: { x: number; y: number }) => ({ x: round(x - left), y: round(y - top) })
  return {
    kind: 'schematic',
    width: round(width),
    height: round(height),
    areas: all.map(({ unitId, parentId, x, y }) => ({
      unitId,
      parentId,
      ...at({ x, y }),
      r: SIZE * DRAWN,
      path: hexagon(at({ x, y }), SIZE * DRAWN),
    })),
    groups: clusters.map(({ groupId, cells }) => {
      const middles = cells.map(({ cell }) => at(scaled(middleOf(cell))))
      const x = middles.reduce((sum, one) => sum + one.x, 0) / middles.length
      const y = middles.reduce((sum, one) => sum + one.y, 0) / middles.length
      const top = Math.min(...middles.map((one) => one.y))
      const r = Math.max(...middles.map((one) => Math.hypot(one.x - x, one.y - y))) + SIZE
      return {
        unitId: groupId,
        x: round(x),
        y: round(y),
        r: round(r),
        labelY: round(top - SIZE),
        outline: outlineOf(
          cells.map(({ cell }) => cell),
          at,
        ),
      }
    }),
  }
}

/** A unit without a position stands where its district does, or in the middle of the city. */
function positionOf(unit: Unit, tree: UnitTree): readonly [number, number] {
  const own = unit.position ?? tree.ancestors(unit.id).find((above) => above.position)?.position
  return own ?? [105.8, 21]
}

function scaled({ x, y }: { x: number; y: number }) {
  return { x: x * SIZE, y: y * SIZE }
}

function boxOf(points: readonly { x: number; y: number }[]) {
  const xs = points.map((point) => point.x)
  const ys = points.map((point) => point.y)
  const left = Math.min(0, ...xs) - MARGIN
  const top = Math.min(0, ...ys) - MARGIN - SIZE
  return { left, top, width: Math.max(0, ...xs) + MARGIN - left, height: Math.max(0, ...ys) + MARGIN - top }
}

function bandPlace(index: number, count: number, box: { left: number; top: number; height: number }) {
  const step = SIZE * 2.5
  const rows = Math.min(BAND_ROWS, Math.max(1, Math.ceil(count / 2)))
  const column = Math.floor(index / rows)
  const row = index % rows
  return {
    x: box.left - SIZE * 2 - column * step,
    y: box.top + box.height / 2 + (row - (rows - 1) / 2) * step + (column % 2) * (step / 2),
  }
}

function hexagon({ x, y }: { x: number; y: number }, size: number): string {
  const corners = Array.from({ length: 6 }, (_, side) => cornerOf({ x, y }, size, side))
  return `M${corners.map((corner) => `${round(corner.x)} ${round(corner.y)}`).join('L')}Z`
}

function cornerOf({ x, y }: { x: number; y: number }, size: number, side: number) {
  const angle = (Math.PI / 180) * (60 * side - 30)
  return { x: x + size * Math.cos(angle), y: y + size * Math.sin(angle) }
}

/** The edges of a heap of cells that have no neighbour in it: its outline, as separate strokes. */
function outlineOf(
  cells: readonly Cell[],
  at: (point: { x: number; y: number }) => { x: number; y: number },
): string {
  const inside = new Set(cells.map(keyOf))
  // Sides of a hexagon go round clockwise from the right, its neighbours anticlockwise.
  const sideTowards = [0, 5, 4, 3, 2, 1]
  return cells
    .flatMap((cell) => {
      const middle = at(scaled(middleOf(cell)))
      return neighbours(cell).flatMap((beside, direction) => {
        if (inside.has(keyOf(beside))) return []
        const side = sideTowards[direction] ?? 0
        const [a, b] = [cornerOf(middle, SIZE, side), cornerOf(middle, SIZE, side + 1)]
        return [`M${round(a.x)} ${round(a.y)}L${round(b.x)} ${round(b.y)}`]
      })
    })
    .join('')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
