import { sql, type RawBuilder } from 'kysely'
import { callPrepared, type AnyDb } from '#platform/database.ts'
import type { PostKind, UnitWork, WorkMove, WorkMoved } from '#modules/organisation/contract.ts'
import type { CaseSnapshot, OpenTask } from '../contract.ts'

/**
 * Cases to a chunk: each is locked for as long as one chunk takes to write, and what is read for it must be forgotten
 * before it counts as old in memory: a fourth of the time went into clearing up when there were four times as many.
 */
const CHUNK = 500

/**
 * Writes the move once and collects what lies open at the old units; asked again when all has been moved, it collects
 * what came since. Answers whether anything waits to be moved.
 */
export async function collectRehoming(
  db: AnyDb,
  move: WorkMove,
  units: readonly number[],
  key: Buffer,
): Promise<boolean> {
  await sql`
    insert into casework.rehoming (plan_id, happened_at, actor_id, post_id, actor_unit_id, facts, homes, keepers, found)
    values (${move.planId}, ${move.happenedAt}::timestamptz, ${move.actor.accountId}, ${move.actor.postId}, ${move.actor.unitId},
      ${JSON.stringify(move.facts)}::json, ${JSON.stringify(move.homes)}::json, ${JSON.stringify(move.keepers)}::json, 0)
    on conflict (plan_id) do nothing`.execute(db)
  // One collector at a time; a second one waits, and then finds the chunks of the first.
  await sql`select from casework.rehoming where plan_id = ${move.planId} for update`.execute(db)
  if (await isWaiting(db, move.planId)) return true
  const { rows } = await sql<{
    found: number
  }>`select casework.collect_rehoming(${move.planId}, ${[...units]}::int[], ${CHUNK}, ${key}) as found`.execute(
    db,
  )
  const found = rows[0]?.found ?? 0
  if (found === 0) return false
  await sql`update casework.rehoming set found = found + ${found}, finished_at = null where plan_id = ${move.planId}`.execute(
    db,
  )
  return true
}

export async function findMove(db: AnyDb, planId: number): Promise<WorkMove | undefined> {
  const { rows } = await sql<
    Pick<WorkMove, 'homes' | 'keepers' | 'facts'> & {
      happened_at: Date
      actor_id: number | null
      post_id: number | null
      actor_unit_id: number | null
    }
  >`
    select homes, keepers, facts, happened_at, actor_id, post_id, actor_unit_id from casework.rehoming where plan_id = ${planId}`.execute(
    db,
  )
  const row = rows[0]
  return (
    row && {
      planId,
      homes: row.homes,
      keepers: row.keepers,
      facts: row.facts,
      happenedAt: row.happened_at.toISOString(),
      actor: { accountId: row.actor_id, postId: row.post_id, unitId: row.actor_unit_id },
    }
  )
}

/** What is moved together: the cases of one row, or of several that were put aside. */
export type Chunk = { nos: readonly number[]; caseIds: readonly string[] }

/** Few enough to be put aside and moved together with those of other chunks. */
export const FEW = 50
const ROWS_ASIDE = 20

/** The next chunk of a move; one that another lane holds is left to it. */
export function takeChunk(db: AnyDb, planId: number): Promise<Chunk | undefined> {
  return take(db, planId, sql`chunk_no >= 0`, 1)
}

/** What was put aside from several chunks. */
export function takeAside(db: AnyDb, planId: number): Promise<Chunk | undefined> {
  return take(db, planId, sql`chunk_no < 0`, ROWS_ASIDE)
}

async function take(db: AnyDb, planId: number, which: RawBuilder<unknown>, limit: number) {
  const { rows } = await sql<{ chunk_no: number; case_ids: string[] }>`
    select chunk_no, case_ids from casework.rehoming_chunk where plan_id = ${planId} and ${which}
    order by chunk_no limit ${limit} for update skip locked`.execute(db)
  return rows.length === 0
    ? undefined
    : { nos: rows.map((row) => row.chunk_no), caseIds: rows.flatMap((row) => row.case_ids) }
}

/** Ends a chunk; what could not be moved with it is put aside, under a number below zero. */
export async function endChunk(
  db: AnyDb,
  planId: number,
  { nos }: Chunk,
  left: readonly string[],
): Promise<void> {
  await sql`delete from casework.rehoming_chunk where plan_id = ${planId} and chunk_no = any(${[...nos]}::int[])`.execute(
    db,
  )
  const no = nos[0]
  if (left.length === 0 || no === undefined) return
  await sql`insert into casework.rehoming_chunk (plan_id, chunk_no, case_ids, waiting)
    values (${planId}, ${no < 0 ? no : -1 - no}, ${[...left]}::bigint[], ${left.length})`.execute(db)
}

/**
 * For one transaction that moves a chunk: its commit does not wait for the disk, since a chunk that is lost in a crash
 * is still in its row and is moved again; and pages go to the log as they are, which costs less than packing them.
 */
export async function hurry(db: AnyDb): Promise<void> {
  await sql`
    select set_config('synchronous_commit', 'off', true),
      case when has_parameter_privilege('wal_compression', 'set') then set_config('wal_compression', 'off', true) end`.execute(
    db,
  )
}

/** Whether anything is left; waits for whoever holds the last chunk. */
export async function isWaiting(db: AnyDb, planId: number): Promise<boolean> {
  const { rows } =
    await sql`select from casework.rehoming_chunk where plan_id = ${planId} limit 1 for update`.execute(db)
  return rows.length > 0
}

/** What of a case tells its new home. */
export type Standing = Pick<
  CaseSnapshot,
  | 'caseId'
  | 'version'
  | 'code'
  | 'unitId'
  | 'authorityId'
  | 'receivingUnitId'
  | 'calendarId'
  | 'dueWt'
  | 'marking'
  | 'lastHash'
> & {
  field: string | null
  isClosed: boolean
  openedMs: number
  touchedMs: number
}

type StandingRow = {
  case_id: string
  version: number
  code: string
  unit_id: number
  authority_id: number
  receiving_unit_id: number
  calendar_id: number
  due_wt: number | null
  marking: OpenTask[]
  hash: string
  field: string | null
  closed: boolean
  opened: number
  touched: number
}

/** The cases of a chunk, told as shortly as a move needs; missing ones are left out. */
export async function readStandings(db: AnyDb, caseIds: readonly string[]): Promise<Standing[]> {
  const { rows } = await callPrepared<StandingRow>(
    db,
    'casework.standings',
    // One look-up by key for each: left to itself, the planner reads whole years once a list is long.
    `select found.* from unnest($1::bigint[]) as id cross join lateral (
       select case_id, version, code, unit_id, authority_id, receiving_unit_id, calendar_id, due_wt, marking, encode(last_hash, 'hex') as hash,
         tags ->> 'field' as field, closed_at is not null as closed, extract(epoch from opened_at)::float8 * 1000 as opened, extract(epoch from touched_at)::float8 * 1000 as touched
       from casework.case where shard_key = casework.shard_of(id) and case_id = id offset 0) as found`,
    [caseIds],
  )
  return rows.map((row) => ({
    caseId: row.case_id,
    version: row.version,
    code: row.code,
    unitId: row.unit_id,
    authorityId: row.authority_id,
    receivingUnitId: row.receiving_unit_id,
    calendarId: row.calendar_id,
    dueWt: row.due_wt,
    marking: row.marking,
    lastHash: row.hash,
    field: row.field,
    isClosed: row.closed,
    openedMs: Math.round(row.opened),
    touchedMs: Math.round(row.touched),
  }))
}

/** One set-based write for a chunk, a line for each case; answers the cases that had changed since they were read. */
export async function writeRehomed(
  db: AnyDb,
  planId: number,
  key: Buffer,
  lines: readonly string[],
): Promise<string[]> {
  const { rows } = await callPrepared<{ stale: string }>(
    db,
    'casework.rehome',
    'select stale from casework.rehome($1, $2, $3)',
    [planId, key, lines.join('\n')],
  )
  return rows.map((row) => row.stale)
}

/** Lists with a place for every unit, as `casework.rehome_by_units` reads them. */
export type WaysByUnits = {
  /** Its heir; 0: it stays; -1: by share; null: its units alone do not tell. */
  ways: readonly (number | null)[]
  byReceiving: readonly boolean[]
  /** The office hours of what it decides; 0: not known. */
  hours: readonly number[]
  /** Where its heirs by share begin; one place more, for the end of the last. */
  first: readonly number[]
  /** The heirs by share, and behind those of a unit who has the rest. */
  heirs: readonly number[]
  /** Where the share of each ends. */
  upTo: readonly number[]
  /** Who keeps claimed work in which unit: account times 2^32 plus unit, in order. */
  keepers: readonly bigint[]
}

/** What all cases of a move have in common: when, in whose name, how their events begin, and the ways as text. */
export type ByUnits = { now: Date; key: Buffer; deed: string; facts: string; ways: readonly string[] }

/** Lists of numbers as the database reads them; made once for a move. */
export function waysAsText(by: WaysByUnits): string[] {
  const { ways, byReceiving, hours, first, upTo, heirs, keepers } = by
  return [ways.map((way) => way ?? 'null'), byReceiving, hours, first, upTo, heirs, keepers].map(
    (list) => `{${list.join(',')}}`,
  )
}

/** Moves those of the cases whose home follows from their units alone; answers the others, untouched. */
export async function rehomeByUnits(
  db: AnyDb,
  planId: number,
  caseIds: readonly string[],
  { now, key, deed, facts, ways }: ByUnits,
): Promise<string[]> {
  const { rows } = await callPrepared<{ left_over: string }>(
    db,
    'casework.rehome_by_units',
    'select left_over from casework.rehome_by_units($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
    [planId, key, `{${caseIds.join(',')}}`, now.toISOString(), deed, facts, ...ways],
  )
  return rows.map((row) => row.left_over)
}

export type RunningTimer = { caseId: string; key: string; calendarId: number; dueWt: number }

/** The timers in working time of these cases. */
export async function listRunningTimers(db: AnyDb, caseIds: readonly string[]): Promise<RunningTimer[]> {
  const { rows } = await sql<RunningTimer>`
    select case_id as "caseId", timer_key as key, calendar_id as "calendarId", due_wt as "dueWt"
    from unnest(${[...caseIds]}::bigint[]) as id join casework.timer on shard_key = casework.shard_of(id) and case_id = id
    where due_wt is not null`.execute(db)
  return rows
}

export async function moveTimers(db: AnyDb, timers: readonly RunningTimer[]): Promise<void> {
  if (timers.length === 0) return
  await sql`
    update casework.timer set calendar_id = given."calendarId", due_wt = given."dueWt"
    from jsonb_to_recordset(${JSON.stringify(timers)}::jsonb) as given ("caseId" bigint, key text, "calendarId" int, "dueWt" int)
    where shard_key = casework.shard_of(given."caseId") and case_id = given."caseId" and timer_key = given.key`.execute(
    db,
  )
}

export async function finishRehoming(db: AnyDb, planId: number, now: Date): Promise<void> {
  await sql`update casework.rehoming set finished_at = coalesce(finished_at, ${now.toISOString()}::timestamptz) where plan_id = ${planId}`.execute(
    db,
  )
}

export async function findRehoming(db: AnyDb, planId: number): Promise<WorkMoved | undefined> {
  const { rows } = await sql<{ found: number; moved: number; finished: boolean }>`
    select found, found - (select coalesce(sum(waiting), 0)::int from casework.rehoming_chunk chunk where chunk.plan_id = r.plan_id) as moved, finished_at is not null as finished
    from casework.rehoming r where plan_id = ${planId}`.execute(db)
  const row = rows[0]
  return row && { found: row.found, moved: row.moved, isFinished: row.finished }
}

/** What lies open at each of the units: cases by the unit that decides, tasks by the unit that has them. */
export async function countWork(db: AnyDb, units: readonly number[]): Promise<UnitWork[]> {
  const { rows } = await sql<{
    unit_id: number
    open_cases: number
    open_tasks: number
    post_kinds: PostKind[]
  }>`
    with cases as (
      select authority_id as unit_id, count(*)::int as n from casework.case
      where closed_at is null and authority_id = any(${[...units]}::int[]) group by 1
    ), tasks as (
      select unit_id, count(*)::int as n, array_agg(distinct post_kind) as kinds from casework.open_task
      where unit_id = any(${[...units]}::int[]) group by 1
    )
    select unit_id, coalesce(cases.n, 0) as open_cases, coalesce(tasks.n, 0) as open_tasks, coalesce(tasks.kinds, '{}') as post_kinds
    from cases full join tasks using (unit_id)`.execute(db)
  return rows.map((row) => ({
    unitId: row.unit_id,
    openCases: row.open_cases,
    openTasks: row.open_tasks,
    postKinds: row.post_kinds,
  }))
}
