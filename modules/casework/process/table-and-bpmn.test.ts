import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { postKinds } from '#modules/organisation/contract.ts'
import { doerPlaces, type Process, type ProcessStep } from './process-table.ts'
import { exportBpmn, importBpmn } from './bpmn-import.ts'
import { bpmnToTable } from './bpmn-to-table.ts'
import { checkProcess } from './check-process.ts'
import { compileMachine } from './compile.ts'
import { complete, enter } from './run.ts'
import { checkLongestWay, checkStepTimes } from './step-times.ts'
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
    expect(checkLongestWay(tableToDefinition(copyProcess).scope, 480, 'Process')).toEqual([])
    expect(checkLongestWay(tableToDefinition(copyProcess).scope, 479, 'Process')).toMatchObject([
      { elementId: 'Process', severity: 'error' },
    ])
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
