import { expect, test } from 'vitest'
import type { PlannedUnit } from '../reorganisation.ts'
import { close, open, standing } from './a-plan.test-builder.ts'
import { procedureFates } from './plan-procedures.ts'
import { readPlan, type StandingUnit } from './read-plan.ts'

const decided = (code: string, tier: StandingUnit['tier'] | null, unitCode: string | null = null) => ({
  code,
  name: `Thủ tục ${code}`,
  tier,
  unitCode,
})
const units = [
  standing('1', { tier: 'district' }),
  standing('2'),
  standing('so-a', { tier: 'department' }),
  standing('so-b', { tier: 'department' }),
  standing('so-cu', { tier: 'department', isOpen: false }),
]
const procedures = [
  decided('1.000001', 'district'),
  decided('1.000002', 'district'),
  decided('1.000003', 'commune'),
  decided('1.000004', 'department', 'so-a'),
  decided('1.000005', 'department', 'so-b'),
  decided('1.000006', null),
  // A unit that was gone before this document is not its question.
  decided('1.000007', 'department', 'so-cu'),
]

function fates(acts: readonly PlannedUnit[], filingEnds: readonly string[] = []) {
  const { decisions, ends } = procedureFates(
    { filingEnds },
    { units, procedures },
    readPlan({ units: acts, rows: [] }, { units }),
  )
  return { asked: decisions.map(({ code }) => code), words: decisions.map(({ vi }) => vi).join(' '), ends }
}

const endings = [close('1'), close('so-a')]

test('procedures of a level or a named unit that ends are asked about one by one', () => {
  const { asked, words, ends } = fates(endings)
  expect(asked).toEqual(['1.000001', '1.000002', '1.000004'])
  expect(ends).toBe(0)
  expect(words).toContain('Thủ tục 1.000001 (1.000001) do cấp huyện giải quyết')
  expect(words).toContain('do Phường so-a giải quyết')
})

test('what somebody confirmed to end is counted and asked no more, and other codes count for nothing', () => {
  expect(fates(endings, ['1.000001', '1.000003', '1.000004'])).toMatchObject({ asked: ['1.000002'], ends: 2 })
})

test('a level of which a unit opens, and a code that is borne again, lose no procedure', () => {
  const acts = [...endings, open('3', { tier: 'district' }), open('so-a', { tier: 'department' })]
  expect(fates(acts)).toMatchObject({ asked: [], ends: 0 })
})
