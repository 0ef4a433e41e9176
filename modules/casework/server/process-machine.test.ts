import { expect, test } from 'vitest'
import { aModel, end, start, user } from '../process/a-process-model.ts'
import { compileMachine } from '../process/compile.ts'
import { examineModel, machineOf, readModel, storedModel } from './process-machine.ts'

const task = (id: string, more = 'postKind="clerk" place="competent"') =>
  `<userTask id="${id}"><extensionElements><tl:step key="${id}" ${more} minutes="30"/></extensionElements></userTask>`
const flow = (from: string, to: string) =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`
/** A process that calls one, beside another that nobody calls. */
const file = (called: string) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:thanglong:process:1" id="d" targetNamespace="t">
    <process id="p" isExecutable="true"><startEvent id="s"/><callActivity id="c" calledElement="q"/><endEvent id="e"/>${flow('s', 'c')}${flow('c', 'e')}</process>
    <process id="q"><startEvent id="qs"/>${called}<endEvent id="qe"/></process>
    <process id="drawn"><startEvent id="ds"/>${task('dt', '')}${flow('ds', 'dt')}</process></definitions>`

test('a process that is called is checked like the one that calls, one that is only drawn is not', async () => {
  const rulesOf = async (called: string) =>
    (await examineModel({ bpmn: file(called), dmn: null })).problems.map(
      ({ elementId, rule }) => `${elementId} ${rule}`,
    )
  expect(await rulesOf(`${task('a')}${flow('qs', 'a')}${flow('a', 'qe')}`)).toEqual([])
  expect(
    await rulesOf(
      `${task('a', '')}<parallelGateway id="j"/>${task('b')}${flow('qs', 'a')}${flow('a', 'j')}${flow('b', 'j')}${flow('j', 'qe')}`,
    ),
  ).toEqual(['a bpmn.no_doer', 'b bpmn.unreachable', 'j bpmn.join_waits_for_ever'])
})

test('a model that was stored goes on though something in it is refused today', async () => {
  const bpmn = file(`${task('a')}${flow('qs', 'a')}${flow('a', 'qe')}`).replace(
    flow('s', 'c'),
    '<sequenceFlow id="s-c" sourceRef="s" targetRef="c"/><exclusiveGateway id="x"/>',
  )
  await expect(readModel({ bpmn, dmn: null })).rejects.toMatchObject({ code: 'casework.bad_model' })
  const { machine } = await storedModel({ bpmn, dmn: null })
  expect(machineOf(1, machine).steps.map(({ key }) => key)).toEqual(['a'])
  await expect(storedModel({ bpmn: '<a/>', dmn: null })).rejects.toMatchObject({ code: 'casework.bad_model' })
})

test('no two steps bear one key, also where one is named as another element is', () => {
  const model = aModel(
    [start(), user('B', { key: 'x' }), user('C', { key: 'x' }), user('D', { key: 'B' }), user('E'), end()],
    ['start > B > C > D > E > end'],
  )
  const machine = machineOf(1, compileMachine(model))
  expect(machine.steps.map(({ key }) => key)).toEqual(['B', 'C', 'D', 'E'])
  expect(machine.step('B').work).toBe('B')
})
