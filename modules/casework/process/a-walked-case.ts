import { expect } from 'vitest'
import { compileMachine, type CompileParts } from './compile.ts'
import type { ProcessDefinition } from './definition.ts'
import type { Vars } from './json.ts'
import type { Marking, Move, OutsideEvent } from './marking.ts'
import { complete, enter, fire, retry, sendBack } from './run.ts'
import { waitsOf } from './waits.ts'

/** A case that is walked by the names of its tasks; every marking goes through JSON, as it is stored. */
export function aCase(definition: ProcessDefinition, data: Vars = {}, parts: CompileParts = {}) {
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
    for (const key of move.subscriptions.cancelled)
      expect(subscriptions.delete(key), `${key} was waited for`).toBe(true)
    for (const one of move.subscriptions.set) subscriptions.add(one.key)
    // What a marking says it waits for is what its steps have set and not cancelled.
    const waits = waitsOf(machine, move.marking)
    expect(new Set(waits.timers), 'timers').toEqual(new Set(timers.keys()))
    expect(new Set(waits.subscriptions.map(({ key }) => key)), 'subscriptions').toEqual(subscriptions)
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
    complete: (at: string, outcome: Vars = {}) =>
      step(complete(machine, move.marking, keyOf(at), outcome, data)),
    completeKey: (key: number, outcome: Vars = {}) =>
      step(complete(machine, move.marking, key, outcome, data)),
    timer(at: string) {
      const key = [...timers.keys()].find((one) => one.endsWith(`:${at}`)) ?? ''
      timers.delete(key)
      return step(fire(machine, move.marking, { type: 'timer', key }, data))
    },
    fire: (event: OutsideEvent) => step(fire(machine, move.marking, event, data)),
    retry: (more: Vars = {}) =>
      step(
        retry(machine, move.marking, move.marking.live.find(({ stuck }) => stuck)?.k ?? -1, {
          ...data,
          ...more,
        }),
      ),
    sendBack: (at: string, to: string) => step(sendBack(machine, move.marking, keyOf(at), to, data)),
    keyOf,
  }
  return walk
}

function stored(move: Move): Move {
  return { ...move, marking: JSON.parse(JSON.stringify(move.marking)) as Marking }
}
