/** Something to do at one simulated moment. */
export type Job = { at: number; order: string; perform(): Promise<void> }

/** Jobs that must follow one another in time; lanes run side by side. */
export type Lane = { jobs: Job[]; next: number; busy: boolean }

type Run = {
  lanes: Map<string, Lane>
  /** Nothing is done at or after this moment. */
  until(): number
  /** Comes back when the moment has come; at once when nothing is to be waited for. */
  pace(at: number): Promise<void>
  atMost: number
  signal: AbortSignal | undefined
}

/** Puts jobs into their lane, in time order among those still to do. */
export function addJobs(lanes: Map<string, Lane>, key: string, jobs: readonly Job[]) {
  const lane = lanes.get(key) ?? { jobs: [], next: 0, busy: false }
  lane.jobs = [...lane.jobs.slice(lane.next), ...jobs].sort(
    (a, b) => a.at - b.at || (a.order < b.order ? -1 : 1),
  )
  lane.next = 0
  lanes.set(key, lane)
}

/**
 * Works every lane off in its own time order, the earliest job of all idle lanes first and few at a time, so the
 * outcome does not depend on which lane happens to be fast. The first failure ends the run after those under way.
 */
export async function runLanes({ lanes, until, pace, atMost, signal }: Run): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  while (!failure && !signal?.aborted) {
    const lane = underWay.size < atMost ? earliest(lanes, until()) : undefined
    const job = lane?.jobs[lane.next]
    if (!lane || !job) {
      if (underWay.size === 0) break
      await Promise.race(underWay)
      continue
    }
    lane.busy = true
    await pace(job.at)
    if (signal?.aborted) break
    lane.next += 1
    const done: Promise<void> = job
      .perform()
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => {
        lane.busy = false
        underWay.delete(done)
      })
    underWay.add(done)
  }
  await Promise.all(underWay)
  for (const lane of lanes.values()) lane.busy = false
  if (failure) throw failure.error
}

function earliest(lanes: Map<string, Lane>, until: number): Lane | undefined {
  let found: Lane | undefined
  let at = until
  for (const lane of lanes.values()) {
    const job = lane.busy ? undefined : lane.jobs[lane.next]
    if (job && job.at < at) {
      found = lane
      at = job.at
    }
  }
  return found
}
