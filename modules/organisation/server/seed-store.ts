import { sql } from 'kysely'
import type { Day, PostKind, Tier, UnitId } from '../contract.ts'
import type { OrganisationDb } from './tables.ts'

/** Any number will do as long as every writer of ids takes the same one. */
const ID_LOCK = 7_220_102

export type LastIds = { unit: number; post: number; person: number; account: number }

/** Ids are made here and not by sequences, so that the same input gives the same city; one writer at a time. */
export async function lockIds(db: OrganisationDb): Promise<LastIds> {
  await sql`select pg_advisory_xact_lock(${ID_LOCK})`.execute(db)
  const { rows } = await sql<LastIds>`
    select
      (select coalesce(max(id), 0) from organisation.unit) as unit,
      (select coalesce(max(id), 0) from organisation.post) as post,
      (select coalesce(max(id), 0) from organisation.person) as person,
      (select coalesce(max(id), 0) from organisation.account) as account`.execute(db)
  return rows[0] ?? { unit: 0, post: 0, person: 0, account: 0 }
}

export async function listUnitIds(db: OrganisationDb): Promise<Map<string, UnitId>> {
  // Of several bearers of a code the first one is meant: seeds speak of the city as it was founded.
  const rows = await db
    .selectFrom('organisation.unit')
    .select(['code', 'id'])
    .orderBy('opened_on', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.code, row.id]))
}

/** The code of the unit at the top; undefined in an empty city. */
export async function findCityCode(db: OrganisationDb): Promise<string | undefined> {
  const row = await db
    .selectFrom('organisation.unit')
    .select('code')
    .where('tier', '=', 'city')
    .orderBy('id')
    .executeTakeFirst()
  return row?.code
}

export async function listKnownLogins(db: OrganisationDb, logins: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('organisation.account')
    .select('login')
    .where('login', '=', sql<string>`any(${[...logins]}::text[])`)
    .execute()
  return new Set(rows.map((row) => row.login))
}

export type NewUnit = {
  id: number
  code: string
  tier: Tier
  agency_code: string | null
  calendar_id: number
  longitude: number | null
  latitude: number | null
  opened_on: Day
  closed_on: Day | null
  name: string
  kind: string
  parent_id: number | null
}

export async function insertUnits(db: OrganisationDb, units: readonly NewUnit[]): Promise<void> {
  const json = JSON.stringify(units)
  await sql`
    insert into organisation.unit (id, code, tier, agency_code, calendar_id, longitude, latitude, opened_on, closed_on)
    select id, code, tier, agency_code, calendar_id, longitude, latitude, opened_on, closed_on
    from jsonb_to_recordset(${json}::jsonb) as new (
      id int, code text, tier text, agency_code text, calendar_id int,
      longitude double precision, latitude double precision, opened_on date, closed_on date)`.execute(db)
  await sql`
    insert into organisation.unit_term (unit_id, valid_from, valid_to, name, kind, parent_id)
    select id, opened_on, closed_on, name, kind, parent_id
    from jsonb_to_recordset(${json}::jsonb) as new (
      id int, opened_on date, closed_on date, name text, kind text, parent_id int)`.execute(db)
}

export type NewStaff = {
  people: readonly { id: number; full_name: string; given_name_key: string }[]
  accounts: readonly { id: number; person_id: number; login: string }[]
  posts: readonly {
    id: number
    unit_id: number
    kind: PostKind
    title: string
    fields: readonly string[]
    person_id: number
  }[]
}

export async function insertStaff(
  db: OrganisationDb,
  { people, accounts, posts }: NewStaff,
  {
    validFrom,
    passwordHash,
    passwordChangedAt,
  }: { validFrom: Day; passwordHash: string; passwordChangedAt: Date | null },
): Promise<void> {
  await sql`
    insert into organisation.person (id, full_name, given_name_key)
    select id, full_name, given_name_key
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as new (id int, full_name text, given_name_key text)`.execute(
    db,
  )
  await sql`
    insert into organisation.account (id, person_id, login, password_hash, password_changed_at)
    select id, person_id, login, ${passwordHash}, ${passwordChangedAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as new (id int, person_id int, login text)`.execute(
    db,
  )
  await sql`
    insert into organisation.post (id, unit_id, kind, title, fields, valid_from)
    select id, unit_id, kind, title, fields, ${validFrom}::date
    from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as new (id int, unit_id int, kind text, title text, fields text[])`.execute(
    db,
  )
  await sql`
    insert into organisation.assignment (person_id, post_id, valid_from)
    select person_id, id, ${validFrom}::date
    from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as new (id int, person_id int)`.execute(db)
}
