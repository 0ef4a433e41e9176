import type { MachineNode } from './compile.ts'
import type { Mapping } from './definition.ts'
import { ProcessFailure } from './failure.ts'
import type { Json, Vars } from './json.ts'
import type { Live } from './marking.ts'
import { finishInstance, openScope, scopeRecord } from './run-activity.ts'
import {
  arm,
  armTimer,
  clearScope,
  disarm,
  hangingOn,
  hangingOnRoot,
  remove,
  triggerOf,
  turnsLeft,
} from './run-events.ts'
import { leave } from './run-flow.ts'
import {
  add,
  contextOf,
  homeOf,
  mapped,
  nodeAt,
  parentOf,
  put,
  ROOT,
  setAll,
  sharedOf,
  strand,
  strandLive,
  update,
  type Run,
} from './run-state.ts'

/** An event, and what it hangs on: the key of a record, or of the process. */
export type Waiting = { owner: number; event: MachineNode }

export function findTimer(run: Run, key: string): Waiting | undefined {
  const colon = key.indexOf(':')
  const owner = Number(key.slice(0, colon))
  const event = run.machine.nodes.get(key.slice(colon + 1))
  if (!event || triggerOf(event)?.on !== 'timer') return undefined
  const live = run.live.get(owner)
  const hanging = owner === ROOT ? hangingOnRoot(run) : live ? hangingOn(run, live) : []
  return hanging.includes(event) && turnsLeft(run, owner, event) !== 0 ? { owner, event } : undefined
}

export function findWaiting(run: Run, on: 'message' | 'signal', name: string, correlation?: Json): Waiting[] {
  const found: Waiting[] = []
  const look = (owner: number, events: readonly MachineNode[]) => {
    for (const event of events) {
      const trigger = triggerOf(event)
      if (!trigger || trigger.on !== on || !('name' in trigger) || trigger.name !== name) continue
      const expected = sharedOf(run, owner).cor?.[event.at]
      if (expected === undefined || JSON.stringify(expected) === JSON.stringify(correlation))
        found.push({ owner, event })
    }
  }
  for (const live of run.live.values()) look(live.k, hangingOn(run, live))
  look(ROOT, hangingOnRoot(run))
  return found
}

/** An event happens to what it hangs on. */
export function trigger(run: Run, { owner, event }: Waiting, payload: Vars) {
  const { node } = event
  if (node.kind === 'start') {
    startEventSubProcess(run, event, owner, payload)
    return
  }
  const live = run.live.get(owner)
  if (!live) return
  if (node.kind === 'receive' && live.at === event.at) {
    finishInstance(run, live, payload)
    return
  }
  const home = homeOf(run, live)
  if (node.kind === 'boundary' && !node.interrupting) nextTurn(run, owner, parentOf(live), event)
  else remove(run, live)
  if ('outputs' in node) take(run, home, event, node.outputs, payload)
}

/** What came with the event is kept, then the token goes on from it. */
function take(run: Run, home: number, event: MachineNode, outputs: readonly Mapping[], payload: Vars) {
  try {
    setAll(run, home, outputs.length > 0 ? mapped(outputs, contextOf(run, home, payload)) : payload)
    leave(run, event, home)
  } catch (error) {
    const before = run.next
    strand(run, error, { node: event, home, redo: 'finish' })
    const stranded = run.live.get(before)
    if (stranded?.stuck) put(run, { ...stranded, stuck: { ...stranded.stuck, outcome: payload } })
  }
}

/** A token stranded with what came is tried again. */
export function takeAgain(run: Run, live: Live, payload: Vars) {
  const event = nodeAt(run, live.at)
  const { node } = event
  const home = parentOf(live)
  run.live.delete(live.k)
  if (node.kind === 'start') run.queue.push({ does: 'arrive', node: event, home })
  else if ('outputs' in node) take(run, home, event, node.outputs, payload)
}

/** What does not interrupt may come again: a message always, a timer as often as its cycle says. */
function nextTurn(run: Run, owner: number, home: number, event: MachineNode) {
  const awaited = triggerOf(event)
  if (awaited?.on !== 'timer') return
  const left = turnsLeft(run, owner, event)
  const next = left < 0 ? left : left - 1
  update(run, owner, { left: { ...sharedOf(run, owner).left, [event.at]: next } })
  if (next === 0) return
  try {
    armTimer(run, owner, home, event, awaited, false)
  } catch (error) {
    strand(run, error, { node: event, home: owner, redo: 'arm' })
  }
}

function startEventSubProcess(run: Run, start: MachineNode, home: number, payload: Vars) {
  const sub = start.scope.holder
  if (!sub || start.node.kind !== 'start') return
  const interrupting = start.node.interrupting || start.node.trigger?.on === 'error'
  if (interrupting) {
    const scope = scopeRecord(run, home)
    const listening = scope
      ? hangingOn(run, scope).filter(({ node }) => node.kind === 'start')
      : hangingOnRoot(run)
    for (const listener of listening) disarm(run, home, listener)
    clearScope(run, home)
    update(run, home, { over: true })
  } else nextTurn(run, home, home, start)
  const { outputs } = start.node
  const live = add(run, home, { at: sub.at })
  for (const event of sub.boundaries) arm(run, live.k, home, event)
  try {
    setAll(run, live.k, outputs.length > 0 ? mapped(outputs, contextOf(run, home, payload)) : payload)
  } catch (error) {
    strand(run, error, { node: start, home: live.k, redo: 'arrive' })
    return
  }
  openScope(run, start, live.k)
}

/** An error goes outwards until something catches it. Answers whether anything did. */
export function throwError(run: Run, from: number, code: string, payload: Vars): boolean {
  for (let key = from; ; ) {
    const live = key === ROOT ? undefined : run.live.get(key)
    const hanging = live ? hangingOn(run, live) : key === ROOT ? hangingOnRoot(run) : []
    const catchers = hanging.filter((event) => catches(event, code))
    // What names the code is nearer than what catches all; what stands inside is nearer than the boundary.
    const best = catchers.sort((a, b) => rank(a) - rank(b))[0]
    if (best) {
      trigger(run, { owner: key, event: best }, payload)
      return true
    }
    if (!live) return false
    key = parentOf(live)
  }
}

function catches(event: MachineNode, code: string): boolean {
  const awaited = triggerOf(event)
  return awaited?.on === 'error' && (awaited.code === null || awaited.code === code)
}

function rank(event: MachineNode): number {
  const awaited = triggerOf(event)
  return (event.node.kind === 'start' ? 0 : 2) + (awaited?.on === 'error' && awaited.code === null ? 1 : 0)
}

/** An error thrown by an end event; uncaught it is an incident, never silence. */
export function endWithError(run: Run, node: MachineNode, home: number, code: string) {
  if (throwError(run, home, code, { errorCode: code })) return
  strand(run, new ProcessFailure('bpmn.error_not_caught', { code }), { node, home, redo: 'arrive' })
}

/** A service or task reports an error; uncaught, its own record becomes the incident. */
export function reportError(run: Run, live: Live, code: string, message: string) {
  if (throwError(run, live.k, code, { errorCode: code, errorMessage: message })) return
  strandLive(run, new ProcessFailure('bpmn.error_not_caught', { code, message }), live, 'none')
}
