import type { MachineNode, ProcessMachine } from './compile.ts'
import type { Incident, Live, Marking, Subscription } from './marking.ts'
import { eventKey, hangingOn, hangingOnRoot, triggerOf, turnsLeft } from './run-events.ts'
import { begin, nodeAt, parentOf, ROOT, sharedOf, type Run } from './run-state.ts'

/** All that a marking waits for besides people, by the keys that the engine takes back. */
export type Waits = {
  timers: string[]
  subscriptions: Subscription[]
  services: number[]
  incidents: Incident[]
}

/** Reads off a marking what its steps set and did not cancel; what is stored outside must say the same. */
export function waitsOf(machine: ProcessMachine, marking: Marking): Waits {
  const waits: Waits = { timers: [], subscriptions: [], services: [], incidents: incidentsOf(marking) }
  if (marking.live.length === 0) return waits
  const run = begin(machine, marking, {})
  // An event that could not be set waits as an incident and not outside.
  const unset = new Set(
    marking.live.flatMap((live) => (live.stuck?.redo === 'arm' ? [`${parentOf(live)}:${live.at}`] : [])),
  )
  const look = (owner: number, events: readonly MachineNode[]) => {
    for (const event of events) {
      const key = eventKey(owner, event)
      const trigger = triggerOf(event)
      if (!trigger || trigger.on === 'error' || unset.has(key)) continue
      if (trigger.on === 'timer') {
        if (turnsLeft(run, owner, event) !== 0) waits.timers.push(key)
      } else {
        const correlation = sharedOf(run, owner).cor?.[event.at] ?? null
        waits.subscriptions.push({ key, at: event.at, on: trigger.on, name: trigger.name, correlation })
      }
    }
  }
  look(ROOT, hangingOnRoot(run))
  for (const live of marking.live) {
    look(live.k, hangingOn(run, live))
    if (isCall(run, live)) waits.services.push(live.k)
  }
  return waits
}

function isCall(run: Run, live: Live): boolean {
  return live.n === undefined && !live.stuck && nodeAt(run, live.at).node.kind === 'service'
}

/** The tokens that cannot go on. */
export function incidentsOf({ live }: Pick<Marking, 'live'>): Incident[] {
  return live.flatMap(({ k, at, stuck }) =>
    stuck ? [{ key: k, at, code: stuck.code, facts: stuck.facts }] : [],
  )
}
