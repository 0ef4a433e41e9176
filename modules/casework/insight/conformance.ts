import type { Conformance } from './process-map.ts'

/** Which step may directly follow which; null as a step: the beginning, and among the followers the end. */
export type ApprovedProcess = {
  steps: ReadonlySet<string>
  follows: ReadonlyMap<string | null, ReadonlySet<string | null>>
}

/** A process that is a line: each step once, in this order. */
export function approvedLine(steps: readonly string[]): ApprovedProcess {
  const follows = new Map<string | null, ReadonlySet<string | null>>()
  steps.forEach((step, place) =>
    follows.set(place === 0 ? null : (steps[place - 1] ?? null), new Set([step])),
  )
  const last = steps.at(-1)
  if (last !== undefined) follows.set(last, new Set([null]))
  return { steps: new Set(steps), follows }
}

/**
 * Replays one course of events on the process. A step that may follow only after others were done says that those were
 * skipped; a step that cannot follow at all is out of order. A case under way owes nothing yet.
 */
export function conformanceOf(
  sequence: readonly string[],
  open: boolean,
  process: ApprovedProcess,
): Conformance {
  const skipped = new Set<string>()
  const foreign = new Set<string>()
  const outOfOrder = new Map<string, { from: string | null; to: string }>()
  let before: string | null = null
  for (const step of sequence) {
    if (!process.steps.has(step)) {
      foreign.add(step)
      continue
    }
    const between = stepsBetween(process, before, step)
    if (between) for (const one of between) skipped.add(one)
    else outOfOrder.set(JSON.stringify([before, step]), { from: before, to: step })
    before = step
  }
  if (!open) for (const one of stepsBetween(process, before, null) ?? []) skipped.add(one)
  // What stands elsewhere in the course was not skipped but done at another time.
  for (const step of sequence) skipped.delete(step)
  return {
    fits: skipped.size === 0 && foreign.size === 0 && outOfOrder.size === 0,
    skipped: [...skipped],
    foreign: [...foreign],
    outOfOrder: [...outOfOrder.values()],
  }
}

/** The fewest steps that lie between two; undefined where no way leads from the one to the other. */
function stepsBetween(
  { follows }: ApprovedProcess,
  from: string | null,
  to: string | null,
): readonly string[] | undefined {
  const ways: { at: string | null; by: readonly string[] }[] = [{ at: from, by: [] }]
  const seen = new Set<string>()
  for (const { at, by } of ways) {
    const next = follows.get(at) ?? new Set<string | null>()
    if (next.has(to)) return by
    for (const step of next) {
      if (step === null || seen.has(step)) continue
      seen.add(step)
      ways.push({ at: step, by: [...by, step] })
    }
  }
  return undefined
}
