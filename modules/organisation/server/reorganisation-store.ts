import { sql } from 'kysely'
import type { AccountId, Day, PostId } from '../contract.ts'
import type {
  PlannedUnit,
  ReorganisationHead,
  ReorganisationStatus,
  SuccessionRow,
} from '../reorganisation.ts'
import type { Cover, Draft, OtherDocument } from './read-plan.ts'
import type { OrganisationDb } from './tables.ts'

export type ReorganisationRow = ReorganisationHead & {
  id: number
  status: ReorganisationStatus
  version: number
  changedBy: AccountId | null
  appliedBy: AccountId | null
  appliedPost: PostId | null
  opens: number
  changes: number
  closes: number
  rows: number
}

function select(where = sql`true`, lock = sql``) {
  return sql<ReorganisationRow>`
    select id, title, effective_on::text as "effectiveOn", legal_number as "legalNumber", legal_date::text as "legalDate", status, version,
      changed_by as "changedBy", applied_by as "appliedBy", applied_post as "appliedPost",
      (select count(*)::int from organisation.reorganisation_unit u where u.reorganisation_id = r.id and act = 'open') as opens,
      (select count(*)::int from organisation.reorganisation_unit u where u.reorganisation_id = r.id and act = 'change') as changes,
      (select count(*)::int from organisation.reorganisation_unit u where u.reorganisation_id = r.id and act = 'close') as closes,
      (select count(*)::int from organisation.succession s where s.reorganisation_id = r.id) as rows
    from organisation.reorganisation r where ${where} order by effective_on desc, id desc ${lock}`
}

export async function listReorganisations(db: OrganisationDb): Promise<ReorganisationRow[]> {
  return (await select().execute(db)).rows
}

export async function findReorganisation(
  db: OrganisationDb,
  id: number,
  lock: 'locked' | 'read' = 'read',
): Promise<ReorganisationRow | undefined> {
  const { rows } = await select(sql`id = ${id}`, lock === 'locked' ? sql`for update` : sql``).execute(db)
  return rows[0]
}

/** Documents whose day has come and whose work may not all have found its home yet. */
export async function listDue(db: OrganisationDb, today: Day): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from organisation.reorganisation where status = 'applying' or (status = 'scheduled' and effective_on <= ${today}::date) order by effective_on, id`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

/** Undefined when the same decision already has a document for that day. */
export async function insertReorganisation(
  db: OrganisationDb,
  head: ReorganisationHead,
  by: AccountId | null,
  now: Date,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into organisation.reorganisation (id, title, effective_on, legal_number, legal_date, status, version, changed_by, created_at)
    select coalesce(max(id), 0) + 1, ${head.title}, ${head.effectiveOn}::date, ${head.legalNumber}, ${head.legalDate}::date, 'draft', 1, ${by}, ${now.toISOString()}::timestamptz
    from organisation.reorganisation
    on conflict (legal_number, effective_on) do nothing returning id`.execute(db)
  return rows[0]?.id
}

export async function updateHead(db: OrganisationDb, id: number, head: ReorganisationHead): Promise<void> {
  await sql`
    update organisation.reorganisation set title = ${head.title}, effective_on = ${head.effectiveOn}::date, legal_number = ${head.legalNumber}, legal_date = ${head.legalDate}::date
    where id = ${id}`.execute(db)
}

/** A change of the document makes a new version of it and names who made it. */
export async function setStatus(
  db: OrganisationDb,
  id: number,
  status: ReorganisationStatus,
  changedBy?: AccountId | null,
): Promise<void> {
  const changed = changedBy === undefined ? sql`` : sql`, version = version + 1, changed_by = ${changedBy}`
  await sql`update organisation.reorganisation set status = ${status} ${changed} where id = ${id}`.execute(db)
}

export async function setApproved(db: OrganisationDb, id: number, by: AccountId): Promise<void> {
  await sql`update organisation.reorganisation set approved_by = ${by} where id = ${id}`.execute(db)
}

export async function setApplied(db: OrganisationDb, id: number, by: AccountId, post: PostId): Promise<void> {
  await sql`update organisation.reorganisation set applied_by = ${by}, applied_post = ${post} where id = ${id}`.execute(
    db,
  )
}

export async function setFinished(db: OrganisationDb, id: number, now: Date): Promise<void> {
  await sql`update organisation.reorganisation set status = 'applied', finished_at = ${now.toISOString()}::timestamptz where id = ${id} and status = 'applying'`.execute(
    db,
  )
}

export async function appendAct(
  db: OrganisationDb,
  id: number,
  act: string,
  by: AccountId | null,
  at: Date,
  facts: Record<string, unknown>,
): Promise<void> {
  await sql`
    insert into organisation.reorganisation_act (reorganisation_id, seq, at, account_id, act, facts)
    select ${id}, coalesce(max(seq), 0) + 1, ${at.toISOString()}::timestamptz, ${by}, ${act}, ${JSON.stringify(facts)}::jsonb
    from organisation.reorganisation_act where reorganisation_id = ${id}`.execute(db)
}

export async function listActs(
  db: OrganisationDb,
  id: number,
): Promise<{ seq: number; at: Date; by: string | null; act: string; facts: Record<string, unknown> }[]> {
  const { rows } = await sql<{
    seq: number
    at: Date
    by: string | null
    act: string
    facts: Record<string, unknown>
  }>`
    select seq, at, person.full_name as by, act, facts from organisation.reorganisation_act act
    left join organisation.account account on account.id = act.account_id left join organisation.person person on person.id = account.person_id
    where reorganisation_id = ${id} order by seq desc limit 200`.execute(db)
  return rows
}

export async function getDraft(db: OrganisationDb, row: ReorganisationRow): Promise<Draft> {
  const { title, effectiveOn, legalNumber, legalDate } = row
  const homes = await sql<Draft['postHomes'][number]>`
    select post_id as "postId", successor_code as "successorCode", kind from organisation.reorganisation_post where reorganisation_id = ${row.id}`.execute(
    db,
  )
  const covers =
    await sql<Cover>`select code, kind, by_kind as "byKind" from organisation.reorganisation_cover where reorganisation_id = ${row.id} order by code, kind`.execute(
      db,
    )
  return {
    id: row.id,
    version: row.version,
    head: { title, effectiveOn, legalNumber, legalDate },
    units: await listPlannedUnits(db, row.id),
    rows: await listRows(db, row.id),
    postHomes: homes.rows,
    covers: covers.rows,
    filingEnds: await listFilingEnds(db, row.id),
  }
}

async function listFilingEnds(db: OrganisationDb, id: number): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select procedure_code as code from organisation.reorganisation_filing_end where reorganisation_id = ${id} order by 1`.execute(
    db,
  )
  return rows.map(({ code }) => code)
}

export async function putFilingEnds(
  db: OrganisationDb,
  id: number,
  procedureCodes: readonly string[],
): Promise<void> {
  await sql`
    insert into organisation.reorganisation_filing_end (reorganisation_id, procedure_code)
    select ${id}, code from unnest(${[...procedureCodes]}::text[]) as given (code) on conflict do nothing`.execute(
    db,
  )
}

export async function listPlannedUnits(db: OrganisationDb, id: number): Promise<PlannedUnit[]> {
  const { rows } = await sql<{ unit: PlannedUnit }>`
    select json_strip_nulls(json_build_object('code', code, 'act', act, 'name', name, 'kind', kind, 'tier', tier, 'parentCode', parent_code,
      'agencyCode', agency_code, 'calendarId', calendar_id,
      'position', case when longitude is null then null else json_build_array(longitude, latitude) end)) as unit
    from organisation.reorganisation_unit where reorganisation_id = ${id} order by act, code`.execute(db)
  return rows.map((row) => row.unit)
}

export async function listRows(db: OrganisationDb, id: number): Promise<SuccessionRow[]> {
  const { rows } = await sql<SuccessionRow>`
    select predecessor_code as "predecessorCode", successor_code as "successorCode", extent, rule, share, takes, is_rest as "isRest", takes_posts as "takesPosts"
    from organisation.succession where reorganisation_id = ${id} order by predecessor_code, position, successor_code`.execute(
    db,
  )
  return rows
}

export async function putPlannedUnits(
  db: OrganisationDb,
  id: number,
  units: readonly PlannedUnit[],
): Promise<void> {
  const rows = units.map(({ position, ...unit }) => ({
    ...unit,
    longitude: position?.[0] ?? null,
    latitude: position?.[1] ?? null,
  }))
  await sql`
    insert into organisation.reorganisation_unit (reorganisation_id, code, act, name, kind, tier, parent_code, agency_code, calendar_id, longitude, latitude)
    select distinct on (code, act) ${id}, code, act, name, kind, tier, "parentCode", "agencyCode", "calendarId", longitude, latitude
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (code text, act text, name text, kind text, tier text, "parentCode" text, "agencyCode" text,
      "calendarId" int, longitude double precision, latitude double precision)
    on conflict (reorganisation_id, code, act) do update set name = excluded.name, kind = excluded.kind, tier = excluded.tier, parent_code = excluded.parent_code,
      agency_code = excluded.agency_code, calendar_id = excluded.calendar_id, longitude = excluded.longitude, latitude = excluded.latitude`.execute(
    db,
  )
}

export async function removePlannedUnit(
  db: OrganisationDb,
  id: number,
  code: string,
  act: PlannedUnit['act'],
): Promise<void> {
  await sql`delete from organisation.reorganisation_unit where reorganisation_id = ${id} and code = ${code} and act = ${act}`.execute(
    db,
  )
}

/** Replaces every way out of these predecessors. */
export async function putWays(
  db: OrganisationDb,
  id: number,
  predecessors: readonly string[],
  rows: readonly SuccessionRow[],
): Promise<void> {
  await sql`delete from organisation.succession where reorganisation_id = ${id} and predecessor_code = any(${[...predecessors]}::text[])`.execute(
    db,
  )
  const placed = rows.map((row, position) => ({ ...row, position }))
  await sql`
    insert into organisation.succession (reorganisation_id, predecessor_code, successor_code, position, extent, rule, share, takes, is_rest, takes_posts)
    select ${id}, "predecessorCode", "successorCode", position, extent, rule, share, takes, "isRest", "takesPosts"
    from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as given ("predecessorCode" text, "successorCode" text, position int, extent text, rule text,
      share double precision, takes text[], "isRest" boolean, "takesPosts" boolean)`.execute(db)
}

export async function putPostHome(
  db: OrganisationDb,
  id: number,
  home: Draft['postHomes'][number],
): Promise<void> {
  await sql`
    insert into organisation.reorganisation_post (reorganisation_id, post_id, successor_code, kind) values (${id}, ${home.postId}, ${home.successorCode}, ${home.kind})
    on conflict (reorganisation_id, post_id) do update set successor_code = excluded.successor_code, kind = excluded.kind`.execute(
    db,
  )
}

export async function putCovers(db: OrganisationDb, id: number, covers: readonly Cover[]): Promise<void> {
  await sql`
    insert into organisation.reorganisation_cover (reorganisation_id, code, kind, by_kind)
    select ${id}, code, kind, "byKind" from jsonb_to_recordset(${JSON.stringify(covers)}::jsonb) as given (code text, kind text, "byKind" text)
    on conflict (reorganisation_id, code, kind) do update set by_kind = excluded.by_kind`.execute(db)
}

/** Codes that other reorganisations on their way touch, document by document; also of units that only give or take. */
export async function listOthers(db: OrganisationDb, id: number): Promise<OtherDocument[]> {
  const { rows } = await sql<OtherDocument>`
    select r.title,
      coalesce(array_agg(distinct touched.code) filter (where touched.as <> 'parent'), '{}') as codes,
      coalesce(array_agg(distinct touched.code) filter (where touched.as = 'closing'), '{}') as closing,
      coalesce(array_agg(distinct touched.code) filter (where touched.as = 'parent'), '{}') as parents
    from organisation.reorganisation r join (
      select reorganisation_id, code, case act when 'close' then 'closing' else 'standing' end as "as"
      from organisation.reorganisation_unit
      union all select reorganisation_id, parent_code, 'parent' from organisation.reorganisation_unit
      where act <> 'close' and parent_code is not null
      union all select reorganisation_id, predecessor_code, 'standing' from organisation.succession
      union all select reorganisation_id, successor_code, 'standing' from organisation.succession
    ) touched on touched.reorganisation_id = r.id
    where r.id <> ${id} and r.status in ('checked', 'approved', 'scheduled', 'applying') group by r.id order by r.id`.execute(
    db,
  )
  return rows
}

export type EndingPost = {
  postId: PostId
  unitId: number
  kind: Draft['covers'][number]['kind']
  title: string
  people: number
}

/** Every post that holds on or after the day, with how many people sit on it then. */
export async function listPostsFrom(db: OrganisationDb, day: Day): Promise<EndingPost[]> {
  const { rows } = await sql<EndingPost>`
    select post.id as "postId", post.unit_id as "unitId", post.kind, post.title, count(a.person_id)::int as people
    from organisation.post post
    left join organisation.assignment a on a.post_id = post.id and (a.valid_to is null or a.valid_to > ${day}::date)
    where (post.valid_to is null or post.valid_to > ${day}::date)
      and not exists (select from organisation.post_move move where move.from_post_id = post.id and move.to_post_id <> post.id)
    group by post.id order by post.id`.execute(db)
  return rows
}

/** Units of which something is already dated after the day. */
export async function listChangingLater(db: OrganisationDb, day: Day): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select id from organisation.unit where opened_on <= ${day}::date and closed_on > ${day}::date
    union select unit_id from organisation.unit_term term join organisation.unit unit on unit.id = term.unit_id
    where term.valid_from > ${day}::date and unit.opened_on <= ${day}::date`.execute(db)
  return new Set(rows.map((row) => row.id))
}

export async function findClosedThrough(db: OrganisationDb): Promise<Day | null> {
  const { rows } = await sql<{
    day: Day | null
  }>`select max(closed_through)::text as day from organisation.closed_books`.execute(db)
  return rows[0]?.day ?? null
}

export async function insertClosedBooks(
  db: OrganisationDb,
  through: Day,
  legalNumber: string,
  by: AccountId,
  now: Date,
): Promise<void> {
  await sql`
    insert into organisation.closed_books (closed_through, legal_number, closed_by, closed_at) values (${through}::date, ${legalNumber}, ${by}, ${now.toISOString()}::timestamptz)
    on conflict (closed_through) do nothing`.execute(db)
}
