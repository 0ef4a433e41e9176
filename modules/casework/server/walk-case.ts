import { toInstant, toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { ProcessMachine } from '../process/compile.ts'
import { ProcessFailure } from '../process/failure.ts'
import type { Vars } from '../process/json.ts'
import type { Move, Subscription, TimerSet } from '../process/marking.ts'
import { complete, enter, fire } from '../process/run.ts'
import type { Walk, WalkLine } from '../simulation.ts'
import { dueOf } from './timer-due.ts'

/** A walk that has come so often to each of its elements goes round in a circle. */
const MAX_TURNS = 3
const LEAST_EVENTS = 300

export type WalkFrame = {
  calendar: WorkingCalendar
  receivedAt: Date
  /** When the whole is due, where the limit says so. */
  dueAt: Date | null
  /** What is known of the case from the beginning. */
  facts: Vars
  /** What is said at the end of a step, in its turn. */
  answers: readonly { key: string; turn: number; facts: Vars }[]
  /** Messages that come as soon as they are waited for. */
  messages: readonly string[]
}

type OpenTask = { line: WalkLine & { does: 'task' }; at: Date }
type Waiting = { line: WalkLine & { does: 'timer' }; at: Date }

/** Walks one case on paper: every step takes the time it is given, nobody is early or late. Pure. */
export function walkCase(machine: ProcessMachine, frame: WalkFrame): Walk {
  const walk = new Walker(frame)
  const most = Math.max(LEAST_EVENTS, machine.nodes.size * MAX_TURNS)
  let move: Move
  try {
    move = walk.take(enter(machine, frame.facts))
    for (let events = 0; !move.ended; events++) {
      if (events >= most) return walk.result({ stopped: 'goes_round' })
      if (move.incidents.length > 0) return walk.result({ stopped: 'needs_data', incidents: move.incidents })
      const next = walk.next(machine, move)
      if (!next) return walk.result({ stopped: 'waits' })
      move = walk.take(next)
    }
  } catch (error) {
    if (!(error instanceof ProcessFailure)) throw error
    return walk.result({ stopped: 'needs_data', incidents: [{ at: '', code: error.code }] })
  }
  return walk.result({ stopped: null })
}

/** The clock, the work and the waits of one walk; it lives as long as `walkCase` runs. */
class Walker {
  private readonly frame: WalkFrame
  private readonly lines: WalkLine[] = []
  private readonly tasks = new Map<number, OpenTask>()
  private readonly timers = new Map<string, Waiting>()
  private readonly messages = new Map<string, Pick<Subscription, 'name' | 'on' | 'correlation'>>()
  private readonly services: number[] = []
  private readonly turns = new Map<string, number>()
  private now: Date

  constructor(frame: WalkFrame) {
    this.frame = frame
    this.now = frame.receivedAt
  }

  /** Notes what a move opened, closed, set and took off. */
  take(move: Move): Move {
    for (const key of move.closed) this.tasks.delete(key)
    for (const key of move.timers.cancelled) this.close(key, 'taken_off')
    for (const key of move.subscriptions.cancelled) this.messages.delete(key)
    for (const opened of move.opened) this.open(opened)
    for (const timer of move.timers.set) this.set(timer)
    for (const { key, ...awaited } of move.subscriptions.set) this.messages.set(key, awaited)
    for (const { key, at, topic } of move.services.called) {
      this.services.push(key)
      this.lines.push({ does: 'service', element: at, name: topic, at: this.now.toISOString() })
    }
    for (const { at, name } of move.messages)
      this.lines.push({ does: 'message', element: at, name, at: this.now.toISOString() })
    return move
  }

  /** What comes first: an answer of a service, a message that was promised, else the earliest task or timer. */
  next(machine: ProcessMachine, { marking }: Move): Move | undefined {
    const { facts } = this.frame
    const service = this.services.shift()
    if (service !== undefined) return complete(machine, marking, service, {}, facts)
    const promised = [...this.messages].find(([, { name }]) => this.frame.messages.includes(name))
    if (promised) {
      const [key, { name, on, correlation }] = promised
      this.messages.delete(key)
      this.lines.push({ does: 'received', element: key, name, at: this.now.toISOString() })
      return fire(machine, marking, { type: on, name, correlation }, facts)
    }
    const task = earliest(this.tasks)
    const timer = earliest(this.timers)
    if (timer && (!task || timer[1].at < task[1].at)) {
      const [key, { at }] = timer
      this.now = at
      this.close(key, 'fired')
      return fire(machine, marking, { type: 'timer', key }, facts)
    }
    if (!task) return undefined
    const [key, { line, at }] = task
    this.now = at
    this.tasks.delete(key)
    return complete(machine, marking, key, this.answerOf(line), facts)
  }

  result({
    stopped,
    incidents = [],
  }: {
    stopped: Walk['stopped']
    incidents?: readonly { at: string; code: string }[]
  }): Walk {
    const ends = stopped === null ? this.now : null
    const { dueAt } = this.frame
    return {
      lines: this.lines,
      stopped,
      incidents: incidents.map(({ at, code }) => ({ element: at, code })),
      waitsFor: stopped === 'waits' ? [...new Set([...this.messages.values()].map(({ name }) => name))] : [],
      endsAt: ends?.toISOString() ?? null,
      dueAt: dueAt?.toISOString() ?? null,
      late: dueAt !== null && (ends ?? this.now) > dueAt,
    }
  }

  private open({ key, at, step }: Move['opened'][number]) {
    const { calendar, dueAt } = this.frame
    const turn = (this.turns.get(step.key) ?? 0) + 1
    this.turns.set(step.key, turn)
    const until =
      step.minutes > 0 ? toInstant(calendar, toOrdinal(calendar, this.now) + step.minutes, 'end') : this.now
    const line = {
      does: 'task' as const,
      element: at,
      key: step.key,
      turn,
      work: step.name,
      postKind: step.doer?.postKind ?? null,
      place: step.doer?.place ?? null,
      minutes: step.minutes,
      at: this.now.toISOString(),
      until: until.toISOString(),
      late: dueAt !== null && until > dueAt,
    }
    this.lines.push(line)
    this.tasks.set(key, { line, at: until })
  }

  private set(timer: TimerSet) {
    const due = dueOf(timer, this.frame.calendar, this.now)
    const at = 'at' in due ? new Date(due.at) : toInstant(this.frame.calendar, due.dueWt, 'end')
    const line: WalkLine & { does: 'timer' } = {
      does: 'timer',
      element: timer.at,
      at: this.now.toISOString(),
      until: at.toISOString(),
      outcome: 'waiting',
    }
    this.lines.push(line)
    this.timers.set(timer.key, { line, at })
  }

  private close(key: string, outcome: 'fired' | 'taken_off') {
    const waiting = this.timers.get(key)
    if (waiting) waiting.line.outcome = outcome
    this.timers.delete(key)
  }

  private answerOf({ key, turn }: WalkLine & { does: 'task' }): Vars {
    return this.frame.answers.find((one) => one.key === key && one.turn === turn)?.facts ?? {}
  }
}

function earliest<Key, Item extends { at: Date }>(items: ReadonlyMap<Key, Item>): [Key, Item] | undefined {
  let found: [Key, Item] | undefined
  for (const one of items) if (!found || one[1].at < found[1].at) found = one
  return found
}
