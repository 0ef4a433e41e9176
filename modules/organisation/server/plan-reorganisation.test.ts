import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlannedUnit, SuccessionRow } from '../reorganisation.ts'
import { standing, otherDocument, world, close, open, row, part, draft } from './a-plan.test-builder.ts'
import { dryRun } from './plan-reorganisation.ts'
import type { Draft, StandingUnit, World } from './read-plan.ts'

const kindsOf = (...of: Parameters<typeof dryRun>) =>
  dryRun(...of).decisions.map((decision) => `${decision.kind} ${decision.code}`)

test('a ward absorbed whole into a new one leaves nothing to decide', () => {
  expect(
    kindsOf(
      draft([close('1'), close('2'), open('1')], [row('1', '1'), row('2', '1')]),
      world([standing('1'), standing('2')]),
    ),
  ).toEqual([])
})

const open_questions: Record<string, [string[], Draft, World]> = {
  'a unit that nobody follows': [
    ['unit_without_successor 1'],
    draft([close('1')], []),
    world([standing('1')]),
  ],
  'parts without a rule': [
    ['partial_without_rule 1'],
    draft([close('1'), open('3'), open('4')], [part('1', '3'), part('1', '4')]),
    world([standing('1')]),
  ],
  'shares that leave something out': [
    ['rule_incomplete 1'],
    draft(
      [close('1'), open('3'), open('4')],
      [part('1', '3', { rule: 'by_share', share: 0.5 }), part('1', '4', { rule: 'by_share', share: 0.4 })],
    ),
    world([standing('1')]),
  ],
  'lists with nobody for the rest': [
    ['rule_incomplete 1'],
    draft(
      [close('1'), open('3'), open('4')],
      [part('1', '3', { rule: 'by_list', takes: ['A'] }), part('1', '4', { rule: 'by_list', takes: ['B'] })],
    ),
    world([standing('1')]),
  ],
  'a field named twice': [
    ['rule_incomplete 1'],
    draft(
      [close('1'), open('3'), open('4'), open('5')],
      [
        part('1', '3', { rule: 'by_field', takes: ['Hộ tịch'] }),
        part('1', '4', { rule: 'by_field', takes: ['Hộ tịch'] }),
        part('1', '5', { rule: 'by_field', isRest: true }),
      ],
    ),
    world([standing('1')]),
  ],
  'one part of a unit that closes': [
    ['extent_contradicts 1'],
    draft([close('1'), open('3')], [part('1', '3', { rule: 'by_share', share: 0.5 })]),
    world([standing('1')]),
  ],
  'a whole and a part at once': [
    ['extent_contradicts 1'],
    draft([close('1'), open('3'), open('4')], [row('1', '3'), part('1', '4')]),
    world([standing('1')]),
  ],
  'two units that follow each other': [
    ['loop 1', 'successor_closes 1', 'successor_closes 2'],
    draft([close('1'), close('2')], [row('1', '2'), row('2', '1')]),
    world([standing('1'), standing('2')]),
  ],
  'three units that follow one another in a circle': [
    ['loop 1', 'successor_closes 1', 'successor_closes 2', 'successor_closes 4'],
    draft([close('1'), close('2'), close('4')], [row('1', '2'), row('2', '4'), row('4', '1')]),
    world([standing('1'), standing('2'), standing('4')]),
  ],
  'a unit lost on the way, since who follows it closes without anybody': [
    ['successor_closes 1', 'unit_without_successor 2'],
    draft([close('1'), close('2')], [row('1', '2')]),
    world([standing('1'), standing('2')]),
  ],
  'a successor nobody has heard of': [
    ['unknown_successor 1'],
    draft([close('1')], [row('1', '77')]),
    world([standing('1')]),
  ],
  'a predecessor nobody has heard of': [
    ['unknown_predecessor 8'],
    draft([close('8'), open('3', { calendarId: 1 })], [row('8', '3')]),
    world([]),
  ],
  'a unit closed before it is opened': [
    ['closed_before_opened 1'],
    draft([close('1'), open('3', { calendarId: 1 })], [row('1', '3')]),
    world([standing('1', { isOpen: false, openedOn: '2026-01-01' })]),
  ],
  'a code that is still borne': [
    ['code_twice 2'],
    draft([close('1'), open('2')], [row('1', '2')]),
    world([standing('1'), standing('2')]),
  ],
  'an agency code that was drawn before': [
    ['agency_code_twice 3'],
    draft([close('1'), open('3', { agencyCode: 'A.1' })], [row('1', '3')]),
    world([standing('1')]),
  ],
  'a parent that closes': [
    ['parent_missing 2'],
    draft([close('1')], [row('1', '9')]),
    world([standing('1', { tier: 'district' }), standing('2', { parentCode: '1' })]),
  ],
  'new units that belong to one another': [
    ['parent_missing 3', 'parent_missing 4'],
    draft([open('3', { parentCode: '4', calendarId: 1 }), open('4', { parentCode: '3', calendarId: 1 })], []),
    world([]),
  ],
  'office hours that differ': [
    ['calendar_undecided 3'],
    draft([close('1'), close('2'), open('3')], [row('1', '3'), row('2', '3')]),
    world([standing('1'), standing('2', { calendarId: 2 })]),
  ],
  'office hours that are none': [
    ['calendar_undecided 3'],
    draft([close('1'), open('3', { calendarId: 77 })], [row('1', '3')]),
    world([standing('1')]),
  ],
  'a day in closed books': [
    ['books_closed '],
    draft([close('1'), open('3')], [row('1', '3')]),
    world([standing('1')], { closedThrough: '2025-12-31' }),
  ],
  'two reorganisations of one unit': [
    ['overlap 1'],
    draft([close('1'), open('3')], [row('1', '3')]),
    world([standing('1')], { others: [otherDocument({ codes: ['1', '5'] })] }),
  ],
  'a unit put under one that another reorganisation closes': [
    ['overlap 5'],
    draft([open('3', { parentCode: '5', calendarId: 1 })], []),
    world([standing('5', { tier: 'district' })], {
      others: [otherDocument({ codes: ['5'], closing: ['5'] })],
    }),
  ],
  'a unit closed under which another reorganisation puts units': [
    ['overlap 5'],
    draft([close('5')], [row('5', '9')]),
    world([standing('5', { tier: 'district' })], {
      others: [otherDocument({ codes: ['3'], parents: ['5', '9'] })],
    }),
  ],
  'two units that change places': [
    ['loop 1'],
    draft([close('1'), close('2'), open('1'), open('2')], [row('1', '2'), row('2', '1')]),
    world([standing('1'), standing('2')]),
  ],
  'a unit something else happens to later': [
    ['overlap 1'],
    draft([close('1'), open('3')], [row('1', '3')]),
    world([standing('1', { changesLater: true })]),
  ],
  'a post without a home': [
    ['post_without_home 1'],
    draft(
      [close('1'), open('3'), open('4')],
      [part('1', '3', { rule: 'by_share', share: 0.5 }), part('1', '4', { rule: 'by_share', share: 0.5 })],
    ),
    world([standing('1')], { posts: [{ postId: 5, unitId: 1, kind: 'clerk', title: 'Văn thư', people: 1 }] }),
  ],
  'work where nobody sits': [
    ['work_without_post 4'],
    draft(
      [close('1'), open('3'), open('4')],
      [
        part('1', '3', { rule: 'by_share', share: 0.5, takesPosts: true }),
        part('1', '4', { rule: 'by_share', share: 0.5 }),
      ],
    ),
    world([standing('1')], {
      posts: [{ postId: 5, unitId: 1, kind: 'clerk', title: 'Văn thư', people: 1 }],
      work: [{ unitId: 1, openCases: 4, openTasks: 4, postKinds: ['clerk'] }],
    }),
  ],
}

for (const [title, [expected, document, around]] of Object.entries(open_questions)) {
  test(`the dry run asks about ${title}`, () => {
    expect(kindsOf(document, around).toSorted()).toEqual(expected)
  })
}

test('every question names its place and how to mend it, a circle with the units in it', () => {
  for (const [, document, around] of Object.values(open_questions)) {
    for (const { kind, code, vi, en } of dryRun(document, around).decisions) {
      expect(kind === 'books_closed' ? vi : code).not.toBe('')
      expect(vi).toMatch(/Hãy /)
      expect(en).toMatch(/\. [A-Z]/)
    }
  }
  const [, document, around] = open_questions['three units that follow one another in a circle'] ?? []
  const loop = document && around && dryRun(document, around).decisions.find(({ kind }) => kind === 'loop')
  expect(loop?.vi).toContain('1 → 2 → 4 → 1')
})

test('a unit nobody says anything of may go to the nearest new one of its tier, as a proposal that says so', () => {
  const near = open('3', { position: [105.8, 21] })
  const far = open('4', { position: [105.2, 21] })
  const district = open('5', { tier: 'district', position: [105.81, 21] })
  const asked = (one: StandingUnit, ...opening: PlannedUnit[]) =>
    dryRun(draft([close('1'), ...opening], []), world([one])).decisions.find(({ code }) => code === '1')
  expect(asked(standing('1', { position: [105.82, 21.01] }), far, near, district)).toMatchObject({
    kind: 'unit_without_successor',
    ground: 'distance',
    suggested: [{ predecessorCode: '1', successorCode: '3', extent: 'full' }],
  })
  expect(asked(standing('1'), near)?.suggested).toBeUndefined()
})

test('a district may follow its wards: where most of it goes takes the rest', () => {
  const units = [
    standing('100', { tier: 'district' }),
    ...['1', '2', '3'].map((code) => standing(code, { parentCode: '100' })),
  ]
  const rows = [row('1', '11'), row('2', '11'), row('3', '12')]
  const found = dryRun(
    draft([close('100'), close('1'), close('2'), close('3'), open('11'), open('12')], rows),
    world(units),
  ).decisions
  expect(found).toMatchObject([
    {
      kind: 'unit_without_successor',
      code: '100',
      suggested: [
        { successorCode: '11', rule: 'by_receiving', isRest: true, takesPosts: true },
        { successorCode: '12', rule: 'by_receiving', isRest: false },
      ],
    },
  ])
})

test('counts say what would move from each unit, and a document is answered alike whatever the order of its rows', () => {
  const around = world([standing('1'), standing('2')], {
    posts: [{ postId: 5, unitId: 1, kind: 'clerk', title: 'Văn thư', people: 1 }],
    work: [{ unitId: 1, openCases: 4, openTasks: 3, postKinds: [] }],
  })
  const rows = [row('1', '3'), row('2', '3')]
  const units = [close('1'), close('2'), open('3')]
  const { moves, totals } = dryRun(draft(units, rows), around)
  expect(moves.find((move) => move.code === '1')).toMatchObject({
    openCases: 4,
    openTasks: 3,
    posts: 1,
    people: 1,
    successors: [{ code: '3', name: 'Xã 3' }],
  })
  expect(totals).toEqual({
    opened: 1,
    changed: 0,
    closed: 2,
    openCases: 4,
    openTasks: 3,
    posts: 1,
    people: 1,
    authorities: 0,
    filingEnds: 0,
  })
  fc.assert(
    fc.property(
      fc.shuffledSubarray(units, { minLength: 3 }),
      fc.shuffledSubarray(rows, { minLength: 2 }),
      (anyUnits, anyRows) => {
        expect(dryRun(draft(anyUnits, anyRows), around).totals).toEqual(totals)
      },
    ),
  )
})

test('whatever is written, a document without open questions leaves no closing unit without a home', () => {
  const codes = ['1', '2', '3', '4', '5']
  const extent = fc.constantFrom('full' as const, 'partial' as const)
  const anyRow = fc.record({
    from: fc.constantFrom(...codes),
    to: fc.constantFrom(...codes),
    extent,
    share: fc.constantFrom(0.5, 0.25, 1),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...codes)),
      fc.uniqueArray(fc.constantFrom(...codes)),
      fc.array(anyRow, { maxLength: 7 }),
      (closing, opening, rows) => {
        const unique = [...new Map(rows.map((one) => [`${one.from} ${one.to}`, one])).values()]
        const document = draft(
          [...closing.map(close), ...opening.map((code) => open(code, { calendarId: 1 }))],
          unique.map((one) =>
            row(
              one.from,
              one.to,
              one.extent === 'full' ? {} : { extent: 'partial', rule: 'by_share', share: one.share },
            ),
          ),
        )
        if (dryRun(document, world(codes.map((code) => standing(code)))).decisions.length > 0) return
        const going = new Set([...codes.filter((code) => !closing.includes(code)), ...opening])
        for (const code of closing) {
          const ways = document.rows.filter((one) => one.predecessorCode === code)
          expect(ways.length).toBeGreaterThan(0)
          expect(ways.every((way) => going.has(way.successorCode))).toBe(true)
          if (ways.length > 1) expect(ways.reduce((sum, way) => sum + (way.share ?? 0), 0)).toBeCloseTo(1)
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('a delegation of authority follows its unit to the one successor, and waits for a person where it cannot', () => {
  const one = standing('1')
  const other = standing('2')
  const authorities = [{ legalNumber: '15/QĐ', fromUnitId: one.id, toUnitId: other.id }]
  const tried = (units: readonly PlannedUnit[], rows: readonly SuccessionRow[]) => {
    const { totals, decisions } = dryRun(draft(units, rows), world([one, other], { authorities }))
    return {
      followed: totals.authorities,
      open: decisions.flatMap(({ kind, code, vi }) =>
        kind === 'authority_without_unit' && vi.includes('15/QĐ') ? [code] : [],
      ),
    }
  }
  expect(tried([close('2'), open('3')], [row('2', '3')])).toEqual({ followed: 1, open: [] })
  expect(tried([close('2'), open('3'), open('4')], [part('2', '3'), part('2', '4')])).toEqual({
    followed: 0,
    open: ['2'],
  })
  // Both become one unit, which cannot give authority to itself.
  expect(tried([close('2')], [row('2', '1')])).toEqual({ followed: 0, open: ['2'] })
  expect(tried([close('1'), close('2'), open('1')], [row('1', '1'), row('2', '1')]).open).toHaveLength(1)
  expect(tried([], [])).toEqual({ followed: 0, open: [] })
})
