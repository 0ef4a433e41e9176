/** How many open cases are how old, in working minutes, the youngest first. */
export type Ages = { minutes: readonly number[]; cases: readonly number[] }

/** Median, ninth decile and greatest of the ages of so many cases, in working minutes; undefined where there are none. */
export function spreadOf({
  minutes,
  cases,
}: Ages): { aged: number; p50: number; p90: number; oldest: number } | undefined {
  const aged = cases.reduce((sum, count) => sum + count, 0)
  if (aged === 0) return undefined
  const rank = (share: number) => {
    let younger = 0
    const at = cases.findIndex((count) => (younger += count) >= share * aged)
    return worked(minutes[at])
  }
  return { aged, p50: rank(0.5), p90: rank(0.9), oldest: worked(minutes.at(-1)) }
}

/** How many are younger than the first edge, between each edge and the next, and at or beyond the last. */
export function barsOf({ minutes, cases }: Ages, edges: readonly number[]): number[] {
  const bars = Array.from({ length: edges.length + 1 }, () => 0)
  for (const [index, age] of minutes.entries()) {
    const bar = edges.findLastIndex((edge) => edge <= age) + 1
    bars[bar] = (bars[bar] ?? 0) + (cases[index] ?? 0)
  }
  return bars
}

/** A case received in the hours to come is nought minutes old. */
function worked(minutes = 0): number {
  return Math.max(minutes, 0)
}
