import type { Day, PostId, PostKind, Tier, UnitId } from '../contract.ts'
import type { Decision, DryRun, PlannedUnit, ReorganisationHead, SuccessionRow, UnitMoves } from '../reorganisation.ts'
import { decisionOf } from './decision-words.ts'

/** The document as a whole. */
export type Draft = {
  id: number
  version: number
  head: ReorganisationHead
  units: readonly PlannedUnit[]
  rows: readonly SuccessionRow[]
  /** Posts that go elsewhere than the rest of their unit. */
  postHomes: readonly { postId: PostId; successorCode: string; kind: PostKind | null }[]
  /** Posts that somebody of the new unit holds besides their own, where nobody comes for them. */
  covers: readonly Cover[]
}

export type Cover = { code: string; kind: PostKind; byKind: PostKind }

/** A unit as the effective day would find it if nothing were done. */
export type StandingUnit = {
  id: UnitId
  code: string
  name: string
  tier: Tier
  parentCode: string | null
  agencyCode: string | null
  calendarId: number
  openedOn: Day
  isOpen: boolean
  /** Something else has already been dated after the effective day. */
  changesLater: boolean
}

/** What the dry run looks at besides the document. */
export type World = {
  units: readonly StandingUnit[]
  posts: readonly { postId: PostId; unitId: UnitId; kind: PostKind; title: string; people: number }[]
  work: readonly { unitId: UnitId; openCases: number; openTasks: number; postKinds: readonly PostKind[] }[]
  /** Other reorganisations that are checked or further but have not been carried through. */
  others: readonly { title: string; codes: readonly string[] }[]
  closedThrough: Day | null
}

/** The document read against the world: who is old, who is new, who follows whom. */
export type Plan = {
  standing: ReadonlyMap<string, StandingUnit>
  closing: ReadonlySet<string>
  opening: ReadonlyMap<string, PlannedUnit>
  changing: ReadonlyMap<string, PlannedUnit>
  waysOf: ReadonlyMap<string, readonly SuccessionRow[]>
}

const SHARE_SLACK = 1e-6

export function readPlan(draft: Pick<Draft, 'units' | 'rows'>, world: Pick<World, 'units'>): Plan {
  const waysOf = new Map<string, SuccessionRow[]>()
  for (const row of draft.rows) waysOf.set(row.predecessorCode, [...(waysOf.get(row.predecessorCode) ?? []), row])
  const acting = (act: PlannedUnit['act']) => new Map(draft.units.filter((unit) => unit.act === act).map((unit) => [unit.code, unit]))
  // Of several bearers of a code the one that is open counts; a closed one only tells that the code was used.
  const standing = new Map(world.units.toSorted((a, b) => Number(a.isOpen) - Number(b.isOpen)).map((unit) => [unit.code, unit]))
  return { standing, closing: new Set(acting('close').keys()), opening: acting('open'), changing: acting('change'), waysOf }
}

/** Whom a successor's code means on the new map; undefined when nobody would bear it. */
export function bearerOf(plan: Plan, code: string): 'new' | 'standing' | undefined {
  if (plan.opening.has(code)) return 'new'
  return plan.standing.get(code)?.isOpen && !plan.closing.has(code) ? 'standing' : undefined
}

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
    },
  }
}

function documentDecisions({ head }: Draft, world: World, plan: Plan): Decision[] {
  const touched = new Set([...plan.closing, ...plan.changing.keys(), ...plan.opening.keys()])
  return [
    ...(world.closedThrough !== null && head.effectiveOn <= world.closedThrough ? [decisionOf('books_closed', '', { day: world.closedThrough })] : []),
    ...world.others.flatMap(({ title, codes }) => {
      const shared = codes.filter((code) => touched.has(code))
      return shared.length > 0 ? [decisionOf('overlap', shared[0] ?? '', { other: title, count: shared.length })] : []
    }),
    ...[...touched].flatMap((code) => {
      const unit = plan.standing.get(code)
      return unit?.isOpen && unit.changesLater && (plan.closing.has(code) || plan.changing.has(code)) ? [decisionOf('overlap', code, { other: unit.name, count: 1 })] : []
    }),
  ]
}

function unitDecisions(plan: Plan, world: World): Decision[] {
  const agencyCodes = new Map(world.units.flatMap((unit) => (unit.agencyCode === null ? [] : [[unit.agencyCode, unit.code] as const])))
  const drawn = new Set<string>()
  return [
    ...[...plan.closing, ...plan.changing.keys()].flatMap((code) => {
      const unit = plan.standing.get(code)
      if (!unit) return [decisionOf('unknown_predecessor', code, {})]
      return unit.isOpen ? [] : [decisionOf('closed_before_opened', code, { name: unit.name, openedOn: unit.openedOn })]
    }),
    ...[...plan.opening.values()].flatMap((unit) => {
      const found: Decision[] = []
      const present = plan.standing.get(unit.code)
      if (present?.isOpen && !plan.closing.has(unit.code)) found.push(decisionOf('code_twice', unit.code, { name: present.name }))
      const { agencyCode } = unit
      if (agencyCode && (agencyCodes.has(agencyCode) || drawn.has(agencyCode))) found.push(decisionOf('agency_code_twice', unit.code, { agencyCode }))
      if (agencyCode) drawn.add(agencyCode)
      if (calendarOf(plan, unit) === undefined) found.push(decisionOf('calendar_undecided', unit.code, { name: unit.name ?? '' }))
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
  for (const unit of plan.standing.values()) if (bearerOf(plan, unit.code) === 'standing') parentOnNewMap.set(unit.code, unit.parentCode)
  for (const unit of [...plan.changing.values(), ...plan.opening.values()]) parentOnNewMap.set(unit.code, unit.parentCode ?? null)
  return [...parentOnNewMap].flatMap(([code, parent]) => {
    const name = plan.opening.get(code)?.name ?? plan.standing.get(code)?.name ?? code
    if (parent !== null && !parentOnNewMap.has(parent)) return [decisionOf('parent_missing', code, { name, parent })]
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
      const suggested = suggestedWays(plan, code)
      found.push({ ...decisionOf('unit_without_successor', code, { name: unit.name }), ...(suggested.length > 0 ? { suggested } : {}) })
    }
  }
  for (const [code, ways] of plan.waysOf) {
    const name = plan.standing.get(code)?.name ?? code
    if (!plan.standing.has(code) && !plan.closing.has(code)) found.push(decisionOf('unknown_predecessor', code, {}))
    for (const { successorCode } of ways) {
      if (bearerOf(plan, successorCode)) continue
      found.push(decisionOf(plan.closing.has(successorCode) ? 'successor_closes' : 'unknown_successor', code, { name, successor: successorCode }))
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
    const suggested = ways.map((way, index) => ({ ...way, rule: 'by_share' as const, share: 1 / ways.length, isRest: index === ways.length - 1, takes: [] }))
    return [{ ...decisionOf('partial_without_rule', code, { name, count: ways.length }), suggested }]
  }
  const total = ways.reduce((sum, way) => sum + (way.share ?? 0), 0)
  const isShared = ways.every((way) => way.share !== null) && (isClosing ? Math.abs(total - 1) < SHARE_SLACK : total <= 1 + SHARE_SLACK)
  if (rule === 'by_share') return isShared ? [] : [decisionOf('rule_incomplete', code, { name, rule, total })]
  const rests = ways.filter((way) => way.isRest).length
  const taken = ways.flatMap((way) => (way.isRest ? [] : way.takes))
  const isListed = rule === 'by_receiving' || (ways.every((way) => way.isRest || way.takes.length > 0) && new Set(taken).size === taken.length)
  const isWhole = isClosing ? rests === 1 : rests <= 1
  return isWhole && isListed ? [] : [decisionOf('rule_incomplete', code, { name, rule, total: rests })]
}

/** A unit whose children are all given away can follow them: each case goes where the desk that took it in goes. */
function suggestedWays(plan: Plan, code: string): SuccessionRow[] {
  const children = [...plan.standing.values()].filter((unit) => unit.parentCode === code && unit.isOpen)
  const weight = new Map<string, number>()
  for (const child of children) {
    const ways = plan.waysOf.get(child.code) ?? []
    for (const { successorCode } of ways) weight.set(successorCode, (weight.get(successorCode) ?? 0) + 1 / ways.length)
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

/** A closing unit that, followed from successor to successor, comes back to itself. */
function loopDecisions(plan: Plan): Decision[] {
  const done = new Set<string>()
  const found: Decision[] = []
  function walk(code: string, path: readonly string[]): void {
    const start = path.indexOf(code)
    if (start >= 0) found.push(decisionOf('loop', code, { path: [...path.slice(start), code].join(' → ') }))
    if (start >= 0 || done.has(code)) return
    for (const { successorCode } of plan.waysOf.get(code) ?? []) {
      if (plan.closing.has(successorCode) && !plan.opening.has(successorCode)) walk(successorCode, [...path, code])
    }
    done.add(code)
  }
  for (const code of plan.closing) walk(code, [])
  return found
}

/** Where the posts of a closing unit go: the only successor, the one that takes posts, or nowhere yet. */
export function postsHomeOf(plan: Plan, code: string): string | undefined {
  const ways = plan.waysOf.get(code) ?? []
  return (ways.find((way) => way.takesPosts) ?? (ways.length === 1 ? ways[0] : undefined))?.successorCode
}

function postDecisions(draft: Draft, world: World, plan: Plan): Decision[] {
  const codeOf = new Map(world.units.map((unit) => [unit.id, unit.code]))
  const ownHome = new Map(draft.postHomes.map((home) => [home.postId, home]))
  const homeless = new Map<string, number>()
  const kindsAt = new Map<string, Set<PostKind>>()
  const seat = (code: string, kind: PostKind) => kindsAt.set(code, (kindsAt.get(code) ?? new Set()).add(kind))
  for (const post of world.posts) {
    const code = codeOf.get(post.unitId) ?? ''
    const home = ownHome.get(post.postId)
    const target = home?.successorCode ?? (plan.closing.has(code) ? postsHomeOf(plan, code) : code)
    if (target !== undefined && bearerOf(plan, target)) seat(target, home?.kind ?? post.kind)
    else homeless.set(code, (homeless.get(code) ?? 0) + 1)
  }
  for (const { code, kind, byKind } of draft.covers) if (kindsAt.get(code)?.has(byKind)) seat(code, kind)
  const lacking = workDecisions(world, plan, codeOf, kindsAt)
  return [
    ...[...homeless].map(([code, count]) => {
      const ways = plan.waysOf.get(code) ?? []
      // A new unit in which nobody sits yet comes first, or work would go where nobody is.
      const lead = ways.find((way) => plan.opening.has(way.successorCode) && !kindsAt.has(way.successorCode)) ?? leadOf(ways)
      if (lead && !kindsAt.has(lead.successorCode)) kindsAt.set(lead.successorCode, new Set())
      const suggested = ways.map((way) => ({ ...way, takesPosts: way === lead }))
      return { ...decisionOf('post_without_home', code, { name: plan.standing.get(code)?.name ?? code, count }), ...(lead ? { suggested } : {}) }
    }),
    ...lacking,
  ]
}

/** Where most of a unit goes: who takes its posts, the greatest share, the rest, the first named. */
export function leadOf(ways: readonly SuccessionRow[]): SuccessionRow | undefined {
  return ways.toSorted((a, b) => Number(b.takesPosts) - Number(a.takesPosts) || (b.share ?? 0) - (a.share ?? 0) || Number(b.isRest) - Number(a.isRest))[0]
}

/** Work that would lie in a unit in which nobody sits who could do it. */
function workDecisions(world: World, plan: Plan, codeOf: ReadonlyMap<UnitId, string>, kindsAt: ReadonlyMap<string, ReadonlySet<PostKind>>): Decision[] {
  const lacking = new Map<string, Set<PostKind>>()
  for (const { unitId, postKinds } of world.work) {
    const code = codeOf.get(unitId) ?? ''
    if (!plan.closing.has(code)) continue
    for (const { successorCode } of plan.waysOf.get(code) ?? []) {
      for (const kind of postKinds) {
        if (!bearerOf(plan, successorCode) || kindsAt.get(successorCode)?.has(kind)) continue
        lacking.set(successorCode, (lacking.get(successorCode) ?? new Set()).add(kind))
      }
    }
  }
  return [...lacking].map(([code, kinds]) => {
    const seated = kindsAt.get(code)
    const byKind = coverers.find((kind) => seated?.has(kind))
    const name = plan.opening.get(code)?.name ?? plan.standing.get(code)?.name ?? code
    const covers = byKind ? [...kinds].map((kind) => ({ kind, byKind })) : []
    return { ...decisionOf('work_without_post', code, { name, kinds: [...kinds].toSorted() }), ...(covers.length > 0 ? { covers } : {}) }
  })
}

/** Who stands in where a kind of post is missing, the first that is there. */
const coverers: readonly PostKind[] = ['leader', 'head', 'specialist', 'one_stop', 'clerk']

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
          name: plan.opening.get(successorCode)?.name ?? plan.standing.get(successorCode)?.name ?? successorCode,
          extent,
          share,
        })),
      },
    ]
  })
}
