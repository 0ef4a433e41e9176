/**
 * What an event says of an activity: it was laid before somebody, taken up, or done; it had to stand still or could go
 * on; it was taken away undone.
 */
export const lifecycles = ['schedule', 'start', 'complete', 'suspend', 'resume', 'withdraw'] as const
export type Lifecycle = (typeof lifecycles)[number]

export type LogEvent = {
  caseId: string
  activity: string
  /** Milliseconds since 1970. */
  at: number
  resource?: string | undefined
  unit?: string | undefined
  /** Done, where nothing is said. */
  lifecycle?: Lifecycle | undefined
  /** The same moment as a position in working time, in milliseconds; either every event of a log says it or none. */
  workAt?: number | undefined
}

/** An event log in columns: a million events are a handful of arrays, and every text is kept once. */
export type EventLog = {
  size: number
  cases: readonly string[]
  activities: readonly string[]
  resources: readonly string[]
  units: readonly string[]
  caseOf: Int32Array
  activityOf: Int32Array
  /** -1: not said. */
  resourceOf: Int32Array
  unitOf: Int32Array
  /** Place in `lifecycles`. */
  lifecycleOf: Uint8Array
  at: Float64Array
  /** What durations are taken from: working time where the log knows it, else `at`. */
  clock: Float64Array
  /** Cases known to be still under way, by their place in `cases`. */
  open: ReadonlySet<number>
}

export const COMPLETE = lifecycles.indexOf('complete')
export const START = lifecycles.indexOf('start')
export const SCHEDULE = lifecycles.indexOf('schedule')
export const SUSPEND = lifecycles.indexOf('suspend')
export const RESUME = lifecycles.indexOf('resume')

class Names {
  readonly list: string[] = []
  private readonly places = new Map<string, number>()
  private last = ''
  private lastPlace = -1

  /** Takes a name that is known to be new. */
  add(name: string): void {
    this.last = name
    this.lastPlace = this.list.push(name) - 1
  }

  placeOf(name: string | undefined): number {
    if (name === undefined || name === '') return -1
    // Events of a case mostly come one after the other.
    if (name === this.last) return this.lastPlace
    let place = this.places.get(name)
    if (place === undefined) {
      place = this.list.length
      this.list.push(name)
      this.places.set(name, place)
    }
    this.last = name
    this.lastPlace = place
    return place
  }
}

/** Gathers events, in any order, into a log. */
export class LogBuilder {
  size = 0
  private readonly cases = new Names()
  private readonly activities = new Names()
  private readonly resources = new Names()
  private readonly units = new Names()
  private readonly open = new Set<number>()
  private room = 1024
  private caseOf = new Int32Array(this.room)
  private activityOf = new Int32Array(this.room)
  private resourceOf = new Int32Array(this.room)
  private unitOf = new Int32Array(this.room)
  private lifecycleOf = new Uint8Array(this.room)
  private at = new Float64Array(this.room)
  private workAt: Float64Array | undefined

  /** Begins a case that comes once and whole: all its events follow before those of any other. */
  begin(caseId: string): void {
    this.cases.add(caseId)
  }

  add({ caseId, activity, at, resource, unit, lifecycle = 'complete', workAt }: LogEvent): void {
    if (this.size === this.room) this.grow()
    const index = this.size
    this.caseOf[index] = this.cases.placeOf(caseId)
    this.activityOf[index] = this.activities.placeOf(activity)
    this.resourceOf[index] = this.resources.placeOf(resource)
    this.unitOf[index] = this.units.placeOf(unit)
    this.lifecycleOf[index] = lifecycles.indexOf(lifecycle)
    this.at[index] = at
    if (workAt !== undefined) {
      this.workAt ??= new Float64Array(this.room)
      this.workAt[index] = workAt
    }
    this.size++
  }

  /** Says that a case has not ended, so that what it has not done yet is no deviation. */
  markOpen(caseId: string): void {
    this.open.add(this.cases.placeOf(caseId))
  }

  build(): EventLog {
    const { size } = this
    const at = this.at.subarray(0, size)
    return {
      size,
      cases: this.cases.list,
      activities: this.activities.list,
      resources: this.resources.list,
      units: this.units.list,
      caseOf: this.caseOf.subarray(0, size),
      activityOf: this.activityOf.subarray(0, size),
      resourceOf: this.resourceOf.subarray(0, size),
      unitOf: this.unitOf.subarray(0, size),
      lifecycleOf: this.lifecycleOf.subarray(0, size),
      at,
      clock: this.workAt?.subarray(0, size) ?? at,
      open: this.open,
    }
  }

  private grow(): void {
    this.room *= 2
    this.caseOf = grown(this.caseOf, new Int32Array(this.room))
    this.activityOf = grown(this.activityOf, new Int32Array(this.room))
    this.resourceOf = grown(this.resourceOf, new Int32Array(this.room))
    this.unitOf = grown(this.unitOf, new Int32Array(this.room))
    this.lifecycleOf = grown(this.lifecycleOf, new Uint8Array(this.room))
    this.at = grown(this.at, new Float64Array(this.room))
    if (this.workAt) this.workAt = grown(this.workAt, new Float64Array(this.room))
  }
}

function grown<Column extends Int32Array | Uint8Array | Float64Array>(from: Column, to: Column): Column {
  to.set(from)
  return to
}

export type CaseOrder = {
  /** Events of case `c` stand at `order[starts[c]]` up to `order[starts[c + 1]]`, by time. */
  order: Int32Array
  starts: Int32Array
}

/** Events case by case in the order of time; of the same moment as they came. */
export function orderByCase({ size, cases, caseOf, at }: EventLog): CaseOrder {
  const starts = new Int32Array(cases.length + 1)
  for (let index = 0; index < size; index++)
    starts[num(caseOf, index) + 1] = num(starts, num(caseOf, index) + 1) + 1
  for (let place = 1; place <= cases.length; place++)
    starts[place] = num(starts, place) + num(starts, place - 1)
  const next = starts.slice()
  const order = new Int32Array(size)
  const unsorted = new Set<number>()
  for (let index = 0; index < size; index++) {
    const place = num(caseOf, index)
    const to = num(next, place)
    order[to] = index
    next[place] = to + 1
    if (to > num(starts, place) && num(at, num(order, to - 1)) > num(at, index)) unsorted.add(place)
  }
  for (const place of unsorted)
    order
      .subarray(num(starts, place), num(starts, place + 1))
      .sort((a, b) => num(at, a) - num(at, b) || a - b)
  return { order, starts }
}

/** What counts as having done it: a log that only says when work was taken up still tells the order. */
export function doneWith({ lifecycleOf }: Pick<EventLog, 'lifecycleOf'>): number {
  return lifecycleOf.includes(COMPLETE) ? COMPLETE : START
}

/** The number at a place that is known to be within. */
export function num(column: ArrayLike<number>, index: number): number {
  return column[index] ?? 0
}
