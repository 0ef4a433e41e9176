import { sql } from 'kysely'
import { sqlState } from '#platform/database.ts'
import type { AccountId, Day, PersonId, PostId, PostKind, UnitId } from '../contract.ts'
import type { RecordSubstitution } from '../substitution.ts'
import { organisationErrors } from './errors.ts'
import type { OrganisationDb } from './tables.ts'

export type Substitution = {
  id: number
  /** The post where it lies today; a reorganisation may have moved it. */
  postId: PostId
  unitId: UnitId
  kind: PostKind
  title: string
  fields: string[]
  personId: PersonId
  away: string
  /** Null where the person never had an account. */
  awayAccountId: AccountId | null
  substituteId: PersonId
  substitute: string
  validFrom: Day
  validTo: Day
  reason: string
  legalNumber: string
  /** With `procedureCodes`, what it is for; both empty: all the work of the post. */
  scopeFields: string[]
  procedureCodes: string[]
  recordedBy: AccountId
  recorder: string
  approver: string | null
  endedOn: Day | null
  endedBy: AccountId | null
}

/**
 * Every substitution ever recorded, the latest first, each on the post that follows its own by the day. Names and posts are
 * looked up a row at a time, whatever the tables are thought to hold: a join of so many lets the planner multiply people by
 * people where it takes each for one row, as after a bulk load that nothing has counted yet.
 */
export async function listSubstitutions(db: OrganisationDb, day: Day): Promise<Substitution[]> {
  const { rows } = await sql<Substitution>`
    select s.id, post.id as "postId", post.unit_id as "unitId", post.kind, post.title, post.fields,
      s.person_id as "personId", (select full_name from organisation.person where id = s.person_id) as away,
      (select min(id) from organisation.account where person_id = s.person_id) as "awayAccountId",
      s.substitute_id as "substituteId", (select full_name from organisation.person where id = s.substitute_id) as substitute,
      s.valid_from::text as "validFrom", s.valid_to::text as "validTo", s.reason, s.legal_number as "legalNumber", s.fields as "scopeFields", s.procedure_codes as "procedureCodes",
      s.recorded_by as "recordedBy", ${nameOfAccount('recorded_by')} as recorder, ${nameOfAccount('approved_by')} as approver, s.ended_on::text as "endedOn", s.ended_by as "endedBy"
    from (
      select one.*, (
        with recursive lies (post_id) as (
          select one.post_id
          union
          select move.to_post_id from lies
          join organisation.post_move move on move.from_post_id = lies.post_id and move.effective_on <= ${day}::date
        )
        select post_id from lies where not exists (
          select from organisation.post_move move
          where move.from_post_id = lies.post_id and move.to_post_id <> lies.post_id and move.effective_on <= ${day}::date)
        limit 1) as lies_on
      from organisation.substitution one
      offset 0
    ) s
    join organisation.post post on post.id = s.lies_on
    order by s.valid_from desc, s.id desc`.execute(db)
  return rows
}

function nameOfAccount(column: 'recorded_by' | 'approved_by') {
  return sql`(select full_name from organisation.person where id = (select person_id from organisation.account where id = s.${sql.ref(column)}))`
}

/** Until the transaction ends nobody else records, approves or ends one: who reads the list now, reads all of it. */
export async function lockSubstitutions(db: OrganisationDb): Promise<void> {
  await sql`lock table organisation.substitution in share row exclusive mode`.execute(db)
}

/** Errors: `organisation.substituted_already` when somebody stands in on one of the days. */
export async function insertSubstitution(
  db: OrganisationDb,
  { postId, substituteId, from, reason, legalNumber, fields = [], procedureCodes = [] }: RecordSubstitution,
  {
    personId,
    validTo,
    by,
    at,
    approved,
  }: { personId: PersonId; validTo: Day; by: AccountId; at: Date; approved: boolean },
): Promise<number> {
  try {
    const { rows } = await sql<{ id: number }>`
      insert into organisation.substitution
        (id, post_id, person_id, substitute_id, valid_from, valid_to, reason, legal_number, recorded_by, recorded_at, approved_by, approved_at,
          fields, procedure_codes)
      select coalesce(max(id), 0) + 1, ${postId}, ${personId}, ${substituteId}, ${from}::date, ${validTo}::date, ${reason}, ${legalNumber},
        ${by}, ${at.toISOString()}::timestamptz, ${approved ? by : null}::int, ${approved ? at.toISOString() : null}::timestamptz,
        ${fields}::text[], ${procedureCodes}::text[]
      from organisation.substitution returning id`.execute(db)
    return rows[0]?.id ?? 0
  } catch (error) {
    if (sqlState(error) === '23P01') throw organisationErrors.substitutedAlready()
    throw error
  }
}

export async function setApproved(db: OrganisationDb, id: number, by: AccountId, at: Date): Promise<void> {
  await db
    .updateTable('organisation.substitution')
    .set({ approved_by: by, approved_at: at })
    .where('id', '=', id)
    .where('approved_by', 'is', null)
    .execute()
}

export async function setEnded(
  db: OrganisationDb,
  id: number,
  by: AccountId,
  at: Date,
  day: Day,
): Promise<void> {
  await db
    .updateTable('organisation.substitution')
    .set({ ended_by: by, ended_at: at, ended_on: day })
    .where('id', '=', id)
    .where('ended_by', 'is', null)
    .execute()
}
