import type { FlowNode, ProcessDefinition, Scope } from './definition.ts'
import type { Decide } from './decide.ts'

export type MachineFlow = { id: string; to: MachineNode; condition: string | null }

/** An element with all that a step needs to know, found once. */
export type MachineNode = {
  /** Path through call activities; the key under which tokens name it. */
  at: string
  node: FlowNode
  scope: MachineScope
  out: readonly MachineFlow[]
  /** Flows in, by id, and the elements they come from. */
  into: readonly string[]
  before: readonly MachineNode[]
  boundaries: readonly MachineNode[]
  /** The activity a boundary event hangs on. */
  host: MachineNode | undefined
  /** Of a sub-process or called process. */
  inner: MachineScope | undefined
  /** The element that undoes this one. */
  handler: MachineNode | undefined
  /** Of an inclusive join: for each flow into it, the elements from which a token can still come by it. */
  reach: ReadonlyMap<string, ReadonlySet<MachineNode>> | undefined
}

export type MachineScope = {
  /** Undefined: the process itself. */
  holder: MachineNode | undefined
  /** Variables do not pass this border. */
  closed: boolean
  start: MachineNode | undefined
  starts: readonly MachineNode[]
  /** Start events of the event sub-processes that listen while this scope lives. */
  listeners: readonly { start: MachineNode; sub: MachineNode }[]
  hasHandlers: boolean
}

export type ProcessMachine = {
  definition: ProcessDefinition
  root: MachineScope
  nodes: ReadonlyMap<string, MachineNode>
  decide: Decide
}

export type CompileParts = {
  /** Processes that call activities may call. */
  calls?: readonly ProcessDefinition[]
  decide?: Decide
}

/** A definition that cannot be compiled; `checkProcess` would have told. */
export class CompileError extends Error {
  override name = 'CompileError'
  readonly elementId: string
  constructor(elementId: string, message: string) {
    super(`${elementId}: ${message}`)
    this.elementId = elementId
  }
}

/** Compiles a checked definition; called processes are built in, so that a running case keeps them as they were. */
export function compileMachine(
  definition: ProcessDefinition,
  { calls = [], decide = noDecisions }: CompileParts = {},
): ProcessMachine {
  const nodes = new Map<string, MachineNode>()
  const processes = new Map([definition, ...calls].map((one) => [one.id, one]))

  function build(
    scope: Scope,
    holder: MachineNode | undefined,
    prefix: string,
    closed: boolean,
    path: readonly string[],
  ): MachineScope {
    const built: Draft<MachineScope> = {
      holder,
      closed,
      start: undefined,
      starts: [],
      listeners: [],
      hasHandlers: scope.compensations.length > 0,
    }
    const own = new Map<string, Draft<MachineNode>>()
    for (const node of scope.nodes) {
      const machineNode: Draft<MachineNode> = {
        at: prefix + node.id,
        node,
        scope: built,
        out: [],
        into: [],
        before: [],
        boundaries: [],
        host: undefined,
        inner: undefined,
        handler: undefined,
        reach: undefined,
      }
      own.set(node.id, machineNode)
      nodes.set(machineNode.at, machineNode)
    }
    const get = (id: string, by: string) => {
      const found = own.get(id)
      if (!found) throw new CompileError(by, `refers to "${id}", which is not in its scope`)
      return found
    }
    for (const flow of scope.flows) {
      const from = get(flow.from, flow.id)
      const to = get(flow.to, flow.id)
      from.out = [...from.out, { id: flow.id, to, condition: flow.condition }]
      to.into = [...to.into, flow.id]
      to.before = [...to.before, from]
    }
    for (const { activity, handler } of scope.compensations)
      get(activity, handler).handler = get(handler, activity)
    for (const machineNode of own.values()) {
      const { node } = machineNode
      if (node.kind === 'boundary') {
        const host = get(node.attachedTo, node.id)
        machineNode.host = host
        host.boundaries = [...host.boundaries, machineNode]
      }
      if (node.kind === 'sub') machineNode.inner = build(node.scope, machineNode, prefix, false, path)
      if (node.kind === 'call') {
        const called = processes.get(node.called)
        if (!called) throw new CompileError(node.id, `calls "${node.called}", which is unknown`)
        if (path.includes(called.id)) throw new CompileError(node.id, `"${called.id}" calls itself`)
        machineNode.inner = build(called.scope, machineNode, `${machineNode.at}/`, true, [...path, called.id])
      }
      if (node.kind === 'start') {
        built.starts = [...built.starts, machineNode]
        if (!node.trigger) built.start ??= machineNode
      }
    }
    built.listeners = [...own.values()].flatMap((sub) => {
      const start = sub.node.kind === 'sub' && sub.node.triggered ? sub.inner?.starts[0] : undefined
      return start ? [{ start, sub }] : []
    })
    for (const machineNode of own.values()) {
      if (machineNode.node.kind === 'inclusive' && machineNode.into.length > 1)
        machineNode.reach = reachOf(machineNode, [...own.values()])
    }
    return built
  }

  const root = build(definition.scope, undefined, '', true, [definition.id])
  return { definition, root, nodes, decide }
}

type Draft<T> = { -readonly [Key in keyof T]: T[Key] }

function noDecisions(decision: string): never {
  throw new CompileError(decision, 'no decision was given to the machine')
}

/** For each flow into a join: from where a token can come by it without passing the join itself. */
function reachOf(join: MachineNode, scope: readonly MachineNode[]): Map<string, Set<MachineNode>> {
  const by = new Map(scope.flatMap((node) => node.out.map((flow) => [flow.id, node] as const)))
  return new Map(
    join.into.map((flow) => {
      const reached = new Set<MachineNode>()
      const open = [by.get(flow)]
      for (let node = open.pop(); node; node = open.pop()) {
        if (node === join || reached.has(node)) continue
        reached.add(node)
        open.push(...node.before, ...(node.host ? [node.host] : []))
      }
      return [flow, reached]
    }),
  )
}
