import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'

export type OpenDue = { caseId: string; code: string; title: string; authorityId: number; dueWt: number }

/** Due positions from the first to the last, as the calendar gives them. */
type Range = { from: number; to: number }

type Asked = {
  calendarId: number
  ranges: readonly Range[]
  /** Competent units; null: every one. */
  units: readonly number[] | null
}

/** One page of the open cases of a calendar whose due position lies in one of the ranges, in the order of their ids. */
export async function listOpenDue(
  db: AnyDb,
  asked: Asked & { after: string; limit: number },
): Promise<OpenDue[]> {
  const { rows } = await sql<OpenDue>`
    select case_id as "caseId", code, title, authority_id as "authorityId", due_wt as "dueWt"
    from casework.case where ${within(asked)} and case_id > ${asked.after}::bigint
    order by case_id limit ${asked.limit}`.execute(db)
  return rows
}

export async function countOpenDue(db: AnyDb, asked: Asked): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from casework.case where ${within(asked)}`.execute(db)
  return rows[0]?.n ?? 0
}

function within({ calendarId, ranges, units }: Asked) {
  const inRange = ranges.map(({ from, to }) => sql`due_wt between ${from}::int and ${to}::int`)
  return sql`closed_at is null and calendar_id = ${calendarId}
    and (${inRange.length > 0 ? sql.join(inRange, sql` or `) : sql`false`})
    and ${units === null ? sql`true` : sql`authority_id = any(${units}::int[])`}`
}
