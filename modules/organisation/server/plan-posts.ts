import type { PostKind, UnitId } from '../contract.ts'
import type { Decision, SuccessionRow } from '../reorganisation.ts'
import { decisionOf } from './decision-words.ts'
import { bearerOf, type Draft, type Plan, type World } from './read-plan.ts'

/** Where the posts of a closing unit go: the only successor, the one that takes posts, or nowhere yet. */
export function postsHomeOf(plan: Plan, code: string): string | undefined {
  const ways = plan.waysOf.get(code) ?? []
  return (ways.find((way) => way.takesPosts) ?? (ways.length === 1 ? ways[0] : undefined))?.successorCode
}

/** Posts of closing units without a home, and work that would lie where nobody could do it. */
export function postDecisions(draft: Draft, world: World, plan: Plan): Decision[] {
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
      const lead =
        ways.find((way) => plan.opening.has(way.successorCode) && !kindsAt.has(way.successorCode)) ??
        leadOf(ways)
      if (lead && !kindsAt.has(lead.successorCode)) kindsAt.set(lead.successorCode, new Set())
      const suggested = ways.map((way) => ({ ...way, takesPosts: way === lead }))
      return {
        ...decisionOf('post_without_home', code, { name: plan.standing.get(code)?.name ?? code, count }),
        ...(lead ? { suggested, ground: 'seat' as const } : {}),
      }
    }),
    ...lacking,
  ]
}

/** Where most of a unit goes: who takes its posts, the greatest share, the rest, the first named. */
export function leadOf(ways: readonly SuccessionRow[]): SuccessionRow | undefined {
  return ways.toSorted(
    (a, b) =>
      Number(b.takesPosts) - Number(a.takesPosts) ||
      (b.share ?? 0) - (a.share ?? 0) ||
      Number(b.isRest) - Number(a.isRest),
  )[0]
}

/** Work that would lie in a unit in which nobody sits who could do it. */
function workDecisions(
  world: World,
  plan: Plan,
  codeOf: ReadonlyMap<UnitId, string>,
  kindsAt: ReadonlyMap<string, ReadonlySet<PostKind>>,
): Decision[] {
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
    return {
      ...decisionOf('work_without_post', code, { name, kinds: [...kinds].toSorted() }),
      ...(covers.length > 0 ? { covers, ground: 'cover' as const } : {}),
    }
  })
}

/** Who stands in where a kind of post is missing, the first that is there. */
const coverers: readonly PostKind[] = ['leader', 'head', 'specialist', 'one_stop', 'clerk']
