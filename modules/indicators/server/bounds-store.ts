import { sql } from 'kysely'
import { LINE_BITS } from '#modules/calendar/contract.ts'
import type { Position } from '../contract.ts'

/** To be joined to `open_case`: the bounds of the line its due position lies on. A new day off changes them and no row. */
export function boundsOf(positions: readonly Position[]) {
  return sql`unnest(${positions.map((each) => each.calendarId)}::int[], ${positions.map((each) => each.line)}::int[],
      ${positions.map((each) => each.nowWt)}::int[], ${positions.map((each) => each.overdueBelow)}::int[], ${positions.map((each) => each.soonBelow)}::int[])
    as now_on (calendar_id, line, now_wt, overdue_below, soon_below)
    on now_on.calendar_id = open_case.calendar_id and now_on.line = coalesce(open_case.due_wt, 0) >> ${sql.lit(LINE_BITS)}`
}
