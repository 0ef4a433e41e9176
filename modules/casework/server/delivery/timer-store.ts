import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'

export type DueTimer = {
  caseId: string
  key: string
  due: { calendarId: number; dueWt: number } | { at: string }
}

type Row = {
  case_id: string
  timer_key: string
  calendar_id: number | null
  due_wt: number | null
  fire_at: Date | null
}

/** Positions that are past on one line of a calendar: from `low`, below `below`. */
export type PastPositions = { calendarId: number; low: number; below: number }

/** Due timers with their cases, all under this transaction's lock; another node's are left to it. */
export async function claimTimers(
  db: AnyDb,
  now: Date,
  past: readonly PastPositions[],
  most: number,
): Promise<DueTimer[]> {
  const { rows } = await sql<Row>`
    select case_id, timer_key, calendar_id, due_wt, fire_at from casework.claim_timers(
      ${now.toISOString()}::timestamptz, ${past.map(({ calendarId }) => calendarId)}::int[],
      ${past.map(({ low }) => low)}::int[], ${past.map(({ below }) => below)}::int[], ${most}::int)`.execute(
    db,
  )
  return rows.map((row) => dueTimerOf(row, now))
}

/** One timer of a case, held or not. */
export async function findTimer(
  db: AnyDb,
  caseId: string,
  key: string,
  now: Date,
): Promise<DueTimer | undefined> {
  const { rows } = await sql<Row>`
    select case_id, timer_key, calendar_id, due_wt, fire_at from casework.timer
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and timer_key = ${key}`.execute(db)
  return rows[0] && dueTimerOf(rows[0], now)
}

function dueTimerOf({ case_id, timer_key, calendar_id, due_wt, fire_at }: Row, now: Date): DueTimer {
  return {
    caseId: case_id,
    key: timer_key,
    due:
      calendar_id !== null && due_wt !== null
        ? { calendarId: calendar_id, dueWt: due_wt }
        : { at: (fire_at ?? now).toISOString() },
  }
}

/** When the next timer with a moment of its own is due. */
export async function findNextMoment(db: AnyDb): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(fire_at) as at from casework.timer where fire_at is not null and not held`.execute(db)
  return rows[0]?.at ?? undefined
}

/** A node that freezes in the middle of a batch loses its locks after so long; one that dies loses them at once. */
export async function boundIdleness(db: AnyDb, seconds: number): Promise<void> {
  await sql`select set_config('idle_in_transaction_session_timeout', ${`${seconds}s`}, true)`.execute(db)
}

/** The cases under lock, waiting for whoever has them; in the order of their ids, so that nobody waits in a circle. */
export async function lockCases(db: AnyDb, caseIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(caseIds)]
  await sql`select casework.lock_cases(${wanted.map((id) => shardOf(id))}::smallint[], ${wanted}::bigint[])`.execute(
    db,
  )
}

/** A timer that could not be delivered waits for somebody to try again. */
export async function holdTimer(db: AnyDb, caseId: string, key: string): Promise<void> {
  await sql`
    update casework.timer set held = true
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and timer_key = ${key}`.execute(db)
}

export async function dropTimer(db: AnyDb, caseId: string, key: string): Promise<void> {
  await sql`
    delete from casework.timer
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId} and timer_key = ${key}`.execute(db)
}
