import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import { ofDefinition, type DefinitionScope } from './history-store.ts'
import type { Course } from './packed-course.ts'

export type CaseLine = { caseId: string; calendarId: number; isClosed: boolean }
/** Undefined where nobody has read the history since the case last went on. */
export type LineWithCourse = { line: CaseLine; course: Course | undefined }

/** Before each course: 8 bytes case, 4 calendar, 1 whether it is closed, 4 the length of the course. */
const HEAD = { calendar: 8, closed: 12, length: 13, course: 17 }
const NONE = -1

/**
 * The cases of a scope, the newest first, with their packed courses as far as there are any, in pages; and how many cases
 * there are in all. A page is one value, for a row of its own for each of a million cases would cost more than its course.
 */
export async function listCourses(
  db: AnyDb,
  scope: DefinitionScope,
  { most, page }: { most: number; page: number },
): Promise<{ casesInAll: number; pages: Buffer[] }> {
  const { rows } = await sql<{ cases: number; lines: Buffer }>`
    with scoped as materialized (
      select shard_key, case_id, version, calendar_id, closed_at is not null as closed from casework.case where ${ofDefinition(scope)}
    ), newest as (
      select *, (row_number() over (order by case_id desc) - 1) / ${page}::int as page from scoped order by case_id desc limit ${most}::int
    )
    select (select count(*)::int from scoped) as cases,
      string_agg(int8send(n.case_id) || int4send(n.calendar_id) || boolsend(n.closed) || int4send(coalesce(length(moves), ${NONE}::int)) || coalesce(moves, ''), '' order by n.case_id desc) as lines
    from newest n left join casework.course c on c.shard_key = n.shard_key and c.case_id = n.case_id and c.version = n.version
    group by n.page order by n.page`.execute(db)
  return { casesInAll: rows[0]?.cases ?? 0, pages: rows.map(({ lines }) => lines) }
}

export function linesOf(page: Buffer): LineWithCourse[] {
  const lines: LineWithCourse[] = []
  for (let at = 0; at < page.length; ) {
    const length = page.readInt32BE(at + HEAD.length)
    const from = at + HEAD.course
    const to = from + Math.max(0, length)
    lines.push({
      line: {
        caseId: page.readBigInt64BE(at).toString(),
        calendarId: page.readInt32BE(at + HEAD.calendar),
        isClosed: page[at + HEAD.closed] === 1,
      },
      course: length === NONE ? undefined : page.subarray(from, to),
    })
    at = to
  }
  return lines
}

export async function putCourses(
  db: AnyDb,
  courses: readonly { caseId: string; version: number; course: Course }[],
): Promise<void> {
  // In the order of their ids, as everybody writes them, so that nobody waits in a circle.
  const inOrder = courses.toSorted((a, b) => (BigInt(a.caseId) < BigInt(b.caseId) ? -1 : 1))
  await sql`
    insert into casework.course as known (shard_key, case_id, version, moves)
    select * from unnest(
      ${inOrder.map(({ caseId }) => shardOf(caseId))}::smallint[], ${inOrder.map(({ caseId }) => caseId)}::bigint[],
      ${inOrder.map(({ version }) => version)}::int[], ${inOrder.map(({ course }) => course)}::bytea[])
    on conflict (shard_key, case_id) do update set version = excluded.version, moves = excluded.moves
    where known.version <= excluded.version`.execute(db)
}

/** Of these cases those whose course is missing, packed in another way, or not of their present version. */
export async function listStale(db: AnyDb, caseIds: readonly string[], way: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${caseIds.map((one) => shardOf(one))}::smallint[], ${[...caseIds]}::bigint[]) as wanted (shard, id)
    join casework.case c on c.shard_key = shard and c.case_id = id
    left join casework.course k on k.shard_key = shard and k.case_id = id and k.version = c.version
    where k.moves is null or length(k.moves) = 0 or get_byte(k.moves, 0) <> ${way}`.execute(db)
  return rows.map(({ id }) => id)
}

export type StoredCourse = { caseId: string; version: number; course: Course }

/** Every course of the cases from the first to the last id. */
export async function listCoursesBetween(db: AnyDb, first: string, last: string): Promise<StoredCourse[]> {
  const { rows } = await sql<StoredCourse>`
    select case_id as "caseId", version, moves as course from casework.course
    where case_id between ${first}::bigint and ${last}::bigint`.execute(db)
  return rows
}

/** Courses of which there is no case. */
export async function listLostCourses(db: AnyDb, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select k.case_id as id from casework.course k
    where not exists (select from casework.case c where c.shard_key = k.shard_key and c.case_id = k.case_id) limit ${most}`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

export async function listWords(db: AnyDb): Promise<{ no: number; word: string }[]> {
  const { rows } = await sql<{
    no: number
    word: string
  }>`select word_no as no, word from casework.course_word`.execute(db)
  return rows
}

/** Gives the words numbers, as far as nobody has or is just doing so. */
export async function addWords(db: AnyDb, words: readonly string[]): Promise<void> {
  await sql`
    insert into casework.course_word (word_no, word)
    select (select coalesce(max(word_no), 0) from casework.course_word) + n, word from unnest(${[...words]}::text[]) with ordinality as w (word, n)
    on conflict do nothing`.execute(db)
}
