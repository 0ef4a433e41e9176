import fc from 'fast-check'
import { expect } from 'vitest'
import { silentLog } from '#platform/log.ts'
import { dbTest } from '#testing/db-test.ts'
import { answers, block, build } from '../../process/a-random-process.ts'
import { compileMachine } from '../../process/compile.ts'
import type { Marking, Move } from '../../process/marking.ts'
import { complete, enter, fire } from '../../process/run.ts'
import { aDeliveredCity } from './a-delivered-case.test-builder.ts'
import { correlate } from './deliver-messages.ts'

const DAY_MS = 86_400_000

/** The pure machine beside the database: what is open, and when its timers are due. */
function aShadow(first: Move, now: () => number) {
  let move = first
  const tasks = new Map<number, string>()
  const timers = new Map<string, number>()
  const messages = new Map<string, string>()
  const follow = (next: Move) => {
    move = next
    for (const key of move.closed) tasks.delete(key)
    for (const key of move.timers.cancelled) timers.delete(key)
    for (const key of move.subscriptions.cancelled) messages.delete(key)
    for (const { key, at } of move.opened) tasks.set(key, at)
    // Every timer of these models is a day long.
    for (const { key } of move.timers.set) timers.set(key, now() + DAY_MS)
    for (const { key, name } of move.subscriptions.set) messages.set(key, name)
  }
  follow(first)
  return {
    tasks,
    timers,
    messages,
    follow,
    get marking(): Marking {
      return move.marking
    },
  }
}

dbTest(
  'random processes delivered through the database go as the pure machine goes',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const now = () => clock.now().getTime()
    let sent = 0
    const turns = fc.array(fc.nat({ max: 1000 }), { minLength: 12, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(block, fc.nat({ max: 2 ** 30 }), turns, async (shape, bits, choices) => {
        const definition = build(shape)
        const data = answers(definition, bits)
        const machine = compileMachine(definition)
        const shadow = aShadow(enter(machine, data), now)
        const one = await city.open(definition, data)
        for (const choice of choices) {
          // No two timers are due at the same moment, so their order is known.
          clock.advance(1_000)
          const open = [
            ...shadow.tasks.keys(),
            ...(shadow.timers.size > 0 ? (['time'] as const) : []),
            ...shadow.messages.values(),
          ]
          const next = open[choice % open.length]
          if (next === undefined) break
          if (typeof next === 'number') {
            const outcome = { again: choice % 5 === 0 }
            await one.doneNumber(next, outcome)
            shadow.follow(complete(machine, shadow.marking, next, outcome, data))
          } else if (next === 'time') {
            const [key, at] = [...shadow.timers].reduce((a, b) => (b[1] < a[1] ? b : a))
            clock.set(new Date(at))
            await city.fire()
            shadow.timers.delete(key)
            shadow.follow(fire(machine, shadow.marking, { type: 'timer', key }, data))
          } else {
            const key = `message-${++sent}`
            await correlate(city.delivery, db, silentLog, {
              key,
              name: next,
              correlation: null,
              vars: {},
              keepDays: 1,
            })
            shadow.follow(fire(machine, shadow.marking, { type: 'message', name: next }, data))
          }
          const { process } = await one.now()
          // A line of steps stores no marking: its open tasks say it all.
          if (process) expect(process).toEqual(JSON.parse(JSON.stringify(shadow.marking)))
          expect((await one.now()).marking.map(({ taskNo }) => taskNo)).toHaveLength(shadow.tasks.size)
        }
        // Nobody waits for the next case's messages or days.
        await one.close()
      }),
      { numRuns: 15 },
    )
    await city.expectSound()
  },
)
