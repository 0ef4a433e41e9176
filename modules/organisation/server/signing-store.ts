import { sql } from 'kysely'
import type { Day, PostId, UnitId } from '../contract.ts'
import type { SignersPost, SigningRule } from './signing-flow.ts'
import type { OrganisationDb } from './tables.ts'

export async function listSigningRules(db: OrganisationDb, day: Day): Promise<SigningRule[]> {
  const { rows } = await sql<SigningRule>`
    select basis, abbreviation, mark from organisation.signing_rule
    where valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)`.execute(db)
  return rows
}

export function findPost(db: OrganisationDb, postId: PostId): Promise<SignersPost | undefined> {
  return db
    .selectFrom('organisation.post')
    .select(['unit_id as unitId', 'kind', 'title'])
    .where('id', '=', postId)
    .executeTakeFirst()
}

/** The titles of the leaders' posts of the unit on the day, whether or not somebody sits on them. */
export async function listLeaderTitles(db: OrganisationDb, day: Day, unitId: UnitId): Promise<string[]> {
  const { rows } = await sql<{ title: string }>`
    select title from organisation.post
    where unit_id = ${unitId} and kind = 'leader' and valid_from <= ${day}::date
      and (valid_to is null or valid_to > ${day}::date)
    order by id`.execute(db)
  return rows.map(({ title }) => title)
}
