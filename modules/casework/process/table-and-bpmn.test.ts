import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { postKinds } from '#modules/organisation/contract.ts'
import { doerPlaces, type Process, type ProcessStep } from './process-table.ts'
import { exportBpmn, importBpmn } from './bpmn-import.ts'
import { aModel, call, end, loop, start, user } from './a-process-model.ts'
import { bpmnToTable } from './bpmn-to-table.ts'
import { checkProcess } from './check-process.ts'
import { compileMachine } from './compile.ts'
import { complete, enter } from './run.ts'
import { checkLongestWay, checkStepTimes, longestMinutes } from './step-times.ts'
import { checkTable, tableToBpmn, tableToDefinition } from './table-to-bpmn.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 30 })
const step: fc.Arbitrary<Omit<ProcessStep, 'key'>> = fc.record(
  {
    work: text,
    postKind: fc.constantFrom(...postKinds),
    place: fc.constantFrom(...doerPlaces),
    minutes: fc.nat({ max: 100_000 }),
    stage: text,
    output: text,
  },
  { requiredKeys: ['work', 'postKind', 'place', 'minutes'] },
)
const table: fc.Arbitrary<Process> = fc
  .tuple(
    text,
    fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.array(step, { minLength: 12, maxLength: 12 }),
  )
  .map(([kind, keys, steps]) => ({
    kind,
    steps: keys.flatMap((key, index) => (steps[index] ? [{ key, ...steps[index] }] : [])),
  }))
  .filter((process) => checkTable(process).length === 0)

const copyProcess: Process = {
  kind: 'dossier',
  steps: [
    {
      key: '1',
      work: 'Tiếp nhận',
      postKind: 'one_stop',
      place: 'receiving',
      minutes: 120,
      output: 'Giấy tiếp nhận',
    },
    { key: '2', work: 'Thẩm định', postKind: 'specialist', place: 'competent', minutes: 180, stage: 'GĐ1' },
    { key: '3', work: 'Ký "bản sao" & trả\nkết quả', postKind: 'leader', place: 'competent', minutes: 180 },
  ],
}

describe('table and BPMN', () => {
  test('a table made into BPMN and back is the same table', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (process) => {
        const { model, definitions, problems } = await importBpmn(tableToBpmn(process))
        const [definition] = definitions
        expect(problems).toEqual([])
        if (!model || !definition) throw new Error('nothing was read')
        expect(bpmnToTable(model, definition)).toEqual({ table: process, stops: [] })
        expect(definition).toEqual(tableToDefinition(process))
        expect(checkProcess(definition)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('what a table becomes is exported without loss, its diagram too', async () => {
    const { model } = await importBpmn(tableToBpmn(copyProcess))
    if (!model) throw new Error('nothing was read')
    const { xml, lost } = await exportBpmn(model)
    expect(lost).toEqual([])
    expect(xml.match(/BPMNShape /g)).toHaveLength(5)
  })

  test('a table that no process can be made of is refused row by row', () => {
    const [first] = copyProcess.steps
    if (!first) throw new Error('no step')
    expect(checkTable({ kind: 'dossier', steps: [] }).map(({ rule }) => rule)).toEqual(['table.empty'])
    expect(
      checkTable({
        kind: 'dossier',
        steps: [first, { ...first, minutes: -1 }, { ...first, key: '', work: 'a\u0000' }],
      }).map(({ elementId, rule }) => `${elementId} ${rule}`),
    ).toEqual(['1 table.key_twice', '1 table.minutes', ' table.no_key', ' table.text'])
  })

  test('what a table cannot say is named by its elements', async () => {
    const xml = tableToBpmn(copyProcess)
      .replace(
        '<bpmn:incoming>Flow_2</bpmn:incoming>',
        '<bpmn:incoming>Flow_2</bpmn:incoming><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>',
      )
      .replace(
        '</bpmn:process>',
        '<bpmn:textAnnotation id="Note"><bpmn:text>x</bpmn:text></bpmn:textAnnotation></bpmn:process>',
      )
    const { model, definitions } = await importBpmn(xml)
    const [definition] = definitions
    if (!model || !definition) throw new Error('nothing was read')
    const { stops } = bpmnToTable(model, definition)
    expect(stops.map(({ elementId }) => elementId)).toEqual(['Step_2', 'Note'])
  })

  test('nobody another tool named as the owner of a step is lost in a table', async () => {
    const xml = tableToBpmn(copyProcess).replace(
      '<bpmn:incoming>Flow_2</bpmn:incoming>',
      '<bpmn:incoming>Flow_2</bpmn:incoming><bpmn:potentialOwner id="po"><bpmn:resourceAssignmentExpression><bpmn:formalExpression>x</bpmn:formalExpression></bpmn:resourceAssignmentExpression></bpmn:potentialOwner>',
    )
    const { model, definitions } = await importBpmn(xml)
    const [definition] = definitions
    if (!model || !definition) throw new Error('nothing was read')
    expect(bpmnToTable(model, definition).stops.map(({ elementId }) => elementId)).toEqual(['Step_2'])
  })
})

describe('time of the steps', () => {
  test('is compared with the limit of the procedure', () => {
    expect(checkStepTimes(copyProcess.steps, 480)).toEqual([])
    expect(checkStepTimes(copyProcess.steps, 420)).toMatchObject([
      { rule: 'process.over_limit', severity: 'error' },
    ])
    expect(checkStepTimes(copyProcess.steps, 960)).toMatchObject([
      { rule: 'process.under_limit', severity: 'warning' },
    ])
  })

  test('of a graph is that of its longest way', () => {
    expect(checkLongestWay(tableToDefinition(copyProcess), [], 480)).toEqual([])
    expect(checkLongestWay(tableToDefinition(copyProcess), [], 479)).toMatchObject([
      { elementId: 'Process', severity: 'error' },
    ])
  })

  test('of a graph counts what called processes take, and what is done again and again', () => {
    const inner = aModel([start(), user('check', { minutes: 300 }), end()], ['start > check > end'], 'inner')
    const outer = aModel(
      [
        start(),
        call('ask', 'inner', { loop: loop({ sequential: true, cardinality: '2' }) }),
        user('sign', { minutes: 60 }),
        end(),
      ],
      ['start > ask > sign > end'],
    )
    expect(longestMinutes(outer, [inner])).toBe(660)
    expect(checkLongestWay(outer, [inner], 480)).toMatchObject([{ rule: 'process.over_limit' }])
  })

  test('of a line of two thousand steps is their sum', () => {
    const steps = Array.from({ length: 2_400 }, (_, index) => user(`t${index}`, { minutes: 1 }))
    const line = ['start', ...steps.map(({ id }) => id), 'end'].join(' > ')
    expect(longestMinutes(aModel([start(), ...steps, end()], [line]), [])).toBe(2_400)
  })
})

test('a case walks the rows of a table in their order', () => {
  const machine = compileMachine(tableToDefinition(copyProcess))
  let move = enter(machine)
  const walked: string[] = []
  while (move.opened[0]) {
    walked.push(move.opened[0].step.key)
    move = complete(machine, move.marking, move.opened[0].key)
  }
  expect(walked).toEqual(['1', '2', '3'])
  expect(move.ended).toBe(true)
})
