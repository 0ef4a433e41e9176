import type { ModdleElement } from 'bpmn-moddle'
import { postKinds, type PostKind } from '#modules/organisation/contract.ts'
import { doerPlaces, type DoerPlace } from './process-table.ts'
import type { Doer, Flow, FlowNode, Loop, Mapping, Scope, UserTask } from './definition.ts'
import {
  notExecutable,
  readEffect,
  readExpression,
  readFeel,
  readMessage,
  readTrigger,
  type Refuse,
} from './import-trigger.ts'
import { childOf, childrenOf, extensionsOf, flagOf, idOf, optionalTextOf, textOf } from './moddle-access.ts'
import { problem } from './problem.ts'

/** Sub-processes stand in each other at most this deep. */
const MAX_NESTING = 12

const kept = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference'])

/** The nodes and flows of a process or sub-process; whatever cannot be run is told and left out. */
export function readScope(container: ModdleElement, refuse: Refuse, depth = 0): Scope {
  const nodes: FlowNode[] = []
  const flows: Flow[] = []
  const undone = new Map<string, string>()
  if (depth > MAX_NESTING) {
    refuse(
      problem(idOf(container), 'bpmn.too_deep', {
        vi: `Quy trình con lồng nhau quá ${MAX_NESTING} tầng. Hãy tách ra và dùng hoạt động gọi.`,
        en: `Sub-processes stand more than ${MAX_NESTING} deep in each other. Split them and use call activities.`,
      }),
    )
    return { nodes, flows, compensations: [] }
  }
  for (const element of childrenOf(container, 'flowElements')) {
    if (kept.has(element.$type)) continue
    if (element.$type === 'bpmn:SequenceFlow') {
      flows.push(readFlow(element, refuse))
    } else if (isCompensationBoundary(element)) {
      const handler = handlerOf(container, element)
      const activity = childOf(element, 'attachedToRef')
      if (handler && activity) undone.set(idOf(activity), idOf(handler))
      else
        refuse(
          problem(idOf(element), 'bpmn.compensation', {
            vi: 'Sự kiện bù trừ chưa nối với việc bù trừ. Hãy nối bằng đường liên kết (association).',
            en: 'The compensation event leads to no handler. Join it to one with an association.',
          }),
        )
    } else {
      const node = readNode(element, refuse, depth)
      if (node) nodes.push(node)
    }
  }
  return { nodes, flows, compensations: [...undone].map(([activity, handler]) => ({ activity, handler })) }
}

function readFlow(element: ModdleElement, refuse: Refuse): Flow {
  const id = idOf(element)
  const from = childOf(element, 'sourceRef')
  const to = childOf(element, 'targetRef')
  return {
    id,
    from: from ? idOf(from) : '',
    to: to ? idOf(to) : '',
    condition: readExpression(id, childOf(element, 'conditionExpression'), refuse),
  }
}

function isCompensationBoundary(element: ModdleElement): boolean {
  return (
    element.$type === 'bpmn:BoundaryEvent' &&
    childrenOf(element, 'eventDefinitions').some(({ $type }) => $type === 'bpmn:CompensateEventDefinition')
  )
}

function handlerOf(container: ModdleElement, event: ModdleElement): ModdleElement | undefined {
  const association = childrenOf(container, 'artifacts').find(
    (one) => one.$type === 'bpmn:Association' && childOf(one, 'sourceRef') === event,
  )
  return association && childOf(association, 'targetRef')
}

function readNode(element: ModdleElement, refuse: Refuse, depth: number): FlowNode | undefined {
  const common = { id: idOf(element), name: textOf(element, 'name') }
  const { id } = common
  if (id === '') {
    refuse(
      problem('', 'bpmn.no_id', {
        vi: `Có phần tử ${element.$type.slice(5)} không có id. Hãy đặt id cho mọi phần tử.`,
        en: `A ${element.$type.slice(5)} has no id. Give every element an id.`,
      }),
    )
    return undefined
  }
  switch (element.$type) {
    case 'bpmn:StartEvent': {
      const plain =
        childrenOf(element, 'eventDefinitions').length === 0 &&
        childrenOf(element, 'eventDefinitionRef').length === 0
      const trigger = plain ? null : readTrigger(element, refuse)
      if (trigger === undefined) return undefined
      return {
        ...common,
        kind: 'start',
        trigger,
        interrupting: flagOf(element, 'isInterrupting'),
        outputs: mappings(element, 'tl:Out', refuse),
      }
    }
    case 'bpmn:EndEvent': {
      const effect = readEffect(element, refuse)
      return effect && { ...common, kind: 'end', effect }
    }
    case 'bpmn:IntermediateThrowEvent': {
      const effect = readEffect(element, refuse)
      if (effect?.does === 'terminate' || effect?.does === 'error') {
        refuse(notExecutable(id, 'bpmn:TerminateEventDefinition'))
        return undefined
      }
      return effect && { ...common, kind: 'throw', effect }
    }
    case 'bpmn:IntermediateCatchEvent': {
      const trigger = readTrigger(element, refuse)
      if (trigger?.on === 'error') {
        refuse(
          problem(id, 'bpmn.error_caught_midway', {
            vi: 'Lỗi chỉ bắt được ở biên của một việc hoặc ở quy trình con sự kiện.',
            en: 'An error is caught on the boundary of an activity or by an event sub-process only.',
          }),
        )
        return undefined
      }
      return trigger && { ...common, kind: 'catch', trigger, outputs: mappings(element, 'tl:Out', refuse) }
    }
    case 'bpmn:BoundaryEvent': {
      const trigger = readTrigger(element, refuse)
      const host = childOf(element, 'attachedToRef')
      if (!trigger) return undefined
      return {
        ...common,
        kind: 'boundary',
        attachedTo: host ? idOf(host) : '',
        interrupting: flagOf(element, 'cancelActivity') || trigger.on === 'error',
        trigger,
        outputs: mappings(element, 'tl:Out', refuse),
      }
    }
    case 'bpmn:ExclusiveGateway':
      return { ...common, kind: 'exclusive', defaultFlow: defaultOf(element) }
    case 'bpmn:InclusiveGateway':
      return { ...common, kind: 'inclusive', defaultFlow: defaultOf(element) }
    case 'bpmn:ParallelGateway':
      return { ...common, kind: 'parallel', defaultFlow: null }
    case 'bpmn:EventBasedGateway':
      if (flagOf(element, 'instantiate') || textOf(element, 'eventGatewayType') === 'Parallel') {
        refuse(
          problem(id, 'bpmn.event_gateway', {
            vi: 'Cổng sự kiện mở hồ sơ hoặc song song không chạy được. Hãy dùng sự kiện bắt đầu, hoặc cổng song song với các sự kiện chờ.',
            en: 'An event-based gateway that opens a case or is parallel cannot be run. Use a start event, or a parallel gateway with catch events.',
          }),
        )
        return undefined
      }
      return { ...common, kind: 'event_based', defaultFlow: null }
    default:
      return readActivity(element, common, refuse, depth)
  }
}

function readActivity(
  element: ModdleElement,
  common: { id: string; name: string },
  refuse: Refuse,
  depth: number,
): FlowNode | undefined {
  const { id } = common
  const activity = () => ({
    ...common,
    loop: readLoop(element, refuse),
    inputs: mappings(element, 'tl:In', refuse),
    outputs: mappings(element, 'tl:Out', refuse),
    defaultFlow: defaultOf(element),
  })
  refuseDataAssociations(element, refuse)
  switch (element.$type) {
    case 'bpmn:UserTask':
      return { ...activity(), kind: 'user', ...readStep(element, refuse) }
    case 'bpmn:ServiceTask': {
      const [service] = extensionsOf(element, 'tl:Service')
      return { ...activity(), kind: 'service', topic: service ? textOf(service, 'topic') : '' }
    }
    case 'bpmn:SendTask': {
      const message = readMessage(id, childOf(element, 'messageRef'), refuse)
      return (
        message && { ...activity(), kind: 'send', message: message.name, correlation: message.correlation }
      )
    }
    case 'bpmn:ReceiveTask': {
      if (flagOf(element, 'instantiate')) {
        refuse(
          problem(id, 'bpmn.receive_opens', {
            vi: 'Việc nhận không mở được hồ sơ. Hãy dùng sự kiện bắt đầu kiểu thông điệp.',
            en: 'A receive task cannot open a case. Use a message start event.',
          }),
        )
        return undefined
      }
      const message = readMessage(id, childOf(element, 'messageRef'), refuse)
      return (
        message && { ...activity(), kind: 'receive', message: message.name, correlation: message.correlation }
      )
    }
    case 'bpmn:BusinessRuleTask': {
      const [decision] = extensionsOf(element, 'tl:Decision')
      return {
        ...activity(),
        kind: 'rule',
        decision: decision ? textOf(decision, 'ref') : '',
        result: decision ? textOf(decision, 'result') || null : null,
      }
    }
    case 'bpmn:SubProcess':
      return {
        ...activity(),
        kind: 'sub',
        triggered: flagOf(element, 'triggeredByEvent'),
        scope: readScope(element, refuse, depth + 1),
      }
    case 'bpmn:CallActivity':
      return { ...activity(), kind: 'call', called: textOf(element, 'calledElement').replace(/^.*:/, '') }
    default:
      refuse(notExecutable(id, element.$type))
      return undefined
  }
}

function defaultOf(element: ModdleElement): string | null {
  const flow = childOf(element, 'default')
  return flow ? idOf(flow) : null
}

function mappings(element: ModdleElement, type: 'tl:In' | 'tl:Out', refuse: Refuse): Mapping[] {
  return extensionsOf(element, type).map((one) => {
    const target = textOf(one, 'target')
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(target)) {
      refuse(
        problem(idOf(element), 'bpmn.mapping', {
          vi: `Tên đích "${target}" không hợp lệ. Hãy dùng chữ, số và gạch dưới, bắt đầu bằng chữ.`,
          en: `The target "${target}" is no valid name. Use letters, digits and underscores, a letter first.`,
        }),
      )
    }
    return { source: readFeel(idOf(element), textOf(one, 'source'), refuse), target }
  })
}

function readLoop(element: ModdleElement, refuse: Refuse): Loop | null {
  const loop = childOf(element, 'loopCharacteristics')
  if (!loop) return null
  const id = idOf(element)
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    refuse(notExecutable(id, loop.$type))
    return null
  }
  const feel = (name: string) => (textOf(loop, name) === '' ? null : readFeel(id, textOf(loop, name), refuse))
  const cardinality = readExpression(id, childOf(loop, 'loopCardinality'), refuse)
  const collection = feel('collection')
  if ((cardinality === null) === (collection === null)) {
    refuse(
      problem(id, 'bpmn.loop', {
        vi: 'Nhiều thể hiện phải có hoặc số lượng (loopCardinality), hoặc danh sách (tl:collection), không cả hai.',
        en: 'Multi-instance needs either a number (loopCardinality) or a list (tl:collection), not both and not neither.',
      }),
    )
  }
  if (textOf(loop, 'behavior') !== 'All') {
    refuse(
      problem(id, 'bpmn.loop', {
        vi: 'Chỉ chạy được nhiều thể hiện kiểu "All". Hãy dùng điều kiện hoàn thành (completionCondition).',
        en: 'Only multi-instance of behaviour "All" can be run. Use a completion condition.',
      }),
    )
  }
  return {
    sequential: flagOf(loop, 'isSequential'),
    cardinality,
    collection,
    item: textOf(loop, 'item') || null,
    until: readExpression(id, childOf(loop, 'completionCondition'), refuse),
    outputCollection: textOf(loop, 'outputCollection') || null,
    outputElement: feel('outputElement'),
  }
}

function readStep(
  element: ModdleElement,
  refuse: Refuse,
): Pick<UserTask, 'key' | 'doer' | 'minutes' | 'stage' | 'output' | 'notBy'> {
  const id = idOf(element)
  const [step] = extensionsOf(element, 'tl:Step')
  if (!step) return { key: id, doer: null, minutes: 0, stage: null, output: null, notBy: null }
  const minutes = Number(textOf(step, 'minutes') || '0')
  if (!Number.isInteger(minutes) || minutes < 0) {
    refuse(
      problem(id, 'bpmn.minutes', {
        vi: 'Thời gian của bước phải là số phút làm việc nguyên, không âm.',
        en: 'The time of a step must be a whole number of working minutes, not below zero.',
      }),
    )
  }
  return {
    key: textOf(step, 'key') || id,
    doer: readDoer(step),
    minutes,
    stage: optionalTextOf(step, 'stage'),
    output: optionalTextOf(step, 'output'),
    notBy: optionalTextOf(step, 'notBy'),
  }
}

function readDoer(step: ModdleElement): Doer | null {
  const postKind = textOf(step, 'postKind')
  const place = textOf(step, 'place')
  return isPostKind(postKind) && isPlace(place) ? { postKind, place } : null
}

function isPostKind(word: string): word is PostKind {
  return (postKinds as readonly string[]).includes(word)
}

function isPlace(word: string): word is DoerPlace {
  return (doerPlaces as readonly string[]).includes(word)
}

function refuseDataAssociations(element: ModdleElement, refuse: Refuse) {
  const associations = [
    ...childrenOf(element, 'dataInputAssociations'),
    ...childrenOf(element, 'dataOutputAssociations'),
  ]
  if (
    associations.some(
      (one) => childOf(one, 'transformation') !== undefined || childrenOf(one, 'assignment').length > 0,
    )
  ) {
    refuse(
      problem(idOf(element), 'bpmn.data_association', {
        vi: 'Gán dữ liệu bằng data association không chạy được. Hãy dùng tl:in và tl:out với FEEL.',
        en: 'Assignments in data associations cannot be run. Use tl:in and tl:out with FEEL.',
      }),
    )
  }
}
