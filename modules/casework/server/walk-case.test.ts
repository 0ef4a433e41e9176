import { describe, expect, test } from 'vitest'
import {
  aModel,
  caught,
  end,
  gate,
  boundary,
  loop,
  message,
  start,
  timer,
  user,
} from '../process/a-process-model.ts'
import { compileMachine } from '../process/compile.ts'
import type { ProcessDefinition } from '../process/definition.ts'
import { anOffice } from '#testing/an-office.ts'
import { factsAsked } from '../process/facts-asked.ts'
import { factsOf } from './typed-facts.ts'
import { walkCase, type WalkFrame } from './walk-case.ts'

const calendar = anOffice()
/** Monday, 2 March 2026, at nine. */
const MONDAY = new Date('2026-03-02T09:00:00+07:00')

function walked(model: ProcessDefinition, frame: Partial<WalkFrame> = {}) {
  return walkCase(compileMachine(model), {
    calendar,
    receivedAt: MONDAY,
    dueAt: null,
    facts: {},
    answers: [],
    messages: [],
    ...frame,
  })
}

const inHanoi = (at: string | null) =>
  at && new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

describe('a case walked on paper', () => {
  test('goes from step to step on the working calendar, over noon and over night', () => {
    const model = aModel(
      [start(), user('take', { minutes: 240 }), user('check', { minutes: 480 }), end()],
      ['start > take > check > end'],
    )
    const { lines, endsAt, stopped } = walked(model)
    expect(stopped).toBeNull()
    expect(
      lines.map((line) => [line.does, inHanoi(line.at), 'until' in line && inHanoi(line.until)]),
    ).toEqual([
      ['task', '2026-03-02 09:00', '2026-03-02 14:00'],
      ['task', '2026-03-02 14:00', '2026-03-03 14:00'],
    ])
    expect(inHanoi(endsAt)).toBe('2026-03-03 14:00')
  })

  test('parallel branches run at once, and the case ends with the longer one', () => {
    const model = aModel(
      [
        start(),
        gate('parallel', 'split'),
        user('land', { minutes: 60 }),
        user('fire', { minutes: 120 }),
        gate('parallel', 'join'),
        end(),
      ],
      ['start > split > land > join > end', 'split > fire > join'],
    )
    expect(inHanoi(walked(model).endsAt)).toBe('2026-03-02 11:00')
  })

  test('what would be done after the due moment is marked, and so is the whole', () => {
    const model = aModel(
      [start(), user('a', { minutes: 120 }), user('b', { minutes: 120 }), end()],
      ['start > a > b > end'],
    )
    const walk = walked(model, { dueAt: new Date('2026-03-02T12:00:00+07:00') })
    expect(walk.lines.map((line) => line.does === 'task' && line.late)).toEqual([false, true])
    expect(walk.late).toBe(true)
    expect(walked(model, { dueAt: new Date('2026-03-02T14:00:00+07:00') }).late).toBe(false)
  })

  test('the answers at a step decide the way, another time another way', () => {
    const model = aModel(
      [start(), user('propose'), gate('exclusive', 'x', 'x-end'), end()],
      ['start > propose > x > [again = true] propose', 'x > end'],
    )
    const once = walked(model, {
      facts: { again: false },
      answers: [
        { key: 'propose', turn: 1, facts: { again: true } },
        { key: 'propose', turn: 2, facts: { again: false } },
      ],
    })
    expect(once.lines.map((line) => line.does === 'task' && line.turn)).toEqual([1, 2])
    expect(once.stopped).toBeNull()
    expect(walked(model, { facts: { again: true } }).stopped).toBe('goes_round')
  })

  test('a line longer than any table is walked to its end', () => {
    const steps = Array.from({ length: 500 }, (_, index) => user(`t${index}`, { minutes: 1 }))
    const model = aModel(
      [start(), ...steps, end()],
      [['start', ...steps.map(({ id }) => id), 'end'].join(' > ')],
    )
    expect(walked(model)).toMatchObject({ stopped: null, lines: { length: 500 } })
  })

  test('a way nobody can know is asked for, with the element at which the case stands', () => {
    const model = aModel(
      [start(), user('a'), gate('exclusive', 'x', 'x-end'), user('b'), end()],
      ['start > a > x > [area > 200] b > end', 'x > end'],
    )
    const walk = walked(model)
    expect(walk.stopped).toBe('needs_data')
    expect(walk.incidents).toMatchObject([{ element: 'x' }])
    expect(walk.endsAt).toBeNull()
    expect(walked(model, { facts: { area: 250 } }).lines).toHaveLength(2)
    expect(factsAsked([model], [])).toEqual([{ name: 'area', values: [] }])
  })

  test('a timer waits until its moment, and one on a step that is done earlier is taken off', () => {
    const model = aModel(
      [
        start(),
        user('a', { minutes: 60 }),
        boundary('late', 'a', timer('P1D'), true),
        caught('wait', timer('PT3H')),
        user('b', { minutes: 30 }),
        end(),
      ],
      ['start > a > wait > b > end', 'late > b'],
    )
    const { lines } = walked(model)
    expect(
      lines.flatMap((line) =>
        line.does === 'timer' ? [[line.element, line.outcome, inHanoi(line.until)]] : [],
      ),
    ).toEqual([
      ['late', 'taken_off', '2026-03-03 09:00'],
      ['wait', 'fired', '2026-03-02 13:00'],
    ])
    const slow = aModel(
      [start(), user('a', { minutes: 4_800 }), boundary('late', 'a', timer('P1D'), true), user('b'), end()],
      ['start > a > end', 'late > b > end'],
    )
    expect(walked(slow).lines.map((line) => (line.does === 'task' ? line.key : line.does))).toEqual([
      'a',
      'timer',
      'b',
    ])
  })

  test('a message holds the case until it is said to have come', () => {
    const model = aModel(
      [start(), caught('answer', message('opinion')), user('a'), end()],
      ['start > answer > a > end'],
    )
    expect(walked(model)).toMatchObject({ stopped: 'waits', waitsFor: ['opinion'] })
    const walk = walked(model, { messages: ['opinion'] })
    expect(walk.stopped).toBeNull()
    expect(walk.lines.map(({ does }) => does)).toEqual(['received', 'task'])
  })

  test('a message that names what it is about reaches the case that waits for just that', () => {
    const model = aModel(
      [start(), caught('answer', message('opinion', 'code')), user('a'), end()],
      ['start > answer > a > end'],
    )
    const walk = walked(model, { facts: { code: 'H26.1' }, messages: ['opinion'] })
    expect(walk.stopped).toBeNull()
    expect(walk.lines.map(({ does }) => does)).toEqual(['received', 'task'])
  })
})

test('what is typed is read as the number, list or text it is, so that a list can be walked through', () => {
  const facts = factsOf([
    { name: 'units', value: ' ["Sở Xây dựng", "Công an"] ' },
    { name: 'area', value: '250.5' },
    { name: 'code', value: '"007"' },
    { name: 'note', value: '[chưa rõ]' },
  ])
  expect(facts).toEqual({ units: ['Sở Xây dựng', 'Công an'], area: 250.5, code: '007', note: '[chưa rõ]' })
  const model = aModel(
    [start(), user('ask', { loop: loop({ collection: 'units', item: 'unit' }) }), end()],
    ['start > ask > end'],
  )
  expect(walked(model, { facts }).lines.map(({ does }) => does)).toEqual(['task', 'task'])
})

test('a process asks for the facts it reads and not for those it writes', () => {
  const model = aModel(
    [
      start(),
      user('a', { outputs: [{ source: 'area * 2', target: 'double' }] }),
      gate('exclusive', 'x', 'x-end'),
      user('b'),
      end(),
    ],
    ['start > a > x > [double > 2 and proposed = "denied"] b > end', 'x > end'],
  )
  expect(factsAsked([model], [])).toEqual([
    { name: 'area', values: [] },
    { name: 'proposed', values: ['denied'] },
  ])
})
