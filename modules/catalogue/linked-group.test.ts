import { expect, test } from 'vitest'
import { demoProcedures } from '#data/procedures/procedures.ts'
import { groupOn, inOrder, longestPathHours, problemsOfGroup, type LinkedGroup } from './linked-group.ts'

const records = new Map(demoProcedures().map(({ record }) => [record.code, record]))
const birthResidenceInsurance = records.get('2.000986')?.linked

function aGroup(change: (group: LinkedGroup) => void): LinkedGroup {
  if (!birthResidenceInsurance) throw new Error('2.000986 has no linked group')
  const group = structuredClone(birthResidenceInsurance)
  change(group)
  return group
}

function codesOf(group: LinkedGroup, days = 20, postKinds = ['one_stop', 'specialist']): string[] {
  const componentIds = (records.get('2.000986')?.componentGroups ?? []).flatMap(({ components }) =>
    components.map(({ id }) => id),
  )
  return problemsOfGroup(group, {
    limits: [{ unit: 'working_days', amount: days }],
    postKinds,
    componentIds,
  }).map(({ code }) => code)
}

test('the two linked procedures of the law have no fault, and their parts follow birth side by side', () => {
  for (const code of ['2.000986', '2.001023']) {
    const record = records.get(code)
    const group = record?.linked
    expect(group, code).toBeDefined()
    expect(group && codesOf(group, code === '2.000986' ? 20 : 15), code).toEqual([])
    expect(group?.parts.filter(({ key }) => key !== 'birth').every(({ after }) => after[0] === 'birth')).toBe(
      true,
    )
  }
  expect(birthResidenceInsurance && longestPathHours(birthResidenceInsurance.parts)).toBe(8 + 80)
})

test('parts that wait for each other in a ring are refused, the ring of one included', () => {
  expect(codesOf(aGroup(({ parts }) => parts[0]?.after.push('insurance')))).toEqual(['cycle'])
  expect(codesOf(aGroup(({ parts }) => parts[2]?.after.push('insurance')))).toEqual(['cycle'])
  expect(inOrder([{ key: 'a', after: ['a'] }])).toBeUndefined()
})

test('a part that stands twice, names one that is not there or has no time is refused by name', () => {
  expect(codesOf(aGroup(({ parts }) => parts.push(structuredClone(parts[0] ?? raise()))))).toContain(
    'part_twice',
  )
  expect(codesOf(aGroup(({ parts }) => parts[1]?.after.push('tax')))).toEqual(['unknown_part'])
  expect(codesOf(aGroup(({ parts }) => ((parts[1] ?? raise()).limit = { unit: 'undefined' })))).toEqual([
    'limit_unknown',
  ])
  expect(codesOf(aGroup(({ parts }) => parts[1]?.papers.push({ from: 'nothing', to: 'x' })))).toEqual([
    'unknown_paper',
  ])
})

test('a longest path over the limit of the whole is refused with both figures', () => {
  const group = aGroup(() => undefined)
  expect(codesOf(group, 11)).toEqual([])
  expect(codesOf(group, 10)).toEqual(['over_limit'])
})

test('a linked procedure whose own process gathers nothing is refused', () => {
  expect(
    codesOf(
      aGroup(() => undefined),
      20,
      ['one_stop'],
    ),
  ).toEqual(['nobody_decides'])
})

test('a group holds from its first day up to its last, which is not included', () => {
  const group = aGroup((one) => {
    one.validFrom = '2023-06-01'
    one.validTo = '2023-12-01'
  })
  expect(groupOn(group, '2023-05-31')).toBeUndefined()
  expect(groupOn(group, '2023-06-01')).toBe(group)
  expect(groupOn(group, '2023-12-01')).toBeUndefined()
  expect(groupOn(undefined, '2023-06-01')).toBeUndefined()
})

function raise(): never {
  throw new Error('the demo group has fewer parts than the test takes for granted')
}
