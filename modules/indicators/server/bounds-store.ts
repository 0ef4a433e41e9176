import { sql } from 'kysely'
import { LINE_BITS } from '#modules/calendar/contract.ts'
import type { Position } from '../contract.ts'

/** A position has 31 bits, of which these are its line's. */
const LINES = 2 ** (31 - LINE_BITS)

/**
 * To stand behind `open_case`: the bounds of the line its due position lies on; null where its calendar is unknown. A new
 * day off changes them and no row. Looked up by the number of calendar and line, because a join of a million cases with
 * some thousand lines is sorted, and takes twice as long.
 */
export function boundsOf(positions: readonly Position[]) {
  const slots = (positions.reduce((most, each) => Math.max(most, each.calendarId), 0) + 1) * LINES
  const bySlot = (of: (each: Position) => number) => {
    const values = new Array<number>(slots).fill(0)
    for (const each of positions) values[each.calendarId * LINES + each.line] = of(each) + 1
    // Nought is a position too; an empty slot is none.
    return sql`nullif((${values}::int[])[slot], 0) - 1`
  }
  return sql`cross join lateral (select coalesce(due_wt, 0) >> ${sql.lit(LINE_BITS)} as line) as on_line
    cross join lateral (select calendar_id * ${sql.lit(LINES)} + line + 1 as slot) as at_slot
    cross join lateral (
      select ${bySlot((each) => each.nowWt)} as now_wt, ${bySlot((each) => each.overdueBelow)} as overdue_below,
        ${bySlot((each) => each.soonBelow)} as soon_below
    ) as now_on`
}
