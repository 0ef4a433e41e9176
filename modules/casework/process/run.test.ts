import { describe, expect, test } from 'vitest'
import {
  aModel,
  boundary,
  caught,
  end,
  error,
  gate,
  message,
  receive,
  service,
  signal,
  start,
  thrown,
  timer,
  user,
} from './a-process-model.ts'
import { aCase } from './a-walked-case.ts'

describe('sequence', () => {
  test('a line of tasks opens one after the other and ends', () => {
    const one = aCase(aModel([start(), user('a'), user('b'), end()], ['start > a > b > end']))
    expect(one.tasks).toEqual(['a'])
    expect(one.complete('a').tasks).toEqual(['b'])
    expect(one.complete('b').ended).toBe(true)
    expect(one.marking.live).toEqual([])
  })

  test('a task that is not open is not taken and changes nothing', () => {
    const one = aCase(aModel([start(), user('a'), end()], ['start > a > end']))
    const before = one.marking
    expect(one.completeKey(99).move.taken).toBe(false)
    expect(one.marking).toEqual(before)
  })

  test('what a task answers is a variable for what follows', () => {
    const one = aCase(
      aModel(
        [start(), user('a'), gate('exclusive', 'g', 'g-c'), user('b'), user('c'), end()],
        ['start > a > g', 'g > [granted = true] b > end', 'g > c > end'],
      ),
    )
    expect(one.complete('a', { granted: true }).tasks).toEqual(['b'])
  })
})

describe('exclusive gateway', () => {
  const model = aModel(
    [
      start(),
      gate('exclusive', 'g', 'g-c'),
      user('a'),
      user('b'),
      user('c'),
      gate('exclusive', 'm'),
      user('d'),
      end(),
    ],
    ['start > g', 'g > [fee > 100] a > m', 'g > [fee > 50] b > m', 'g > c > m', 'm > d > end'],
  )

  test.each([
    [200, 'a'],
    [60, 'b'],
    [1, 'c'],
  ])('of a fee of %i only branch %s is taken', (fee, branch) => {
    const one = aCase(model, { fee })
    expect(one.tasks).toEqual([branch])
    expect(one.complete(branch).tasks).toEqual(['d'])
  })

  test('a condition that cannot be told is an incident, and goes on by a retry', () => {
    const one = aCase(model)
    expect(one.tasks).toEqual([])
    expect(one.move.incidents).toMatchObject([{ at: 'g', code: 'feel.not_boolean' }])
    expect(one.stuck).toEqual(['feel.not_boolean'])
    expect(one.retry({ fee: 60 }).tasks).toEqual(['b'])
    expect(one.stuck).toEqual([])
  })

  test('without a default an unmet choice is an incident', () => {
    const one = aCase(
      aModel(
        [start(), gate('exclusive', 'g'), user('a'), user('b'), end()],
        ['start > g', 'g > [x = 1] a > end', 'g > [x = 2] b > end'],
      ),
      { x: 3 },
    )
    expect(one.stuck).toEqual(['bpmn.no_flow'])
  })
})

describe('parallel gateway', () => {
  test('both branches open, and the join waits for both', () => {
    const one = aCase(
      aModel(
        [start(), gate('parallel', 'f'), user('a'), user('b'), gate('parallel', 'j'), user('c'), end()],
        ['start > f', 'f > a > j', 'f > b > j', 'j > c > end'],
      ),
    )
    expect(one.tasks).toEqual(['a', 'b'])
    expect(one.complete('b').tasks).toEqual(['a'])
    expect(one.complete('a').tasks).toEqual(['c'])
    expect(one.complete('c').ended).toBe(true)
  })

  test('a join whose tokens can never come is an incident and not silence', () => {
    const one = aCase(
      aModel(
        [start(), gate('exclusive', 'x', 'x-b'), user('a'), user('b'), gate('parallel', 'j'), end()],
        ['start > x', 'x > [true] a > j', 'x > b > j', 'j > end'],
      ),
    )
    expect(one.complete('a').stuck).toEqual(['bpmn.deadlock'])
    expect(one.ended).toBe(false)
  })

  test('two tokens on one flow do not pass for a token on each', () => {
    const one = aCase(
      aModel(
        [
          start(),
          gate('parallel', 'f'),
          user('a'),
          user('b'),
          user('c'),
          gate('exclusive', 'm'),
          gate('parallel', 'j'),
          user('d'),
          end(),
        ],
        ['start > f', 'f > a > m', 'f > b > m', 'f > c > j', 'm > j', 'j > d > end'],
      ),
    )
    expect(one.complete('a').complete('b').tasks).toEqual(['c'])
    expect(one.complete('c').tasks).toEqual(['d'])
    expect(one.marking.live.filter(({ via }) => via)).toHaveLength(1)
  })
})

describe('inclusive gateway', () => {
  const model = aModel(
    [
      start(),
      gate('inclusive', 'f', 'f-c'),
      user('a'),
      user('b'),
      user('c'),
      gate('inclusive', 'j'),
      user('d'),
      end(),
    ],
    ['start > f', 'f > [x] a > j', 'f > [y] b > j', 'f > c > j', 'j > d > end'],
  )

  test.each([
    [{ x: true, y: true }, ['a', 'b']],
    [{ x: true, y: false }, ['a']],
    [{ x: false, y: false }, ['c']],
  ])('with %j the branches %j open and the join waits for exactly them', (data, branches) => {
    const one = aCase(model, data)
    expect(one.tasks).toEqual(branches)
    branches.slice(0, -1).forEach((branch) => expect(one.complete(branch).tasks).not.toContain('d'))
    expect(one.complete(branches[branches.length - 1] ?? '').tasks).toEqual(['d'])
  })

  test('the join waits for a token far away that can still come', () => {
    const far = aModel(
      [
        start(),
        gate('inclusive', 'f'),
        user('a'),
        user('b'),
        user('b2'),
        gate('exclusive', 'x', 'x-j'),
        end('away'),
        gate('inclusive', 'j'),
        user('d'),
        end(),
      ],
      ['start > f', 'f > [true] a > j', 'f > [true] b > b2 > x', 'x > [leave] away', 'x > j', 'j > d > end'],
    )
    const waits = aCase(far)
    expect(waits.complete('a').tasks).toEqual(['b'])
    expect(waits.complete('b').tasks).toEqual(['b2'])
    expect(waits.complete('b2', { leave: false }).tasks).toEqual(['d'])
    const leaves = aCase(far).complete('a').complete('b')
    expect(leaves.complete('b2', { leave: true }).tasks, 'the other token died, so the join goes on').toEqual(
      ['d'],
    )
  })

  test('the join waits for a token that can come by way of a boundary event', () => {
    const one = aCase(
      aModel(
        [
          start(),
          gate('parallel', 'f'),
          user('a'),
          user('b'),
          boundary('late', 'b', timer('P1D')),
          end('out'),
          gate('inclusive', 'j'),
          user('d'),
          end(),
        ],
        ['start > f', 'f > a > j', 'f > b > out', 'late > j', 'j > d > end'],
      ),
    )
    expect(one.complete('a').tasks).toEqual(['b'])
    expect(one.timer('late').tasks).toEqual(['d'])
  })

  test('a token that comes round in a circle does not hold up its own join', () => {
    const one = aCase(
      aModel(
        [start(), gate('inclusive', 'j'), user('a'), gate('exclusive', 'x', 'x-end'), end()],
        ['start > j > a > x', 'x > [again] j', 'x > end'],
      ),
    )
    expect(one.complete('a', { again: true }).tasks).toEqual(['a'])
    expect(one.complete('a', { again: false }).ended).toBe(true)
  })
})

describe('event-based gateway', () => {
  const model = aModel(
    [
      start(),
      gate('event_based', 'g'),
      caught('t', timer('P2D')),
      caught('m', message('paid')),
      receive('r', 'letter'),
      user('late'),
      user('paid'),
      user('read'),
      end(),
    ],
    ['start > g', 'g > t > late > end', 'g > m > paid > end', 'g > r > read > end'],
  )

  test('the first event wins the race and the others are taken off', () => {
    const one = aCase(model)
    expect(one.timers).toEqual(['t'])
    expect(one.subscriptions).toBe(2)
    one.fire({ type: 'message', name: 'paid', payload: { amount: 5 } })
    expect(one.tasks).toEqual(['paid'])
    expect(one.timers).toEqual([])
    expect(one.subscriptions).toBe(0)
    expect(one.vars).toEqual({ amount: 5 })
    expect(one.fire({ type: 'message', name: 'letter' }).move.taken, 'too late').toBe(false)
  })

  test('a timer wins as well, and a receive task', () => {
    expect(aCase(model).timer('t').tasks).toEqual(['late'])
    expect(aCase(model).fire({ type: 'message', name: 'letter' }).tasks).toEqual(['read'])
  })
})

describe('events', () => {
  test('an interrupting timer closes the task and takes the other way', () => {
    const one = aCase(
      aModel(
        [start(), user('a'), boundary('t', 'a', timer('PT4H')), user('remind'), end()],
        ['start > a > end', 't > remind > end'],
      ),
    )
    expect(one.move.timers.set).toMatchObject([{ at: 't', by: 'duration', value: 'PT4H' }])
    expect(one.timer('t').tasks).toEqual(['remind'])
    expect(one.move.closed).toHaveLength(1)
  })

  test('a non-interrupting cycle fires as often as it says beside the task', () => {
    const one = aCase(
      aModel(
        [start(), user('a'), boundary('t', 'a', timer('R2/PT1H', 'cycle'), false), user('remind'), end()],
        ['start > a > end', 't > remind > end'],
      ),
    )
    expect(one.timer('t').tasks).toEqual(['a', 'remind'])
    expect(one.timers).toEqual(['t'])
    expect(one.timer('t').tasks).toEqual(['a', 'remind', 'remind'])
    expect(one.timers).toEqual([])
    expect(one.timer('t').move.taken).toBe(false)
    expect(one.complete('a').complete('remind').complete('remind').ended).toBe(true)
  })

  test('a task done in time takes its timer off', () => {
    const one = aCase(
      aModel([start(), user('a'), boundary('t', 'a', timer('PT4H')), end()], ['start > a > end', 't > end']),
    )
    expect(one.complete('a').timers).toEqual([])
    expect(one.ended).toBe(true)
  })

  test('a message is meant for the case whose key it names', () => {
    const one = aCase(
      aModel([start(), caught('m', message('answer', 'code')), user('a'), end()], ['start > m > a > end']),
      { code: 'H26-1' },
    )
    expect(one.move.subscriptions.set).toMatchObject([{ name: 'answer', correlation: 'H26-1' }])
    expect(one.fire({ type: 'message', name: 'answer', correlation: 'H26-2' }).move.taken).toBe(false)
    expect(one.fire({ type: 'message', name: 'answer', correlation: 'H26-1' }).tasks).toEqual(['a'])
  })

  test('a signal reaches everyone who waits, also within the case that sends it', () => {
    const one = aCase(
      aModel(
        [
          start(),
          gate('parallel', 'f'),
          caught('c1', signal('go')),
          caught('c2', signal('go')),
          user('a'),
          thrown('s', { does: 'signal', name: 'go' }),
          user('x'),
          user('y'),
          end(),
        ],
        ['start > f', 'f > c1 > x > end', 'f > c2 > y > end', 'f > a > s > end'],
      ),
    )
    expect(one.complete('a').tasks).toEqual(['x', 'y'])
    expect(one.move.signals).toEqual([{ name: 'go', at: 's' }])
  })

  test('terminate ends everything that still runs', () => {
    const one = aCase(
      aModel(
        [
          start(),
          gate('parallel', 'f'),
          user('a'),
          user('b'),
          boundary('t', 'b', timer('P1D')),
          end(),
          end('stop', { does: 'terminate' }),
        ],
        ['start > f', 'f > a > stop', 'f > b > end', 't > end'],
      ),
    )
    expect(one.complete('a').ended).toBe(true)
    expect(one.tasks).toEqual([])
    expect(one.timers).toEqual([])
  })

  test('a service that fails with a caught error goes the way of the error', () => {
    const model = aModel(
      [
        start(),
        service('pay'),
        boundary('e', 'pay', error('REFUSED')),
        boundary('any', 'pay', error(null)),
        user('ask'),
        user('look'),
        end(),
      ],
      ['start > pay > end', 'e > ask > end', 'any > look > end'],
    )
    const one = aCase(model)
    const [called] = one.move.services.called
    expect(called).toMatchObject({ topic: 'pay' })
    expect(one.fire({ type: 'error', key: called?.key ?? 0, code: 'REFUSED' }).tasks).toEqual(['ask'])
    const other = aCase(model)
    expect(other.fire({ type: 'error', key: called?.key ?? 0, code: 'TIMEOUT' }).tasks).toEqual(['look'])
  })

  test('an error nobody catches is an incident, and a retry calls the service again', () => {
    const one = aCase(aModel([start(), service('pay'), end()], ['start > pay > end']))
    const key = one.move.services.called[0]?.key ?? 0
    expect(one.fire({ type: 'error', key, code: 'X' }).stuck).toEqual(['bpmn.error_not_caught'])
    expect(one.retry().move.services.called).toMatchObject([{ key }])
    expect(one.completeKey(key).ended).toBe(true)
  })

  test('a timer whose expression fails is an incident, and a retry sets it', () => {
    const trigger = { on: 'timer', by: 'date', value: { feel: 'dueOn' }, working: false } as const
    const one = aCase(
      aModel([start(), user('a'), boundary('t', 'a', trigger), end()], ['start > a > end', 't > end']),
    )
    expect(one.tasks).toEqual(['a'])
    expect(one.stuck).toEqual(['feel.no_value'])
    expect(one.retry({ dueOn: '2026-07-01' }).timers).toEqual(['t'])
    expect(one.complete('a').ended).toBe(true)
  })
})
