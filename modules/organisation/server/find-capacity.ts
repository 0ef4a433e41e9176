import type { AuthorityGiven, Day, PostId } from '../contract.ts'
import { listHeldPosts } from './account-store.ts'
import type { Parts } from './parts.ts'
import { capacityLines, signsForUnit, type SignersPost, type SigningFacts } from './signing-flow.ts'
import { findPost, listLeaderTitles, listSigningRules } from './signing-store.ts'

/** What is on record about a signature. */
export type Signing = {
  postId: PostId
  onDay: Day
  /** The substitution by which the post was another's. */
  substitution?: number | undefined
  /** The delegation under which the case is decided. */
  given?: AuthorityGiven | undefined
}

/** The lines that stand over the signer's name by the rules of the day; none where the post signs for nobody. */
export async function findCapacity(
  parts: Pick<Parts, 'db' | 'registry'>,
  { postId, onDay, substitution, given }: Signing,
): Promise<string[]> {
  const { db, registry } = parts
  const post = await findPost(db, postId)
  if (!post || !signsForUnit(post)) return []
  const units = registry.units(onDay)
  const own = substitution === undefined ? null : await substitutesPost(parts, substitution, post, onDay)
  const isGiven = given?.kind === 'delegated' && units.heirs(given.toUnitId).has(post.unitId)
  const giver = isGiven ? units.find(given.fromUnitId) : undefined
  const facts: SigningFacts = {
    post,
    own,
    ownUnit: own ? (units.find(own.unitId) ?? null) : null,
    leaders: await listLeaderTitles(db, onDay, post.unitId),
    giver: giver ? { unit: giver, leaders: await listLeaderTitles(db, onDay, giver.id) } : null,
  }
  return capacityLines(await listSigningRules(db, onDay), facts)
}

/** Of several posts the one nearest to what is signed: a leader's of the same unit, a head's of it, any of it. */
async function substitutesPost(
  { db, registry }: Pick<Parts, 'db' | 'registry'>,
  substitution: number,
  post: SignersPost,
  day: Day,
): Promise<SignersPost | null> {
  const one = registry.substitutions().find(({ id }) => id === substitution)
  if (!one) return null
  const held = await listHeldPosts(db, day, [one.substituteId])
  const rank = ({ unitId, kind }: SignersPost) =>
    (unitId === post.unitId ? 0 : 4) + (kind === 'leader' ? 0 : kind === 'head' ? 1 : 2)
  return held.toSorted((a, b) => rank(a) - rank(b))[0] ?? null
}
