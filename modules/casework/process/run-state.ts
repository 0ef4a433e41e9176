import type { MachineNode, ProcessMachine } from './compile.ts'
import type { Mapping } from './definition.ts'
import { ProcessFailure } from './failure.ts'
import { valueOf } from './feel.ts'
import type { Json, Vars } from './json.ts'
import type { Live, Marking, Move, Stuck } from './marking.ts'

/** Key of the process itself, which lives as long as the case. */
export const ROOT = 0

export type Token =
  | { does: 'arrive'; node: MachineNode; home: number; via?: string; undoes?: number }
  | { does: 'instance'; node: MachineNode; home: number; i: number }
  | { does: 'signal'; name: string; payload: Vars; home: number }

/** One call of the engine while it works. Records of the marking it came from are replaced, never changed. */
export type Run = {
  readonly machine: ProcessMachine
  readonly data: Vars
  readonly live: Map<number, Live>
  readonly root: { -readonly [Key in keyof Omit<Marking, 'next' | 'live'>]: Marking[Key] }
  readonly firstNew: number
  next: number
  queue: Token[]
  /** Scopes in which a token has ended: perhaps nothing lives there any more. */
  readonly ended: Set<number>
  /** Whether a token waits at a join. */
  parked: boolean
  readonly move: Omit<Move, 'marking' | 'taken' | 'ended'>
}

/** The engine at the beginning of one call: nothing has moved yet. */
export function begin(machine: ProcessMachine, marking: Marking, data: Vars): Run {
  const { next, live, ...root } = marking
  const records = new Map<number, Live>()
  let parked = false
  for (const one of live) {
    records.set(one.k, one)
    parked ||= one.via !== undefined
  }
  return {
    machine,
    data,
    live: records,
    root,
    firstNew: next,
    next,
    queue: [],
    ended: new Set(),
    parked,
    move: {
      opened: [],
      closed: [],
      timers: { set: [], cancelled: [] },
      subscriptions: { set: [], cancelled: [] },
      services: { called: [], cancelled: [] },
      messages: [],
      signals: [],
      incidents: [],
    },
  }
}

export function nodeAt(run: Run, at: string): MachineNode {
  const node = run.machine.nodes.get(at)
  if (!node) throw new ProcessFailure('bpmn.unknown_element', { at })
  return node
}

export function parentOf(live: Live): number {
  return live.in ?? ROOT
}

/** A record's home without the multi-instance body between: the scope its element is drawn in. */
export function homeOf(run: Run, live: Live): number {
  const parent = parentOf(live)
  if (live.i === undefined) return parent
  const body = run.live.get(parent)
  return body ? parentOf(body) : ROOT
}

export function put(run: Run, live: Live): Live {
  run.live.set(live.k, live)
  return live
}

/** A new record; the process itself needs no mention as its home. */
export function add(run: Run, home: number, live: Omit<Live, 'k' | 'in'>): Live {
  const k = run.next++
  return put(run, home === ROOT ? { k, ...live } : { k, in: home, ...live })
}

/** The fields that a scope or activity and the process itself have in common. */
type Shared = Pick<Live, 'vars' | 'left' | 'cor' | 'over' | 'comp'>

export function sharedOf(run: Run, key: number): Shared {
  return key === ROOT ? run.root : (run.live.get(key) ?? {})
}

export function update(run: Run, key: number, fields: Shared) {
  if (key === ROOT) Object.assign(run.root, fields)
  else {
    const live = run.live.get(key)
    if (live) put(run, { ...live, ...fields })
  }
}

/** Everything an expression in a scope may name: the case's data under the variables, the nearest first. */
export function contextOf(run: Run, home: number, extra?: Vars): Vars {
  const layers: Vars[] = extra ? [extra] : []
  let base = run.data
  for (let key = home; ; ) {
    if (key === ROOT) {
      if (run.root.vars) layers.push(run.root.vars)
      break
    }
    const live = run.live.get(key)
    if (!live) break
    if (live.vars) layers.push(live.vars)
    if (isClosed(run, live)) {
      base = {}
      break
    }
    key = parentOf(live)
  }
  return layers.length === 0 ? base : Object.assign({}, base, ...layers.reverse())
}

function isClosed(run: Run, live: Live): boolean {
  return live.n === undefined && nodeAt(run, live.at).inner?.closed === true
}

/** Sets a variable where it stands already, otherwise in the process or called process around. */
export function setVariable(run: Run, home: number, name: string, value: Json) {
  let key = home
  for (let live = run.live.get(key); live && key !== ROOT; live = run.live.get(key)) {
    if ((live.vars && Object.hasOwn(live.vars, name)) || isClosed(run, live)) break
    key = parentOf(live)
  }
  update(run, key, { vars: { ...sharedOf(run, key).vars, [name]: value } })
}

/** What mappings give; all of it or, on a failure, none. */
export function mapped(mappings: readonly Mapping[], context: Vars): Vars {
  return Object.fromEntries(mappings.map(({ source, target }) => [target, valueOf(source, context)]))
}

export function setAll(run: Run, home: number, vars: Vars) {
  for (const name in vars) setVariable(run, home, name, vars[name] ?? null)
}

/** Leaves a token where it cannot go on, and says why. Anything but a failure of data is a bug and is thrown on. */
export function strand(
  run: Run,
  error: unknown,
  where: { node: MachineNode; home: number; redo: Stuck['redo'] } & Pick<Live, 'via' | 'i' | 'undoes'>,
) {
  if (!(error instanceof ProcessFailure)) throw error
  const { node, home, redo, ...rest } = where
  const live = add(run, home, {
    at: node.at,
    ...defined(rest),
    stuck: { code: error.code, facts: error.facts, redo },
  })
  run.move.incidents.push({ key: live.k, at: node.at, code: error.code, facts: error.facts })
}

/** The same for a record that lives already. */
export function strandLive(run: Run, error: unknown, live: Live, redo: Stuck['redo'], outcome?: Vars) {
  if (!(error instanceof ProcessFailure)) throw error
  put(run, {
    ...live,
    stuck: { code: error.code, facts: error.facts, redo, ...(outcome ? { outcome } : {}) },
  })
  run.move.incidents.push({ key: live.k, at: live.at, code: error.code, facts: error.facts })
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T
}

export function stuckless({ stuck: _, ...live }: Live): Live {
  return live
}
