import type { ApprovedProcess } from './conformance.ts'
import { conformanceOf } from './conformance.ts'
import { doneWith, num, orderByCase, type EventLog } from './event-log.ts'
import type { Conformance, Party } from './process-map.ts'
import { variantKey } from './variant-key.ts'

/** What makes a case one of those that stand behind a figure of the map. */
export type Behind =
  | { by: 'all' }
  | { by: 'variant'; key: string }
  | { by: 'activity' | 'rework' | 'skipped' | 'foreign'; activity: string }
  | { by: 'edge' | 'out_of_order'; from: string | null; to: string | null }
  | { by: 'hand_over'; from: Party; to: Party }
  | { by: 'deviating' }

export type FoundCase = {
  caseId: string
  open: boolean
  from: number
  to: number
  /** As the map takes durations. */
  took: number
}

/** The cases behind a figure, those that took longest first. */
export function findCourses(
  log: EventLog,
  behind: Behind,
  approved: ApprovedProcess | null,
): { total: number; longest(most: number): FoundCase[] } {
  const { order, starts } = orderByCase(log)
  const done = doneWith(log)
  const isBehind = testOf(log, behind, approved)
  const found: FoundCase[] = []
  for (let place = 0; place < log.cases.length; place++) {
    const events = order.subarray(num(starts, place), num(starts, place + 1))
    const course = events.filter((index) => num(log.lifecycleOf, index) === done)
    const open = log.open.has(place)
    if (course.length === 0 || !isBehind(course, open)) continue
    const [first = 0, last = 0] = [events[0], events.at(-1)]
    found.push({
      caseId: log.cases[place] ?? '',
      open,
      from: num(log.at, first),
      to: num(log.at, last),
      took: num(log.clock, last) - num(log.clock, first),
    })
  }
  return {
    total: found.length,
    longest: (most) => found.toSorted((a, b) => b.took - a.took).slice(0, most),
  }
}

type Test = (course: Int32Array, open: boolean) => boolean

function testOf(log: EventLog, behind: Behind, approved: ApprovedProcess | null): Test {
  const namesOf = (course: Int32Array) =>
    Array.from(course, (index) => log.activities[num(log.activityOf, index)] ?? '')
  switch (behind.by) {
    case 'all':
      return () => true
    case 'variant':
      return (course, open) => variantKey(namesOf(course), open) === behind.key
    case 'activity':
      return (course) => timesOf(log, course, behind.activity) > 0
    case 'rework':
      return (course) => timesOf(log, course, behind.activity) > 1
    case 'edge':
      return edgeTest(log, behind)
    case 'hand_over':
      return handOverTest(log, behind)
    default: {
      const known = new Map<string, boolean>()
      return (course, open) => {
        const names = namesOf(course)
        const key = variantKey(names, open)
        const is =
          known.get(key) ?? (approved !== null && deviates(conformanceOf(names, open, approved), behind))
        known.set(key, is)
        return is
      }
    }
  }
}

function timesOf(log: EventLog, course: Int32Array, activity: string): number {
  const wanted = log.activities.indexOf(activity)
  return course.filter((index) => num(log.activityOf, index) === wanted).length
}

/** A case under way has no last step yet. */
function edgeTest(log: EventLog, { from, to }: { from: string | null; to: string | null }): Test {
  const wantedFrom = from === null ? null : log.activities.indexOf(from)
  const wantedTo = to === null ? null : log.activities.indexOf(to)
  return (course, open) => {
    for (let position = 0; position <= course.length; position++) {
      const before = position === 0 ? null : num(log.activityOf, num(course, position - 1))
      const next = position === course.length ? null : num(log.activityOf, num(course, position))
      if (next === null && open) return false
      if (before === wantedFrom && next === wantedTo) return true
    }
    return false
  }
}

function handOverTest(log: EventLog, { from, to }: { from: Party; to: Party }): Test {
  // A party without a unit is that role wherever it sits.
  const isParty = (index: number, { unit, role }: Party) =>
    (unit === null || log.units[num(log.unitOf, index)] === unit) &&
    (log.resources[num(log.resourceOf, index)] ?? null) === role
  return (course) =>
    course.some(
      (index, position) => position > 0 && isParty(num(course, position - 1), from) && isParty(index, to),
    )
}

function deviates(conformance: Conformance, behind: Behind): boolean {
  switch (behind.by) {
    case 'deviating':
      return !conformance.fits
    case 'skipped':
      return conformance.skipped.includes(behind.activity)
    case 'foreign':
      return conformance.foreign.includes(behind.activity)
    case 'out_of_order':
      return conformance.outOfOrder.some(({ from, to }) => from === behind.from && to === behind.to)
    default:
      return false
  }
}
