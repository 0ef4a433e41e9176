import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answers, bend, bends, block, build } from './a-random-process.ts'
import { checkProcess } from './check-process.ts'
import { compileMachine, type ProcessMachine } from './compile.ts'
import type { Vars } from './json.ts'
import type { Marking, Move } from './marking.ts'
import { complete, enter, fire } from './run.ts'

type Choice =
  | { kind: 'task'; key: number }
  | { kind: 'timer'; key: string }
  | { kind: 'message'; name: string }

/** Runs a case by a stream of choices; gives every marking on the way. */
function run(
  machine: ProcessMachine,
  data: Vars,
  choices: readonly number[],
): { markings: string[]; ended: boolean; doubled: string[]; incidents: string[]; waiting: boolean } {
  const markings: string[] = []
  const open = new Map<string, Choice & { at: string }>()
  const doubled: string[] = []
  const incidents: string[] = []
  const follow = (move: Move) => {
    for (const key of move.closed) open.delete(`task ${key}`)
    for (const key of [...move.timers.cancelled, ...move.subscriptions.cancelled]) open.delete(key)
    for (const { key, at, step } of move.opened) {
      if (!step.loop && [...open.values()].some((one) => one.kind === 'task' && one.at === at))
        doubled.push(at)
      open.set(`task ${key}`, { kind: 'task', key, at })
    }
    for (const { key, at } of move.timers.set) open.set(key, { kind: 'timer', key, at })
    for (const { key, at, name } of move.subscriptions.set) open.set(key, { kind: 'message', name, at })
    incidents.push(...move.incidents.map(({ code }) => code))
    markings.push(JSON.stringify(move.marking))
  }
  let move = enter(machine, data)
  follow(move)
  for (let turn = 0; open.size > 0 && turn < 500; turn++) {
    const all = [...open]
    const [key, choice] = all[(choices[turn % choices.length] ?? 0) % all.length] ?? []
    if (!choice || key === undefined) break
    const marking = JSON.parse(markings[markings.length - 1] ?? '') as Marking
    if (choice.kind === 'task')
      move = complete(machine, marking, choice.key, { again: turn < 3 && turn % 2 === 0 }, data)
    else if (choice.kind === 'timer') {
      open.delete(key)
      move = fire(machine, marking, { type: 'timer', key: choice.key }, data)
    } else move = fire(machine, marking, { type: 'message', name: choice.name }, data)
    expect(move.taken).toBe(true)
    follow(move)
  }
  return { markings, ended: move.ended, doubled, incidents, waiting: open.size > 0 }
}

const turns = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 30 })

test('every case of a well-formed process ends, and no step is open twice where one is meant', () => {
  fc.assert(
    fc.property(block, fc.nat({ max: 2 ** 30 }), turns, (shape, bits, choices) => {
      const definition = build(shape)
      const walked = run(compileMachine(definition), answers(definition, bits), choices)
      expect(walked).toMatchObject({ ended: true, doubled: [], incidents: [] })
      expect(JSON.parse(walked.markings[walked.markings.length - 1] ?? '')).toMatchObject({ live: [] })
    }),
    { numRuns: 150 },
  )
})

test('the same choices lead to the same markings, byte for byte', () => {
  fc.assert(
    fc.property(block, fc.nat({ max: 2 ** 30 }), turns, (shape, bits, choices) => {
      const definition = build(shape)
      const data = answers(definition, bits)
      expect(run(compileMachine(definition), data, choices).markings).toEqual(
        run(compileMachine(definition), data, choices).markings,
      )
    }),
    { numRuns: 50 },
  )
})

test('what the check lets pass never stands still and opens no step twice, however it was bent', () => {
  let passed = 0
  fc.assert(
    fc.property(block, bends, fc.nat({ max: 2 ** 30 }), turns, (shape, bent, bits, choices) => {
      const definition = bend(build(shape), bent)
      if (definition.scope.nodes.length > 14 || checkProcess(definition).length > 0) return
      passed++
      const data = { again: false, ...answers(definition, bits) }
      const walked = run(compileMachine(definition), data, choices)
      expect(walked).toMatchObject({ doubled: [], incidents: [] })
      expect(walked.ended || walked.waiting).toBe(true)
    }),
    { numRuns: 200 },
  )
  expect(passed, 'enough of them pass to tell').toBeGreaterThan(20)
})

test('the check finds nothing wrong with a well-formed process', () => {
  fc.assert(
    fc.property(block, (shape) => {
      const errors = checkProcess(build(shape)).filter(({ severity }) => severity === 'error')
      expect(errors).toEqual([])
    }),
    { numRuns: 100 },
  )
})
