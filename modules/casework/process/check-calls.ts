import { nodesWithin, type CallActivity, type ProcessDefinition } from './definition.ts'
import { problem, type Problem } from './problem.ts'

/** Called processes are built in where they are called; more elements than this in all is no process of an office. */
const MAX_BUILT = 20_000

/** Calls that lead nowhere, in a circle, to a process that cannot be called, or to more than can be built in. */
export function checkCalls(definition: ProcessDefinition, calls: readonly ProcessDefinition[]): Problem[] {
  const known = new Map([definition, ...calls].map((one) => [one.id, one]))
  const problems = callsOf(definition).flatMap((call) => checkCall(call, definition, known))
  const size = sizeOf(definition, known)
  // A circle among those it calls is told where it is closed.
  if (problems.length > 0 || size <= MAX_BUILT || size === Infinity) return problems
  return [
    problem(definition.id, 'bpmn.calls_too_much', {
      vi: `Các quy trình được gọi cộng lại quá ${MAX_BUILT} phần tử vì gọi nhau nhiều lần. Hãy giảm số lần gọi hoặc dùng nhiều thể hiện.`,
      en: `The called processes together have more than ${MAX_BUILT} elements, since they call each other many times. Call less often, or use multi-instance.`,
    }),
  ]
}

function checkCall(
  { id, called: target }: CallActivity,
  definition: ProcessDefinition,
  known: ReadonlyMap<string, ProcessDefinition>,
): Problem[] {
  const process = known.get(target)
  if (!process)
    return [
      problem(id, 'bpmn.unknown_call', {
        vi: `Không có quy trình "${target}" để gọi. Hãy nhập quy trình đó trước hoặc sửa tên.`,
        en: `There is no process "${target}" to call. Import it first or mend the name.`,
      }),
    ]
  if (target === definition.id || calledBy(process, known).some((one) => one === definition))
    return [
      problem(id, 'bpmn.calls_itself', {
        vi: `Gọi "${target}" dẫn trở lại chính quy trình này. Hãy dùng nhiều thể hiện hoặc vòng lặp có bước chờ.`,
        en: `Calling "${target}" leads back to this process itself. Use multi-instance, or a loop with a wait.`,
      }),
    ]
  if (!process.scope.nodes.some((node) => node.kind === 'start' && !node.trigger))
    return [
      problem(id, 'bpmn.one_start', {
        vi: `Quy trình "${target}" không có sự kiện bắt đầu không điều kiện.`,
        en: `The process "${target}" has no plain start event.`,
      }),
    ]
  return []
}

function callsOf({ scope }: ProcessDefinition): CallActivity[] {
  return nodesWithin(scope).flatMap((node) => (node.kind === 'call' ? [node] : []))
}

/** Every process that a process calls, those called by them too. */
export function calledBy(
  definition: ProcessDefinition,
  known: ReadonlyMap<string, ProcessDefinition>,
): ProcessDefinition[] {
  const found = new Set<ProcessDefinition>()
  const open = [definition]
  for (let process = open.pop(); process; process = open.pop()) {
    for (const { called } of callsOf(process)) {
      const one = known.get(called)
      if (!one || found.has(one)) continue
      found.add(one)
      open.push(one)
    }
  }
  return [...found]
}

/** How many elements a process has with all that is built into it; endless where processes call in a circle. */
function sizeOf(definition: ProcessDefinition, known: ReadonlyMap<string, ProcessDefinition>): number {
  const sizes = new Map<ProcessDefinition, number>()
  const size = (process: ProcessDefinition): number => {
    const done = sizes.get(process)
    if (done !== undefined) return done
    sizes.set(process, Infinity)
    const inner = callsOf(process).flatMap(({ called }) => known.get(called) ?? [])
    const all = inner.reduce((sum, one) => sum + size(one), nodesWithin(process.scope).length)
    sizes.set(process, all)
    return all
  }
  return size(definition)
}
