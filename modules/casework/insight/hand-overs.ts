import { num, type EventLog } from './event-log.ts'
import type { HandOver, Party } from './process-map.ts'
import { Durations } from './spans.ts'

const MOST = 200

/** Who passes work to whom, and how long it lies in between: between units and roles, or between roles wherever they sit. */
export class HandOvers {
  private readonly log: EventLog
  private readonly byUnit: boolean
  private readonly width: number
  private readonly pairs = new Map<string, number>()
  private readonly ends: [number, number][] = []
  private readonly delays = new Durations()

  constructor(log: EventLog, byUnit: boolean) {
    this.log = log
    this.byUnit = byUnit
    this.width = log.resources.length + 1
  }

  /** Unit and role of an event as one number; 0: neither is said. */
  partyOf(index: number): number {
    const unit = this.byUnit ? num(this.log.unitOf, index) + 1 : 0
    return unit * this.width + num(this.log.resourceOf, index) + 1
  }

  add(from: number, to: number, delay: number): void {
    if (from === to || from === 0 || to === 0) return
    const key = `${from} ${to}`
    let pair = this.pairs.get(key)
    if (pair === undefined) {
      pair = this.ends.length
      this.pairs.set(key, pair)
      this.ends.push([from, to])
    }
    this.delays.add(pair, delay)
  }

  list(): HandOver[] {
    const spans = this.delays.spans(this.ends.length)
    return this.ends
      .flatMap(([from, to], pair): HandOver[] => {
        const delay = spans[pair]
        return delay ? [{ from: this.party(from), to: this.party(to), delay }] : []
      })
      .toSorted((a, b) => b.delay.count * b.delay.median - a.delay.count * a.delay.median)
      .slice(0, MOST)
  }

  private party(number: number): Party {
    return {
      unit: this.log.units[Math.floor(number / this.width) - 1] ?? null,
      role: this.log.resources[(number % this.width) - 1] ?? null,
    }
  }
}
