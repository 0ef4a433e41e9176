import type { Process, ProcessStep } from './process-table.ts'
import type { Flow, FlowNode, ProcessDefinition } from './definition.ts'
import { layOut, type Layout } from './diagram-layout.ts'
import { PROCESS_NAMESPACE } from './moddle-extension.ts'
import { noEarlierStep } from './check-not-by.ts'
import { problem, type Problem } from './problem.ts'

/** What keeps a table from being a process: no row, a key twice, a time that is none, a text no file can hold. */
export function checkTable({ steps }: Process): Problem[] {
  const keys = new Set<string>()
  const empty =
    steps.length === 0
      ? [
          problem('', 'table.empty', {
            vi: 'Bảng chưa có bước nào. Hãy thêm ít nhất một bước.',
            en: 'The table has no step. Add at least one.',
          }),
        ]
      : []
  return [
    ...empty,
    ...steps.flatMap((step): Problem[] => {
      const twice = keys.has(step.key)
      const namesNone = step.notBy !== undefined && !keys.has(step.notBy)
      keys.add(step.key)
      return [
        ...(step.key === ''
          ? [
              problem('', 'table.no_key', {
                vi: 'Có bước chưa có số thứ tự. Hãy đặt cho mỗi bước một số.',
                en: 'A step has no number. Give each step its own.',
              }),
            ]
          : []),
        ...(twice
          ? [
              problem(step.key, 'table.key_twice', {
                vi: `Bước "${step.key}" có hai lần. Hãy đổi số của một bước.`,
                en: `Step "${step.key}" stands twice. Change the number of one.`,
              }),
            ]
          : []),
        ...(namesNone ? [noEarlierStep(step.key, step.notBy ?? '')] : []),
        ...(Number.isInteger(step.minutes) && step.minutes >= 0
          ? []
          : [
              problem(step.key, 'table.minutes', {
                vi: `Thời gian của bước "${step.key}" phải là số phút nguyên, không âm.`,
                en: `The time of step "${step.key}" must be whole minutes, not below zero.`,
              }),
            ]),
        ...([step.key, step.work, step.stage ?? '', step.output ?? '', step.notBy ?? ''].every(isXmlText)
          ? []
          : [
              problem(step.key, 'table.text', {
                vi: `Bước "${step.key}" có ký tự điều khiển. Hãy gõ lại nội dung.`,
                en: `Step "${step.key}" holds control characters. Type the text again.`,
              }),
            ]),
      ]
    }),
  ]
}

/** A table as the engine understands it: one user task per row, in a line. */
export function tableToDefinition({ kind, steps }: Process): ProcessDefinition {
  const tasks = steps.map(
    (step, index): FlowNode => ({
      id: `Step_${index + 1}`,
      name: step.work,
      kind: 'user',
      key: step.key,
      doer: { postKind: step.postKind, place: step.place },
      minutes: step.minutes,
      stage: step.stage ?? null,
      output: step.output ?? null,
      notBy: step.notBy ?? null,
      loop: null,
      inputs: [],
      outputs: [],
      defaultFlow: null,
    }),
  )
  const nodes: FlowNode[] = [
    { id: 'Start', name: '', kind: 'start', trigger: null, interrupting: true, outputs: [] },
    ...tasks,
    { id: 'End', name: '', kind: 'end', effect: { does: 'nothing' } },
  ]
  const flows = nodes.slice(1).map(
    (node, index): Flow => ({
      id: `Flow_${index + 1}`,
      from: nodes[index]?.id ?? '',
      to: node.id,
      condition: null,
    }),
  )
  return { id: 'Process', name: '', caseKind: kind, scope: { nodes, flows, compensations: [] } }
}

/** The table as a BPMN 2.0 file with its diagram; what a row says beyond BPMN stands in `tl:step`. */
export function tableToBpmn(process: Process): string {
  const definition = tableToDefinition(process)
  const { nodes, flows } = definition.scope
  const steps = new Map(process.steps.map((step, index) => [`Step_${index + 1}`, step]))
  const body = nodes.map((node) => elementOf(node, steps.get(node.id), flows))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:tl="${PROCESS_NAMESPACE}" id="Definitions" targetNamespace="${PROCESS_NAMESPACE}" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">`,
    `  <bpmn:process id="${definition.id}" isExecutable="true"${attribute('tl:caseKind', process.kind)}>`,
    ...body,
    ...flows.map(
      ({ id, from, to }) => `    <bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`,
    ),
    '  </bpmn:process>',
    ...diagramOf(definition.id, layOut(definition.scope)),
    '</bpmn:definitions>',
    '',
  ].join('\n')
}

function elementOf({ id }: FlowNode, step: ProcessStep | undefined, flows: readonly Flow[]): string {
  const into = flows
    .filter(({ to }) => to === id)
    .map((flow) => `      <bpmn:incoming>${flow.id}</bpmn:incoming>`)
  const out = flows
    .filter(({ from }) => from === id)
    .map((flow) => `      <bpmn:outgoing>${flow.id}</bpmn:outgoing>`)
  const tag = step ? 'userTask' : into.length === 0 ? 'startEvent' : 'endEvent'
  return [
    `    <bpmn:${tag} id="${id}"${step ? attribute('name', step.work) : ''}>`,
    ...(step ? extensionOf(step) : []),
    ...into,
    ...out,
    `    </bpmn:${tag}>`,
  ].join('\n')
}

function extensionOf(step: ProcessStep): string[] {
  const optional = [
    step.stage === undefined ? '' : attribute('stage', step.stage),
    step.output === undefined ? '' : attribute('output', step.output),
    step.notBy === undefined ? '' : attribute('notBy', step.notBy),
  ].join('')
  return [
    '      <bpmn:extensionElements>',
    `        <tl:step${attribute('key', step.key)}${attribute('postKind', step.postKind)}${attribute('place', step.place)}${attribute('minutes', String(step.minutes))}${optional} />`,
    '      </bpmn:extensionElements>',
  ]
}

function diagramOf(processId: string, { boxes, lines }: Layout): string[] {
  return [
    '  <bpmndi:BPMNDiagram id="Diagram">',
    `    <bpmndi:BPMNPlane id="Plane" bpmnElement="${processId}">`,
    ...[...boxes].map(
      ([id, { x, y, width, height }]) =>
        `      <bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`,
    ),
    ...[...lines].map(
      ([id, points]) =>
        `      <bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${points.map(({ x, y }) => `<di:waypoint x="${x}" y="${y}" />`).join('')}</bpmndi:BPMNEdge>`,
    ),
    '    </bpmndi:BPMNPlane>',
    '  </bpmndi:BPMNDiagram>',
  ]
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

function attribute(name: string, value: string): string {
  return ` ${name}="${value.replace(/[&<>"\n\r\t]/g, (sign) => escapes[sign] ?? sign)}"`
}

/** Control characters and halves of surrogate pairs stand in no XML file. */
function isXmlText(text: string): boolean {
  return /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(text)
}
