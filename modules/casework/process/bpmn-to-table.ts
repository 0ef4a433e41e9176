import type { Process, ProcessStep } from './process-table.ts'
import type { BpmnModel } from './bpmn-import.ts'
import type { FlowNode, ProcessDefinition, UserTask } from './definition.ts'
import { childOf, childrenOf, idOf, textOf } from './moddle-access.ts'
import { problem, type Problem } from './problem.ts'

export type TableOf = { table: Process; stops: [] } | { table: undefined; stops: Problem[] }

/** The table that says the same as a model, or the elements that a table cannot say. */
export function bpmnToTable({ root }: BpmnModel, definition: ProcessDefinition): TableOf {
  const { nodes, flows } = definition.scope
  const stops = [...nodes.flatMap(stopsAt), ...ornaments(root, definition.id)]
  const steps: ProcessStep[] = []
  let here: FlowNode | undefined = nodes.find(({ kind }) => kind === 'start')
  const left = new Set(nodes.map(({ id }) => id))
  while (here && left.delete(here.id)) {
    if (here.kind === 'user') steps.push(rowOf(here))
    const id: string = here.id
    const out = flows.filter(({ from }) => from === id)
    for (const flow of out) if (flow.condition !== null || out.length > 1) stops.push(stop(flow.id))
    const [first] = out
    here = nodes.find((node) => node.id === first?.to)
    if (here && !left.has(here.id)) stops.push(stop(id))
  }
  const stopped = new Set(stops.map(({ elementId }) => elementId))
  for (const id of left) if (!stopped.has(id)) stops.push(stop(id))
  if (steps.length === 0 && stops.length === 0) stops.push(stop(definition.id))
  return stops.length > 0
    ? { table: undefined, stops }
    : { table: { kind: definition.caseKind ?? '', steps }, stops: [] }
}

function stopsAt(node: FlowNode): Problem[] {
  switch (node.kind) {
    case 'start':
      return node.trigger || node.name !== '' || node.outputs.length > 0 ? [stop(node.id)] : []
    case 'end':
      return node.effect.does !== 'nothing' || node.name !== '' ? [stop(node.id)] : []
    case 'user':
      return node.loop ||
        node.inputs.length > 0 ||
        node.outputs.length > 0 ||
        !node.doer ||
        node.defaultFlow !== null
        ? [stop(node.id)]
        : []
    default:
      return [stop(node.id)]
  }
}

function rowOf({ key, name, doer, minutes, stage, output, notBy }: UserTask): ProcessStep {
  return {
    key,
    work: name,
    postKind: doer?.postKind ?? 'specialist',
    place: doer?.place ?? 'competent',
    minutes,
    ...(stage === null ? {} : { stage }),
    ...(output === null ? {} : { output }),
    ...(notBy === null ? {} : { notBy }),
  }
}

/** What does not run but would be lost: notes, lanes, pools, data, documentation, other tools' extensions. */
function ornaments(root: ModdleRoot, processId: string): Problem[] {
  const roots = childrenOf(root, 'rootElements')
  const process = roots.find((one) => idOf(one) === processId)
  const elements = process ? childrenOf(process, 'flowElements') : []
  const beside = [
    ...roots.filter((one) => one !== process),
    ...(process ? [...childrenOf(process, 'laneSets'), ...childrenOf(process, 'artifacts')] : []),
    ...elements.filter(({ $type }) => /^bpmn:Data/.test($type)),
  ]
  const described = [root, ...(process ? [process] : []), ...elements].filter(
    (one) => childrenOf(one, 'documentation').length > 0 || hasForeign(one) || isNamed(one) || saysMore(one),
  )
  return [...beside, ...described].map((one) => stop(idOf(one)))
}

/** Only tasks have a name in a table: the work. */
function isNamed(element: ModdleRoot): boolean {
  return (
    (element.$type === 'bpmn:SequenceFlow' || element.$type === 'bpmn:Process') &&
    textOf(element, 'name') !== ''
  )
}

/** What a table says of an element, or what stops it elsewhere. */
const said = new Set([
  ...['id', 'name', 'extensionElements', 'incoming', 'outgoing', 'sourceRef', 'targetRef'],
  ...['loopCharacteristics', 'eventDefinitions', 'conditionExpression', 'default', 'isInterrupting'],
])

/** Owners, properties, categories and the like that other tools write on a step. */
function saysMore(element: ModdleRoot): boolean {
  const isFlowElement = /Task$|Event$|SequenceFlow$/.test(element.$type)
  return (
    isFlowElement &&
    Object.entries(element).some(
      ([key, value]) =>
        !key.startsWith('$') && !said.has(key) && !(Array.isArray(value) && value.length === 0),
    )
  )
}

type ModdleRoot = BpmnModel['root']

function hasForeign(element: ModdleRoot): boolean {
  const extensions = childOf(element, 'extensionElements')
  const foreign = extensions
    ? childrenOf(extensions, 'values').filter(({ $type }) => $type !== 'tl:Step')
    : []
  return foreign.length > 0 || Object.keys(element.$attrs).some((name) => !/^xmlns(:|$)|^xsi:/.test(name))
}

function stop(elementId: string): Problem {
  return problem(elementId, 'table.cannot_say', {
    vi: `Bảng không diễn đạt được phần tử "${elementId}". Hãy sửa quy trình này trong sơ đồ.`,
    en: `A table cannot say the element "${elementId}". Edit this process in the graph.`,
  })
}
