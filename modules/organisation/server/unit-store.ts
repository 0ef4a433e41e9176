import { sql } from 'kysely'
import { isPermissionWord, type Day, type Grant, type PostKind } from '../contract.ts'
import type { OrganisationDb } from './tables.ts'
import type { UnitRow, UnitTerm } from './unit-tree.ts'

export async function listUnits(db: OrganisationDb): Promise<UnitRow[]> {
  const rows = await db
    .selectFrom('organisation.unit')
    .select([
      'id',
      'code',
      'tier',
      'agency_code as agencyCode',
      'calendar_id as calendarId',
      'longitude',
      'latitude',
      sql<Day>`opened_on::text`.as('openedOn'),
      sql<Day | null>`closed_on::text`.as('closedOn'),
    ])
    .execute()
  return rows.map(({ longitude, latitude, ...row }) => ({
    ...row,
    ...(longitude !== null && latitude !== null ? { position: [longitude, latitude] as const } : {}),
  }))
}

export function listUnitTerms(db: OrganisationDb): Promise<UnitTerm[]> {
  return db
    .selectFrom('organisation.unit_term')
    .select([
      'unit_id as unitId',
      sql<Day>`valid_from::text`.as('validFrom'),
      sql<Day | null>`valid_to::text`.as('validTo'),
      'name',
      'kind',
      'parent_id as parentId',
    ])
    .execute()
}

export type GrantRow = Grant & { postKind: PostKind; validFrom: Day; validTo: Day | null }

/** Grants whose word this release does not know are left out: what cannot be asked for cannot be had. */
export async function listGrants(db: OrganisationDb): Promise<GrantRow[]> {
  const rows = await db
    .selectFrom('organisation.post_grant')
    .select([
      'post_kind as postKind',
      'permission',
      'scope',
      sql<Day>`valid_from::text`.as('validFrom'),
      sql<Day | null>`valid_to::text`.as('validTo'),
    ])
    .orderBy('post_kind')
    .orderBy('permission')
    .execute()
  return rows.flatMap(({ permission, ...row }) =>
    isPermissionWord(permission) ? [{ ...row, permission }] : [],
  )
}

/** Writes those default grants of which the city has never decided anything; an ended grant stays ended. */
export async function insertMissingGrants(
  db: OrganisationDb,
  grants: readonly (Grant & { postKind: PostKind })[],
  from: Day,
): Promise<number> {
  const result = await sql`
    insert into organisation.post_grant (post_kind, permission, scope, valid_from)
    select wanted.post_kind, wanted.permission, wanted.scope, ${from}::date
    from jsonb_to_recordset(${JSON.stringify(grants.map(({ postKind, permission, scope }) => ({ post_kind: postKind, permission, scope })))}::jsonb)
      as wanted (post_kind text, permission text, scope text)
    where not exists (
      select from organisation.post_grant known
      where known.post_kind = wanted.post_kind and known.permission = wanted.permission)
    on conflict do nothing`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

export async function getRevision(db: OrganisationDb): Promise<number> {
  const row = await db.selectFrom('organisation.revision').select('number').executeTakeFirstOrThrow()
  return row.number
}

/** Tells every process that units or grants changed; they notice with the next session they look up. */
export async function raiseRevision(db: OrganisationDb): Promise<void> {
  await db
    .updateTable('organisation.revision')
    .set((row) => ({ number: row('number', '+', 1) }))
    .execute()
}
