import type { DoerPlace } from './process-table.ts'
import type { PostKind } from '#modules/organisation/contract.ts'

// What the engine understands of a BPMN model: plain data, expressions still as FEEL text.

export type Doer = { postKind: PostKind; place: DoerPlace }

/** `target` receives what the FEEL text `source` gives. */
export type Mapping = { source: string; target: string }

export type Trigger =
  | { on: 'timer'; by: 'date' | 'duration' | 'cycle'; value: TimerValue; working: boolean }
  | { on: 'message'; name: string; correlation: string | null }
  | { on: 'signal'; name: string }
  | { on: 'error'; code: string | null }

/** An ISO 8601 text as it stands, or FEEL that gives one. */
export type TimerValue = { iso: string } | { feel: string }

export type Effect =
  | { does: 'nothing' }
  | { does: 'terminate' }
  | { does: 'error'; code: string }
  | { does: 'signal'; name: string }
  | { does: 'message'; name: string; correlation: string | null }
  | { does: 'compensation'; activity: string | null }

/** Many instances of one activity, by number or by list. */
export type Loop = {
  sequential: boolean
  cardinality: string | null
  collection: string | null
  item: string | null
  until: string | null
  outputCollection: string | null
  outputElement: string | null
}

type Common = { id: string; name: string }
type Activity = Common & {
  loop: Loop | null
  inputs: readonly Mapping[]
  outputs: readonly Mapping[]
  /** The flow taken when no conditional flow is. */
  defaultFlow: string | null
}

export type UserTask = Activity & {
  kind: 'user'
  /** The key of the row, where the model was made from a table; otherwise the element's id. */
  key: string
  doer: Doer | null
  minutes: number
  stage: string | null
  output: string | null
  /** The key of the earlier step whose doer may not do this one. */
  notBy: string | null
}

export type ServiceTask = Activity & { kind: 'service'; topic: string }
export type SendTask = Activity & { kind: 'send'; message: string; correlation: string | null }
export type ReceiveTask = Activity & { kind: 'receive'; message: string; correlation: string | null }
/** A decision table or literal decision, evaluated in the same step. */
export type RuleTask = Activity & { kind: 'rule'; decision: string; result: string | null }
export type SubProcess = Activity & { kind: 'sub'; triggered: boolean; scope: Scope }
export type CallActivity = Activity & { kind: 'call'; called: string }

export type StartEvent = Common & {
  kind: 'start'
  trigger: Trigger | null
  interrupting: boolean
  outputs: readonly Mapping[]
}
export type EndEvent = Common & { kind: 'end'; effect: Effect }
export type ThrowEvent = Common & { kind: 'throw'; effect: Effect }
export type CatchEvent = Common & { kind: 'catch'; trigger: Trigger; outputs: readonly Mapping[] }
export type BoundaryEvent = Common & {
  kind: 'boundary'
  attachedTo: string
  interrupting: boolean
  trigger: Trigger
  outputs: readonly Mapping[]
}
export type Gateway = Common & {
  kind: 'exclusive' | 'parallel' | 'inclusive' | 'event_based'
  defaultFlow: string | null
}

export type ActivityNode =
  | UserTask
  | ServiceTask
  | SendTask
  | ReceiveTask
  | RuleTask
  | SubProcess
  | CallActivity

export type FlowNode =
  | ActivityNode
  | StartEvent
  | EndEvent
  | ThrowEvent
  | CatchEvent
  | BoundaryEvent
  | Gateway

export type Flow = { id: string; from: string; to: string; condition: string | null }

export type Scope = {
  nodes: readonly FlowNode[]
  flows: readonly Flow[]
  /** Which activity undoes which, when compensation is thrown. */
  compensations: readonly { activity: string; handler: string }[]
}

export type ProcessDefinition = {
  id: string
  name: string
  /** Kind of case it is for, where the model says so. */
  caseKind: string | null
  scope: Scope
}

const activityKinds: readonly FlowNode['kind'][] = [
  'user',
  'service',
  'send',
  'receive',
  'rule',
  'sub',
  'call',
]

export function isActivity(node: FlowNode): node is ActivityNode {
  return activityKinds.includes(node.kind)
}

/** All nodes of a scope and of the sub-processes within it. */
export function nodesWithin(scope: Scope): FlowNode[] {
  return scope.nodes.flatMap((node) => (node.kind === 'sub' ? [node, ...nodesWithin(node.scope)] : [node]))
}

/** A scope and every sub-process scope within it, each with the id of the element that holds it. */
export function scopesWithin(
  scope: Scope,
  holder: string,
): { holder: string; scope: Scope; triggered: boolean }[] {
  const inner = scope.nodes.flatMap((node) =>
    node.kind === 'sub'
      ? scopesWithin(node.scope, node.id).map((one) =>
          one.scope === node.scope ? { ...one, triggered: node.triggered } : one,
        )
      : [],
  )
  return [{ holder, scope, triggered: false }, ...inner]
}
