import {
  isActivity,
  scopesWithin,
  type Flow,
  type FlowNode,
  type ProcessDefinition,
  type Scope,
} from './definition.ts'
import { checkCalls } from './check-calls.ts'
import { circlesWith } from './check-circles.ts'
import { checkNotBy } from './check-not-by.ts'
import { checkSoundness } from './check-soundness.ts'
import { groupBy } from './group-by.ts'
import { problem, warning, type Problem } from './problem.ts'

export type CheckParts = {
  /** Processes that call activities may call. */
  calls?: readonly ProcessDefinition[]
  /** Ids of decisions that rule tasks may ask. */
  decisions?: readonly string[]
}

/**
 * Everything that keeps a definition from being published, each with its element and how to mend it. Of the processes
 * it calls only the calling is looked at: each is a definition to check by itself.
 */
export function checkProcess(definition: ProcessDefinition, parts: CheckParts = {}): Problem[] {
  const scopes = scopesWithin(definition.scope, definition.id)
  const checkCircles = circlesWith([definition, ...(parts.calls ?? [])])
  const structure = scopes.flatMap(({ holder, scope, triggered }) => [
    ...checkStarts(scope, holder, triggered, holder === definition.id),
    ...checkReferences(scope),
    ...checkNodes(scope, parts),
    ...checkFlows(scope),
    ...checkReach(scope),
    ...checkCircles(scope),
  ])
  const calls = checkCalls(definition, parts.calls ?? [])
  const twoPersons = checkNotBy(definition)
  // Where references hang in the air the walk of tokens would only repeat it.
  const broken = structure.some(
    ({ rule }) => rule === 'bpmn.unknown_reference' || rule === 'bpmn.event_gateway',
  )
  const walked = broken ? [] : scopes.flatMap(({ scope }) => checkSoundness(scope, structure))
  return [...structure, ...calls, ...twoPersons, ...walked]
}

function checkStarts({ nodes }: Scope, holder: string, triggered: boolean, isProcess: boolean): Problem[] {
  const starts = nodes.filter((node) => node.kind === 'start')
  const plain = starts.filter(({ trigger }) => trigger === null)
  const wrong: Problem[] = []
  if (triggered) {
    if (starts.length !== 1 || plain.length > 0) {
      wrong.push(
        problem(holder, 'bpmn.event_start', {
          vi: 'Quy trình con sự kiện phải có đúng một sự kiện bắt đầu, có điều kiện kích hoạt.',
          en: 'An event sub-process needs exactly one start event, with a trigger.',
        }),
      )
    }
    return wrong
  }
  if (plain.length > 1 || (plain.length === 0 && (!isProcess || starts.length === 0))) {
    wrong.push(
      problem(holder, 'bpmn.one_start', {
        vi: 'Phải có đúng một sự kiện bắt đầu không điều kiện. Hãy thêm hoặc gộp lại.',
        en: 'There must be exactly one plain start event. Add one, or join them into one.',
      }),
    )
  }
  for (const { id, trigger } of starts) {
    if (trigger && (!isProcess || trigger.on === 'error')) {
      wrong.push(
        problem(id, 'bpmn.start_trigger', {
          vi: 'Sự kiện bắt đầu ở đây không được có điều kiện. Hãy dùng quy trình con sự kiện.',
          en: 'A start event may have no such trigger here. Use an event sub-process.',
        }),
      )
    }
  }
  return wrong
}

function checkReferences({ nodes, flows, compensations }: Scope): Problem[] {
  const ids = new Set(nodes.map(({ id }) => id))
  const flowIds = new Set(flows.map(({ id }) => id))
  const unknown = (id: string, to: string) =>
    problem(id, 'bpmn.unknown_reference', {
      vi: `Chỉ đến "${to || '(trống)'}", không có trong cùng quy trình. Hãy nối lại; muốn qua ranh giới quy trình con thì dùng sự kiện.`,
      en: `Points to "${to || '(nothing)'}", which is not in the same process. Join it again; across the border of a sub-process use an event.`,
    })
  return [
    ...flows.flatMap(({ id, from, to }) =>
      [from, to].filter((end) => !ids.has(end)).map((end) => unknown(id, end)),
    ),
    ...nodes.flatMap((node) =>
      node.kind === 'boundary' && !ids.has(node.attachedTo) ? [unknown(node.id, node.attachedTo)] : [],
    ),
    ...nodes.flatMap((node) =>
      'defaultFlow' in node && node.defaultFlow !== null && !flowIds.has(node.defaultFlow)
        ? [unknown(node.id, node.defaultFlow)]
        : [],
    ),
    ...compensations.flatMap(({ activity, handler }) =>
      [activity, handler].filter((id) => !ids.has(id)).map((id) => unknown(handler, id)),
    ),
  ]
}

function checkNodes({ nodes, flows }: Scope, parts: CheckParts): Problem[] {
  return nodes.flatMap((node): Problem[] => {
    const out = flows.filter(({ from }) => from === node.id)
    const into = flows.filter(({ to }) => to === node.id)
    switch (node.kind) {
      case 'user':
        return node.doer
          ? []
          : [
              problem(node.id, 'bpmn.no_doer', {
                vi: `Bước "${node.name || node.id}" chưa có người làm. Hãy chọn loại vị trí và nơi làm (tl:step).`,
                en: `The step "${node.name || node.id}" has no doer. Choose the kind of post and its place (tl:step).`,
              }),
            ]
      case 'service':
        return node.topic
          ? []
          : [
              problem(node.id, 'bpmn.no_topic', {
                vi: 'Việc tự động chưa nói gọi dịch vụ nào. Hãy đặt tl:service topic.',
                en: 'The service task does not say which service it calls. Set tl:service topic.',
              }),
            ]
      case 'rule':
        if (node.decision === '')
          return [
            problem(node.id, 'bpmn.no_decision', {
              vi: 'Chưa chọn bảng quyết định. Hãy đặt tl:decision ref.',
              en: 'No decision is chosen. Set tl:decision ref.',
            }),
          ]
        return parts.decisions?.includes(node.decision) === false
          ? [
              problem(node.id, 'bpmn.unknown_decision', {
                vi: `Không có bảng quyết định "${node.decision}". Hãy nhập DMN hoặc sửa tên.`,
                en: `There is no decision "${node.decision}". Import the DMN or mend the name.`,
              }),
            ]
          : []
      case 'boundary':
        return [
          ...boundaryProblems(
            node.id,
            nodes.find(({ id }) => id === node.attachedTo),
            node.trigger.on === 'error',
          ),
          ...(into.length > 0 ? [misled(node.id)] : []),
        ]
      case 'start':
        return into.length > 0 ? [misled(node.id)] : []
      case 'end':
        return out.length > 0
          ? [
              problem(node.id, 'bpmn.after_end', {
                vi: 'Sau sự kiện kết thúc không được có mũi tên. Hãy xóa mũi tên hoặc dùng sự kiện trung gian.',
                en: 'Nothing may follow an end event. Remove the flow or use an intermediate event.',
              }),
            ]
          : []
      case 'event_based':
        return eventGatewayProblems(node.id, out, nodes, flows)
      default:
        return []
    }
  })
}

function misled(id: string): Problem {
  return problem(id, 'bpmn.flow_into_event', {
    vi: 'Mũi tên không được dẫn vào sự kiện này. Hãy dẫn vào một việc hoặc cổng.',
    en: 'No flow may lead into this event. Lead it to an activity or gateway.',
  })
}

function boundaryProblems(id: string, host: FlowNode | undefined, isError: boolean): Problem[] {
  if (!host) return []
  if (!isActivity(host) || (host.kind === 'sub' && host.triggered)) {
    return [
      problem(id, 'bpmn.boundary_host', {
        vi: 'Sự kiện biên chỉ gắn được vào một việc hoặc quy trình con.',
        en: 'A boundary event hangs on an activity or sub-process only.',
      }),
    ]
  }
  const instant = host.kind === 'send' || host.kind === 'rule'
  return instant && !isError && !host.loop
    ? [
        warning(id, 'bpmn.never_fires', {
          vi: 'Việc này xong ngay trong bước nên sự kiện biên không bao giờ xảy ra.',
          en: 'This activity is done within the step, so its boundary event never happens.',
        }),
      ]
    : []
}

function eventGatewayProblems(
  id: string,
  out: readonly Flow[],
  nodes: readonly FlowNode[],
  flows: readonly Flow[],
): Problem[] {
  const wrong = out.filter(({ to, condition }) => {
    const target = nodes.find((node) => node.id === to)
    const entered = flows.filter((flow) => flow.to === to).length
    return condition !== null || entered > 1 || (target?.kind !== 'catch' && target?.kind !== 'receive')
  })
  if (out.length >= 2 && wrong.length === 0) return []
  return [
    problem(id, 'bpmn.event_gateway', {
      vi: 'Cổng sự kiện phải dẫn đến ít nhất hai sự kiện chờ hoặc việc nhận, mỗi cái chỉ có một mũi tên vào và không có điều kiện.',
      en: 'An event-based gateway leads to at least two catch events or receive tasks, each with this one flow in and no condition.',
    }),
  ]
}

function checkFlows({ nodes, flows }: Scope): Problem[] {
  return nodes.flatMap((node): Problem[] => {
    if (node.kind !== 'exclusive' && node.kind !== 'inclusive' && !isActivity(node)) return []
    const out = flows.filter(({ from }) => from === node.id)
    const conditional = out.filter(({ condition }) => condition !== null)
    const isGateway = !isActivity(node)
    if (out.length < 2 && conditional.length === 0) return []
    const unmeant = isGateway
      ? out.filter(({ id, condition }) => condition === null && id !== node.defaultFlow)
      : []
    const isOpen = node.defaultFlow === null && (isGateway || conditional.length === out.length)
    return [
      ...(isOpen
        ? [
            problem(node.id, 'bpmn.no_default', {
              vi: `"${node.name || node.id}" chưa có đường mặc định: khi không điều kiện nào đúng, hồ sơ sẽ đứng lại. Hãy chọn một đường làm mặc định.`,
              en: `"${node.name || node.id}" has no default flow: where no condition holds the case would stand still. Make one flow the default.`,
            }),
          ]
        : []),
      ...unmeant
        .filter(() => !isOpen || unmeant.length !== 1)
        .map(({ id }) =>
          problem(id, 'bpmn.no_condition', {
            vi: 'Đường đi từ cổng chưa có điều kiện. Hãy viết điều kiện FEEL hoặc đặt làm mặc định.',
            en: 'The flow has no condition. Write one in FEEL or make it the default.',
          }),
        ),
    ]
  })
}

/** Elements that no token can ever come to. */
function checkReach({ nodes, flows, compensations }: Scope): Problem[] {
  const handlers = new Set(compensations.map(({ handler }) => handler))
  const begins = nodes.filter(
    (node) => node.kind === 'start' || (node.kind === 'sub' && node.triggered) || handlers.has(node.id),
  )
  const reached = new Set(begins.map(({ id }) => id))
  const open = [...reached]
  const next = groupBy(flows, ({ from }) => from)
  const hanging = groupBy(
    nodes.filter((node) => node.kind === 'boundary'),
    ({ attachedTo }) => attachedTo,
  )
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const following = [
      ...(next.get(id) ?? []).map(({ to }) => to),
      ...(hanging.get(id) ?? []).map((one) => one.id),
    ]
    for (const to of following) {
      if (reached.has(to)) continue
      reached.add(to)
      open.push(to)
    }
  }
  return nodes
    .filter(({ id }) => !reached.has(id))
    .map(({ id, name }) =>
      problem(id, 'bpmn.unreachable', {
        vi: `Không đường nào dẫn đến "${name || id}". Hãy nối vào quy trình hoặc xóa.`,
        en: `No way leads to "${name || id}". Join it to the process or remove it.`,
      }),
    )
}
