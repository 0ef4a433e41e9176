import { describe, expect, test } from 'vitest'
import { aModel, boundary, call, caught, end, error, gate, loop, message, receive, rule, scope, send, service, signal, start, sub, thrown, timer, user } from './a-process-model.ts'
import { compileMachine, type CompileParts, type ProcessMachine } from './compile.ts'
import type { ProcessDefinition } from './definition.ts'
import { ProcessFailure } from './failure.ts'
import type { Json, Vars } from './json.ts'
import type { Marking, Move, OutsideEvent } from './marking.ts'
import { complete, earlierTasks, enter, fire, retry, sendBack } from './run.ts'

/** A case that is walked by the names of its tasks; every marking goes through JSON, as it is stored. */
function aCase(definition: ProcessDefinition, data: Vars = {}, parts: CompileParts = {}) {
  const machine = compileMachine(definition, parts)
  let move: Move = stored(enter(machine, data))
  const open = new Map<number, string>()
  const timers = new Map<string, string>()
  const subscriptions = new Set<string>()
  const follow = () => {
    for (const key of move.closed) expect(open.delete(key), `task ${key} was open`).toBe(true)
    for (const task of move.opened) open.set(task.key, task.at)
    for (const key of move.timers.cancelled) expect(timers.delete(key), `timer ${key} was set`).toBe(true)
    for (const one of move.timers.set) timers.set(one.key, one.value)
    for (const key of move.subscriptions.cancelled) expect(subscriptions.delete(key), `${key} was waited for`).toBe(true)
    for (const one of move.subscriptions.set) subscriptions.add(one.key)
  }
  follow()
  const step = (next: Move) => {
    move = stored(next)
    follow()
    return walk
  }
  const keyOf = (at: string) => {
    const found = [...open].find(([, name]) => name === at)
    if (!found) throw new Error(`${at} is not open but ${[...open.values()].join()}`)
    return found[0]
  }
  const walk = {
    get tasks() {
      return [...open.values()].sort()
    },
    get timers() {
      return [...timers.keys()].map((key) => key.replace(/^\d+:/, '')).sort()
    },
    get subscriptions() {
      return subscriptions.size
    },
    get move() {
      return move
    },
    get marking(): Marking {
      return move.marking
    },
    get ended() {
      return move.ended
    },
    get vars() {
      return move.marking.vars ?? {}
    },
    get stuck() {
      return move.marking.live.flatMap(({ stuck }) => (stuck ? [stuck.code] : []))
    },
    complete: (at: string, outcome: Vars = {}) => step(complete(machine, move.marking, keyOf(at), outcome, data)),
    completeKey: (key: number, outcome: Vars = {}) => step(complete(machine, move.marking, key, outcome, data)),
    timer(at: string) {
      const key = [...timers.keys()].find((one) => one.endsWith(`:${at}`)) ?? ''
      timers.delete(key)
      return step(fire(machine, move.marking, { type: 'timer', key }, data))
    },
    fire: (event: OutsideEvent) => step(fire(machine, move.marking, event, data)),
    retry: (more: Vars = {}) => step(retry(machine, move.marking, move.marking.live.find(({ stuck }) => stuck)?.k ?? -1, { ...data, ...more })),
    sendBack: (at: string, to: string) => step(sendBack(machine, move.marking, keyOf(at), to, data)),
    keyOf,
  }
  return walk
}

function stored(move: Move): Move {
  return { ...move, marking: JSON.parse(JSON.stringify(move.marking)) as Marking }
}

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
      aModel([start(), user('a'), gate('exclusive', 'g', 'g-c'), user('b'), user('c'), end()], ['start > a > g', 'g > [granted = true] b > end', 'g > c > end']),
    )
    expect(one.complete('a', { granted: true }).tasks).toEqual(['b'])
  })
})

describe('exclusive gateway', () => {
  const model = aModel([start(), gate('exclusive', 'g', 'g-c'), user('a'), user('b'), user('c'), gate('exclusive', 'm'), user('d'), end()], [
    'start > g', 'g > [fee > 100] a > m', 'g > [fee > 50] b > m', 'g > c > m', 'm > d > end',
  ])

  test.each([[200, 'a'], [60, 'b'], [1, 'c']])('of a fee of %i only branch %s is taken', (fee, branch) => {
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
    const one = aCase(aModel([start(), gate('exclusive', 'g'), user('a'), user('b'), end()], ['start > g', 'g > [x = 1] a > end', 'g > [x = 2] b > end']), { x: 3 })
    expect(one.stuck).toEqual(['bpmn.no_flow'])
  })
})

describe('parallel gateway', () => {
  test('both branches open, and the join waits for both', () => {
    const one = aCase(aModel([start(), gate('parallel', 'f'), user('a'), user('b'), gate('parallel', 'j'), user('c'), end()], ['start > f', 'f > a > j', 'f > b > j', 'j > c > end']))
    expect(one.tasks).toEqual(['a', 'b'])
    expect(one.complete('b').tasks).toEqual(['a'])
    expect(one.complete('a').tasks).toEqual(['c'])
    expect(one.complete('c').ended).toBe(true)
  })

  test('a join whose tokens can never come is an incident and not silence', () => {
    const one = aCase(aModel([start(), gate('exclusive', 'x', 'x-b'), user('a'), user('b'), gate('parallel', 'j'), end()], ['start > x', 'x > [true] a > j', 'x > b > j', 'j > end']))
    expect(one.complete('a').stuck).toEqual(['bpmn.deadlock'])
    expect(one.ended).toBe(false)
  })

  test('two tokens on one flow do not pass for a token on each', () => {
    const one = aCase(
      aModel([start(), gate('parallel', 'f'), user('a'), user('b'), user('c'), gate('exclusive', 'm'), gate('parallel', 'j'), user('d'), end()], [
        'start > f', 'f > a > m', 'f > b > m', 'f > c > j', 'm > j', 'j > d > end',
      ]),
    )
    expect(one.complete('a').complete('b').tasks).toEqual(['c'])
    expect(one.complete('c').tasks).toEqual(['d'])
    expect(one.marking.live.filter(({ via }) => via)).toHaveLength(1)
  })
})

describe('inclusive gateway', () => {
  const model = aModel([start(), gate('inclusive', 'f', 'f-c'), user('a'), user('b'), user('c'), gate('inclusive', 'j'), user('d'), end()], [
    'start > f', 'f > [x] a > j', 'f > [y] b > j', 'f > c > j', 'j > d > end',
  ])

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
    const far = aModel([start(), gate('inclusive', 'f'), user('a'), user('b'), user('b2'), gate('exclusive', 'x', 'x-j'), end('away'), gate('inclusive', 'j'), user('d'), end()], [
      'start > f', 'f > [true] a > j', 'f > [true] b > b2 > x', 'x > [leave] away', 'x > j', 'j > d > end',
    ])
    const waits = aCase(far)
    expect(waits.complete('a').tasks).toEqual(['b'])
    expect(waits.complete('b').tasks).toEqual(['b2'])
    expect(waits.complete('b2', { leave: false }).tasks).toEqual(['d'])
    const leaves = aCase(far).complete('a').complete('b')
    expect(leaves.complete('b2', { leave: true }).tasks, 'the other token died, so the join goes on').toEqual(['d'])
  })

  test('the join waits for a token that can come by way of a boundary event', () => {
    const one = aCase(
      aModel([start(), gate('parallel', 'f'), user('a'), user('b'), boundary('late', 'b', timer('P1D')), end('out'), gate('inclusive', 'j'), user('d'), end()], [
        'start > f', 'f > a > j', 'f > b > out', 'late > j', 'j > d > end',
      ]),
    )
    expect(one.complete('a').tasks).toEqual(['b'])
    expect(one.timer('late').tasks).toEqual(['d'])
  })

  test('a token that comes round in a circle does not hold up its own join', () => {
    const one = aCase(
      aModel([start(), gate('inclusive', 'j'), user('a'), gate('exclusive', 'x', 'x-end'), end()], ['start > j > a > x', 'x > [again] j', 'x > end']),
    )
    expect(one.complete('a', { again: true }).tasks).toEqual(['a'])
    expect(one.complete('a', { again: false }).ended).toBe(true)
  })
})

describe('event-based gateway', () => {
  const model = aModel([start(), gate('event_based', 'g'), caught('t', timer('P2D')), caught('m', message('paid')), receive('r', 'letter'), user('late'), user('paid'), user('read'), end()], [
    'start > g', 'g > t > late > end', 'g > m > paid > end', 'g > r > read > end',
  ])

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
    const one = aCase(aModel([start(), user('a'), boundary('t', 'a', timer('PT4H')), user('remind'), end()], ['start > a > end', 't > remind > end']))
    expect(one.move.timers.set).toMatchObject([{ at: 't', by: 'duration', value: 'PT4H' }])
    expect(one.timer('t').tasks).toEqual(['remind'])
    expect(one.move.closed).toHaveLength(1)
  })

  test('a non-interrupting cycle fires as often as it says beside the task', () => {
    const one = aCase(aModel([start(), user('a'), boundary('t', 'a', timer('R2/PT1H', 'cycle'), false), user('remind'), end()], ['start > a > end', 't > remind > end']))
    expect(one.timer('t').tasks).toEqual(['a', 'remind'])
    expect(one.timers).toEqual(['t'])
    expect(one.timer('t').tasks).toEqual(['a', 'remind', 'remind'])
    expect(one.timers).toEqual([])
    expect(one.timer('t').move.taken).toBe(false)
    expect(one.complete('a').complete('remind').complete('remind').ended).toBe(true)
  })

  test('a task done in time takes its timer off', () => {
    const one = aCase(aModel([start(), user('a'), boundary('t', 'a', timer('PT4H')), end()], ['start > a > end', 't > end']))
    expect(one.complete('a').timers).toEqual([])
    expect(one.ended).toBe(true)
  })

  test('a message is meant for the case whose key it names', () => {
    const one = aCase(aModel([start(), caught('m', message('answer', 'code')), user('a'), end()], ['start > m > a > end']), { code: 'H26-1' })
    expect(one.move.subscriptions.set).toMatchObject([{ name: 'answer', correlation: 'H26-1' }])
    expect(one.fire({ type: 'message', name: 'answer', correlation: 'H26-2' }).move.taken).toBe(false)
    expect(one.fire({ type: 'message', name: 'answer', correlation: 'H26-1' }).tasks).toEqual(['a'])
  })

  test('a signal reaches everyone who waits, also within the case that sends it', () => {
    const one = aCase(
      aModel([start(), gate('parallel', 'f'), caught('c1', signal('go')), caught('c2', signal('go')), user('a'), thrown('s', { does: 'signal', name: 'go' }), user('x'), user('y'), end()], [
        'start > f', 'f > c1 > x > end', 'f > c2 > y > end', 'f > a > s > end',
      ]),
    )
    expect(one.complete('a').tasks).toEqual(['x', 'y'])
    expect(one.move.signals).toEqual([{ name: 'go', at: 's' }])
  })

  test('terminate ends everything that still runs', () => {
    const one = aCase(aModel([start(), gate('parallel', 'f'), user('a'), user('b'), boundary('t', 'b', timer('P1D')), end(), end('stop', { does: 'terminate' })], ['start > f', 'f > a > stop', 'f > b > end', 't > end']))
    expect(one.complete('a').ended).toBe(true)
    expect(one.tasks).toEqual([])
    expect(one.timers).toEqual([])
  })

  test('a service that fails with a caught error goes the way of the error', () => {
    const model = aModel([start(), service('pay'), boundary('e', 'pay', error('REFUSED')), boundary('any', 'pay', error(null)), user('ask'), user('look'), end()], ['start > pay > end', 'e > ask > end', 'any > look > end'])
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
    const one = aCase(aModel([start(), user('a'), boundary('t', 'a', trigger), end()], ['start > a > end', 't > end']))
    expect(one.tasks).toEqual(['a'])
    expect(one.stuck).toEqual(['feel.no_value'])
    expect(one.retry({ dueOn: '2026-07-01' }).timers).toEqual(['t'])
    expect(one.complete('a').ended).toBe(true)
  })
})

describe('sub-process', () => {
  const inner = scope([start('is'), gate('parallel', 'if'), user('x'), user('y'), end('ie')], ['is > if', 'if > x > ie', 'if > y > ie'])

  test('ends when nothing lives in it any more', () => {
    const one = aCase(aModel([start(), sub('s', inner), user('after'), end()], ['start > s > after > end']))
    expect(one.complete('x').tasks).toEqual(['y'])
    expect(one.complete('y').tasks).toEqual(['after'])
  })

  test('an interrupting event at its border closes all its tasks', () => {
    const one = aCase(aModel([start(), sub('s', inner), boundary('m', 's', message('withdrawn')), user('stop'), end()], ['start > s > end', 'm > stop > end']))
    expect(one.fire({ type: 'message', name: 'withdrawn' }).tasks).toEqual(['stop'])
    expect(one.move.closed).toHaveLength(2)
  })

  test('an error inside is caught at the nearest border', () => {
    const failing = scope([start('is'), user('x'), end('ie', { does: 'error', code: 'E1' })], ['is > x > ie'])
    const one = aCase(aModel([start(), sub('outer', scope([start('os'), sub('s', failing), end('oe')], ['os > s > oe'])), boundary('e', 'outer', error('E1')), user('mend'), end()], ['start > outer > end', 'e > mend > end']))
    expect(one.complete('x').tasks).toEqual(['mend'])
  })

  test('terminate inside ends the sub-process and not the case', () => {
    const stopping = scope([start('is'), gate('parallel', 'if'), user('x'), user('y'), end('ie'), end('it', { does: 'terminate' })], ['is > if', 'if > x > it', 'if > y > ie'])
    const one = aCase(aModel([start(), sub('s', stopping), user('after'), end()], ['start > s > after > end']))
    expect(one.complete('x').tasks).toEqual(['after'])
  })
})

describe('event sub-process', () => {
  const eventSub = (interrupting: boolean) =>
    sub('es', scope([start('est', { trigger: message('complaint'), interrupting }), user('answer'), end('ee')], ['est > answer > ee']), { triggered: true })

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
    const catcher = sub('es', scope([start('est', { trigger: error('E') }), user('mend'), end('ee')], ['est > mend > ee']), { triggered: true })
    const one = aCase(aModel([start(), user('a'), end('boom', { does: 'error', code: 'E' }), catcher], ['start > a > boom']))
    expect(one.complete('a').tasks).toEqual(['mend'])
    expect(one.complete('mend').ended).toBe(true)
  })
})

describe('multi-instance', () => {
  const many = (more: Parameters<typeof loop>[0]) => aModel([start(), user('a', { loop: loop(more) }), user('after'), end()], ['start > a > after > end'])

  test.each([0, 1, 3])('%i instances in parallel are all waited for', (count) => {
    const one = aCase(many({ cardinality: String(count) }))
    for (let done = 0; done < count; done++) one.complete('a')
    expect(one.tasks).toEqual(['after'])
  })

  test('a sequence opens one at a time, each with its item', () => {
    const one = aCase(many({ sequential: true, collection: 'units', item: 'unit', outputCollection: 'answers', outputElement: 'unit + ":" + answer' }), { units: ['p1', 'p2'] })
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
    const one = aCase(many({ collection: 'units', item: 'unit', outputCollection: 'answers', outputElement: 'answer' }), { units: ['p1', 'p2', 'p3'] })
    const keys = one.move.opened.map(({ key }) => key)
    one.completeKey(keys[2] ?? 0, { answer: 3 }).completeKey(keys[0] ?? 0, { answer: 1 }).completeKey(keys[1] ?? 0, { answer: 2 })
    expect(one.vars).toEqual({ answers: [1, 2, 3] })
  })

  test('a border event on the whole closes every instance', () => {
    const one = aCase(aModel([start(), user('a', { loop: loop({ cardinality: '3' }) }), boundary('t', 'a', timer('P5D')), user('late'), end()], ['start > a > end', 't > late > end']))
    expect(one.timers).toEqual(['t'])
    expect(one.complete('a').timer('t').tasks).toEqual(['late'])
  })

  test('of a sub-process each instance has its own variables', () => {
    const inner = scope([start('is'), user('x'), gate('exclusive', 'g', 'g-ie'), user('again'), end('ie')], ['is > x > g', 'g > [unit = "p2"] again > ie', 'g > ie'])
    const one = aCase(aModel([start(), sub('s', inner, { loop: loop({ collection: 'units', item: 'unit' }) }), end()], ['start > s > end']), { units: ['p1', 'p2'] })
    expect(one.complete('x').complete('x').tasks).toEqual(['again'])
    expect(one.complete('again').ended).toBe(true)
  })

  test('what is no list is an incident', () => {
    expect(aCase(many({ collection: 'units' }), { units: 'p1' }).stuck).toEqual(['bpmn.not_a_list'])
    expect(aCase(many({ cardinality: '5000' })).stuck).toEqual(['bpmn.too_many_instances'])
  })
})

describe('call activity', () => {
  const called = aModel([start(), user('check'), gate('exclusive', 'g', 'g-end'), user('deep'), end()], ['start > check > g', 'g > [amount > 10] deep > end', 'g > end'], 'child')
  const caller = (more: Parameters<typeof call>[2]) => aModel([start(), call('c', 'child', more), gate('exclusive', 'g', 'g-no'), user('yes'), user('no'), end()], ['start > c > g', 'g > [ok] yes > end', 'g > no > end'])

  test('gets only what is mapped in and gives only what is mapped out', () => {
    const one = aCase(caller({ inputs: [{ source: 'fee * 2', target: 'amount' }], outputs: [{ source: 'passed', target: 'ok' }] }), { fee: 6 }, { calls: [called] })
    expect(one.tasks).toEqual(['c/check'])
    expect(one.complete('c/check', { passed: true }).tasks).toEqual(['c/deep'])
    expect(one.complete('c/deep').tasks).toEqual(['yes'])
    expect(one.vars).toEqual({ ok: true })
  })

  test('an output that fails is an incident at the call', () => {
    const one = aCase(caller({ inputs: [{ source: '1', target: 'amount' }], outputs: [{ source: 'passed', target: 'ok' }] }), {}, { calls: [called] })
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
    const one = aCase(aModel([start(), rule('r', 'fee', 'fee'), gate('exclusive', 'g', 'g-b'), user('a'), user('b'), end()], ['start > r > g', 'g > [fee > 10000] a > end', 'g > b > end']), { copies: 2 }, { decide })
    expect(one.tasks).toEqual(['a'])
    expect(one.vars).toEqual({ fee: 16000 })
  })

  test('a send task sends once and goes on', () => {
    const one = aCase(aModel([start(), send('s', 'notice'), user('a'), end()], ['start > s > a > end']))
    expect(one.move.messages).toMatchObject([{ name: 'notice' }])
    expect(one.tasks).toEqual(['a'])
  })

  test('compensation undoes what was done, the last first', () => {
    const model = { ...aModel([], []), scope: scope([start(), user('a'), user('b'), user('undoA'), user('undoB'), thrown('back', { does: 'compensation', activity: null }), user('after'), end()], ['start > a > b > back > after > end'], [{ activity: 'a', handler: 'undoA' }, { activity: 'b', handler: 'undoB' }]) }
    const one = aCase(model).complete('a').complete('b')
    expect(one.tasks).toEqual(['undoB'])
    expect(one.complete('undoB').tasks).toEqual(['undoA'])
    expect(one.complete('undoA').tasks).toEqual(['after'])
    expect(one.complete('after').ended).toBe(true)
  })
})

describe('sending back', () => {
  const model = aModel([start(), user('a'), user('b'), gate('exclusive', 'g', 'g-c'), user('c'), user('d'), gate('exclusive', 'm'), gate('parallel', 'f'), user('p'), user('q'), gate('parallel', 'j'), end()], [
    'start > a > b > g', 'g > c > m', 'g > [x] d > m', 'm > f', 'f > p > j', 'f > q > j', 'j > end',
  ])

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

test('a circle without a wait stops as an incident', () => {
  const machine: ProcessMachine = compileMachine(aModel([start(), gate('exclusive', 'g'), gate('exclusive', 'h'), end()], ['start > g > h > g']))
  expect(enter(machine).incidents).toMatchObject([{ code: 'bpmn.too_many_moves' }])
})
