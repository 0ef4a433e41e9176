import type { Measure, MeasureCode } from '../contract.ts'
import { ended, onTime } from './ended.ts'
import { backlogAge, dueSoon, overdue, stillOpen } from './levels.ts'
import { opinionsOnTime } from './opinions.ts'
import { received } from './received.ts'

/** Every measure there is, each said once; fold, recomputation and proof all read from here. */
export const declared: Record<MeasureCode, Measure> = {
  A00: stillOpen,
  A01: received,
  A02: onTime,
  A03: overdue,
  A04: dueSoon,
  A05: backlogAge,
  A06: ended,
  A07: opinionsOnTime,
}
