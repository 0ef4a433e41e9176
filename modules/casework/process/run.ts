import type { MachineNode, ProcessMachine } from './compile.ts'
import { ProcessFailure } from './failure.ts'
import { valueOf } from './feel.ts'
import type { Vars } from './json.ts'
import type { Live, Marking, Move, OutsideEvent } from './marking.ts'
import { finishInstance, resumeLoop, startActivity, startInLoop, throwCompensation } from './run-activity.ts'
import { arm, clearScope, disarm, hangingOnRoot, isAlive, remove } from './run-events.ts'
import { leave } from './run-flow.ts'
import { joinInclusive, park, reportDeadlocks } from './run-join.ts'
import {
  add,
  begin,
  contextOf,
  homeOf,
  nodeAt,
  parentOf,
  put,
  ROOT,
  strand,
  strandLive,
  stuckless,
  type Run,
  type Token,
} from './run-state.ts'
import { endWithError, findTimer, findWaiting, reportError, takeAgain, trigger } from './run-trigger.ts'

/** More moves than this in one step is a circle that no check has seen. */
const MAX_MOVES = 10_000
const NOTHING: Vars = {}

/** A case begins; `startId` where the model has several beginnings. */
export function enter(machine: ProcessMachine, data: Vars = NOTHING, startId?: string): Move {
  const run = begin(machine, { next: 1, live: [] }, data)
  const start =
    startId === undefined
      ? (machine.root.start ?? machine.root.starts[0])
      : machine.root.starts.find(({ node }) => node.id === startId)
  if (!start) return answer(run, { next: 1, live: [] }, false)
  for (const { start: listener } of machine.root.listeners) arm(run, ROOT, ROOT, listener)
  run.queue.push({ does: 'arrive', node: start, home: ROOT })
  return settle(run)
}

/** A case goes on in the middle of a process: the named tasks open at once, tokens wait at joins already. */
export function resume(
  machine: ProcessMachine,
  { next, vars }: Pick<Marking, 'next' | 'vars'>,
  at: { tasks: readonly string[]; parked: readonly { at: string; via: string }[] },
  data: Vars = NOTHING,
): Move {
  const run = begin(machine, { next, live: [], ...(vars ? { vars } : {}) }, data)
  for (const { start: listener } of machine.root.listeners) arm(run, ROOT, ROOT, listener)
  for (const { at: join, via } of at.parked) park(run, nodeAt(run, join), ROOT, via)
  for (const task of at.tasks) startActivity(run, nodeAt(run, task), ROOT)
  return settle(run)
}

/** A user task or service is done; its outcome becomes variables. A key that is not open is not taken. */
export function complete(
  machine: ProcessMachine,
  marking: Marking,
  key: number,
  outcome: Vars = NOTHING,
  data: Vars = NOTHING,
): Move {
  const run = begin(machine, marking, data)
  const live = run.live.get(key)
  if (!live || !isWork(run, live)) return answer(run, marking, false)
  finishInstance(run, live, outcome)
  return settle(run)
}

/** A timer, message, signal or error comes from outside; late or unknown ones are not taken. */
export function fire(
  machine: ProcessMachine,
  marking: Marking,
  event: OutsideEvent,
  data: Vars = NOTHING,
): Move {
  const run = begin(machine, marking, data)
  switch (event.type) {
    case 'timer': {
      const waiting = findTimer(run, event.key)
      if (!waiting) return answer(run, marking, false)
      trigger(run, waiting, NOTHING)
      // It has fired, so there is nothing to take off.
      run.move.timers.cancelled = run.move.timers.cancelled.filter((key) => key !== event.key)
      return settle(run)
    }
    case 'message': {
      const [first] = findWaiting(run, 'message', event.name, event.correlation)
      if (!first) return answer(run, marking, false)
      trigger(run, first, event.payload ?? NOTHING)
      return settle(run)
    }
    case 'signal': {
      const before = findWaiting(run, 'signal', event.name).length
      if (before === 0) return answer(run, marking, false)
      broadcast(run, event.name, event.payload ?? NOTHING)
      return settle(run)
    }
    case 'error': {
      const live = run.live.get(event.key)
      if (!live || !isWork(run, live)) return answer(run, marking, false)
      reportError(run, live, event.code, event.message ?? '')
      return settle(run)
    }
    case 'failure': {
      const live = run.live.get(event.key)
      if (!live || live.stuck || !isWork(run, live)) return answer(run, marking, false)
      strandLive(run, new ProcessFailure(event.code, event.facts), live, 'none')
      return settle(run)
    }
  }
}

/** An incident is tried again, with the data as it is now. */
export function retry(machine: ProcessMachine, marking: Marking, key: number, data: Vars = NOTHING): Move {
  const run = begin(machine, marking, data)
  const live = run.live.get(key)
  if (!live?.stuck) return answer(run, marking, false)
  const node = nodeAt(run, live.at)
  const { redo, outcome = NOTHING } = live.stuck
  switch (redo) {
    case 'arrive':
      run.live.delete(key)
      if (live.i !== undefined) run.queue.push({ does: 'instance', node, home: parentOf(live), i: live.i })
      else
        run.queue.push({
          does: 'arrive',
          node,
          home: parentOf(live),
          ...(live.via === undefined ? {} : { via: live.via }),
          ...(live.undoes === undefined ? {} : { undoes: live.undoes }),
        })
      break
    case 'leave':
      run.live.delete(key)
      leave(run, node, parentOf(live))
      break
    case 'finish':
      if (live.n !== undefined) resumeLoop(run, live)
      else if ('loop' in node.node) finishInstance(run, live, outcome)
      else takeAgain(run, live, outcome)
      break
    case 'arm': {
      const owner = parentOf(live)
      const record = run.live.get(owner)
      run.live.delete(key)
      arm(run, owner, node.node.kind === 'start' || !record ? owner : homeOf(run, record), node)
      run.ended.add(owner)
      break
    }
    case 'none':
      put(run, stuckless(live))
      if (node.node.kind === 'service')
        run.move.services.called.push({
          key,
          at: live.at,
          topic: node.node.topic,
          vars: live.vars ?? NOTHING,
        })
  }
  return settle(run)
}

/** Sends the work of a user task back to an earlier one, see `earlierTasks`. */
export function sendBack(
  machine: ProcessMachine,
  marking: Marking,
  key: number,
  to: string,
  data: Vars = NOTHING,
): Move {
  const run = begin(machine, marking, data)
  const live = run.live.get(key)
  const target =
    live && isWork(run, live) && live.i === undefined
      ? earlierTasks(machine, live.at).find(({ at }) => at === to)
      : undefined
  if (!live || !target) return answer(run, marking, false)
  const home = parentOf(live)
  remove(run, live)
  startActivity(run, target, home)
  return settle(run)
}

/** The user tasks a token may be sent back to without breaking a split or a join: those on the way to it, nearest first. */
export function earlierTasks(machine: ProcessMachine, at: string): MachineNode[] {
  const found: MachineNode[] = []
  const seen = new Set<MachineNode>()
  const here = machine.nodes.get(at)
  const open = here ? [...here.before] : []
  for (let node = open.shift(); node; node = open.shift()) {
    if (seen.has(node) || node === here) continue
    seen.add(node)
    const { kind } = node.node
    const splits = node.out.length > 1 && kind !== 'exclusive'
    if (
      splits ||
      kind === 'parallel' ||
      kind === 'inclusive' ||
      kind === 'event_based' ||
      kind === 'boundary'
    )
      continue
    if (kind === 'user') found.push(node)
    open.push(...node.before)
  }
  return found
}

function isWork(run: Run, live: Live): boolean {
  if (live.n !== undefined || (live.stuck && live.stuck.redo !== 'none')) return false
  const { kind } = nodeAt(run, live.at).node
  return kind === 'user' || kind === 'service'
}

/** Moves every token until it waits. */
function settle(run: Run): Move {
  for (let moves = 0; ; ) {
    for (let token = run.queue.shift(); token; token = run.queue.shift()) {
      if (!isAlive(run, token.home)) continue
      if (++moves > MAX_MOVES) halt(run, token)
      else step(run, token)
    }
    if (endScopes(run)) continue
    if (run.parked && joinInclusive(run)) continue
    if (run.parked) reportDeadlocks(run)
    return answer(run, undefined, true)
  }
}

function step(run: Run, token: Token) {
  switch (token.does) {
    case 'arrive':
      arrive(run, token)
      return
    case 'instance': {
      const body = run.live.get(token.home)
      if (body) startInLoop(run, token.node, body, token.i)
      return
    }
    case 'signal':
      broadcast(run, token.name, token.payload)
  }
}

function arrive(run: Run, { node, home, via, undoes }: Token & { does: 'arrive' }) {
  const { node: element } = node
  switch (element.kind) {
    case 'start':
    case 'boundary':
      leave(run, node, home)
      return
    case 'exclusive':
      leave(run, node, home)
      return
    case 'parallel':
    case 'inclusive':
      if (node.into.length > 1 && via !== undefined) park(run, node, home, via)
      else leave(run, node, home)
      return
    case 'catch': {
      const live = add(run, home, { at: node.at })
      arm(run, live.k, home, node)
      return
    }
    case 'event_based': {
      const live = add(run, home, { at: node.at })
      for (const { to } of node.out) arm(run, live.k, home, to)
      return
    }
    case 'end':
    case 'throw':
      passEffect(run, node, home)
      return
    default:
      startActivity(run, node, home, undoes)
  }
}

/** What an end or throw event does, then the token ends or goes on. */
function passEffect(run: Run, node: MachineNode, home: number) {
  const { node: element } = node
  if (element.kind !== 'end' && element.kind !== 'throw') return
  const { effect } = element
  switch (effect.does) {
    case 'terminate':
      clearScope(run, home)
      return
    case 'error':
      endWithError(run, node, home, effect.code)
      return
    case 'compensation':
      throwCompensation(run, node, home, effect.activity)
      return
    case 'signal':
      run.move.signals.push({ name: effect.name, at: node.at })
      run.queue.push({ does: 'signal', name: effect.name, payload: NOTHING, home: ROOT })
      break
    case 'message':
      try {
        const correlation =
          effect.correlation === null ? null : valueOf(effect.correlation, contextOf(run, home))
        run.move.messages.push({ name: effect.name, correlation, at: node.at, vars: NOTHING })
      } catch (error) {
        strand(run, error, { node, home, redo: 'arrive' })
        return
      }
      break
    case 'nothing':
  }
  if (element.kind === 'end') run.ended.add(home)
  else leave(run, node, home)
}

function broadcast(run: Run, name: string, payload: Vars) {
  for (const waiting of findWaiting(run, 'signal', name)) {
    // One of them may have ended what another hung on.
    if (
      findWaiting(run, 'signal', name).some(
        ({ owner, event }) => owner === waiting.owner && event === waiting.event,
      )
    )
      trigger(run, waiting, payload)
  }
}

/** A sub-process in which nothing lives any more is done. Answers whether any was. */
function endScopes(run: Run): boolean {
  let any = false
  for (const home of run.ended) {
    run.ended.delete(home)
    const scope = run.live.get(home)
    if (!scope || scope.stuck || scope.n !== undefined || !nodeAt(run, scope.at).inner) continue
    if ([...run.live.values()].some((one) => parentOf(one) === home)) continue
    finishInstance(run, scope, NOTHING)
    any = true
  }
  return any
}

/** Whatever has not moved yet stays where it is until somebody tries again; a signal stays with its first hearers. */
function halt(run: Run, token: Token) {
  if (token.does === 'signal') return
  const { node, home } = token
  strand(run, new ProcessFailure('bpmn.too_many_moves', { most: MAX_MOVES }), {
    node,
    home,
    redo: 'arrive',
    ...(token.does === 'instance' ? { i: token.i } : {}),
    ...('via' in token && token.via !== undefined ? { via: token.via } : {}),
    ...('undoes' in token && token.undoes !== undefined ? { undoes: token.undoes } : {}),
  })
}

function answer(run: Run, unchanged: Marking | undefined, taken: boolean): Move {
  const { move } = run
  if (unchanged) return { ...move, marking: unchanged, taken, ended: unchanged.live.length === 0 }
  const ended = run.live.size === 0
  if (ended) for (const listener of hangingOnRoot(run)) disarm(run, ROOT, listener)
  dropWhatCameAndWent(run)
  return { ...move, marking: { next: run.next, live: [...run.live.values()], ...run.root }, taken, ended }
}

/** What opened and closed within one step never was, for those outside. */
function dropWhatCameAndWent({ move, live, firstNew }: Run) {
  if (move.opened.length > 0) move.opened = move.opened.filter(({ key }) => live.has(key))
  if (move.closed.length > 0) move.closed = move.closed.filter((key) => key < firstNew)
  if (move.services.called.length > 0)
    move.services.called = move.services.called.filter(({ key }) => live.has(key))
  if (move.services.cancelled.length > 0)
    move.services.cancelled = move.services.cancelled.filter((key) => key < firstNew)
  for (const kind of [move.timers, move.subscriptions] as const) {
    if (kind.cancelled.length === 0 || kind.set.length === 0) continue
    const both = new Set(kind.set.map(({ key }) => key).filter((key) => kind.cancelled.includes(key)))
    if (both.size === 0) continue
    dropKeys(kind, both)
  }
}

function dropKeys(kind: { set: { key: string }[]; cancelled: string[] }, both: ReadonlySet<string>) {
  kind.set = kind.set.filter(({ key }) => !both.has(key))
  kind.cancelled = kind.cancelled.filter((key) => !both.has(key))
}
