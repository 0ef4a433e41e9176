import { describe, expect, test } from 'vitest'
import { exportBpmn, importBpmn, MAX_ELEMENTS } from './bpmn-import.ts'
import { checkProcess } from './check-process.ts'
import type { FlowNode } from './definition.ts'
import { readXml } from './xml-tree.ts'
import { xmlDifferences } from './xml-difference.ts'

const NS =
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tl="urn:thanglong:process:1"'
const inProcess = (body: string, roots = '') =>
  `<definitions ${NS} id="d" targetNamespace="t">${roots}<process id="p" isExecutable="true">${body}</process></definitions>`
const flow = (from: string, to: string, inner = '') =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${inner}</sequenceFlow>`
const condition = (feel: string) =>
  `<conditionExpression xsi:type="tFormalExpression">${feel}</conditionExpression>`
const doer =
  '<extensionElements><tl:step key="1" postKind="clerk" place="competent" minutes="30"/></extensionElements>'

async function rulesOf(xml: string): Promise<string[]> {
  const { problems, definitions } = await importBpmn(xml)
  return [...problems, ...definitions.flatMap((one) => checkProcess(one, { calls: definitions }))].map(
    ({ elementId, rule }) => `${elementId} ${rule}`,
  )
}

async function nodesOf(xml: string): Promise<FlowNode[]> {
  const { problems, definitions } = await importBpmn(xml)
  expect(problems).toEqual([])
  return [...(definitions[0]?.scope.nodes ?? [])]
}

describe('reading a model', () => {
  test('a line of steps with their doers', async () => {
    const nodes = await nodesOf(
      inProcess(
        `<startEvent id="s"/><userTask id="a" name="Đóng dấu">${doer}</userTask><endEvent id="e"/>${flow('s', 'a')}${flow('a', 'e')}`,
      ),
    )
    expect(nodes[1]).toMatchObject({
      kind: 'user',
      key: '1',
      name: 'Đóng dấu',
      doer: { postKind: 'clerk', place: 'competent' },
      minutes: 30,
    })
  })

  test('events with timers, messages, signals and errors', async () => {
    const roots =
      '<message id="m" name="paid"><extensionElements><tl:correlation key="= code"/></extensionElements></message><signal id="g" name="storm"/><error id="x" name="Refused" errorCode="R1"/>'
    const nodes = await nodesOf(
      inProcess(
        `<startEvent id="s"/><userTask id="a">${doer}</userTask>
        <boundaryEvent id="t" attachedToRef="a" cancelActivity="false"><timerEventDefinition tl:workingTime="true"><timeCycle xsi:type="tFormalExpression">R3/PT4H</timeCycle></timerEventDefinition></boundaryEvent>
        <boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="x"/></boundaryEvent>
        <intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <intermediateThrowEvent id="w"><signalEventDefinition signalRef="g"/></intermediateThrowEvent>
        <intermediateCatchEvent id="d2"><timerEventDefinition><timeDate xsi:type="tFormalExpression">= dueOn</timeDate></timerEventDefinition></intermediateCatchEvent>
        <endEvent id="e"><terminateEventDefinition/></endEvent>`,
        roots,
      ),
    )
    const byId = Object.fromEntries(nodes.map((node) => [node.id, node]))
    expect(byId.t).toMatchObject({
      interrupting: false,
      trigger: { on: 'timer', by: 'cycle', value: { iso: 'R3/PT4H' }, working: true },
    })
    expect(byId.b).toMatchObject({ interrupting: true, trigger: { on: 'error', code: 'R1' } })
    expect(byId.c).toMatchObject({ trigger: { on: 'message', name: 'paid', correlation: 'code' } })
    expect(byId.w).toMatchObject({ effect: { does: 'signal', name: 'storm' } })
    expect(byId.d2).toMatchObject({
      trigger: { on: 'timer', by: 'date', value: { feel: 'dueOn' }, working: false },
    })
    expect(byId.e).toMatchObject({ effect: { does: 'terminate' } })
  })

  test('multi-instance, call activity, decisions, services and compensation', async () => {
    const xml = inProcess(
      `<startEvent id="s"/>
      <userTask id="a"><extensionElements><tl:step key="1" postKind="clerk" place="competent" minutes="30"/><tl:in source="= unit" target="asked"/></extensionElements>
        <multiInstanceLoopCharacteristics isSequential="true" tl:collection="= units" tl:item="unit" tl:outputCollection="answers" tl:outputElement="= answer"><completionCondition xsi:type="tFormalExpression">numberOfCompletedInstances > 1</completionCondition></multiInstanceLoopCharacteristics></userTask>
      <callActivity id="c" calledElement="other"><extensionElements><tl:out source="result" target="r"/></extensionElements></callActivity>
      <businessRuleTask id="r"><extensionElements><tl:decision ref="fee" result="fee"/></extensionElements></businessRuleTask>
      <serviceTask id="v"><extensionElements><tl:service topic="pay"/></extensionElements></serviceTask>
      <serviceTask id="u" isForCompensation="true"><extensionElements><tl:service topic="unpay"/></extensionElements></serviceTask>
      <boundaryEvent id="k" attachedToRef="v"><compensateEventDefinition/></boundaryEvent>
      <association id="as" sourceRef="k" targetRef="u"/>`,
    )
    const { definitions, problems } = await importBpmn(xml)
    expect(problems).toEqual([])
    const scope = definitions[0]?.scope
    expect(scope?.nodes[1]).toMatchObject({
      loop: {
        sequential: true,
        collection: 'units',
        item: 'unit',
        until: 'numberOfCompletedInstances > 1',
        outputCollection: 'answers',
        outputElement: 'answer',
      },
      inputs: [{ source: 'unit', target: 'asked' }],
    })
    expect(scope?.nodes[2]).toMatchObject({
      kind: 'call',
      called: 'other',
      outputs: [{ source: 'result', target: 'r' }],
    })
    expect(scope?.nodes[3]).toMatchObject({ kind: 'rule', decision: 'fee', result: 'fee' })
    expect(scope?.compensations).toEqual([{ activity: 'v', handler: 'u' }])
  })
})

describe('refusals', () => {
  test.each([
    ['task', 'bpmn.not_executable'],
    ['manualTask', 'bpmn.not_executable'],
    ['scriptTask', 'bpmn.not_executable'],
    ['complexGateway', 'bpmn.not_executable'],
    ['transaction', 'bpmn.not_executable'],
    ['adHocSubProcess', 'bpmn.not_executable'],
  ])('%s cannot be run, and the sentence says what to use', async (tag, rule) => {
    const { problems, model } = await importBpmn(inProcess(`<startEvent id="s"/><${tag} id="x"/>`))
    expect(problems).toMatchObject([{ elementId: 'x', rule }])
    expect(problems[0]?.en).toMatch(/Use an? /)
    expect(model, 'but it is kept').toBeDefined()
  })

  test.each([
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', ' xml.entities'],
    ['<?xml version="1.0"?><!-- <!DOCTYPE in a comment> --><!ENTITY x "y"><a/>', ' xml.entities'],
    ['<a><b></a>', ' xml.not_well_formed'],
    ['<a>&nothing;</a>', ' xml.not_well_formed'],
    ['', ' xml.not_well_formed'],
    ['<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"/>', ' bpmn.wrong_namespace'],
    ['<definitions/>', ' bpmn.wrong_namespace'],
    [`<definitions ${NS} id="d"/>`, ' bpmn.no_process'],
  ])('%s is refused as%s', async (xml, rule) => {
    expect(await rulesOf(xml)).toEqual([rule])
  })

  test('a comment may speak of a document type', async () => {
    expect(
      await rulesOf(
        `<!-- <!DOCTYPE x> -->${inProcess(`<startEvent id="s"/><endEvent id="e"/>${flow('s', 'e')}`)}`,
      ),
    ).toEqual([])
  })

  test('a model of five thousand elements is refused quickly', async () => {
    const many = Array.from({ length: MAX_ELEMENTS }, (_, index) => `<userTask id="t${index}"/>`).join('')
    expect(await rulesOf(inProcess(many))).toEqual([' bpmn.too_many_elements'])
  })

  test('an id used twice is told', async () => {
    const { problems } = await importBpmn(inProcess('<startEvent id="s"/><endEvent id="s"/>'))
    expect(problems).toMatchObject([{ elementId: 's', rule: 'bpmn.duplicate_id' }])
  })

  test('a file with a mark of its byte order is read like any other', async () => {
    const plain = inProcess(`<startEvent id="s"/><endEvent id="e"/>${flow('s', 'e')}`)
    expect(await rulesOf(`\uFEFF${plain}`)).toEqual([])
  })

  test('a model deep in itself is refused', async () => {
    expect(await rulesOf('<a>'.repeat(300) + '</a>'.repeat(300))).toEqual([' xml.not_well_formed'])
  })

  test('expressions in other languages and broken ones are refused with their place', async () => {
    const xml = (expression: string) =>
      inProcess(
        `<startEvent id="s"/><exclusiveGateway id="g" default="g-e"/><endEvent id="e"/><endEvent id="f"/>${flow('s', 'g')}${flow('g', 'e')}${flow('g', 'f', expression)}`,
      )
    expect(await rulesOf(xml(condition('fee > 3')))).toEqual([])
    expect(await rulesOf(xml(condition('${fee}')))).toEqual(['g-f feel.foreign'])
    expect(await rulesOf(xml(condition('today() > x')))).toEqual(['g-f feel.clock'])
    expect(await rulesOf(xml(condition('some f in [now] satisfies f() > x')))).toEqual(['g-f feel.clock'])
    expect(await rulesOf(xml(condition('dossier.today > 3')))).toEqual([])
    expect(
      await rulesOf(
        xml(
          '<conditionExpression xsi:type="tFormalExpression" language="javascript">x()</conditionExpression>',
        ),
      ),
    ).toEqual(['g-f bpmn.language'])
    const { problems } = await importBpmn(xml(condition('fee >\n 3 +')))
    expect(problems).toMatchObject([{ elementId: 'g-f', rule: 'feel.syntax', position: { line: 2 } }])
  })

  test.each([
    ['timeDate', '2026-13-01'],
    ['timeCycle', 'R0/P1D'],
    ['timeCycle', 'R/PT0S'],
    ['timeDuration', 'P1H'],
  ])('a timer whose %s is %s is refused', async (tag, written) => {
    const xml = inProcess(
      `<startEvent id="s"/><intermediateCatchEvent id="c"><timerEventDefinition><${tag}>${written}</${tag}></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>${flow('s', 'c')}${flow('c', 'e')}`,
    )
    expect(await rulesOf(xml)).toContain('c bpmn.timer')
  })

  test('references to nothing and elements unknown to BPMN are told', async () => {
    expect(
      await rulesOf(
        inProcess(
          `<startEvent id="s"/><userTask id="a">${doer}</userTask><zebra id="z"/>${flow('s', 'a')}${flow('a', 'gone')}`,
        ),
      ),
    ).toEqual(['z bpmn.unknown_element', 'a-gone bpmn.unknown_reference', 'a-gone bpmn.unknown_reference'])
  })
})

describe('checking a process', () => {
  const plain = (...bodies: string[]) => inProcess(`<startEvent id="s"/>${bodies.join('')}`)
  const task = (id: string) => `<userTask id="${id}">${doer}</userTask>`

  test('every gap is told at once, each with its element', async () => {
    expect(
      await rulesOf(
        plain(
          '<userTask id="a"/><serviceTask id="v"/><businessRuleTask id="r"/><exclusiveGateway id="g"/><endEvent id="e"/><endEvent id="f"/>',
          flow('s', 'a'),
          flow('a', 'v'),
          flow('v', 'r'),
          flow('r', 'g'),
          flow('g', 'e', condition('x')),
          flow('g', 'f', condition('y')),
          task('alone'),
        ),
      ),
    ).toEqual([
      'a bpmn.no_doer',
      'v bpmn.no_topic',
      'r bpmn.no_decision',
      'g bpmn.no_default',
      'alone bpmn.unreachable',
    ])
  })

  test('a circle without a wait is refused, with a wait it is not', async () => {
    const circle = (inner: string) =>
      plain(
        '<exclusiveGateway id="m"/>',
        inner,
        '<exclusiveGateway id="x" default="x-e"/><endEvent id="e"/>',
        flow('s', 'm'),
        flow('m', 'a'),
        flow('a', 'x'),
        flow('x', 'm', condition('again')),
        flow('x', 'e'),
      )
    expect(
      await rulesOf(
        circle(
          '<businessRuleTask id="a"><extensionElements><tl:decision ref="d"/></extensionElements></businessRuleTask>',
        ),
      ),
    ).toEqual(['m bpmn.circle_without_wait'])
    expect(await rulesOf(circle(task('a')))).toEqual([])
  })

  test('a join that waits for a branch that never comes is refused', async () => {
    expect(
      await rulesOf(
        plain(
          '<exclusiveGateway id="x" default="x-b"/>',
          task('a'),
          task('b'),
          '<parallelGateway id="j"/><endEvent id="e"/>',
          flow('s', 'x'),
          flow('x', 'a', condition('y')),
          flow('x', 'b'),
          flow('a', 'j'),
          flow('b', 'j'),
          flow('j', 'e'),
        ),
      ),
    ).toEqual(['j bpmn.join_waits_for_ever'])
  })

  test('two tokens where one is meant are refused', async () => {
    expect(
      await rulesOf(
        plain(
          '<parallelGateway id="f"/>',
          task('a'),
          task('b'),
          '<exclusiveGateway id="m"/>',
          task('c'),
          '<endEvent id="e"/>',
          flow('s', 'f'),
          flow('f', 'a'),
          flow('f', 'b'),
          flow('a', 'm'),
          flow('b', 'm'),
          flow('m', 'c'),
          flow('c', 'e'),
        ),
      ),
    ).toEqual(['m-c bpmn.two_tokens'])
  })

  test('an event gateway leads to events only', async () => {
    expect(
      await rulesOf(
        plain(
          '<eventBasedGateway id="g"/>',
          task('a'),
          task('b'),
          flow('s', 'g'),
          flow('g', 'a'),
          flow('g', 'b'),
        ),
      ),
    ).toEqual(['g bpmn.event_gateway'])
  })

  test('processes that call each other in a circle are refused', async () => {
    const body = (called: string) =>
      `<startEvent id="s${called}"/><callActivity id="c${called}" calledElement="${called}"/>${flow(`s${called}`, `c${called}`)}`
    expect(
      await rulesOf(
        `<definitions ${NS} id="d" targetNamespace="t"><process id="p" isExecutable="true">${body('q')}</process><process id="q">${body('p')}</process></definitions>`,
      ),
    ).toEqual(['cq bpmn.calls_itself', 'cp bpmn.calls_itself'])
    expect(await rulesOf(plain('<callActivity id="c" calledElement="nobody"/>', flow('s', 'c')))).toEqual([
      'c bpmn.unknown_call',
    ])
  })
})

const foreign: Record<string, string> = {
  'with job workers and forms of another engine': `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="D1" targetNamespace="http://bpmn.io/schema/bpmn" exporter="Camunda Modeler" exporterVersion="5.0.0" modeler:executionPlatform="Camunda Cloud">
  <bpmn:process id="P" isExecutable="true"><bpmn:documentation>Quy trình &lt;thử&gt;</bpmn:documentation>
    <bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:serviceTask id="v" name="Call"><bpmn:extensionElements><zeebe:taskDefinition type="pay" retries="3" /><zeebe:ioMapping><zeebe:input source="=a" target="b" /></zeebe:ioMapping></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="v" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="pl" bpmnElement="P"><bpmndi:BPMNShape id="v_di" bpmnElement="v"><dc:Bounds x="100.0" y="80.5" width="100" height="80" /><bpmndi:BPMNLabel><dc:Bounds x="1" y="2" width="3" height="4" /></bpmndi:BPMNLabel></bpmndi:BPMNShape><bpmndi:BPMNEdge id="f1_di" bpmnElement="f1"><di:waypoint x="1" y="2" /><di:waypoint x="3" y="4" /></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`,
  'with pools, lanes, data, notes and attributes of a drawing tool': `<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:sig="http://www.signavio.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D2" targetNamespace="t" typeLanguage="http://www.w3.org/2001/XMLSchema">
  <collaboration id="C"><extensionElements><sig:meta key="bgcolor" value="#fff"/></extensionElements><participant id="pa" name="Công dân"/><participant id="pb" name="Phường" processRef="P"><participantMultiplicity minimum="0" maximum="2"/></participant><messageFlow id="mf" sourceRef="pa" targetRef="pb"/></collaboration>
  <process id="P" processType="None"><laneSet id="ls"><lane id="l1" name="Một cửa" sig:color="red"><flowNodeRef>s</flowNodeRef><flowNodeRef>t</flowNodeRef></lane></laneSet>
    <startEvent id="s"/><task id="t" name="Việc"><ioSpecification id="io"><dataInput id="di1"/><inputSet id="is"><dataInputRefs>di1</dataInputRefs></inputSet><outputSet id="os"/></ioSpecification><standardLoopCharacteristics id="lo" testBefore="true"><loopCondition xsi:type="tFormalExpression">x</loopCondition></standardLoopCharacteristics></task>
    <dataObject id="do"/><dataObjectReference id="dr" dataObjectRef="do" name="Đơn"/><complexGateway id="cg"/><scriptTask id="sc" scriptFormat="javascript"><script>alert(1 &lt; 2)</script></scriptTask>
    <sequenceFlow id="f" sourceRef="s" targetRef="t"/><textAnnotation id="ta"><text>ghi chú</text></textAnnotation><association id="as" sourceRef="t" targetRef="ta" associationDirection="One"/>
  </process></definitions>`,
  'with an element that is not BPMN and a reference to nothing': `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D3" targetNamespace="t"><process id="P"><startEvent id="s"/><widget id="w"/><boundaryEvent id="b" attachedToRef="nothing"><timerEventDefinition id="te"/></boundaryEvent></process></definitions>`,
}

describe('import and export', () => {
  test.each(Object.keys(foreign))('a model %s comes out as it went in', async (name) => {
    const before = foreign[name] ?? ''
    const { model } = await importBpmn(before)
    if (!model) throw new Error('nothing was read')
    const { xml } = await exportBpmn(model)
    const [a, b] = [readXml(before), readXml(xml)]
    if (!('root' in a) || !('root' in b)) throw new Error('no XML')
    expect(xmlDifferences(a.root, b.root)).toEqual([])
  })

  test('what only the file as it came can keep is named', async () => {
    const { model } = await importBpmn(
      foreign['with an element that is not BPMN and a reference to nothing'] ?? '',
    )
    if (!model) throw new Error('nothing was read')
    expect((await exportBpmn(model)).lost).toEqual([
      '/definitions/process[1]/widget[1]',
      '/definitions/process[1]/boundaryEvent[1]/@attachedToRef',
    ])
  })

  test('a difference in text, attribute, order or number of elements is seen', () => {
    const differences = (a: string, b: string) => {
      const [first, second] = [readXml(a), readXml(b)]
      if (!('root' in first) || !('root' in second)) throw new Error('no XML')
      return xmlDifferences(first.root, second.root)
    }
    expect(differences('<a x="1" y="2"/>', '<a y="2" x="1"/>')).toEqual([])
    expect(differences('<n:a xmlns:n="u"/>', '<a xmlns="u"/>')).toEqual([])
    expect(differences('<a x="1"/>', '<a/>')).toEqual(['/a/@x'])
    expect(differences('<a/>', '<a x="1"/>')).toEqual(['/a/@x (new)'])
    expect(differences('<a>t</a>', '<a>u</a>')).toEqual(['/a/text()'])
    expect(differences('<a><b/><b/></a>', '<a><b/></a>')).toEqual(['/a/b[2]'])
    expect(differences('<a/>', '<a><c/></a>')).toEqual(['/a/c[1] (new)'])
  })
})
