import type { Day, PostId } from '../contract.ts'
import {
  changeUnits,
  closeUnits,
  insertAliases,
  movePosts,
  noteSuccession,
  noteUnits,
  openCovers,
  type PostMove,
} from './apply-store.ts'
import { organisationErrors } from './errors.ts'
import { calendarOf } from './plan-reorganisation.ts'
import { leadOf, postsHomeOf } from './plan-posts.ts'
import { bearerOf, readPlan, type Draft, type Plan, type World } from './read-plan.ts'
import { insertUnits, lockIds } from './seed-store.ts'
import type { OrganisationDb } from './tables.ts'

/** Where every code of the document points on the new map. */
type Ids = { planned: ReadonlyMap<string, number>; plan: Plan }

/** Writes the new map, dated on its day: units, posts and their people, addresses. One transaction, some thousand rows. */
export async function writeMap(tx: OrganisationDb, draft: Draft, world: World): Promise<void> {
  const day = draft.head.effectiveOn
  const plan = readPlan(draft, world)
  const last = await lockIds(tx)
  const opening = [...plan.opening.values()]
  const ids: Ids = {
    plan,
    planned: new Map(opening.map((unit, index) => [unit.code, last.unit + index + 1])),
  }

  await closeUnits(
    tx,
    draft.id,
    [...plan.closing].map((code) => standingId(plan, code)),
    day,
  )
  await insertUnits(
    tx,
    opening.map((unit) => ({
      id: idOf(ids, unit.code),
      code: unit.code,
      tier: unit.tier ?? 'commune',
      agency_code: unit.agencyCode ?? null,
      calendar_id: calendarOf(plan, unit) ?? 1,
      longitude: unit.position?.[0] ?? null,
      latitude: unit.position?.[1] ?? null,
      opened_on: day,
      closed_on: null,
      name: (unit.name ?? unit.code).normalize('NFC'),
      kind: (unit.kind ?? '').normalize('NFC'),
      parent_id: unit.parentCode ? idOf(ids, unit.parentCode) : null,
    })),
  )
  await noteUnits(tx, draft.id, 'open', [...ids.planned.values()])
  await changeUnits(
    tx,
    draft.id,
    [...plan.changing.values()].map((unit) => ({
      unit_id: standingId(plan, unit.code),
      name: (unit.name ?? unit.code).normalize('NFC'),
      kind: (unit.kind ?? '').normalize('NFC'),
      parent_id: unit.parentCode ? idOf(ids, unit.parentCode) : null,
    })),
    day,
  )
  await noteSuccession(
    tx,
    draft.id,
    draft.rows.map((row) => ({
      predecessorCode: row.predecessorCode,
      predecessorId: standingId(plan, row.predecessorCode),
      successorCode: row.successorCode,
      successorId: idOf(ids, row.successorCode),
    })),
  )
  const moves = await writePosts(tx, draft, world, ids, last.post, day)
  await writeCovers(tx, draft, world, { ids, moves, lastPost: last.post + moves.length, day })
  await insertAliases(
    tx,
    draft.id,
    [...plan.closing].flatMap((code) => {
      const lead = leadOf(plan.waysOf.get(code) ?? [])
      const agency_code = plan.standing.get(code)?.agencyCode
      return lead && agency_code ? [{ agency_code, unit_id: idOf(ids, lead.successorCode) }] : []
    }),
    day,
  )
}

/** Posts that came to closing units after the map was written follow the others; the world is the one before the map. */
export async function moveLatePosts(
  tx: OrganisationDb,
  draft: Draft,
  world: World,
  successorIds: ReadonlyMap<string, number>,
): Promise<number> {
  const last = await lockIds(tx)
  const plan = readPlan(draft, world)
  const moves = await writePosts(
    tx,
    draft,
    world,
    { plan, planned: successorIds },
    last.post,
    draft.head.effectiveOn,
  )
  return moves.length
}

async function writePosts(
  tx: OrganisationDb,
  draft: Draft,
  world: World,
  ids: Ids,
  lastPost: PostId,
  day: Day,
): Promise<PostMove[]> {
  const codeOf = new Map(world.units.map((unit) => [unit.id, unit.code]))
  const ownHome = new Map(draft.postHomes.map((home) => [home.postId, home]))
  const moves: PostMove[] = []
  for (const post of world.posts) {
    const code = codeOf.get(post.unitId) ?? ''
    const home = ownHome.get(post.postId)
    const isLeaving = ids.plan.closing.has(code) && standingId(ids.plan, code) === post.unitId
    const target = home?.successorCode ?? (isLeaving ? postsHomeOf(ids.plan, code) : undefined)
    if (target === undefined) continue
    moves.push({
      from_post: post.postId,
      to_post: lastPost + moves.length + 1,
      to_unit: idOf(ids, target),
      kind: home?.kind ?? post.kind,
    })
  }
  await movePosts(tx, draft.id, moves, day)
  return moves
}

type Covering = { ids: Ids; moves: readonly PostMove[]; lastPost: PostId; day: Day }

async function writeCovers(
  tx: OrganisationDb,
  draft: Draft,
  world: World,
  { ids, moves, lastPost, day }: Covering,
): Promise<void> {
  const gone = new Set(moves.map((move) => move.from_post))
  const seated = [
    ...moves.map((move) => ({ unit: move.to_unit, kind: move.kind, post: move.to_post })),
    ...world.posts
      .filter((post) => !gone.has(post.postId))
      .map((post) => ({ unit: post.unitId, kind: post.kind, post: post.postId })),
  ]
  const covers = draft.covers.flatMap(({ code, kind, byKind }) => {
    const unit = idOf(ids, code)
    const by = seated.find((seat) => seat.unit === unit && seat.kind === byKind)
    return by ? [{ unit, kind, by_post: by.post }] : []
  })
  await openCovers(
    tx,
    draft.id,
    covers.map((cover, index) => ({ ...cover, post: lastPost + index + 1 })),
    day,
  )
}

function standingId(plan: Plan, code: string): number {
  const unit = plan.standing.get(code)
  if (!unit) throw organisationErrors.unitNotFound(code)
  return unit.id
}

/** The unit that bears the code on the new map. */
function idOf({ planned, plan }: Ids, code: string): number {
  const id = planned.get(code) ?? (bearerOf(plan, code) === 'standing' ? standingId(plan, code) : undefined)
  if (id === undefined) throw organisationErrors.unitNotFound(code)
  return id
}
