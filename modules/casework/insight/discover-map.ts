import { conformanceOf, type ApprovedProcess } from './conformance.ts'
import { doneWith, num, orderByCase, RESUME, SCHEDULE, START, SUSPEND, type EventLog } from './event-log.ts'
import { HandOvers } from './hand-overs.ts'
import type { Deviations, MapEdge, MapNode, ProcessMap, Rework, Variant } from './process-map.ts'
import { Durations } from './spans.ts'
import { StepTimes } from './step-times.ts'
import { variantKey } from './variant-key.ts'

/** What really happened: the map of a log, its variants and loops, held against the approved process where one is given. */
export function discoverMap(log: EventLog, approved: ApprovedProcess | null = null): ProcessMap {
  const walk = new Walk(log)
  const { order, starts } = orderByCase(log)
  for (let place = 0; place < log.cases.length; place++)
    walk.follow(place, order, num(starts, place), num(starts, place + 1))
  return walk.result(approved)
}

/** Goes through a log once; arrays and numbers only, for there may be millions of events. */
class Walk {
  private readonly log: EventLog
  /** One more than the activities: the place beyond all is the beginning of a case, and as a successor its end. */
  private readonly border: number
  private readonly doneWith: number
  private readonly frequency: Int32Array
  private readonly casesWith: Int32Array
  private readonly repeatedIn: Int32Array
  private readonly lastCase: Int32Array
  private readonly timesInCase: Int32Array
  private readonly times: StepTimes
  private readonly byUnit: HandOvers
  private readonly byRole: HandOvers
  private readonly edges = new Map<number, number>()
  private readonly edgeKeys: number[] = []
  private readonly edgeCounts: number[] = []
  private readonly handOvers = new Durations()
  private readonly throughputs = new Durations()
  private readonly all = new Durations()
  /** Sequences as a tree: a key of parent and activity leads to the child. */
  private readonly tree = new Map<number, number>()
  private readonly parents: number[] = [-1]
  private readonly entered: number[] = [-1]
  private readonly variants = new Map<number, number>()
  private readonly variantKeys: number[] = []
  private readonly variantCounts: number[] = []
  private events = 0
  private cases = 0
  private openCases = 0

  constructor(log: EventLog) {
    const { length } = log.activities
    this.log = log
    this.border = length
    this.doneWith = doneWith(log)
    this.frequency = new Int32Array(length)
    this.casesWith = new Int32Array(length)
    this.repeatedIn = new Int32Array(length)
    this.lastCase = new Int32Array(length).fill(-1)
    this.timesInCase = new Int32Array(length)
    this.times = new StepTimes(length)
    this.byUnit = new HandOvers(log, true)
    this.byRole = new HandOvers(log, false)
  }

  follow(place: number, order: Int32Array, from: number, to: number): void {
    const { activityOf, lifecycleOf, clock } = this.log
    let before = this.border
    let unit = 0
    let role = 0
    let doneAt = Number.NaN
    let node = 0
    for (let position = from; position < to; position++) {
      const index = num(order, position)
      const activity = num(activityOf, index)
      const moment = num(clock, index)
      const lifecycle = num(lifecycleOf, index)
      if (lifecycle !== this.doneWith) {
        this.note(lifecycle, activity, moment)
        continue
      }
      const since = this.times.complete(activity, moment, doneAt)
      const edge = this.edgeOf(before, activity)
      const nextUnit = this.byUnit.partyOf(index)
      const nextRole = this.byRole.partyOf(index)
      if (before !== this.border) {
        this.handOvers.add(edge, Math.max(0, since - doneAt))
        this.byUnit.add(unit, nextUnit, Math.max(0, since - doneAt))
        this.byRole.add(role, nextRole, Math.max(0, since - doneAt))
      }
      this.count(activity, place)
      node = this.childOf(node, activity)
      before = activity
      unit = nextUnit
      role = nextRole
      doneAt = moment
    }
    for (let position = from; position < to; position++)
      this.times.forget(num(activityOf, num(order, position)))
    const isOpen = this.log.open.has(place)
    if (before === this.border) return
    this.cases++
    if (isOpen) this.openCases++
    else this.edgeOf(before, this.border)
    const took = num(clock, num(order, to - 1)) - num(clock, num(order, from))
    this.throughputs.add(this.variantOf(node, isOpen), took)
    if (!isOpen) this.all.add(0, took)
  }

  private note(lifecycle: number, activity: number, moment: number): void {
    if (lifecycle === SCHEDULE) this.times.schedule(activity, moment)
    else if (lifecycle === START) this.times.start(activity, moment)
    else if (lifecycle === SUSPEND) this.times.suspend(activity, moment)
    else if (lifecycle === RESUME) this.times.resume(activity, moment)
    else this.times.forget(activity)
  }

  private count(activity: number, place: number): void {
    this.events++
    this.frequency[activity] = num(this.frequency, activity) + 1
    if (num(this.lastCase, activity) !== place) {
      this.lastCase[activity] = place
      this.timesInCase[activity] = 0
      this.casesWith[activity] = num(this.casesWith, activity) + 1
    }
    const times = num(this.timesInCase, activity) + 1
    this.timesInCase[activity] = times
    if (times === 2) this.repeatedIn[activity] = num(this.repeatedIn, activity) + 1
  }

  private edgeOf(from: number, to: number): number {
    const key = from * (this.border + 1) + to
    let edge = this.edges.get(key)
    if (edge === undefined) {
      edge = this.edgeKeys.length
      this.edges.set(key, edge)
      this.edgeKeys.push(key)
      this.edgeCounts.push(0)
    }
    this.edgeCounts[edge] = num(this.edgeCounts, edge) + 1
    return edge
  }

  private childOf(parent: number, activity: number): number {
    const key = parent * this.border + activity
    let child = this.tree.get(key)
    if (child === undefined) {
      child = this.parents.length
      this.tree.set(key, child)
      this.parents.push(parent)
      this.entered.push(activity)
    }
    return child
  }

  private variantOf(node: number, isOpen: boolean): number {
    const key = node * 2 + (isOpen ? 1 : 0)
    let variant = this.variants.get(key)
    if (variant === undefined) {
      variant = this.variantKeys.length
      this.variants.set(key, variant)
      this.variantKeys.push(key)
      this.variantCounts.push(0)
    }
    this.variantCounts[variant] = num(this.variantCounts, variant) + 1
    return variant
  }

  result(approved: ApprovedProcess | null): ProcessMap {
    const variants = this.variantList(approved)
    return {
      events: this.events,
      cases: this.cases,
      openCases: this.openCases,
      nodes: this.nodeList(),
      edges: this.edgeList(),
      variants,
      rework: this.reworkList(),
      handOvers: this.byUnit.list(),
      roleHandOvers: this.byRole.list(),
      throughput: this.all.spans(1)[0] ?? null,
      deviations: approved ? deviationsOf(variants) : null,
    }
  }

  private nameOf(activity: number): string {
    return this.log.activities[activity] ?? ''
  }

  private nodeList(): MapNode[] {
    const { waiting, working, standing } = this.times.spans(this.border)
    return this.log.activities
      .map((activity, place) => ({
        activity,
        frequency: num(this.frequency, place),
        cases: num(this.casesWith, place),
        waiting: waiting[place] ?? null,
        working: working[place] ?? null,
        standing: standing[place] ?? null,
      }))
      .filter(({ frequency }) => frequency > 0)
      .toSorted((a, b) => b.frequency - a.frequency)
  }

  private edgeList(): MapEdge[] {
    const handOvers = this.handOvers.spans(this.edgeKeys.length)
    const nameAt = (place: number) => (place === this.border ? null : this.nameOf(place))
    return this.edgeKeys
      .map((key, edge) => ({
        from: nameAt(Math.floor(key / (this.border + 1))),
        to: nameAt(key % (this.border + 1)),
        frequency: num(this.edgeCounts, edge),
        handOver: handOvers[edge] ?? null,
      }))
      .toSorted((a, b) => b.frequency - a.frequency)
  }

  private variantList(approved: ApprovedProcess | null): Variant[] {
    const throughputs = this.throughputs.spans(this.variantKeys.length)
    return this.variantKeys
      .map((key, variant) => {
        const sequence: string[] = []
        for (let node = Math.floor(key / 2); node > 0; node = num(this.parents, node))
          sequence.push(this.nameOf(num(this.entered, node)))
        sequence.reverse()
        const open = key % 2 === 1
        const count = num(this.variantCounts, variant)
        return {
          key: variantKey(sequence, open),
          sequence,
          open,
          count,
          share: count / this.cases,
          medianThroughput: throughputs[variant]?.median ?? 0,
          conformance: approved && conformanceOf(sequence, open, approved),
        }
      })
      .toSorted((a, b) => b.count - a.count)
  }

  private reworkList(): Rework[] {
    return this.log.activities
      .map((activity, place) => ({
        activity,
        cases: num(this.repeatedIn, place),
        repeats: num(this.frequency, place) - num(this.casesWith, place),
      }))
      .filter(({ cases }) => cases > 0)
      .toSorted((a, b) => b.cases - a.cases || b.repeats - a.repeats)
  }
}

function deviationsOf(variants: readonly Variant[]): Deviations {
  const skipped = new Map<string, number>()
  const foreign = new Map<string, number>()
  const outOfOrder = new Map<string, { from: string | null; activity: string; cases: number }>()
  let fitting = 0
  for (const { conformance, count } of variants) {
    if (!conformance) continue
    if (conformance.fits) fitting += count
    for (const step of conformance.skipped) skipped.set(step, (skipped.get(step) ?? 0) + count)
    for (const step of conformance.foreign) foreign.set(step, (foreign.get(step) ?? 0) + count)
    for (const { from, to } of conformance.outOfOrder) {
      const key = JSON.stringify([from, to])
      const cases = (outOfOrder.get(key)?.cases ?? 0) + count
      outOfOrder.set(key, { from, activity: to, cases })
    }
  }
  return {
    fitting,
    skipped: tallies(skipped),
    foreign: tallies(foreign),
    outOfOrder: [...outOfOrder.values()].toSorted((a, b) => b.cases - a.cases),
  }
}

function tallies(counts: ReadonlyMap<string, number>) {
  return [...counts].map(([activity, cases]) => ({ activity, cases })).toSorted((a, b) => b.cases - a.cases)
}
