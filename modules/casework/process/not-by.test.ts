import { describe, expect, test } from 'vitest'
import { aModel, end, loop, scope, start, sub, user } from './a-process-model.ts'
import { importBpmn } from './bpmn-import.ts'
import { bpmnToTable } from './bpmn-to-table.ts'
import { checkProcess } from './check-process.ts'
import type { Process } from './process-table.ts'
import { checkTable, tableToBpmn } from './table-to-bpmn.ts'

const row = { work: 'Việc', place: 'competent', minutes: 60 } as const
const twoPersons: Process = {
  kind: 'dossier',
  steps: [
    { ...row, key: 'appraise', postKind: 'specialist' },
    { ...row, key: 'sign', postKind: 'leader', notBy: 'appraise' },
  ],
}

describe('a step that another person must do', () => {
  test('is said in table and BPMN alike, without loss', async () => {
    const { model, definitions, problems } = await importBpmn(tableToBpmn(twoPersons))
    const [definition] = definitions
    if (!model || !definition) throw new Error('nothing was read')
    expect(problems).toEqual([])
    expect(checkProcess(definition)).toEqual([])
    expect(bpmnToTable(model, definition)).toEqual({ table: twoPersons, stops: [] })
  })

  test('must name a row above it', () => {
    const [appraise, sign] = twoPersons.steps
    if (!appraise || !sign) throw new Error('no steps')
    const rules = (steps: Process['steps']) => checkTable({ kind: 'dossier', steps }).map(({ rule }) => rule)
    expect(rules([sign, appraise])).toEqual(['process.not_by'])
    expect(rules([appraise, { ...sign, notBy: 'sign' }])).toEqual(['process.not_by'])
    expect(rules(twoPersons.steps)).toEqual([])
  })

  test('must name a step that a token has passed, also out of a sub-process', () => {
    const rules = (...parts: Parameters<typeof aModel>) =>
      checkProcess(aModel(...parts)).map(({ rule }) => rule)
    const inner = sub(
      'part',
      scope([start('s'), user('sign', { notBy: 'appraise' }), end('e')], ['s > sign > e']),
    )
    const nodes = [start(), user('appraise'), inner, end()]
    expect(rules(nodes, ['start > appraise > part > end'])).toEqual([])
    expect(rules(nodes, ['start > part > appraise > end'])).toEqual(['process.not_by'])
  })

  test('may not name a step that several people do', () => {
    const many = user('appraise', { loop: loop({ cardinality: '3' }) })
    const sign = user('sign', { notBy: 'appraise' })
    const definition = aModel([start(), many, sign, end()], ['start > appraise > sign > end'])
    expect(checkProcess(definition).map(({ rule }) => rule)).toEqual(['bpmn.not_by_many'])
  })
})
