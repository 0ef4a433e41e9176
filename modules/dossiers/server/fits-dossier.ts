import type { Problem } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import { postKindWords } from '#modules/organisation/contract.ts'
import { stepActions } from './dossier-flow.ts'

/** What would let a dossier stand still on a process that could run: a step nobody has an act for. */
export function fitsDossier(machine: Machine): Problem[] {
  const idle = machine.steps.filter(({ postKind }) => stepActions[postKind].length === 0)
  const finals = machine.steps.filter(({ key, postKind }) => machine.isFinal(key) && postKind !== 'one_stop')
  const first = firstKeys(machine)
  const begun = machine.steps.filter(
    ({ key, postKind, place }) => first.includes(key) && (postKind !== 'one_stop' || place !== 'receiving'),
  )
  return [
    ...idle.map(({ key, postKind }) =>
      fault(key, 'dossiers.step_without_act', {
        vi: `Bước "${key}" giao cho ${postKindWords[postKind].vi.toLowerCase()}, vị trí không có thao tác nào trên hồ sơ. Hãy giao cho vị trí khác.`,
        en: `Step "${key}" is given to a ${postKindWords[postKind].en.toLowerCase()}, who has nothing to do to a dossier. Give it to another post.`,
      }),
    ),
    ...begun.map(({ key }) =>
      fault(key, 'dossiers.first_step', {
        vi: `Bước đầu "${key}" phải do cán bộ một cửa nơi tiếp nhận làm, vì hồ sơ nộp vào đó. Hãy đổi người làm.`,
        en: `The first step "${key}" must be done by the one-stop officer where the dossier is filed. Change the doer.`,
      }),
    ),
    ...finals.map(({ key }) =>
      fault(key, 'dossiers.last_step', {
        vi: `Bước cuối "${key}" phải do cán bộ một cửa làm: trả kết quả cho người dân. Hãy thêm bước trả kết quả.`,
        en: `The last step "${key}" must be a one-stop officer’s: returning the result. Add the step that returns it.`,
      }),
    ),
  ]
}

/** The steps that open with the dossier, where its data say which. */
function firstKeys(machine: Machine): string[] {
  try {
    return machine.begin({}).opened.map(({ stepKey }) => stepKey)
  } catch {
    // The way from the start depends on data; which step comes first is seen in the simulation.
    return []
  }
}

function fault(elementId: string, rule: string, words: { vi: string; en: string }): Problem {
  return { elementId, rule, severity: 'error', ...words }
}
