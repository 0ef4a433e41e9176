import type { Decision, DryRun, PlannedUnit, SuccessionRow, UnitMoves } from '../reorganisation.ts'
import { authorityFates } from './plan-authorities.ts'
import { decisionOf } from './decision-words.ts'
import { postDecisions } from './plan-posts.ts'
import { procedureFates } from './plan-procedures.ts'
import { bearerOf, readPlan, type Draft, type Plan, type StandingUnit, type World } from './read-plan.ts'

const SHARE_SLACK = 1e-6

/** What would move, and every question a person must answer first. Pure: the same document and world give the same answer. */
export function dryRun(draft: Draft, world: World): DryRun {
  const plan = readPlan(draft, world)
  const decisions = [
    ...documentDecisions(draft, world, plan),
    ...unitDecisions(plan, world),
    ...successionDecisions(plan),
    ...loopDecisions(plan),
    ...postDecisions(draft, world, plan),
  ]
  const authorities = authorityFates(plan, world)
  const procedures = procedureFates(draft, world, plan)
  decisions.push(...authorities.decisions, ...procedures.decisions)
  const moves = movesOf(plan, world)
  const sum = (of: (moves: UnitMoves) => number) => moves.reduce((total, each) => total + of(each), 0)
  return {
    version: draft.version,
    decisions,
    moves,
    totals: {
      opened: plan.opening.size,
      changed: plan.changing.size,
      closed: plan.closing.size,
      openCases: sum((each) => each.openCases),
      openTasks: sum((each) => each.openTasks),
      posts: sum((each) => each.posts),
      people: sum((each) => each.people),
      authorities: authorities.followed,
      filingEnds: procedures.ends,
    },
  }
}

function documentDecisions({ head }: Draft, world: World, plan: Plan): Decision[] {
  const touched = new Set([...plan.closing, ...plan.changing.keys(), ...plan.opening.keys()])
  const parents = new Set(
    [...plan.changing.values(), ...plan.opening.values()].flatMap(({ parentCode }) => parentCode ?? []),
  )
  return [
    ...(world.closedThrough !== null && head.effectiveOn <= world.closedThrough
      ? [decisionOf('books_closed', '', { day: world.closedThrough })]
      : []),
    ...world.others.flatMap(({ title, codes, closing, parents: theirs }) => {
      // Whom one of the two closes the other may not put units under, whichever day comes first.
      const shared = [
        ...new Set([
          ...codes.filter((code) => touched.has(code)),
          ...closing.filter((code) => parents.has(code)),
          ...theirs.filter((code) => plan.closing.has(code)),
        ]),
      ]
      return shared.length > 0
        ? [decisionOf('overlap', shared[0] ?? '', { other: title, count: shared.length })]
        : []
    }),
    ...[...touched].flatMap((code) => {
      const unit = plan.standing.get(code)
      return unit?.isOpen && unit.changesLater && (plan.closing.has(code) || plan.changing.has(code))
        ? [decisionOf('overlap', code, { other: unit.name, count: 1 })]
        : []
    }),
  ]
}

function unitDecisions(plan: Plan, world: World): Decision[] {
  const agencyCodes = new Map(
    world.units.flatMap((unit) => (unit.agencyCode === null ? [] : [[unit.agencyCode, unit.code] as const])),
  )
  const drawn = new Set<string>()
  return [
    ...[...plan.closing, ...plan.changing.keys()].flatMap((code) => {
      const unit = plan.standing.get(code)
      if (!unit) return [decisionOf('unknown_predecessor', code, {})]
      return unit.isOpen
        ? []
        : [decisionOf('closed_before_opened', code, { name: unit.name, openedOn: unit.openedOn })]
    }),
    ...[...plan.opening.values()].flatMap((unit) => {
      const found: Decision[] = []
      const present = plan.standing.get(unit.code)
      if (present?.isOpen && !plan.closing.has(unit.code))
        found.push(decisionOf('code_twice', unit.code, { name: present.name }))
      const { agencyCode } = unit
      if (agencyCode && (agencyCodes.has(agencyCode) || drawn.has(agencyCode)))
        found.push(decisionOf('agency_code_twice', unit.code, { agencyCode }))
      if (agencyCode) drawn.add(agencyCode)
      const calendar = calendarOf(plan, unit)
      if (calendar === undefined || !world.calendars.has(calendar))
        found.push(decisionOf('calendar_undecided', unit.code, { name: unit.name ?? '' }))
      return found
    }),
    ...parentDecisions(plan),
  ]
}

/** The calendar a new unit is given: its own, or the one all its predecessors keep; undefined when they differ. */
export function calendarOf(plan: Plan, unit: PlannedUnit): number | undefined {
  if (unit.calendarId) return unit.calendarId
  const kept = new Set<number>()
  for (const ways of plan.waysOf.values()) {
    for (const { predecessorCode, successorCode } of ways) {
      const old = plan.standing.get(predecessorCode)
      // A district that ends hands work to communes, but not its office hours.
      if (old && successorCode === unit.code && old.tier === unit.tier) kept.add(old.calendarId)
    }
  }
  const [only] = kept
  return kept.size === 1 ? only : undefined
}

function parentDecisions(plan: Plan): Decision[] {
  const parentOnNewMap = new Map<string, string | null>()
  for (const unit of plan.standing.values())
    if (bearerOf(plan, unit.code) === 'standing') parentOnNewMap.set(unit.code, unit.parentCode)
  for (const unit of [...plan.changing.values(), ...plan.opening.values()])
    parentOnNewMap.set(unit.code, unit.parentCode ?? null)
  return [...parentOnNewMap].flatMap(([code, parent]) => {
    const name = plan.opening.get(code)?.name ?? plan.standing.get(code)?.name ?? code
    if (parent !== null && !parentOnNewMap.has(parent))
      return [decisionOf('parent_missing', code, { name, parent })]
    const seen = new Set([code])
    for (let at = parent; at !== null; at = parentOnNewMap.get(at) ?? null) {
      if (seen.has(at)) return [decisionOf('parent_missing', code, { name, parent: at })]
      seen.add(at)
    }
    return []
  })
}

function successionDecisions(plan: Plan): Decision[] {
  const found: Decision[] = []
  for (const code of plan.closing) {
    const unit = plan.standing.get(code)
    if (unit?.isOpen && (plan.waysOf.get(code) ?? []).length === 0) {
      found.push({
        ...decisionOf('unit_without_successor', code, { name: unit.name }),
        ...suggestedSuccessors(plan, unit),
      })
    }
  }
  for (const [code, ways] of plan.waysOf) {
    const name = plan.standing.get(code)?.name ?? code
    if (!plan.standing.has(code) && !plan.closing.has(code))
      found.push(decisionOf('unknown_predecessor', code, {}))
    for (const { successorCode } of ways) {
      if (bearerOf(plan, successorCode)) continue
      found.push(
        decisionOf(plan.closing.has(successorCode) ? 'successor_closes' : 'unknown_successor', code, {
          name,
          successor: successorCode,
        }),
      )
    }
    found.push(...waysDecisions(plan, code, name, ways))
  }
  return found
}

/** One whole way out, or several parts with a rule that leaves nothing behind. */
function waysDecisions(plan: Plan, code: string, name: string, ways: readonly SuccessionRow[]): Decision[] {
  const wholes = ways.filter((way) => way.extent === 'full')
  if (wholes.length > 0) return ways.length === 1 ? [] : [decisionOf('extent_contradicts', code, { name })]
  // A unit that stays keeps what nobody takes; one that closes must give everything away.
  const isClosing = plan.closing.has(code)
  if (isClosing && ways.length === 1) return [decisionOf('extent_contradicts', code, { name })]
  const rules = new Set(ways.map((way) => way.rule))
  const [rule] = rules
  if (rules.size !== 1 || !rule) {
    const suggested = ways.map((way, index) => ({
      ...way,
      rule: 'by_share' as const,
      share: 1 / ways.length,
      isRest: index === ways.length - 1,
      takes: [],
    }))
    return [
      {
        ...decisionOf('partial_without_rule', code, { name, count: ways.length }),
        suggested,
        ground: 'evenly',
      },
    ]
  }
  const total = ways.reduce((sum, way) => sum + (way.share ?? 0), 0)
  const isShared =
    ways.every((way) => way.share !== null) &&
    (isClosing ? Math.abs(total - 1) < SHARE_SLACK : total <= 1 + SHARE_SLACK)
  if (rule === 'by_share') return isShared ? [] : [decisionOf('rule_incomplete', code, { name })]
  const rests = ways.filter((way) => way.isRest).length
  const taken = ways.flatMap((way) => (way.isRest ? [] : way.takes))
  const isListed =
    rule === 'by_receiving' ||
    (ways.every((way) => way.isRest || way.takes.length > 0) && new Set(taken).size === taken.length)
  const isWhole = isClosing ? rests === 1 : rests <= 1
  return isWhole && isListed ? [] : [decisionOf('rule_incomplete', code, { name })]
}

/** Who could follow a unit of which the rows say nothing: where its children go, else the nearest new unit of its tier. */
function suggestedSuccessors(plan: Plan, unit: StandingUnit): Pick<Decision, 'suggested' | 'ground'> {
  const withChildren = suggestedWays(plan, unit.code)
  if (withChildren.length > 0) return { suggested: withChildren, ground: 'children' }
  const [lon, lat] = unit.position ?? []
  if (lon === undefined || lat === undefined) return {}
  const far = ({ position }: PlannedUnit) =>
    Math.hypot((position?.[0] ?? Infinity) - lon, (position?.[1] ?? Infinity) - lat)
  const nearest = [...plan.opening.values()]
    .filter((one) => one.tier === unit.tier && one.position)
    .toSorted((a, b) => far(a) - far(b))[0]
  if (!nearest) return {}
  return {
    suggested: [
      {
        predecessorCode: unit.code,
        successorCode: nearest.code,
        extent: 'full',
        rule: null,
        share: null,
        takes: [],
        isRest: false,
        takesPosts: true,
      },
    ],
    ground: 'distance',
  }
}

/** A unit whose children are all given away can follow them: each case goes where the desk that took it in goes. */
function suggestedWays(plan: Plan, code: string): SuccessionRow[] {
  const children = [...plan.standing.values()].filter((unit) => unit.parentCode === code && unit.isOpen)
  const weight = new Map<string, number>()
  for (const child of children) {
    const ways = plan.waysOf.get(child.code) ?? []
    for (const { successorCode } of ways)
      weight.set(successorCode, (weight.get(successorCode) ?? 0) + 1 / ways.length)
  }
  const heirs = [...weight].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const all = heirs.reduce((sum, [, one]) => sum + one, 0)
  return heirs.map(([successorCode, one], index) => ({
    predecessorCode: code,
    successorCode,
    extent: heirs.length === 1 ? 'full' : 'partial',
    rule: heirs.length === 1 ? null : 'by_receiving',
    share: heirs.length === 1 ? null : one / all,
    takes: [],
    isRest: heirs.length > 1 && index === 0,
    takesPosts: index === 0,
  }))
}

/**
 * A closing unit that, followed from successor to successor, comes back to itself. A new unit may take a code that was
 * borne before; but units that go over whole, each to the code of the next, have all changed places and not merged.
 */
function loopDecisions(plan: Plan): Decision[] {
  const done = new Set<string>()
  const found: Decision[] = []
  function walk(code: string, path: readonly string[]): void {
    const start = path.indexOf(code)
    if (start >= 0) found.push(decisionOf('loop', code, { path: [...path.slice(start), code].join(' → ') }))
    if (start >= 0 || done.has(code)) return
    for (const { successorCode, extent } of plan.waysOf.get(code) ?? []) {
      const goesOn = plan.opening.has(successorCode) && (extent === 'partial' || successorCode === code)
      if (plan.closing.has(successorCode) && !goesOn) walk(successorCode, [...path, code])
    }
    done.add(code)
  }
  for (const code of plan.closing) walk(code, [])
  return found
}

function movesOf(plan: Plan, world: World): UnitMoves[] {
  const workOf = new Map(world.work.map((work) => [work.unitId, work]))
  const givers = [...new Set([...plan.closing, ...plan.waysOf.keys()])]
  return givers.flatMap((code) => {
    const unit = plan.standing.get(code)
    if (!unit) return []
    const posts = plan.closing.has(code) ? world.posts.filter((post) => post.unitId === unit.id) : []
    const work = workOf.get(unit.id)
    return [
      {
        code,
        name: unit.name,
        openCases: work?.openCases ?? 0,
        openTasks: work?.openTasks ?? 0,
        posts: posts.length,
        people: posts.reduce((sum, post) => sum + post.people, 0),
        successors: (plan.waysOf.get(code) ?? []).map(({ successorCode, extent, share }) => ({
          code: successorCode,
          name:
            plan.opening.get(successorCode)?.name ?? plan.standing.get(successorCode)?.name ?? successorCode,
          extent,
          share,
        })),
      },
    ]
  })
}
