import { sql } from 'kysely'
import { sqlState } from '#platform/database.ts'
import type { EndAuthority, RecordAuthority } from '../authority.ts'
import type { AccountId, Day } from '../contract.ts'
import { authorityErrors } from './authority-errors.ts'
import type { Authority } from './authority-flow.ts'
import type { OrganisationDb } from './tables.ts'

/** Every delegation of authority ever recorded, the latest first. */
export async function listAuthorities(db: OrganisationDb): Promise<Authority[]> {
  const { rows } = await sql<Authority>`
    select a.id, a.from_unit_id as "fromUnitId", a.to_unit_id as "toUnitId", a.kind, a.legal_number as "legalNumber",
      a.decided_on::text as "decidedOn", a.legal_ground as "legalGround", a.valid_from::text as "validFrom",
      a.valid_to::text as "validTo", a.procedure_codes as "procedureCodes", a.fields, a.conditions,
      recorder.full_name as recorder, a.recorded_at as "recordedAt", a.ended_on::text as "endedOn",
      a.end_legal_number as "endLegalNumber", a.end_decided_on::text as "endDecidedOn", ender.full_name as ender,
      a.ended_at as "endedAt"
    from organisation.authority a
    join organisation.account recording on recording.id = a.recorded_by
    join organisation.person recorder on recorder.id = recording.person_id
    left join organisation.account ending on ending.id = a.ended_by
    left join organisation.person ender on ender.id = ending.person_id
    order by a.valid_from desc, a.id desc`.execute(db)
  return rows
}

type By = { by: AccountId; at: Date }

/** Two who record in the same moment ask for the same id: the second is told to look again. Errors: `organisation.authority_wrong`. */
export async function insertAuthority(
  db: OrganisationDb,
  wish: RecordAuthority,
  { id, validTo, by, at }: { id: number; validTo: Day | null } & By,
): Promise<void> {
  try {
    await sql`
      insert into organisation.authority (id, from_unit_id, to_unit_id, kind, legal_number, decided_on, legal_ground,
        valid_from, valid_to, procedure_codes, fields, conditions, recorded_by, recorded_at)
      values (${id}, ${wish.fromUnitId}, ${wish.toUnitId}, ${wish.kind}, ${wish.legalNumber.trim()}, ${wish.decidedOn}::date,
        ${wish.legalGround.trim()}, ${wish.from}::date, ${validTo}::date, ${wish.procedureCodes}::text[],
        ${wish.fields}::text[], ${wish.conditions ?? ''}, ${by}, ${at.toISOString()}::timestamptz)`.execute(
      db,
    )
  } catch (error) {
    if (sqlState(error) === '23505') throw authorityErrors.authorityWrong('meanwhile')
    throw error
  }
}

/** Answers whether it was still to be ended. */
export async function setAuthorityEnded(
  db: OrganisationDb,
  id: number,
  end: EndAuthority,
  { by, at }: By,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update organisation.authority set ended_on = ${end.from}::date, end_legal_number = ${end.legalNumber.trim()},
      end_decided_on = ${end.decidedOn}::date, ended_by = ${by}, ended_at = ${at.toISOString()}::timestamptz
    where id = ${id} and ended_on is null`.execute(db)
  return numAffectedRows === 1n
}
