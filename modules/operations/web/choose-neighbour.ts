export type Spot = { id: number; x: number; y: number }
export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

const ways: Record<Direction, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** The next area in a direction: near, and rather straight ahead than aside. Nothing chosen yet: the one nearest the middle. */
export function chooseNeighbour(
  spots: readonly Spot[],
  from: number | undefined,
  direction: Direction,
): number | undefined {
  const here = spots.find((spot) => spot.id === from)
  if (!here) return nearestMiddle(spots)
  const way = ways[direction]
  const ahead = spots.flatMap((spot) => {
    const along = (spot.x - here.x) * way.x + (spot.y - here.y) * way.y
    const aside = Math.abs((spot.x - here.x) * way.y) + Math.abs((spot.y - here.y) * way.x)
    return along > 0.5 ? [{ id: spot.id, cost: along + aside * 2 }] : []
  })
  return least(ahead) ?? here.id
}

function nearestMiddle(spots: readonly Spot[]): number | undefined {
  const x = spots.reduce((sum, spot) => sum + spot.x, 0) / spots.length
  const y = spots.reduce((sum, spot) => sum + spot.y, 0) / spots.length
  return least(spots.map((spot) => ({ id: spot.id, cost: Math.hypot(spot.x - x, spot.y - y) })))
}

function least(options: readonly { id: number; cost: number }[]): number | undefined {
  return options.toSorted((a, b) => a.cost - b.cost || a.id - b.id)[0]?.id
}
