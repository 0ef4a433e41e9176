/** A stream of numbers in [0, 1) that depends on the seed alone, so that the demo city has the same people every time. */
export function drawing(seed: string): () => number {
  let state = hash(seed)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** One of the list, each as likely as the next. */
export function pick<T>(draw: () => number, list: readonly T[]): T {
  const chosen = list[Math.floor(draw() * list.length)]
  if (chosen === undefined) throw new Error('Nothing to pick from: the list is empty.')
  return chosen
}

/** One of the list, as often as its weight says. */
export function pickWeighted<T>(draw: () => number, list: readonly (readonly [T, number])[]): T {
  let left = draw() * list.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [value, weight] of list) {
    left -= weight
    if (left < 0) return value
  }
  const last = list.at(-1)
  if (!last) throw new Error('Nothing to pick from: the list is empty.')
  return last[0]
}

export function pickInteger(draw: () => number, from: number, to: number): number {
  return from + Math.floor(draw() * (to - from + 1))
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value | 0
}
