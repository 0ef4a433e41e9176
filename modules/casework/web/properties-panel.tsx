import { Checkbox, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { ModdleElement } from 'bpmn-moddle'
import { postKinds, postKindWords } from '#modules/organisation/contract.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { Decision } from '../process/dmn/decision.ts'
import { doerPlaces } from '../process/process-table.ts'
import { extensionOf, modelerServicesOf, type DrawnElement, type Viewer } from './diagram-services.ts'
import { inUnit, toMinutes } from './edit-rows.ts'
import { messages } from './messages.ts'
import {
  setDefaultFlow,
  setExtension,
  setFeel,
  setMessage,
  setTimer,
  timerKinds,
  type Editing,
} from './edit-element.ts'
import { useState } from 'react'

type Props = {
  modeler: Viewer
  element: DrawnElement
  /** Grows with every change of the drawing, so that the fields follow it. */
  seen: number
  decisions: readonly Decision[]
}

/** What our engine reads of an element, as fields; every change is an act the drawing can undo. */
export function PropertiesPanel({ modeler, element, seen, decisions }: Props) {
  const words = useWords(messages)
  const editing: Editing = { ...modelerServicesOf(modeler), element }
  const { businessObject: bo, type } = element
  const name = textOf(bo, 'name')
  return (
    <Stack gap="xs" key={seen}>
      {type === 'bpmn:Process' || type === 'bpmn:Collaboration' ? null : (
        <Field
          label={words.graph.name}
          value={name}
          lines={2}
          onChange={(to) => editing.modeling.updateProperties(element, { name: to })}
        />
      )}
      {type === 'bpmn:UserTask' ? <StepFields editing={editing} /> : null}
      {type === 'bpmn:SequenceFlow' ? <FlowFields editing={editing} /> : null}
      {type === 'bpmn:ExclusiveGateway' || type === 'bpmn:InclusiveGateway' ? (
        <DefaultField editing={editing} />
      ) : null}
      {type === 'bpmn:BusinessRuleTask' ? <RuleFields editing={editing} decisions={decisions} /> : null}
      {type === 'bpmn:ServiceTask' ? (
        <Field
          label={words.graph.topic}
          value={textOf(extensionOf(bo, 'tl:Service'), 'topic')}
          onChange={(topic) => setExtension(editing, 'tl:Service', { topic })}
        />
      ) : null}
      {type === 'bpmn:CallActivity' ? (
        <Field
          label={words.graph.called}
          value={textOf(bo, 'calledElement')}
          onChange={(to) => editing.modeling.updateProperties(element, { calledElement: to })}
        />
      ) : null}
      <EventFields editing={editing} />
      <Text size="xs">
        {words.graph.element}: <code>{textOf(bo, 'id')}</code>
      </Text>
    </Stack>
  )
}

function StepFields({ editing }: { editing: Editing }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const step = extensionOf(editing.element.businessObject, 'tl:Step')
  const set = (properties: Record<string, string>) =>
    setExtension(editing, 'tl:Step', {
      // A step named for the first time is somebody's work somewhere.
      ...(step ? {} : { key: editing.element.id, postKind: 'specialist', place: 'competent', minutes: '0' }),
      ...properties,
    })
  const minutes = Number(textOf(step, 'minutes') || 0)
  return (
    <>
      <Field label={words.graph.key} value={textOf(step, 'key')} onChange={(key) => set({ key })} />
      <NativeSelect
        label={words.graph.postKind}
        value={textOf(step, 'postKind')}
        data={[
          ...(step ? [] : [{ value: '', label: words.graph.noDoer }]),
          ...postKinds.map((value) => ({ value, label: postKindWords[value][language] })),
        ]}
        onChange={(event) => set({ postKind: event.currentTarget.value })}
      />
      <NativeSelect
        label={words.graph.place}
        value={textOf(step, 'place')}
        data={[
          ...(step ? [] : [{ value: '', label: words.graph.noDoer }]),
          ...doerPlaces.map((value) => ({ value, label: words.table.places[value] })),
        ]}
        onChange={(event) => set({ place: event.currentTarget.value })}
      />
      <Field
        label={words.graph.hours}
        value={String(inUnit(minutes, 'hours')).replace('.', ',')}
        check={(typed) => (toMinutes(typed, 'hours') === undefined ? words.table.badTime : undefined)}
        onChange={(typed) => set({ minutes: String(toMinutes(typed, 'hours') ?? minutes) })}
      />
      <Field label={words.graph.stage} value={textOf(step, 'stage')} onChange={(stage) => set({ stage })} />
      <Field
        label={words.graph.output}
        value={textOf(step, 'output')}
        onChange={(output) => set({ output })}
      />
      <Field label={words.graph.notBy} value={textOf(step, 'notBy')} onChange={(notBy) => set({ notBy })} />
    </>
  )
}

function FlowFields({ editing }: { editing: Editing }) {
  const words = useWords(messages)
  const { businessObject: bo } = editing.element
  const condition = bo.get('conditionExpression') as ModdleElement | undefined
  return (
    <Field
      label={words.graph.condition}
      description={words.graph.conditionHint}
      value={textOf(condition, 'body')}
      lines={2}
      mono
      onChange={(text) => setFeel(editing, text)}
    />
  )
}

function DefaultField({ editing }: { editing: Editing }) {
  const words = useWords(messages)
  const { businessObject: bo } = editing.element
  const out = (bo.get('outgoing') ?? []) as ModdleElement[]
  const chosen = bo.get('default') as ModdleElement | undefined
  return (
    <NativeSelect
      label={words.graph.defaultFlow}
      value={chosen ? textOf(chosen, 'id') : ''}
      data={[
        { value: '', label: words.graph.noDefault },
        ...out.map((flow) => ({
          value: textOf(flow, 'id'),
          label: `→ ${textOf(flow.get('targetRef') as ModdleElement, 'name') || textOf(flow, 'id')}`,
        })),
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget
        setDefaultFlow(
          editing,
          out.find((flow) => textOf(flow, 'id') === value),
        )
      }}
    />
  )
}

function RuleFields({ editing, decisions }: { editing: Editing; decisions: readonly Decision[] }) {
  const words = useWords(messages)
  const decision = extensionOf(editing.element.businessObject, 'tl:Decision')
  const ref = textOf(decision, 'ref')
  return (
    <>
      <NativeSelect
        label={words.graph.decision}
        value={ref}
        data={[
          ...(decisions.some(({ id }) => id === ref)
            ? []
            : [{ value: ref, label: ref || words.graph.noDoer }]),
          ...decisions.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => setExtension(editing, 'tl:Decision', { ref: event.currentTarget.value })}
      />
      <Field
        label={words.graph.result}
        value={textOf(decision, 'result')}
        onChange={(result) => setExtension(editing, 'tl:Decision', { result })}
      />
    </>
  )
}

/** Timers and messages, on whatever event or task they stand. */
function EventFields({ editing }: { editing: Editing }) {
  const words = useWords(messages)
  const { businessObject: bo, type } = editing.element
  const [definition] = (bo.get('eventDefinitions') ?? []) as ModdleElement[]
  const isMessage =
    definition?.$type === 'bpmn:MessageEventDefinition' ||
    type === 'bpmn:ReceiveTask' ||
    type === 'bpmn:SendTask'
  if (isMessage) {
    const message = (definition ?? bo).get('messageRef') as ModdleElement | undefined
    return (
      <Field
        label={words.graph.message}
        value={message ? textOf(message, 'name') : ''}
        onChange={(name) => setMessage(editing, definition ?? bo, name)}
      />
    )
  }
  if (definition?.$type !== 'bpmn:TimerEventDefinition') return null
  const kind = timerKinds.find((one) => definition.get(one) !== undefined) ?? 'timeDuration'
  const value = textOf(definition.get(kind) as ModdleElement | undefined, 'body')
  const isWorking = textOf(definition, 'tl:workingTime') === 'true'
  return (
    <>
      <NativeSelect
        label={words.graph.timerKind}
        value={kind}
        data={timerKinds.map((one) => ({ value: one, label: words.graph.timerKinds[one] }))}
        onChange={(event) => {
          const next = timerKinds.find((one) => one === event.currentTarget.value) ?? kind
          setTimer(editing, definition, { kind: next, value, isWorking })
        }}
      />
      <Field
        label={words.graph.timerValue}
        value={value}
        mono
        onChange={(to) => setTimer(editing, definition, { kind, value: to, isWorking })}
      />
      <Checkbox
        label={words.graph.workingTime}
        checked={isWorking}
        onChange={(event) =>
          setTimer(editing, definition, { kind, value, isWorking: event.currentTarget.checked })
        }
      />
    </>
  )
}

type FieldProps = {
  label: string
  value: string
  description?: string
  lines?: number
  mono?: boolean
  check?(typed: string): string | undefined
  onChange(value: string): void
}

/** Written when left or on Enter, so that one change of a field is one step to undo. */
function Field({ label, value, description, lines, mono, check, onChange }: FieldProps) {
  const [typed, setTyped] = useState<string>()
  const fault = typed === undefined ? undefined : check?.(typed)
  const props = {
    label,
    value: typed ?? value,
    ...(description ? { description } : {}),
    ...(fault ? { error: fault } : {}),
    ...(mono ? { ff: 'monospace' } : {}),
    maxLength: 2_000,
    onChange: (event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value),
    onBlur: write,
  }
  function write() {
    if (typed !== undefined && typed !== value && !fault) onChange(typed)
    setTyped(undefined)
  }
  return lines ? (
    <Textarea {...props} autosize minRows={lines} />
  ) : (
    <TextInput {...props} onKeyDown={(event) => event.key === 'Enter' && write()} />
  )
}

function textOf(element: ModdleElement | undefined, name: string): string {
  const value: unknown = element?.get(name)
  return value === undefined || value === null ? '' : String(value)
}
