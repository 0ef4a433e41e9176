import { describe, expect, test } from 'vitest'
import {
  aModel,
  boundary,
  call,
  end,
  error,
  gate,
  loop,
  message,
  rule,
  scope,
  send,
  start,
  sub,
  thrown,
  timer,
  user,
} from './a-process-model.ts'
import { aCase } from './a-walked-case.ts'
import { compileMachine, type ProcessMachine } from './compile.ts'
import { ProcessFailure } from './failure.ts'
import type { Json, Vars } from './json.ts'
import { earlierTasks, enter, retry } from './run.ts'

describe('sub-process', () => {
  const inner = scope(
    [start('is'), gate('parallel', 'if'), user('x'), user('y'), end('ie')],
    ['is > if', 'if > x > ie', 'if > y > ie'],
  )

  test('ends when nothing lives in it any more', () => {
    const one = aCase(aModel([start(), sub('s', inner), user('after'), end()], ['start > s > after > end']))
    expect(one.complete('x').tasks).toEqual(['y'])
    expect(one.complete('y').tasks).toEqual(['after'])
  })

  test('an interrupting event at its border closes all its tasks', () => {
    const one = aCase(
      aModel(
        [start(), sub('s', inner), boundary('m', 's', message('withdrawn')), user('stop'), end()],
        ['start > s > end', 'm > stop > end'],
      ),
    )
    expect(one.fire({ type: 'message', name: 'withdrawn' }).tasks).toEqual(['stop'])
    expect(one.move.closed).toHaveLength(2)
  })

  test('an error inside is caught at the nearest border', () => {
    const failing = scope([start('is'), user('x'), end('ie', { does: 'error', code: 'E1' })], ['is > x > ie'])
    const one = aCase(
      aModel(
        [
          start(),
          sub('outer', scope([start('os'), sub('s', failing), end('oe')], ['os > s > oe'])),
          boundary('e', 'outer', error('E1')),
          user('mend'),
          end(),
        ],
        ['start > outer > end', 'e > mend > end'],
      ),
    )
    expect(one.complete('x').tasks).toEqual(['mend'])
  })

  test('terminate inside ends the sub-process and not the case', () => {
    const stopping = scope(
      [
        start('is'),
        gate('parallel', 'if'),
        user('x'),
        user('y'),
        end('ie'),
        end('it', { does: 'terminate' }),
      ],
      ['is > if', 'if > x > it', 'if > y > ie'],
    )
    const one = aCase(
      aModel([start(), sub('s', stopping), user('after'), end()], ['start > s > after > end']),
    )
    expect(one.complete('x').tasks).toEqual(['after'])
  })
})

describe('event sub-process', () => {
  const eventSub = (interrupting: boolean) =>
    sub(
      'es',
      scope(
        [start('est', { trigger: message('complaint'), interrupting }), user('answer'), end('ee')],
        ['est > answer > ee'],
      ),
      { triggered: true },
    )

  test('that interrupts takes over the whole case', () => {
    const one = aCase(aModel([start(), user('a'), eventSub(true), end()], ['start > a > end']))
    expect(one.fire({ type: 'message', name: 'complaint' }).tasks).toEqual(['answer'])
    expect(one.fire({ type: 'message', name: 'complaint' }).move.taken).toBe(false)
    expect(one.complete('answer').ended).toBe(true)
  })

  test('that does not interrupt runs beside, as often as the event comes', () => {
    const one = aCase(aModel([start(), user('a'), eventSub(false), end()], ['start > a > end']))
    one.fire({ type: 'message', name: 'complaint' }).fire({ type: 'message', name: 'complaint' })
    expect(one.tasks).toEqual(['a', 'answer', 'answer'])
    expect(one.complete('a').ended, 'the case waits for the answers').toBe(false)
    expect(one.complete('answer').complete('answer').ended).toBe(true)
    expect(one.subscriptions).toBe(0)
  })

  test('with an error start catches what is thrown in its scope', () => {
    const catcher = sub(
      'es',
      scope([start('est', { trigger: error('E') }), user('mend'), end('ee')], ['est > mend > ee']),
      { triggered: true },
    )
    const one = aCase(
      aModel([start(), user('a'), end('boom', { does: 'error', code: 'E' }), catcher], ['start > a > boom']),
    )
    expect(one.complete('a').tasks).toEqual(['mend'])
    expect(one.complete('mend').ended).toBe(true)
  })
})

describe('multi-instance', () => {
  const many = (more: Parameters<typeof loop>[0]) =>
    aModel([start(), user('a', { loop: loop(more) }), user('after'), end()], ['start > a > after > end'])

  test.each([0, 1, 3])('%i instances in parallel are all waited for', (count) => {
    const one = aCase(many({ cardinality: String(count) }))
    for (let done = 0; done < count; done++) one.complete('a')
    expect(one.tasks).toEqual(['after'])
  })

  test('a sequence opens one at a time, each with its item', () => {
    const one = aCase(
      many({
        sequential: true,
        collection: 'units',
        item: 'unit',
        outputCollection: 'answers',
        outputElement: 'unit + ":" + answer',
      }),
      { units: ['p1', 'p2'] },
    )
    expect(one.move.opened).toMatchObject([{ vars: { unit: 'p1', loopCounter: 1 } }])
    one.complete('a', { answer: 'yes' })
    expect(one.move.opened).toMatchObject([{ vars: { unit: 'p2', loopCounter: 2 } }])
    one.complete('a', { answer: 'no' })
    expect(one.tasks).toEqual(['after'])
    expect(one.vars).toEqual({ answers: ['p1:yes', 'p2:no'] })
  })

  test('a condition of completion closes what is still open', () => {
    const one = aCase(many({ cardinality: '5', until: 'numberOfCompletedInstances >= 2' }))
    one.complete('a').complete('a')
    expect(one.tasks).toEqual(['after'])
    expect(one.move.closed).toHaveLength(4)
  })

  test('answers keep the order of the items, whoever is first', () => {
    const one = aCase(
      many({ collection: 'units', item: 'unit', outputCollection: 'answers', outputElement: 'answer' }),
      { units: ['p1', 'p2', 'p3'] },
    )
    const keys = one.move.opened.map(({ key }) => key)
    one
      .completeKey(keys[2] ?? 0, { answer: 3 })
      .completeKey(keys[0] ?? 0, { answer: 1 })
      .completeKey(keys[1] ?? 0, { answer: 2 })
    expect(one.vars).toEqual({ answers: [1, 2, 3] })
  })

  test('a border event on the whole closes every instance', () => {
    const one = aCase(
      aModel(
        [
          start(),
          user('a', { loop: loop({ cardinality: '3' }) }),
          boundary('t', 'a', timer('P5D')),
          user('late'),
          end(),
        ],
        ['start > a > end', 't > late > end'],
      ),
    )
    expect(one.timers).toEqual(['t'])
    expect(one.complete('a').timer('t').tasks).toEqual(['late'])
  })

  test('of a sub-process each instance has its own variables', () => {
    const inner = scope(
      [start('is'), user('x'), gate('exclusive', 'g', 'g-ie'), user('again'), end('ie')],
      ['is > x > g', 'g > [unit = "p2"] again > ie', 'g > ie'],
    )
    const one = aCase(
      aModel(
        [start(), sub('s', inner, { loop: loop({ collection: 'units', item: 'unit' }) }), end()],
        ['start > s > end'],
      ),
      { units: ['p1', 'p2'] },
    )
    expect(one.complete('x').complete('x').tasks).toEqual(['again'])
    expect(one.complete('again').ended).toBe(true)
  })

  test('what is no list is an incident', () => {
    expect(aCase(many({ collection: 'units' }), { units: 'p1' }).stuck).toEqual(['bpmn.not_a_list'])
    expect(aCase(many({ cardinality: '5000' })).stuck).toEqual(['bpmn.too_many_instances'])
  })
})

describe('call activity', () => {
  const called = aModel(
    [start(), user('check'), gate('exclusive', 'g', 'g-end'), user('deep'), end()],
    ['start > check > g', 'g > [amount > 10] deep > end', 'g > end'],
    'child',
  )
  const caller = (more: Parameters<typeof call>[2]) =>
    aModel(
      [start(), call('c', 'child', more), gate('exclusive', 'g', 'g-no'), user('yes'), user('no'), end()],
      ['start > c > g', 'g > [ok] yes > end', 'g > no > end'],
    )

  test('gets only what is mapped in and gives only what is mapped out', () => {
    const one = aCase(
      caller({
        inputs: [{ source: 'fee * 2', target: 'amount' }],
        outputs: [{ source: 'passed', target: 'ok' }],
      }),
      { fee: 6 },
      { calls: [called] },
    )
    expect(one.tasks).toEqual(['c/check'])
    expect(one.complete('c/check', { passed: true }).tasks).toEqual(['c/deep'])
    expect(one.complete('c/deep').tasks).toEqual(['yes'])
    expect(one.vars).toEqual({ ok: true })
  })

  test('an output that fails is an incident at the call', () => {
    const one = aCase(
      caller({ inputs: [{ source: '1', target: 'amount' }], outputs: [{ source: 'passed', target: 'ok' }] }),
      {},
      { calls: [called] },
    )
    one.complete('c/check')
    expect(one.move.incidents).toMatchObject([{ at: 'c', code: 'feel.no_value' }])
  })
})

describe('decisions, messages and compensation', () => {
  test('a rule task decides within the step', () => {
    const decide = (decision: string, context: Vars): Json => {
      if (decision !== 'fee') throw new ProcessFailure('dmn.unknown', { decision })
      return Number(context.copies) * 8000
    }
    const one = aCase(
      aModel(
        [start(), rule('r', 'fee', 'fee'), gate('exclusive', 'g', 'g-b'), user('a'), user('b'), end()],
        ['start > r > g', 'g > [fee > 10000] a > end', 'g > b > end'],
      ),
      { copies: 2 },
      { decide },
    )
    expect(one.tasks).toEqual(['a'])
    expect(one.vars).toEqual({ fee: 16000 })
  })

  test('a send task sends once and goes on', () => {
    const one = aCase(aModel([start(), send('s', 'notice'), user('a'), end()], ['start > s > a > end']))
    expect(one.move.messages).toMatchObject([{ name: 'notice' }])
    expect(one.tasks).toEqual(['a'])
  })

  test('compensation undoes what was done, the last first', () => {
    const model = {
      ...aModel([], []),
      scope: scope(
        [
          start(),
          user('a'),
          user('b'),
          user('undoA'),
          user('undoB'),
          thrown('back', { does: 'compensation', activity: null }),
          user('after'),
          end(),
        ],
        ['start > a > b > back > after > end'],
        [
          { activity: 'a', handler: 'undoA' },
          { activity: 'b', handler: 'undoB' },
        ],
      ),
    }
    const one = aCase(model).complete('a').complete('b')
    expect(one.tasks).toEqual(['undoB'])
    expect(one.complete('undoB').tasks).toEqual(['undoA'])
    expect(one.complete('undoA').tasks).toEqual(['after'])
    expect(one.complete('after').ended).toBe(true)
  })
})

describe('sending back', () => {
  const model = aModel(
    [
      start(),
      user('a'),
      user('b'),
      gate('exclusive', 'g', 'g-c'),
      user('c'),
      user('d'),
      gate('exclusive', 'm'),
      gate('parallel', 'f'),
      user('p'),
      user('q'),
      gate('parallel', 'j'),
      end(),
    ],
    ['start > a > b > g', 'g > c > m', 'g > [x] d > m', 'm > f', 'f > p > j', 'f > q > j', 'j > end'],
  )

  test('goes to a step on the way, one token staying one', () => {
    const one = aCase(model, { x: false }).complete('a').complete('b')
    expect(one.sendBack('c', 'a').tasks).toEqual(['a'])
    expect(one.complete('a').tasks).toEqual(['b'])
  })

  test('does not go through a split', () => {
    const one = aCase(model, { x: false }).complete('a').complete('b').complete('c')
    expect(one.sendBack('p', 'c').move.taken).toBe(false)
    expect(one.tasks).toEqual(['p', 'q'])
  })

  test('lists the nearest step first', () => {
    expect(earlierTasks(compileMachine(model), 'c').map(({ at }) => at)).toEqual(['b', 'a'])
  })
})

test('more instances than one step begins are told, and none is lost', () => {
  const inner = scope(
    [start('is'), user('x', { loop: loop({ cardinality: '100' }) }), end('ie')],
    ['is > x > ie'],
  )
  const machine = compileMachine(
    aModel([start(), sub('s', inner, { loop: loop({ cardinality: '102' }) }), end()], ['start > s > end']),
  )
  const move = enter(machine)
  const stuck = move.marking.live.filter((live) => live.stuck)
  const [instances, lists] = [
    stuck.filter(({ i }) => i !== undefined),
    stuck.filter(({ i }) => i === undefined),
  ]
  expect(instances.length).toBeGreaterThan(0)
  expect(move.incidents).toHaveLength(stuck.length)
  expect(move.opened.length + instances.length + lists.length * 100).toBe(10_200)
  expect(retry(machine, move.marking, instances[0]?.k ?? 0).opened).toHaveLength(1)
})

test('a circle without a wait stops as an incident', () => {
  const machine: ProcessMachine = compileMachine(
    aModel([start(), gate('exclusive', 'g'), gate('exclusive', 'h'), end()], ['start > g > h > g']),
  )
  expect(enter(machine).incidents).toMatchObject([{ code: 'bpmn.too_many_moves' }])
})
