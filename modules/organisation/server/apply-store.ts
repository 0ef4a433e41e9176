import { sql } from 'kysely'
import type { Day, Home, PostId, PostKind, Succession } from '../contract.ts'
import type { OrganisationDb } from './tables.ts'

/** Ends units on the day, as `close`, and keeps which unit each planned code meant. */
export async function closeUnits(
  db: OrganisationDb,
  reorganisationId: number,
  ids: readonly number[],
  day: Day,
): Promise<void> {
  await sql`update organisation.unit set closed_on = ${day}::date where id = any(${[...ids]}::int[])`.execute(
    db,
  )
  await endTerms(db, ids, day)
  await sql`
    update organisation.reorganisation_unit planned set unit_id = unit.id from organisation.unit unit
    where planned.reorganisation_id = ${reorganisationId} and planned.act = 'close' and unit.code = planned.code and unit.id = any(${[...ids]}::int[])`.execute(
    db,
  )
}

async function endTerms(db: OrganisationDb, ids: readonly number[], day: Day): Promise<void> {
  await sql`
    update organisation.unit_term set valid_to = ${day}::date
    where unit_id = any(${[...ids]}::int[]) and valid_from < ${day}::date and (valid_to is null or valid_to > ${day}::date)`.execute(
    db,
  )
}

export type NewTerm = { unit_id: number; name: string; kind: string; parent_id: number | null }

/** Gives standing units a new name, kind or parent from the day on. */
export async function changeUnits(
  db: OrganisationDb,
  reorganisationId: number,
  terms: readonly NewTerm[],
  day: Day,
): Promise<void> {
  await endTerms(
    db,
    terms.map((term) => term.unit_id),
    day,
  )
  await sql`
    insert into organisation.unit_term (unit_id, valid_from, valid_to, name, kind, parent_id)
    select unit_id, ${day}::date, null, name, kind, parent_id
    from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb) as given (unit_id int, name text, kind text, parent_id int)`.execute(
    db,
  )
  await noteUnits(
    db,
    reorganisationId,
    'change',
    terms.map((term) => term.unit_id),
  )
}

export async function noteUnits(
  db: OrganisationDb,
  reorganisationId: number,
  act: 'open' | 'change',
  ids: readonly number[],
): Promise<void> {
  await sql`
    update organisation.reorganisation_unit planned set unit_id = unit.id from organisation.unit unit
    where planned.reorganisation_id = ${reorganisationId} and planned.act = ${act} and unit.code = planned.code and unit.id = any(${[...ids]}::int[])`.execute(
    db,
  )
}

export async function noteSuccession(
  db: OrganisationDb,
  reorganisationId: number,
  ids: readonly {
    predecessorCode: string
    predecessorId: number
    successorCode: string
    successorId: number
  }[],
): Promise<void> {
  await sql`
    update organisation.succession row set predecessor_id = given."predecessorId", successor_id = given."successorId"
    from jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) as given ("predecessorCode" text, "predecessorId" int, "successorCode" text, "successorId" int)
    where row.reorganisation_id = ${reorganisationId} and row.predecessor_code = given."predecessorCode" and row.successor_code = given."successorCode"`.execute(
    db,
  )
}

export type PostMove = { from_post: PostId; to_post: PostId; to_unit: number; kind: PostKind }

/**
 * Ends old posts on the day and begins their successors with the same people. A post or an assignment that would only
 * have begun after the day begins at the new unit instead.
 */
export async function movePosts(
  db: OrganisationDb,
  reorganisationId: number,
  moves: readonly PostMove[],
  day: Day,
): Promise<void> {
  if (moves.length === 0) return
  const given = sql`jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as given (from_post int, to_post int, to_unit int, kind text)`
  await sql`
    insert into organisation.post (id, unit_id, kind, title, fields, valid_from, valid_to)
    select to_post, to_unit, given.kind, old.title, old.fields, greatest(old.valid_from, ${day}::date), old.valid_to
    from ${given} join organisation.post old on old.id = from_post`.execute(db)
  await sql`
    insert into organisation.assignment (person_id, post_id, valid_from, valid_to)
    select a.person_id, to_post, greatest(a.valid_from, ${day}::date), a.valid_to
    from ${given} join organisation.assignment a on a.post_id = from_post where a.valid_to is null or a.valid_to > ${day}::date`.execute(
    db,
  )
  await sql`delete from organisation.assignment where post_id = any(${moves.map((move) => move.from_post)}::int[]) and valid_from >= ${day}::date`.execute(
    db,
  )
  await sql`
    update organisation.assignment a set valid_to = ${day}::date from ${given} where a.post_id = from_post and (a.valid_to is null or a.valid_to > ${day}::date)`.execute(
    db,
  )
  await sql`
    update organisation.post old set valid_to = case when old.valid_from < ${day}::date then ${day}::date else old.valid_from + 1 end
    from ${given} where old.id = from_post`.execute(db)
  await sql`
    insert into organisation.post_move (reorganisation_id, from_post_id, to_post_id, effective_on)
    select ${reorganisationId}, from_post, to_post, ${day}::date from ${given}`.execute(db)
}

export type CoverPost = { post: PostId; unit: number; kind: PostKind; by_post: PostId }

/** Opens posts held by whoever holds another post of the unit. */
export async function openCovers(
  db: OrganisationDb,
  reorganisationId: number,
  covers: readonly CoverPost[],
  day: Day,
): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(covers)}::jsonb) as given (post int, unit int, kind text, by_post int)`
  await sql`
    insert into organisation.post (id, unit_id, kind, title, fields, valid_from)
    select given.post, given.unit, given.kind, base.title, '{}', ${day}::date from ${given} join organisation.post base on base.id = by_post`.execute(
    db,
  )
  await sql`
    insert into organisation.assignment (person_id, post_id, valid_from, valid_to)
    select a.person_id, given.post, greatest(a.valid_from, ${day}::date), a.valid_to
    from ${given} join organisation.assignment a on a.post_id = by_post where a.valid_to is null or a.valid_to > ${day}::date`.execute(
    db,
  )
  await sql`
    insert into organisation.post_move (reorganisation_id, from_post_id, to_post_id, effective_on)
    select ${reorganisationId}, given.post, given.post, ${day}::date from ${given}`.execute(db)
}

/** The address of a closed unit answers at its chief successor from the day on. */
export async function insertAliases(
  db: OrganisationDb,
  reorganisationId: number,
  aliases: readonly { agency_code: string; unit_id: number }[],
  day: Day,
): Promise<void> {
  await sql`
    insert into organisation.unit_alias (agency_code, valid_from, unit_id, reorganisation_id)
    select agency_code, ${day}::date, unit_id, ${reorganisationId} from jsonb_to_recordset(${JSON.stringify(aliases)}::jsonb) as given (agency_code text, unit_id int)`.execute(
    db,
  )
}

/** Takes everything dated back, as if it had never been written; only before the day. */
export async function takeBack(db: OrganisationDb, id: number, day: Day): Promise<void> {
  const moves = (
    await sql<{
      from: PostId
      to: PostId
    }>`select from_post_id as from, to_post_id as to from organisation.post_move where reorganisation_id = ${id}`.execute(
      db,
    )
  ).rows
  const planned = (
    await sql<{
      unitId: number
      act: string
    }>`select unit_id as "unitId", act from organisation.reorganisation_unit where reorganisation_id = ${id} and unit_id is not null`.execute(
      db,
    )
  ).rows
  const acted = (act: string) => planned.filter((unit) => unit.act === act).map((unit) => unit.unitId)
  const [opened, changed, closed] = [acted('open'), acted('change'), acted('close')]

  await sql`delete from organisation.unit_alias where reorganisation_id = ${id}`.execute(db)
  await sql`update organisation.succession set predecessor_id = null, successor_id = null where reorganisation_id = ${id}`.execute(
    db,
  )
  await sql`update organisation.reorganisation_unit set unit_id = null where reorganisation_id = ${id}`.execute(
    db,
  )
  await givePostsBack(
    db,
    moves.filter((move) => move.from !== move.to),
    day,
  )
  await sql`delete from organisation.post_move where reorganisation_id = ${id}`.execute(db)
  const made = moves.map((move) => move.to)
  await sql`delete from organisation.assignment where post_id = any(${made}::int[])`.execute(db)
  await sql`delete from organisation.post where id = any(${made}::int[])`.execute(db)

  await sql`delete from organisation.unit_term where valid_from = ${day}::date and unit_id = any(${[...opened, ...changed]}::int[])`.execute(
    db,
  )
  await sql`delete from organisation.unit where id = any(${opened}::int[])`.execute(db)
  await sql`update organisation.unit set closed_on = null where id = any(${closed}::int[])`.execute(db)
  await sql`update organisation.unit_term set valid_to = null where valid_to = ${day}::date and unit_id = any(${[...changed, ...closed]}::int[])`.execute(
    db,
  )
}

/** The holders of the new posts are the old posts' again, for as long as they would have been. */
async function givePostsBack(
  db: OrganisationDb,
  moves: readonly { from: PostId; to: PostId }[],
  day: Day,
): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as given ("from" int, "to" int)`
  await sql`update organisation.session set post_id = given."from" from ${given} where post_id = given."to"`.execute(
    db,
  )
  await sql`update organisation.post old set valid_to = new.valid_to from ${given}, organisation.post new where new.id = given."to" and old.id = given."from"`.execute(
    db,
  )
  await sql`
    update organisation.assignment old set valid_to = new.valid_to from ${given}, organisation.assignment new
    where new.post_id = given."to" and old.post_id = given."from" and old.person_id = new.person_id and old.valid_to = ${day}::date and new.valid_from = ${day}::date`.execute(
    db,
  )
  // Whoever would only have begun on the day or later begins at the old post.
  await sql`
    insert into organisation.assignment (person_id, post_id, valid_from, valid_to)
    select new.person_id, given."from", new.valid_from, new.valid_to from ${given}, organisation.assignment new
    where new.post_id = given."to" and not exists (select from organisation.assignment old where old.post_id = given."from" and old.person_id = new.person_id
      and daterange(old.valid_from, old.valid_to) && daterange(new.valid_from, new.valid_to))`.execute(db)
}

/** Who follows whom, of every reorganisation that has been dated. */
export async function listSuccessions(db: OrganisationDb): Promise<Succession[]> {
  const { rows } = await sql<Succession>`
    select predecessor_id as "predecessorId", successor_id as "successorId", r.effective_on::text as "effectiveOn", extent, share
    from organisation.succession s join organisation.reorganisation r on r.id = s.reorganisation_id
    where r.status in ('scheduled', 'applying', 'applied') and predecessor_id is not null and predecessor_id <> successor_id
    order by r.effective_on, r.id, s.position`.execute(db)
  return rows
}

export type Alias = { agencyCode: string; validFrom: Day; unitId: number }

export async function listAliases(db: OrganisationDb): Promise<Alias[]> {
  const { rows } =
    await sql<Alias>`select agency_code as "agencyCode", valid_from::text as "validFrom", unit_id as "unitId" from organisation.unit_alias`.execute(
      db,
    )
  return rows
}

/** The ways out of every unit that gives work away, as the engine of cases takes them. */
export async function listHomes(db: OrganisationDb, id: number): Promise<Home[]> {
  const { rows } = await sql<Home>`
    select predecessor_id as "fromUnitId", successor_id as "toUnitId", coalesce(rule, 'all') as rule, share, takes, is_rest as "isRest", unit.calendar_id as "calendarId"
    from organisation.succession join organisation.unit on unit.id = successor_id where reorganisation_id = ${id} and predecessor_id is not null order by predecessor_id, position`.execute(
    db,
  )
  return rows
}

/** Who works in units that receive work on the day. */
export async function listKeepers(
  db: OrganisationDb,
  units: readonly number[],
  day: Day,
): Promise<{ accountId: number; unitId: number }[]> {
  const { rows } = await sql<{ accountId: number; unitId: number }>`
    select distinct account.id as "accountId", post.unit_id as "unitId" from organisation.post post
    join organisation.assignment a on a.post_id = post.id join organisation.account account on account.person_id = a.person_id
    where post.unit_id = any(${[...units]}::int[]) and (post.valid_to is null or post.valid_to > ${day}::date) and (a.valid_to is null or a.valid_to > ${day}::date)
    order by 1, 2`.execute(db)
  return rows
}

/** Follows a session's post to the one that took its place. False when none has. */
export async function followPostMove(db: OrganisationDb, tokenHash: Buffer, day: Day): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update organisation.session set post_id = move.to_post_id from organisation.post_move move
    where token_hash = ${tokenHash} and post_id = move.from_post_id and move.from_post_id <> move.to_post_id and move.effective_on <= ${day}::date`.execute(
    db,
  )
  return (numAffectedRows ?? 0n) > 0n
}
