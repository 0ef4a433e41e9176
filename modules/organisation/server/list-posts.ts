import type { ReorganisationPosts } from '../reorganisation.ts'
import { organisationErrors } from './errors.ts'
import { loadWorld } from './load-world.ts'
import type { Parts } from './parts.ts'
import { postsHomeOf } from './plan-posts.ts'
import { listFields, listPostPeople } from './post-people-store.ts'
import { readPlan } from './read-plan.ts'
import { findReorganisation, getDraft } from './reorganisation-store.ts'
import type { WorkPort } from './work-port.ts'

/** The posts of one old unit with the people on them and where each goes: with the unit, or to a home of its own. */
export async function listPosts(
  parts: Parts,
  work: WorkPort,
  id: number,
  unitCode: string,
): Promise<ReorganisationPosts> {
  const row = await findReorganisation(parts.db, id)
  if (!row) throw organisationErrors.noReorganisation(id)
  const draft = await getDraft(parts.db, row)
  const world = await loadWorld(parts.db, work, draft)
  const plan = readPlan(draft, world)
  const unit = plan.standing.get(unitCode)
  if (!unit) throw organisationErrors.unitNotFound(unitCode)
  const own = new Map(draft.postHomes.map((home) => [home.postId, home]))
  const posts = world.posts.filter((post) => post.unitId === unit.id)
  const people = await listPostPeople(
    parts.db,
    posts.map((post) => post.postId),
    row.effectiveOn,
  )
  return {
    posts: posts.map(({ postId, kind, title }) => ({
      postId,
      kind: own.get(postId)?.kind ?? kind,
      title,
      fields: people.get(postId)?.fields ?? [],
      people: people.get(postId)?.names ?? [],
      home:
        own.get(postId)?.successorCode ??
        (plan.closing.has(unitCode) ? (postsHomeOf(plan, unitCode) ?? null) : unitCode),
      isOwnHome: own.has(postId),
    })),
    fields: await listFields(parts.db),
  }
}
