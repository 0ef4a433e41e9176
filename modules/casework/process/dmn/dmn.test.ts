import { describe, expect, test } from 'vitest'
import { aModel, end, gate, rule, start, user } from '../a-process-model.ts'
import { compileMachine } from '../compile.ts'
import type { Vars } from '../json.ts'
import { enter } from '../run.ts'
import { decideByTables } from './decide-by-tables.ts'
import { importDmn } from './dmn-import.ts'

const NS = 'https://www.omg.org/spec/DMN/20191111/MODEL/'
const model = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="${NS}" id="d" name="d" namespace="t">${body}</definitions>`
const text = (tag: string, feel: string, more = '') =>
  `<${tag}${more}><text>${feel.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text></${tag}>`

type Column = { of: string; type?: string; allowed?: string; fallback?: string }
function table(
  id: string,
  {
    policy = 'UNIQUE',
    aggregation = '',
    inputs,
    outputs,
    rules,
    needs = '',
  }: {
    policy?: string
    aggregation?: string
    inputs: Column[]
    outputs: Column[]
    rules: string[][]
    needs?: string
  },
) {
  const ins = inputs.map(
    ({ of, type, allowed }, index) =>
      `<input id="${id}i${index}">${text('inputExpression', of, type ? ` typeRef="${type}"` : '')}${allowed ? text('inputValues', allowed) : ''}</input>`,
  )
  const outs = outputs.map(
    ({ of, type, allowed, fallback }, index) =>
      `<output id="${id}o${index}" name="${of}"${type ? ` typeRef="${type}"` : ''}>${allowed ? text('outputValues', allowed) : ''}${fallback ? text('defaultOutputEntry', fallback) : ''}</output>`,
  )
  const lines = rules.map(
    (cells, index) =>
      `<rule id="${id}r${index + 1}">${cells.map((cell, at) => text(at < inputs.length ? 'inputEntry' : 'outputEntry', cell)).join('')}</rule>`,
  )
  return `<decision id="${id}" name="${id}">${needs}<decisionTable hitPolicy="${policy}"${aggregation}>${ins.join('')}${outs.join('')}${lines.join('')}</decisionTable></decision>`
}

function ask(xml: string, id: string, data: Vars) {
  const { decisions, problems } = importDmn(xml)
  expect(problems).toEqual([])
  return decideByTables(decisions)(id, data)
}

const rulesOf = (xml: string) =>
  importDmn(xml).problems.map(({ elementId, rule: word }) => `${elementId} ${word}`)

describe('cells of a table', () => {
  test.each<[string, Vars[string], boolean]>([
    ['5', 5, true],
    ['5', 6, false],
    ['< 5', 4, true],
    ['>= 5', 5, true],
    ['[1..5]', 5, true],
    ['[1..5)', 5, false],
    ['(1..5]', 1, false],
    ['1, 3, [7..9]', 8, true],
    ['1, 3, [7..9]', 4, false],
    ['not(3, 4)', 5, true],
    ['not(3, 4)', 4, false],
    ['-', null, true],
    ['"a", "b"', 'b', true],
    ['"a"', 'A', false],
    ['true', true, true],
    ['false', true, false],
    ['null', null, true],
    ['> other', 7, true],
  ])('the test %s of %j gives %s', (cell, value, met) => {
    expect(
      ask(
        model(table('t', { inputs: [{ of: 'x' }], outputs: [{ of: 'y' }], rules: [[cell, '"met"']] })),
        't',
        { x: value, other: 6 },
      ),
    ).toBe(met ? 'met' : null)
  })

  test('dates of a case are compared as dates', () => {
    const xml = model(
      table('t', {
        policy: 'FIRST',
        inputs: [{ of: 'born', type: 'date' }],
        outputs: [{ of: 'y', type: 'string' }],
        rules: [
          ['>= date("2020-06-01")', '"under six"'],
          ['-', '"older"'],
        ],
      }),
    )
    expect(ask(xml, 't', { born: '2021-01-31' })).toBe('under six')
    expect(ask(xml, 't', { born: '2019-12-31' })).toBe('older')
  })

  test('results may calculate', () => {
    expect(
      ask(
        model(
          table('t', {
            inputs: [{ of: 'copies', type: 'number' }],
            outputs: [{ of: 'fee', type: 'number' }],
            rules: [
              ['> 10', '80000 + (copies - 10) * 2000'],
              ['<= 10', 'copies * 8000'],
            ],
          }),
        ),
        't',
        { copies: 12 },
      ),
    ).toBe(84_000)
  })
})

describe('hit policies', () => {
  const of = (policy: string, aggregation = '') =>
    model(
      table('t', {
        policy,
        aggregation,
        inputs: [{ of: 'x', type: 'number' }],
        outputs: [{ of: 'y', type: 'number' }],
        rules: [
          ['> 1', '10'],
          ['> 2', '20'],
          ['> 3', '10'],
        ],
      }),
    )

  test('unique: one rule, and two are a failure that names them', () => {
    expect(ask(of('UNIQUE'), 't', { x: 2 })).toBe(10)
    expect(ask(of('UNIQUE'), 't', { x: 1 })).toBe(null)
    expect(() => ask(of('UNIQUE'), 't', { x: 3 })).toThrow(
      expect.objectContaining({ code: 'dmn.not_unique', facts: { decision: 't', rules: ['tr1', 'tr2'] } }),
    )
  })

  test('any: several rules that say the same', () => {
    expect(() => ask(of('ANY'), 't', { x: 3 })).toThrow(expect.objectContaining({ code: 'dmn.not_any' }))
    expect(
      ask(
        model(
          table('t', {
            policy: 'ANY',
            inputs: [{ of: 'x' }],
            outputs: [{ of: 'y' }],
            rules: [
              ['> 1', '"a"'],
              ['> 2', '"a"'],
            ],
          }),
        ),
        't',
        { x: 3 },
      ),
    ).toBe('a')
  })

  test('first, rule order and collect', () => {
    expect(ask(of('FIRST'), 't', { x: 4 })).toBe(10)
    expect(ask(of('RULE ORDER'), 't', { x: 4 })).toEqual([10, 20, 10])
    expect(ask(of('COLLECT'), 't', { x: 3 })).toEqual([10, 20])
    expect(ask(of('COLLECT'), 't', { x: 0 })).toEqual([])
  })

  test.each<[string, number, number | null]>([
    ['SUM', 4, 40],
    ['MIN', 4, 10],
    ['MAX', 4, 20],
    ['COUNT', 4, 3],
    ['COUNT', 0, 0],
    ['SUM', 0, null],
  ])('collect with %s of %i gives %j', (aggregator, x, result) => {
    expect(ask(of('COLLECT', ` aggregation="${aggregator}"`), 't', { x })).toBe(result)
  })
})

describe('outputs, types and requirements', () => {
  test('several outputs are a context, defaults stand in where no rule holds', () => {
    const xml = model(
      table('t', {
        inputs: [{ of: 'kind' }],
        outputs: [
          { of: 'fee', fallback: '0' },
          { of: 'desk', fallback: '"one"' },
        ],
        rules: [['"copy"', '8000', '"two"']],
      }),
    )
    expect(ask(xml, 't', { kind: 'copy' })).toEqual({ fee: 8000, desk: 'two' })
    expect(ask(xml, 't', { kind: 'other' })).toEqual({ fee: 0, desk: 'one' })
  })

  test('values of the wrong type or beyond those allowed are failures with their place', () => {
    const xml = model(
      `<itemDefinition name="tKind"><typeRef>string</typeRef>${text('allowedValues', '"copy","birth"')}</itemDefinition>${table(
        't',
        {
          inputs: [
            { of: 'kind', type: 'tKind' },
            { of: 'n', type: 'number' },
          ],
          outputs: [{ of: 'y', allowed: '"a"' }],
          rules: [
            ['"copy"', '-', '"a"'],
            ['"birth"', '-', '"b"'],
          ],
        },
      )}`,
    )
    expect(ask(xml, 't', { kind: 'copy', n: 1 })).toBe('a')
    expect(() => ask(xml, 't', { kind: 'sale', n: 1 })).toThrow(
      expect.objectContaining({ code: 'dmn.input_not_allowed' }),
    )
    expect(() => ask(xml, 't', { kind: 'copy', n: '1' })).toThrow(
      expect.objectContaining({ code: 'dmn.input_type' }),
    )
    expect(() => ask(xml, 't', { kind: 'birth', n: 1 })).toThrow(
      expect.objectContaining({ code: 'dmn.output_not_allowed' }),
    )
  })

  test('a decision uses what it needs, by its name with spaces too', () => {
    const xml = model(
      `<decision id="base" name="Base fee"><variable name="base fee"/><literalExpression><text>if urgent then 20000 else 10000</text></literalExpression></decision>` +
        table('total', {
          needs: '<informationRequirement><requiredDecision href="#base"/></informationRequirement>',
          inputs: [{ of: 'poor' }],
          outputs: [{ of: 'y' }],
          rules: [
            ['true', '0'],
            ['false', 'base fee * copies'],
          ],
        }),
    )
    expect(ask(xml, 'total', { urgent: true, poor: false, copies: 3 })).toBe(60_000)
    expect(ask(xml, 'total', { urgent: true, poor: true, copies: 3 })).toBe(0)
    expect(ask(xml, 'Base fee', { urgent: false })).toBe(10_000)
  })
})

describe('refusals of a decision model', () => {
  const one = { inputs: [{ of: 'x' }], outputs: [{ of: 'y' }], rules: [['1', '2']] }

  test.each([
    ['<!DOCTYPE x><a/>', [' xml.entities']],
    ['<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>', [' dmn.wrong_namespace']],
    [model(''), [' dmn.no_decision']],
    [model('<decision id="e" name="e"/>'), ['e dmn.no_logic']],
    [model('<decision id="e" name="e"><context/></decision>'), ['e dmn.not_executable']],
    [model('<businessKnowledgeModel id="k"/>'), ['k dmn.not_executable']],
    [model(table('t', { ...one, policy: 'PRIORITY' })), ['t dmn.hit_policy']],
    [
      model(table('t', { ...one, policy: 'FIRST', aggregation: ' aggregation="SUM"' })),
      ['t dmn.aggregation'],
    ],
    [model(table('t', { ...one, rules: [['> >', '2']] })), ['tr1 feel.syntax']],
    [model(table('t', { ...one, rules: [['1', '2 +']] })), ['tr1 feel.syntax']],
    [model(table('t', { ...one, rules: [['1', 'today()']] })), ['tr1 feel.clock']],
    [model(table('t', { ...one, rules: [['1']] })), ['tr1 dmn.rule_width']],
    [
      model(
        table('t', {
          ...one,
          needs: '<informationRequirement><requiredDecision href="#gone"/></informationRequirement>',
        }),
      ),
      ['t dmn.unknown_decision'],
    ],
    [
      model(
        table('t', {
          ...one,
          needs: '<informationRequirement><requiredDecision href="#t"/></informationRequirement>',
        }),
      ),
      ['t dmn.needs_itself'],
    ],
    [
      model(
        '<decision id="e" name="e"><literalExpression expressionLanguage="javascript"><text>1</text></literalExpression></decision>',
      ),
      ['e dmn.language'],
    ],
  ])('%s', (xml, rules) => {
    expect([...new Set(rulesOf(xml))]).toEqual(rules)
  })

  test('a broken cell is told with the line it stands on', () => {
    const xml = model(`\n\n${table('t', { ...one, rules: [['1', '2 +']] })}`)
    expect(importDmn(xml).problems).toMatchObject([{ elementId: 'tr1', position: { line: 4 } }])
  })
})

test('a process asks a table within its step and goes the way it says', () => {
  const { decisions } = importDmn(
    model(
      table('route', {
        inputs: [{ of: 'amount', type: 'number' }],
        outputs: [{ of: 'desk' }],
        rules: [
          ['> 100', '"leader"'],
          ['<= 100', '"head"'],
        ],
      }),
    ),
  )
  const process = aModel(
    [
      start(),
      rule('r', 'route', 'desk'),
      gate('exclusive', 'g', 'g-head'),
      user('leader'),
      user('head'),
      end(),
    ],
    ['start > r > g', 'g > [desk = "leader"] leader > end', 'g > head > end'],
  )
  const machine = compileMachine(process, { decide: decideByTables(decisions) })
  expect(enter(machine, { amount: 500 }).opened.map(({ at }) => at)).toEqual(['leader'])
  expect(enter(machine, { amount: 5 }).opened.map(({ at }) => at)).toEqual(['head'])
  expect(enter(machine, { amount: 'much' }).incidents).toMatchObject([{ at: 'r', code: 'dmn.input_type' }])
})
