import { expect, test } from 'vitest'
import { compileMachine } from '../process/compile.ts'
import type { FlowNode, Scope } from '../process/definition.ts'
import { tableToDefinition } from '../process/table-to-bpmn.ts'
import { approvedProcess } from './approved-process.ts'
import { approvedLine, conformanceOf } from './conformance.ts'

const activity = { loop: null, inputs: [], outputs: [], defaultFlow: null }
const user = (id: string): FlowNode => ({
  ...activity,
  kind: 'user',
  id,
  name: id,
  key: id,
  doer: { postKind: 'specialist', place: 'competent' },
  minutes: 60,
  stage: null,
  output: null,
  notBy: null,
})
const keyAt = (at: string) => (at.length === 1 ? at : undefined)

test('a table gives the line of its rows', () => {
  const steps = ['a', 'b', 'c'].map((key) => ({
    key,
    work: key,
    postKind: 'specialist' as const,
    place: 'competent' as const,
    minutes: 60,
  }))
  const machine = compileMachine(tableToDefinition({ kind: 'test', steps }))
  const keys = new Map(
    [...machine.nodes.values()].flatMap(({ at, node }) =>
      node.kind === 'user' ? [[at, node.key] as const] : [],
    ),
  )
  expect(approvedProcess(machine, (at) => keys.get(at))).toEqual(approvedLine(['a', 'b', 'c']))
})

test('branches side by side may be done in any order, and only before what follows their join', () => {
  const ways = [
    ['start', 'a'],
    ['a', 'split'],
    ['split', 'b'],
    ['split', 'c'],
    ['b', 'join'],
    ['c', 'join'],
    ['join', 'd'],
    ['d', 'end'],
  ]
  const scope: Scope = {
    nodes: [
      { kind: 'start', id: 'start', name: '', trigger: null, interrupting: true, outputs: [] },
      ...['a', 'b', 'c', 'd'].map(user),
      { kind: 'parallel', id: 'split', name: '', defaultFlow: null },
      { kind: 'parallel', id: 'join', name: '', defaultFlow: null },
      { kind: 'end', id: 'end', name: '', effect: { does: 'nothing' } },
    ],
    flows: ways.map(([from = '', to = '']) => ({ id: `${from}_${to}`, from, to, condition: null })),
    compensations: [],
  }
  const process = approvedProcess(compileMachine({ id: 'p', name: '', caseKind: null, scope }), keyAt)
  expect(conformanceOf([...'abcd'], false, process).fits).toBe(true)
  expect(conformanceOf([...'acbd'], false, process).fits).toBe(true)
  expect(conformanceOf([...'adbc'], false, process).fits).toBe(false)
})
