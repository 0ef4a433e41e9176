import { sql } from 'kysely'
import type { Day, PostId, PostKind, UnitId } from '../contract.ts'
import type { OrganisationDb } from './tables.ts'

/** Who is on the posts from the day on, by name, and for which fields. */
export async function listPostPeople(
  db: OrganisationDb,
  posts: readonly PostId[],
  day: Day,
): Promise<Map<PostId, { fields: string[]; names: string[] }>> {
  const { rows } = await sql<{ postId: PostId; fields: string[]; names: string[] }>`
    select post.id as "postId", post.fields, coalesce(array_agg(person.full_name order by person.id) filter (where person.id is not null), '{}') as names
    from organisation.post post
    left join organisation.assignment a on a.post_id = post.id and (a.valid_to is null or a.valid_to > ${day}::date)
    left join organisation.person person on person.id = a.person_id
    where post.id = any(${[...posts]}::int[]) group by post.id`.execute(db)
  return new Map(rows.map(({ postId, ...row }) => [postId, row]))
}

/** Kinds of the posts that each unit has on the day, whether somebody is on them or not. */
export async function listPostKindsOn(
  db: OrganisationDb,
  day: Day,
): Promise<Map<UnitId, ReadonlySet<PostKind>>> {
  const { rows } = await sql<{ unitId: UnitId; kinds: PostKind[] }>`
    select unit_id as "unitId", array_agg(distinct kind) as kinds from organisation.post
    where valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date) group by unit_id`.execute(
    db,
  )
  return new Map(rows.map(({ unitId, kinds }) => [unitId, new Set(kinds)]))
}

/** Every field that some post is for. */
export async function listFields(db: OrganisationDb): Promise<string[]> {
  const { rows } = await sql<{ field: string }>`
    select distinct unnest(fields) as field from organisation.post order by 1 limit 500`.execute(db)
  return rows.map((row) => row.field)
}
