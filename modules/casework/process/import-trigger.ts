import type { ModdleElement } from 'bpmn-moddle'
import type { Effect, TimerValue, Trigger } from './definition.ts'
import { checkFeel, feelText } from './feel.ts'
import { isTimerText, ISO_TIMER } from './iso-timer.ts'
import { childOf, childrenOf, extensionsOf, idOf, textOf } from './moddle-access.ts'
import { problem, type Problem } from './problem.ts'

/** Adds a problem to the list of the import. */
export type Refuse = (problem: Problem) => void

/** FEEL of an element, checked; a fault is told with its place. */
export function readFeel(elementId: string, written: string, refuse: Refuse): string {
  const text = feelText(written)
  const fault = checkFeel(text)
  if (fault) {
    const line = text.slice(0, fault.at).split('\n').length
    refuse({
      ...problem(elementId, fault.code, {
        vi: `Biểu thức "${text}" không dùng được: ${fault.vi}.`,
        en: `The expression "${text}" cannot be used: ${fault.en}.`,
      }),
      position: { line, column: fault.at - text.lastIndexOf('\n', fault.at - 1) },
    })
  }
  return text
}

/** An expression element of BPMN as FEEL. */
export function readExpression(
  elementId: string,
  expression: ModdleElement | undefined,
  refuse: Refuse,
): string | null {
  if (!expression) return null
  const language = textOf(expression, 'language')
  if (language !== '' && !/feel/i.test(language)) {
    refuse(
      problem(elementId, 'bpmn.language', {
        vi: `Biểu thức viết bằng ${language}. Hãy viết lại bằng FEEL; mã lệnh không được chạy.`,
        en: `The expression is written in ${language}. Write it in FEEL; program text is never run.`,
      }),
    )
    return textOf(expression, 'body')
  }
  return readFeel(elementId, textOf(expression, 'body'), refuse)
}

/** What an event waits for, or undefined with the reason told. */
export function readTrigger(element: ModdleElement, refuse: Refuse): Trigger | undefined {
  const id = idOf(element)
  const definition = onlyDefinition(element, refuse)
  if (!definition) return undefined
  switch (definition.$type) {
    case 'bpmn:TimerEventDefinition':
      return readTimer(id, definition, refuse)
    case 'bpmn:MessageEventDefinition': {
      const message = readMessage(id, childOf(definition, 'messageRef'), refuse)
      return message && { on: 'message', ...message }
    }
    case 'bpmn:SignalEventDefinition': {
      const name = readName(id, childOf(definition, 'signalRef'), 'signalRef', refuse)
      return name === undefined ? undefined : { on: 'signal', name }
    }
    case 'bpmn:ErrorEventDefinition': {
      const error = childOf(definition, 'errorRef')
      return { on: 'error', code: error ? textOf(error, 'errorCode') || textOf(error, 'name') || null : null }
    }
    default:
      refuse(notExecutable(id, definition.$type))
      return undefined
  }
}

/** What an end or throw event does. */
export function readEffect(element: ModdleElement, refuse: Refuse): Effect | undefined {
  const id = idOf(element)
  if (
    childrenOf(element, 'eventDefinitions').length === 0 &&
    childrenOf(element, 'eventDefinitionRef').length === 0
  )
    return { does: 'nothing' }
  const definition = onlyDefinition(element, refuse)
  if (!definition) return undefined
  switch (definition.$type) {
    case 'bpmn:TerminateEventDefinition':
      return { does: 'terminate' }
    case 'bpmn:ErrorEventDefinition': {
      const error = childOf(definition, 'errorRef')
      const code = error ? textOf(error, 'errorCode') || textOf(error, 'name') : ''
      if (code === '') {
        refuse(missing(id, 'errorRef'))
        return undefined
      }
      return { does: 'error', code }
    }
    case 'bpmn:SignalEventDefinition': {
      const name = readName(id, childOf(definition, 'signalRef'), 'signalRef', refuse)
      return name === undefined ? undefined : { does: 'signal', name }
    }
    case 'bpmn:MessageEventDefinition': {
      const message = readMessage(id, childOf(definition, 'messageRef'), refuse)
      return message && { does: 'message', ...message }
    }
    case 'bpmn:CompensateEventDefinition': {
      const activity = childOf(definition, 'activityRef')
      return { does: 'compensation', activity: activity ? idOf(activity) : null }
    }
    default:
      refuse(notExecutable(id, definition.$type))
      return undefined
  }
}

export function readMessage(
  id: string,
  message: ModdleElement | undefined,
  refuse: Refuse,
): { name: string; correlation: string | null } | undefined {
  const name = readName(id, message, 'messageRef', refuse)
  if (name === undefined || !message) return undefined
  const [key] = extensionsOf(message, 'tl:Correlation')
  return { name, correlation: key ? readFeel(id, textOf(key, 'key'), refuse) : null }
}

function readName(
  id: string,
  root: ModdleElement | undefined,
  what: string,
  refuse: Refuse,
): string | undefined {
  const name = root ? textOf(root, 'name') : ''
  if (name !== '') return name
  refuse(missing(id, what))
  return undefined
}

function missing(id: string, what: string): Problem {
  return problem(id, 'bpmn.missing_reference', {
    vi: `Thiếu ${what} hoặc tên của nó. Hãy chọn hoặc đặt tên cho tín hiệu, thông điệp hay lỗi.`,
    en: `${what} or its name is missing. Choose or name the signal, message or error.`,
  })
}

function onlyDefinition(element: ModdleElement, refuse: Refuse): ModdleElement | undefined {
  const all = [...childrenOf(element, 'eventDefinitions'), ...childrenOf(element, 'eventDefinitionRef')]
  const [first] = all
  if (first && all.length === 1) return first
  refuse(
    problem(idOf(element), 'bpmn.one_trigger', {
      vi: 'Sự kiện phải có đúng một điều kiện kích hoạt. Hãy dùng nhiều sự kiện hoặc cổng sự kiện.',
      en: 'An event must have exactly one trigger. Use several events or an event-based gateway.',
    }),
  )
  return undefined
}

function readTimer(id: string, definition: ModdleElement, refuse: Refuse): Trigger | undefined {
  const written = (['date', 'duration', 'cycle'] as const).flatMap((by) => {
    const expression = childOf(
      definition,
      { date: 'timeDate', duration: 'timeDuration', cycle: 'timeCycle' }[by],
    )
    return expression ? [{ by, body: textOf(expression, 'body').trim() }] : []
  })
  const [timer] = written
  if (!timer || written.length > 1) {
    refuse(
      problem(id, 'bpmn.timer', {
        vi: 'Hẹn giờ phải có đúng một trong: ngày giờ, khoảng thời gian, chu kỳ.',
        en: 'A timer must have exactly one of: date, duration, cycle.',
      }),
    )
    return undefined
  }
  return {
    on: 'timer',
    by: timer.by,
    value: timerValue(id, timer, refuse),
    working: textOf(definition, 'workingTime') === 'true',
  }
}

function timerValue(
  id: string,
  { by, body }: { by: 'date' | 'duration' | 'cycle'; body: string },
  refuse: Refuse,
): TimerValue {
  if (isTimerText(by, body)) return { iso: body }
  if (ISO_TIMER[by].test(body) || /^(P|R\d*\/)/.test(body)) {
    refuse(
      problem(id, 'bpmn.timer', {
        vi: `"${body}" không đúng ISO 8601, hoặc là ngày không có thật, chu kỳ không lần nào hay không có thời gian. Hãy viết như: 2026-07-01T08:00:00+07:00, P2D, R3/PT4H.`,
        en: `"${body}" is not ISO 8601, or is no real day, or a cycle of no turns or no time. Write, for instance: 2026-07-01T08:00:00+07:00, P2D, R3/PT4H.`,
      }),
    )
  }
  return { feel: readFeel(id, body, refuse) }
}

const instead: Record<string, { vi: string; en: string }> = {
  'bpmn:Task': { vi: 'việc của người (user task)', en: 'a user task' },
  'bpmn:ManualTask': { vi: 'việc của người (user task)', en: 'a user task' },
  'bpmn:ScriptTask': {
    vi: 'quy tắc quyết định (business rule task) viết bằng FEEL',
    en: 'a business rule task with FEEL',
  },
  'bpmn:ComplexGateway': { vi: 'cổng bao hàm (inclusive gateway)', en: 'an inclusive gateway' },
  'bpmn:Transaction': {
    vi: 'quy trình con (sub-process) với sự kiện lỗi ở biên',
    en: 'a sub-process with an error boundary event',
  },
  'bpmn:AdHocSubProcess': {
    vi: 'quy trình con có các bước rõ ràng',
    en: 'a sub-process whose steps are spelled out',
  },
  'bpmn:CallConversation': { vi: 'hoạt động gọi (call activity)', en: 'a call activity' },
  'bpmn:StandardLoopCharacteristics': {
    vi: 'nhiều thể hiện tuần tự (sequential multi-instance) hoặc cổng loại trừ quay lại',
    en: 'sequential multi-instance, or an exclusive gateway leading back',
  },
  'bpmn:ConditionalEventDefinition': {
    vi: 'sự kiện thông điệp hoặc tín hiệu',
    en: 'a message or signal event',
  },
  'bpmn:EscalationEventDefinition': { vi: 'sự kiện tín hiệu hoặc lỗi', en: 'a signal or error event' },
  'bpmn:CancelEventDefinition': { vi: 'sự kiện lỗi', en: 'an error event' },
  'bpmn:LinkEventDefinition': { vi: 'mũi tên nối thẳng', en: 'a sequence flow' },
  'bpmn:TerminateEventDefinition': { vi: 'sự kiện kết thúc', en: 'an end event' },
  'bpmn:CompensateEventDefinition': {
    vi: 'sự kiện bù trừ ở biên của một việc',
    en: 'a compensation boundary event on an activity',
  },
}

/** An element that is kept but cannot be run, with what to use instead. */
export function notExecutable(id: string, type: string): Problem {
  const words = instead[type]
  const name = type.replace(/^.*:/, '')
  return problem(id, 'bpmn.not_executable', {
    vi: `Phần tử ${name} không chạy được ở đây. Hãy dùng ${words?.vi ?? 'một phần tử trong tập chạy được'}.`,
    en: `The element ${name} cannot be run here. Use ${words?.en ?? 'an element of the executable subset'}.`,
  })
}
