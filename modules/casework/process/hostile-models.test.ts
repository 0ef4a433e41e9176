import { describe, expect, test } from 'vitest'
import { aModel, boundary, call, caught, end, gate, rule, start, timer, user } from './a-process-model.ts'
import { importBpmn } from './bpmn-import.ts'
import { checkProcess } from './check-process.ts'
import type { ProcessDefinition } from './definition.ts'
import { factsAsked } from './facts-asked.ts'

const told = (definition: ProcessDefinition, calls: readonly ProcessDefinition[] = []) =>
  checkProcess(definition, { calls }).map(({ elementId, rule: word }) => `${elementId} ${word}`)

/** So many tasks side by side, from one gateway to another. */
function wide(many: number) {
  const tasks = Array.from({ length: many }, (_, index) => user(`t${index}`))
  return {
    nodes: [gate('parallel', 'split'), ...tasks, gate('parallel', 'join')],
    paths: tasks.map(({ id }) => `split > ${id} > join`),
  }
}

describe('a model that is large', () => {
  test('of two thousand branches side by side is answered, as not proved', () => {
    const { nodes, paths } = wide(2_000)
    const model = aModel([start(), ...nodes, end()], ['start > split', ...paths, 'join > end'])
    expect(told(model)).toEqual(['start bpmn.not_proved'])
  })

  test('of two thousand steps in a line is checked while somebody waits for it', () => {
    const steps = Array.from({ length: 2_000 }, (_, index) =>
      user(`t${index}`, index % 100 === 1 ? { notBy: `t${index - 1}` } : {}),
    )
    const model = aModel(
      [start(), ...steps, end()],
      [['start', ...steps.map(({ id }) => id), 'end'].join(' > ')],
    )
    expect(told(model)).toEqual([])
  })

  test('is told what was found before the proof was given up', () => {
    const { nodes, paths } = wide(30)
    const model = aModel(
      [
        start(),
        ...nodes,
        gate('exclusive', 'x', 'x-a'),
        user('a'),
        user('b'),
        gate('parallel', 'never'),
        end(),
      ],
      ['start > split > x > a > never > join', 'x > [c] b > never', ...paths, 'join > end'],
    )
    expect(told(model)).toEqual(
      expect.arrayContaining(['never bpmn.join_waits_for_ever', 'start bpmn.not_proved']),
    )
  })

  test('by processes that each call the next twice is refused before it is built', () => {
    const doubling = Array.from({ length: 40 }, (_, index) =>
      aModel(
        [start(), call('one', `p${index + 1}`), call('two', `p${index + 1}`), end()],
        ['start > one > two > end'],
        `p${index}`,
      ),
    )
    const last = aModel([start(), user('a'), end()], ['start > a > end'], 'p40')
    const [first, ...calls] = doubling
    if (!first) throw new Error('no process')
    expect(told(first, [...calls, last])).toEqual(['p0 bpmn.calls_too_much'])
  })
})

describe('a circle through a called process', () => {
  const circle = aModel(
    [start(), gate('exclusive', 'head'), call('ask', 'asked'), gate('exclusive', 'tail', 'tail-end'), end()],
    ['start > head > ask > tail > [again] head', 'tail > end'],
  )

  test('in which somebody works is no circle without a wait', () => {
    expect(told(circle, [aModel([start(), user('a'), end()], ['start > a > end'], 'asked')])).toEqual([])
  })

  test('that only reckons turns for ever', () => {
    expect(told(circle, [aModel([start(), rule('r', 'd'), end()], ['start > r > end'], 'asked')])).toEqual([
      'head bpmn.circle_without_wait',
    ])
  })
})

test('a circle that waits only for a day that passes, or for no time, waits nowhere', () => {
  const circle = (wait: ReturnType<typeof timer>) =>
    aModel(
      [
        start(),
        gate('exclusive', 'head'),
        caught('wait', wait),
        gate('exclusive', 'tail', 'tail-end'),
        end(),
      ],
      ['start > head > wait > tail > [again] head', 'tail > end'],
    )
  expect(told(circle(timer('PT0S')))).toEqual(['head bpmn.circle_without_wait'])
  expect(told(circle(timer('2026-07-01', 'date')))).toEqual(['head bpmn.circle_without_wait'])
  expect(told(circle(timer('PT1H')))).toEqual([])
})

test('an id that XML does not allow is told as such, though the reader drops its element', async () => {
  const { problems } = await importBpmn(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><process id="p"><endEvent id="e"/>\n<startEvent id="{1-2}/start"/></process></definitions>',
  )
  expect(problems).toMatchObject([{ elementId: '{1-2}/start', rule: 'bpmn.bad_id', position: { line: 2 } }])
})

test('a condition may say that it gives a type of another schema', async () => {
  const { problems } = await importBpmn(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" id="d" targetNamespace="t"><process id="p"><startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e"><conditionExpression xsi:type="tFormalExpression" evaluatesToTypeRef="xsd:boolean">x > 1</conditionExpression></sequenceFlow></process></definitions>',
  )
  expect(problems).toEqual([])
})

test('a name of odd signs is asked for like any other', () => {
  const model = aModel(
    [start(), gate('exclusive', 'x', 'x-end'), user('a'), boundary('late', 'a', timer('P1D')), end()],
    ['start > x > [??? = "yes"] a > end', 'x > end', 'late > end'],
  )
  expect(factsAsked([model], [])).toEqual([{ name: '???', values: ['yes'] }])
})
