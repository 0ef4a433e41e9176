/** Prints one figure in the one form that is read by machines: `bench <name> <value> <unit> [limit=<v>] ratio=<v>`. */
export function report(
  name: string,
  value: number,
  unit: string,
  { limit, ratio }: { limit?: number; ratio: number },
) {
  const parts = [
    'bench',
    name,
    shown(value),
    unit,
    ...(limit === undefined ? [] : [`limit=${limit}`]),
    `ratio=${shown(ratio)}`,
  ]
  process.stdout.write(`${parts.join(' ')}\n`)
}

/** A figure that must stay below its limit; the ratio says how much of the limit it uses. */
export function reportBelow(name: string, value: number, unit: string, limit: number) {
  report(name, value, unit, { limit, ratio: value / limit })
}

/** A word to the person who watches; figures alone go to standard output. */
export function say(text: string) {
  process.stderr.write(`${text}\n`)
}

function shown(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3
  return value.toFixed(digits)
}

export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
