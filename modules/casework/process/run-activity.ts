import type { MachineNode } from './compile.ts'
import { isActivity, type ActivityNode, type Loop } from './definition.ts'
import { ProcessFailure } from './failure.ts'
import { isTrue, valueOf } from './feel.ts'
import type { Json, Vars } from './json.ts'
import type { Live } from './marking.ts'
import { arm, remove } from './run-events.ts'
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
  setVariable,
  sharedOf,
  strand,
  strandLive,
  stuckless,
  update,
  type Run,
} from './run-state.ts'

/** A list longer than this is a mistake in the data, not a piece of work. */
export const MAX_INSTANCES = 1_000
/** So many may begin in one step, lists within lists together. */
const MAX_AT_ONCE = 10_000

/** A token comes to an activity: one instance of it starts, or as many as its list or number says. */
export function startActivity(run: Run, node: MachineNode, home: number, undoes?: number) {
  const activity = getActivity(node)
  try {
    if (activity.loop) startLoop(run, node, activity.loop, home, undoes)
    else startInstance(run, node, home, { ...(undoes === undefined ? {} : { undoes }) })
  } catch (error) {
    strand(run, error, { node, home, redo: 'arrive', ...(undoes === undefined ? {} : { undoes }) })
  }
}

/** One instance of a multi-instance starts. */
export function startInLoop(run: Run, node: MachineNode, body: Live, i: number) {
  const { loop } = getActivity(node)
  const item = loop?.item && body.items ? { [loop.item]: body.items[i] ?? null } : {}
  try {
    startInstance(run, node, body.k, { i, vars: { ...item, loopCounter: i + 1 } })
  } catch (error) {
    strand(run, error, { node, home: body.k, redo: 'arrive', i })
  }
}

type Part = Pick<Live, 'i' | 'vars' | 'undoes'>

function startInstance(run: Run, node: MachineNode, home: number, part: Part) {
  const activity = getActivity(node)
  const given =
    activity.inputs.length > 0 ? mapped(activity.inputs, contextOf(run, home, part.vars)) : undefined
  const vars = part.vars || given ? { ...part.vars, ...given } : undefined
  const fields = { at: node.at, ...part, ...(vars ? { vars } : {}) }
  switch (activity.kind) {
    case 'user': {
      const live = add(run, home, fields)
      run.move.opened.push({ key: live.k, at: node.at, step: activity, vars: vars ?? {} })
      armBoundaries(run, node, live)
      return
    }
    case 'service': {
      const live = add(run, home, fields)
      run.move.services.called.push({ key: live.k, at: node.at, topic: activity.topic, vars: vars ?? {} })
      armBoundaries(run, node, live)
      return
    }
    case 'receive': {
      const live = add(run, home, fields)
      arm(run, live.k, live.k, node)
      armBoundaries(run, node, live)
      return
    }
    case 'send': {
      const context = contextOf(run, home, vars)
      const correlation = activity.correlation === null ? null : valueOf(activity.correlation, context)
      const live = add(run, home, fields)
      run.move.messages.push({ name: activity.message, correlation, at: node.at, vars: vars ?? {} })
      finishInstance(run, live, {})
      return
    }
    case 'rule': {
      const result = run.machine.decide(activity.decision, contextOf(run, home, vars))
      const live = add(run, home, fields)
      finishInstance(run, live, outcomeOf(activity.result, result))
      return
    }
    case 'sub':
    case 'call': {
      const start = node.inner?.start
      if (!start) throw new ProcessFailure('bpmn.no_start', { at: node.at })
      const live = add(run, home, fields)
      armBoundaries(run, node, live)
      openScope(run, start, live.k)
    }
  }
}

/** A sub-process begins: its event sub-processes listen, a token stands at its start. */
export function openScope(run: Run, start: MachineNode, key: number) {
  for (const listener of start.scope.listeners) arm(run, key, key, listener.start)
  run.queue.push({ does: 'arrive', node: start, home: key })
}

function armBoundaries(run: Run, node: MachineNode, live: Live) {
  if (live.i !== undefined) return
  for (const event of node.boundaries) arm(run, live.k, parentOf(live), event)
}

function outcomeOf(name: string | null, result: Json): Vars {
  if (name !== null) return { [name]: result }
  return typeof result === 'object' && result !== null && !Array.isArray(result)
    ? (result as Vars)
    : { result }
}

function startLoop(run: Run, node: MachineNode, loop: Loop, home: number, undoes: number | undefined) {
  const context = contextOf(run, home)
  const items =
    loop.collection === null ? undefined : listOf(loop.collection, valueOf(loop.collection, context))
  const n = items ? items.length : numberOf(loop.cardinality ?? '', valueOf(loop.cardinality ?? '0', context))
  if (n > MAX_INSTANCES) throw new ProcessFailure('bpmn.too_many_instances', { n, most: MAX_INSTANCES })
  if (!loop.sequential && run.queue.length + n > MAX_AT_ONCE)
    throw new ProcessFailure('bpmn.too_many_instances', { n: run.queue.length + n, most: MAX_AT_ONCE })
  const body = add(run, home, {
    at: node.at,
    n,
    done: 0,
    ...(items ? { items } : {}),
    ...(undoes === undefined ? {} : { undoes }),
  })
  if (n === 0) {
    endLoop(run, node, body)
    return
  }
  armBoundaries(run, node, body)
  for (let i = 0; i < (loop.sequential ? 1 : n); i++)
    run.queue.push({ does: 'instance', node, home: body.k, i })
}

function listOf(expression: string, value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw new ProcessFailure('bpmn.not_a_list', { expression, value })
  return value
}

function numberOf(expression: string, value: Json): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new ProcessFailure('bpmn.not_a_number', { expression, value })
  return value
}

/** An instance has done its work: what it gave is kept, and the token or the loop goes on. */
export function finishInstance(run: Run, live: Live, outcome: Vars) {
  const node = nodeAt(run, live.at)
  const activity = getActivity(node)
  const home = homeOf(run, live)
  const body = live.i === undefined ? undefined : run.live.get(parentOf(live))
  try {
    const inside =
      activity.outputs.length > 0 || activity.loop?.outputElement
        ? { ...contextOf(run, live.k), ...outcome }
        : {}
    const given =
      activity.outputs.length > 0
        ? mapped(activity.outputs, inside)
        : activity.loop?.outputElement
          ? {}
          : outcome
    const gave = activity.loop?.outputElement ? valueOf(activity.loop.outputElement, inside) : undefined
    setAll(run, home, given)
    remove(run, live, true)
    if (body) afterInstance(run, node, activity, put(run, counted(body, live.i ?? 0, gave)))
    else afterActivity(run, node, home, live.undoes)
  } catch (error) {
    if (!run.live.has(live.k)) throw error
    if (activity.kind === 'user' && !live.stuck) run.move.closed.push(live.k)
    strandLive(run, error, live, 'finish', outcome)
  }
}

function counted(body: Live, i: number, gave: Json | undefined): Live {
  const next = { ...body, done: (body.done ?? 0) + 1 }
  if (gave === undefined) return next
  const all = [...(body.gave ?? [])]
  while (all.length < i) all.push(null)
  all[i] = gave
  return { ...next, gave: all }
}

function afterInstance(run: Run, node: MachineNode, { loop }: ActivityNode, body: Live) {
  const { n = 0, done = 0 } = body
  let over = done === n
  try {
    if (!over && loop?.until) {
      const gave = loop.outputCollection ? { [loop.outputCollection]: body.gave ?? [] } : {}
      over = isTrue(
        loop.until,
        contextOf(run, parentOf(body), {
          ...gave,
          numberOfInstances: n,
          numberOfCompletedInstances: done,
          numberOfActiveInstances: loop.sequential ? 0 : n - done,
        }),
      )
    }
  } catch (error) {
    strandLive(run, error, body, 'finish')
    return
  }
  if (over) endLoop(run, node, body)
  else if (loop?.sequential) run.queue.push({ does: 'instance', node, home: body.k, i: done })
}

/** A multi-instance whose condition could not be told is asked again. */
export function resumeLoop(run: Run, body: Live) {
  const node = nodeAt(run, body.at)
  afterInstance(run, node, getActivity(node), put(run, stuckless(body)))
}

function endLoop(run: Run, node: MachineNode, body: Live) {
  const { loop } = getActivity(node)
  const home = parentOf(body)
  remove(run, body, true)
  if (loop?.outputCollection)
    setVariable(
      run,
      home,
      loop.outputCollection,
      [...(body.gave ?? [])].map((one) => one ?? null),
    )
  afterActivity(run, node, home, body.undoes)
}

function afterActivity(run: Run, node: MachineNode, home: number, undoes: number | undefined) {
  if (undoes !== undefined) {
    const thrown = run.live.get(undoes)
    if (thrown) undoNext(run, thrown)
    return
  }
  if (node.handler) update(run, home, { comp: [...(sharedOf(run, home).comp ?? []), node.at] })
  if (node.node.kind === 'sub' && node.node.triggered) run.ended.add(home)
  else leave(run, node, home)
}

/** Compensation is thrown: what was done in this scope is undone, the last first, then the token goes on. */
export function throwCompensation(run: Run, node: MachineNode, home: number, activity: string | null) {
  const done = sharedOf(run, home).comp ?? []
  const meant = (at: string) => activity === null || nodeAt(run, at).node.id === activity
  update(run, home, { comp: done.filter((at) => !meant(at)) })
  undoNext(run, add(run, home, { at: node.at, todo: done.filter(meant).reverse() }))
}

function undoNext(run: Run, thrown: Live) {
  const [at, ...todo] = thrown.todo ?? []
  const home = parentOf(thrown)
  const handler = at === undefined ? undefined : nodeAt(run, at).handler
  if (handler) {
    put(run, { ...thrown, todo })
    run.queue.push({ does: 'arrive', node: handler, home, undoes: thrown.k })
    return
  }
  remove(run, thrown, true)
  const node = nodeAt(run, thrown.at)
  if (node.node.kind === 'end') run.ended.add(home)
  else leave(run, node, home)
}

function getActivity({ node, at }: MachineNode): ActivityNode {
  if (!isActivity(node)) throw new ProcessFailure('bpmn.not_an_activity', { at })
  return node
}

/** The record of a scope: undefined for the process itself. */
export function scopeRecord(run: Run, home: number): Live | undefined {
  return home === ROOT ? undefined : run.live.get(home)
}
