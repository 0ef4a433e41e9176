import { sql } from 'kysely'
import type { Day, PostId } from '../contract.ts'
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

/** Every field that some post is for. */
export async function listFields(db: OrganisationDb): Promise<string[]> {
  const { rows } = await sql<{ field: string }>`
    select distinct unnest(fields) as field from organisation.post order by 1 limit 500`.execute(db)
  return rows.map((row) => row.field)
}
