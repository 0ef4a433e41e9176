import type { ModdleElement } from 'bpmn-moddle'
import { extensionOf, type DrawnElement, type ModelerServices } from './diagram-services.ts'

// What the panel writes into an element, each as one act that can be undone.

export type Editing = ModelerServices & { element: DrawnElement }

export const timerKinds = ['timeDuration', 'timeDate', 'timeCycle'] as const
export type TimerKind = (typeof timerKinds)[number]

/** Sets what our namespace says of the element; emptied words are taken out. */
export function setExtension(
  { modeling, factory, element }: Editing,
  type: 'tl:Step' | 'tl:Service' | 'tl:Decision',
  properties: Readonly<Record<string, string>>,
) {
  const { businessObject: bo } = element
  const given = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value === '' ? undefined : value]),
  )
  const known = extensionOf(bo, type)
  if (known) {
    modeling.updateModdleProperties(element, known, given)
    return
  }
  const before = bo.get('extensionElements') as ModdleElement | undefined
  const holder = factory.create('bpmn:ExtensionElements', {
    values: [...((before?.get('values') ?? []) as ModdleElement[]), factory.create(type, given)],
  })
  modeling.updateProperties(element, { extensionElements: holder })
}

/** The condition of a flow; without text it has none. */
export function setFeel({ modeling, factory, element }: Editing, text: string) {
  const body = text.trim()
  modeling.updateProperties(element, {
    conditionExpression: body === '' ? undefined : factory.create('bpmn:FormalExpression', { body }),
  })
}

export function setDefaultFlow({ modeling, element }: Editing, flow: ModdleElement | undefined) {
  modeling.updateProperties(element, { default: flow })
}

export function setTimer(
  { modeling, factory, element }: Editing,
  definition: ModdleElement,
  { kind, value, isWorking }: { kind: TimerKind; value: string; isWorking: boolean },
) {
  const others = Object.fromEntries(timerKinds.map((one) => [one, undefined]))
  modeling.updateModdleProperties(element, definition, {
    ...others,
    [kind]: factory.create('bpmn:FormalExpression', { body: value.trim() }),
    'tl:workingTime': isWorking ? 'true' : undefined,
  })
}

/** The message of an event or task, found by its name among those of the file or added to them. */
export function setMessage({ modeling, factory, element }: Editing, holder: ModdleElement, name: string) {
  const definitions = rootOf(holder)
  const roots = (definitions?.get('rootElements') ?? []) as ModdleElement[]
  const known = roots.find((one) => one.$type === 'bpmn:Message' && one.get('name') === name)
  const message = known ?? factory.create('bpmn:Message', { name })
  if (!known && definitions)
    modeling.updateModdleProperties(element, definitions, { rootElements: [...roots, message] })
  modeling.updateModdleProperties(element, holder, { messageRef: message })
}

function rootOf(element: ModdleElement): ModdleElement | undefined {
  let here: ModdleElement | undefined = element
  while (here && here.$type !== 'bpmn:Definitions') here = here.$parent as ModdleElement | undefined
  return here
}
