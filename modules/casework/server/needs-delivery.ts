import { nodesWithin, type FlowNode, type ProcessDefinition } from '../process/definition.ts'
import { problem, type Problem } from '../process/problem.ts'

/**
 * Elements that somebody outside must wake or serve. The machine runs them, but a case in the database
 * has no timers and no couriers, so a definition with such an element is refused and never stands still unseen.
 */
export function needsDelivery({ scope }: ProcessDefinition): Problem[] {
  return nodesWithin(scope)
    .filter(isDelivered)
    .map(({ id, name }) =>
      problem(id, 'casework.not_delivered', {
        vi: `Phần tử "${name || id}" cần thông điệp, tín hiệu hoặc dịch vụ bên ngoài, điều mà hồ sơ chưa nhận được. Hãy dùng việc của người hoặc bảng quyết định.`,
        en: `The element "${name || id}" needs a message, a signal or an outside service, which cases are not given. Use a user task or a decision table.`,
      }),
    )
}

function isDelivered(node: FlowNode): boolean {
  switch (node.kind) {
    case 'service':
    case 'receive':
    case 'send':
      return true
    case 'start':
    case 'catch':
    case 'boundary':
      return node.trigger?.on === 'message' || node.trigger?.on === 'signal'
    case 'end':
    case 'throw':
      return node.effect.does === 'message' || node.effect.does === 'signal'
    default:
      return false
  }
}
