import type { ProcessMachine } from './compile.ts'
import { standTogether } from './check-soundness.ts'
import type { Vars } from './json.ts'
import type { Live, Marking, Move } from './marking.ts'
import { resume } from './run.ts'

/** Why a marking finds no place in another process. */
export type NoPlace = 'step_not_mapped' | 'waits_elsewhere' | 'inside_part' | 'not_together' | 'needs_data'

export type MovedMarking =
  | { move: Move; opened: ReadonlyMap<number, number>; stays?: undefined }
  | { stays: NoPlace; at: string }

/**
 * The marking of a case in another process: every open step at the step it is mapped to, tokens that wait at a join of
 * the same name at that join. Steps are named by their elements. `opened` says which new task follows which old one.
 */
export function moveMarking(
  to: ProcessMachine,
  marking: Marking,
  { isTask, mapped }: { isTask(live: Live): boolean; mapped(at: string): string | undefined },
  data: Vars,
): MovedMarking {
  const tasks: { from: number; at: string }[] = []
  const parked: { at: string; via: string }[] = []
  for (const live of marking.live) {
    if (live.in !== undefined) return { stays: 'inside_part', at: live.at }
    if (live.stuck) return { stays: 'waits_elsewhere', at: live.at }
    const join = live.via === undefined ? undefined : to.nodes.get(live.at)
    if (live.via !== undefined) {
      if (!join?.into.includes(live.via)) return { stays: 'waits_elsewhere', at: live.at }
      parked.push({ at: live.at, via: live.via })
    } else if (!isTask(live)) return { stays: 'waits_elsewhere', at: live.at }
    else {
      const at = mapped(live.at)
      const node = at === undefined ? undefined : to.nodes.get(at)
      if (at === undefined || node?.node.kind !== 'user') return { stays: 'step_not_mapped', at: live.at }
      if (node.scope !== to.root || node.node.loop) return { stays: 'inside_part', at: live.at }
      tasks.push({ from: live.k, at })
    }
  }
  const [first] = marking.live
  if (marking.over || tasks.length === 0) return { stays: 'waits_elsewhere', at: first?.at ?? '' }
  if (
    !standTogether(
      to.definition.scope,
      tasks.map(({ at }) => at),
      parked.map(({ via }) => via),
    )
  )
    return { stays: 'not_together', at: tasks[0]?.at ?? '' }
  const { next, vars } = marking
  const move = resume(
    to,
    { next, ...(vars ? { vars } : {}) },
    { tasks: tasks.map(({ at }) => at), parked },
    data,
  )
  if (move.incidents.length > 0) return { stays: 'needs_data', at: move.incidents[0]?.at ?? '' }
  const opened = new Map(
    move.opened.map(({ key, at }) => [key, tasks.find((one) => one.at === at)?.from ?? 0]),
  )
  return { move, opened }
}
