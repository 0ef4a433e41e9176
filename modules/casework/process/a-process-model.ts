import type {
  ActivityNode,
  BoundaryEvent,
  CatchEvent,
  EndEvent,
  Effect,
  Flow,
  FlowNode,
  Gateway,
  Loop,
  ProcessDefinition,
  Scope,
  ServiceTask,
  StartEvent,
  SubProcess,
  ThrowEvent,
  Trigger,
  UserTask,
} from './definition.ts'

// Builders of models for tests.

const activity = { loop: null, inputs: [], outputs: [], defaultFlow: null }

export const start = (id = 'start', more: Partial<StartEvent> = {}): StartEvent => ({
  id,
  name: id,
  kind: 'start',
  trigger: null,
  interrupting: true,
  outputs: [],
  ...more,
})
export const end = (id = 'end', effect: Effect = { does: 'nothing' }): EndEvent => ({
  id,
  name: id,
  kind: 'end',
  effect,
})
export const thrown = (id: string, effect: Effect): ThrowEvent => ({ id, name: id, kind: 'throw', effect })
export const caught = (id: string, trigger: Trigger): CatchEvent => ({
  id,
  name: id,
  kind: 'catch',
  trigger,
  outputs: [],
})
export const user = (id: string, more: Partial<UserTask> = {}): UserTask => ({
  id,
  name: id,
  kind: 'user',
  key: id,
  doer: { postKind: 'specialist', place: 'competent' },
  minutes: 60,
  stage: null,
  output: null,
  notBy: null,
  ...activity,
  ...more,
})
export const service = (id: string, more: Partial<ServiceTask> = {}): ServiceTask => ({
  id,
  name: id,
  kind: 'service',
  topic: id,
  ...activity,
  ...more,
})
export const rule = (id: string, decision: string, result: string | null = null): ActivityNode => ({
  id,
  name: id,
  kind: 'rule',
  decision,
  result,
  ...activity,
})
export const send = (id: string, message: string): ActivityNode => ({
  id,
  name: id,
  kind: 'send',
  message,
  correlation: null,
  ...activity,
})
export const receive = (id: string, message: string): ActivityNode => ({
  id,
  name: id,
  kind: 'receive',
  message,
  correlation: null,
  ...activity,
})
export const gate = (kind: Gateway['kind'], id: string, defaultFlow: string | null = null): Gateway => ({
  id,
  name: id,
  kind,
  defaultFlow,
})
export const boundary = (
  id: string,
  attachedTo: string,
  trigger: Trigger,
  interrupting = true,
): BoundaryEvent => ({ id, name: id, kind: 'boundary', attachedTo, interrupting, trigger, outputs: [] })
export const sub = (id: string, scope: Scope, more: Partial<SubProcess> = {}): SubProcess => ({
  id,
  name: id,
  kind: 'sub',
  triggered: false,
  scope,
  ...activity,
  ...more,
})
export const call = (id: string, called: string, more: Partial<ActivityNode> = {}): ActivityNode =>
  ({ id, name: id, kind: 'call', called, ...activity, ...more }) as ActivityNode
export const timer = (iso: string, by: 'date' | 'duration' | 'cycle' = 'duration'): Trigger => ({
  on: 'timer',
  by,
  value: { iso },
  working: false,
})
export const message = (name: string, correlation: string | null = null): Trigger => ({
  on: 'message',
  name,
  correlation,
})
export const signal = (name: string): Trigger => ({ on: 'signal', name })
export const error = (code: string | null): Trigger => ({ on: 'error', code })
export const loop = (more: Partial<Loop>): Loop => ({
  sequential: false,
  cardinality: null,
  collection: null,
  item: null,
  until: null,
  outputCollection: null,
  outputElement: null,
  ...more,
})

/** Flows in short: `a > b > c`, a condition in brackets: `g > [x > 3] b`; a flow's id is `a-b`. */
export function scope(
  nodes: readonly FlowNode[],
  paths: readonly string[],
  compensations: Scope['compensations'] = [],
): Scope {
  return { nodes, flows: paths.flatMap(flowsOf), compensations }
}

export function aModel(
  nodes: readonly FlowNode[],
  paths: readonly string[],
  id = 'process',
): ProcessDefinition {
  return { id, name: id, caseKind: null, scope: scope(nodes, paths) }
}

function flowsOf(path: string): Flow[] {
  const steps = path.split(/ > (?![^[]*\])/).map((step) => /^(?:\[(.*)\] )?(\S+)$/.exec(step.trim()))
  return steps.slice(1).map((step, index) => {
    const from = steps[index]?.[2] ?? ''
    const to = step?.[2] ?? ''
    return { id: `${from}-${to}`, from, to, condition: step?.[1] ?? null }
  })
}
