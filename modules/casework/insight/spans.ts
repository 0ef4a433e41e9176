import { num } from './event-log.ts'
import type { Span } from './process-map.ts'

/** Durations by group, gathered in two flat columns and put apart once at the end. */
export class Durations {
  private size = 0
  private groups = new Int32Array(1024)
  private values = new Float64Array(1024)

  add(group: number, value: number): void {
    if (this.size === this.values.length) {
      const groups = new Int32Array(this.size * 2)
      const values = new Float64Array(this.size * 2)
      groups.set(this.groups)
      values.set(this.values)
      this.groups = groups
      this.values = values
    }
    this.groups[this.size] = group
    this.values[this.size] = value
    this.size++
  }

  /** Median and 90th percentile of each group; null where it has none. */
  spans(groupCount: number): (Span | null)[] {
    const starts = new Int32Array(groupCount + 1)
    for (let index = 0; index < this.size; index++) {
      const group = num(this.groups, index)
      starts[group + 1] = num(starts, group + 1) + 1
    }
    for (let group = 1; group <= groupCount; group++)
      starts[group] = num(starts, group) + num(starts, group - 1)
    const next = starts.slice()
    const apart = new Float64Array(this.size)
    for (let index = 0; index < this.size; index++) {
      const group = num(this.groups, index)
      apart[num(next, group)] = num(this.values, index)
      next[group] = num(next, group) + 1
    }
    return Array.from({ length: groupCount }, (_, group) =>
      spanOf(apart.subarray(num(starts, group), num(starts, group + 1))),
    )
  }
}

function spanOf(values: Float64Array): Span | null {
  if (values.length === 0) return null
  values.sort()
  return { count: values.length, median: quantile(values, 0.5), p90: quantile(values, 0.9) }
}

/** Nearest rank: a value that was really seen. */
function quantile(sorted: Float64Array, share: number): number {
  return num(sorted, Math.max(0, Math.ceil(sorted.length * share) - 1))
}
