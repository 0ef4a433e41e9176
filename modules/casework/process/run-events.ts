import type { MachineNode, MachineScope } from './compile.ts'
import type { Trigger } from './definition.ts'
import { ProcessFailure } from './failure.ts'
import { valueOf } from './feel.ts'
import { isTimerText, ISO_TIMER } from './iso-timer.ts'
import type { Json } from './json.ts'
import type { Live } from './marking.ts'
import { contextOf, nodeAt, parentOf, ROOT, sharedOf, strand, update, type Run } from './run-state.ts'

// What hangs on the things that live: timers, messages and signals, set and taken off again.

/** The events that wait on a record now. */
export function hangingOn(run: Run, live: Live): MachineNode[] {
  if (live.via !== undefined || live.todo || isOff(live)) return []
  const here = nodeAt(run, live.at)
  switch (here.node.kind) {
    case 'catch':
      return [here]
    case 'event_based':
      return here.out.map(({ to }) => to)
    default: {
      const boundaries = live.i === undefined ? here.boundaries : []
      if (live.n !== undefined) return [...boundaries]
      if (here.node.kind === 'receive') return [here, ...boundaries]
      return here.inner && !live.over ? [...boundaries, ...listenersOf(here.inner)] : [...boundaries]
    }
  }
}

/** A stranded token waits for nothing but a retry; a record whose work or result failed is still what it was. */
function isOff({ stuck }: Live): boolean {
  return stuck !== undefined && stuck.redo !== 'finish' && stuck.redo !== 'none'
}

export function hangingOnRoot(run: Run): MachineNode[] {
  return run.root.over ? [] : listenersOf(run.machine.root)
}

function listenersOf(scope: MachineScope): MachineNode[] {
  return scope.listeners.map(({ start }) => start)
}

export function triggerOf({ node }: MachineNode): Trigger | null {
  switch (node.kind) {
    case 'start':
    case 'catch':
    case 'boundary':
      return node.trigger
    case 'receive':
      return { on: 'message', name: node.message, correlation: node.correlation }
    default:
      return null
  }
}

export function eventKey(owner: number, event: MachineNode): string {
  return `${owner}:${event.at}`
}

/** Sets what an event waits for; an expression that fails leaves an incident that a retry sets again. */
export function arm(run: Run, owner: number, home: number, event: MachineNode) {
  const trigger = triggerOf(event)
  if (!trigger || trigger.on === 'error') return
  try {
    if (trigger.on === 'timer') armTimer(run, owner, home, event, trigger, true)
    else {
      const correlation =
        trigger.on === 'message' && trigger.correlation !== null
          ? valueOf(trigger.correlation, contextOf(run, home))
          : null
      if (correlation !== null)
        update(run, owner, { cor: { ...sharedOf(run, owner).cor, [event.at]: correlation } })
      run.move.subscriptions.set.push({
        key: eventKey(owner, event),
        at: event.at,
        on: trigger.on,
        name: trigger.name,
        correlation,
      })
    }
  } catch (error) {
    strand(run, error, { node: event, home: owner, redo: 'arm' })
  }
}

/** Sets a timer; `first` counts the turns of a cycle from the start. Errors: ProcessFailure. */
export function armTimer(
  run: Run,
  owner: number,
  home: number,
  event: MachineNode,
  trigger: Trigger & { on: 'timer' },
  first: boolean,
) {
  const value: Json =
    'iso' in trigger.value ? trigger.value.iso : valueOf(trigger.value.feel, contextOf(run, home))
  const text = typeof value === 'string' ? value : ''
  if (!isTimerText(trigger.by, text)) throw new ProcessFailure('bpmn.timer_value', { value, by: trigger.by })
  const timer = { key: eventKey(owner, event), at: event.at, working: trigger.working }
  if (trigger.by !== 'cycle') {
    run.move.timers.set.push({ ...timer, by: trigger.by, value: text })
    return
  }
  const [, times = '', period = ''] = ISO_TIMER.cycle.exec(text) ?? []
  if (first)
    update(run, owner, {
      left: { ...sharedOf(run, owner).left, [event.at]: times === '' ? -1 : Number(times) },
    })
  run.move.timers.set.push({ ...timer, by: 'duration', value: period })
}

/** How often the timer of an event may still fire; -1: without end. */
export function turnsLeft(run: Run, owner: number, event: MachineNode): number {
  return sharedOf(run, owner).left?.[event.at] ?? 1
}

/** Takes off what an event waited for. */
export function disarm(run: Run, owner: number, event: MachineNode) {
  const trigger = triggerOf(event)
  if (trigger?.on === 'timer') {
    if (turnsLeft(run, owner, event) !== 0) run.move.timers.cancelled.push(eventKey(owner, event))
  } else if (trigger && trigger.on !== 'error') run.move.subscriptions.cancelled.push(eventKey(owner, event))
}

/** Ends a record and all that lives in it; `done`: the record itself has done its work. */
export function remove(run: Run, live: Live, done = false) {
  const gone = [live]
  if (run.live.size > 1) {
    const keys = new Set([live.k])
    // What lives in a record is younger and stands behind it.
    for (const one of run.live.values()) {
      if (keys.has(parentOf(one))) {
        keys.add(one.k)
        gone.push(one)
      }
    }
  }
  for (const one of gone) {
    for (const event of hangingOn(run, one)) disarm(run, one.k, event)
    run.live.delete(one.k)
    if (one.n !== undefined || one.via !== undefined || (one.stuck && one.stuck.redo !== 'none')) continue
    const { kind } = nodeAt(run, one.at).node
    if (kind === 'user') run.move.closed.push(one.k)
    if (kind === 'service' && !(done && one === live)) run.move.services.cancelled.push(one.k)
  }
}

/** Ends everything in a scope, tokens on their way too. */
export function clearScope(run: Run, home: number) {
  for (const live of [...run.live.values()])
    if (parentOf(live) === home && run.live.has(live.k)) remove(run, live)
  run.queue = run.queue.filter((token) => token.home !== home || token.does === 'signal')
  run.ended.add(home)
}

export function isAlive(run: Run, home: number): boolean {
  return home === ROOT || run.live.has(home)
}
