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
}

/** Every substitution ever recorded, the latest first, each on the post that follows its own by the day. */
export async function listSubstitutions(db: OrganisationDb, day: Day): Promise<Substitution[]> {
  const { rows } = await sql<Substitution>`
    with recursive lies (id, post_id) as (
      select id, post_id from organisation.substitution
      union
      select lies.id, move.to_post_id from lies
      join organisation.post_move move on move.from_post_id = lies.post_id and move.effective_on <= ${day}::date
    )
    select s.id, post.id as "postId", post.unit_id as "unitId", post.kind, post.title, post.fields,
      s.person_id as "personId", away.full_name as away,
      (select min(a.id) from organisation.account a where a.person_id = s.person_id) as "awayAccountId",
      s.substitute_id as "substituteId", substitute.full_name as substitute,
      s.valid_from::text as "validFrom", s.valid_to::text as "validTo", s.reason, s.legal_number as "legalNumber", s.fields as "scopeFields", s.procedure_codes as "procedureCodes",
      s.recorded_by as "recordedBy", recorder.full_name as recorder, approver.full_name as approver, s.ended_on::text as "endedOn"
    from organisation.substitution s
    join lies on lies.id = s.id and not exists (
      select from organisation.post_move move
      where move.from_post_id = lies.post_id and move.to_post_id <> lies.post_id and move.effective_on <= ${day}::date)
    join organisation.post post on post.id = lies.post_id
    join organisation.person away on away.id = s.person_id
    join organisation.person substitute on substitute.id = s.substitute_id
    join organisation.account recording on recording.id = s.recorded_by
    join organisation.person recorder on recorder.id = recording.person_id
    left join organisation.account approving on approving.id = s.approved_by
    left join organisation.person approver on approver.id = approving.person_id
    order by s.valid_from desc, s.id desc`.execute(db)
  return rows
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
