import type { Limit, WorkingCalendar } from '#modules/calendar/contract.ts'
import type { CaseSnapshot, StateChange, StepPart } from '#modules/casework/contract.ts'
import type { Machine } from '#modules/casework/server/index.ts'
import type { AskedDesk, Slice } from './asked-desk.ts'
import type { Fault, Reason } from '../contract.ts'
import type { Doer } from './dossier-flow.ts'
import type { Plan } from './plan-parts.ts'

/** Everything a transition is decided from; nothing here reads or writes. */
export type Situation = {
  snapshot: CaseSnapshot
  machine: Machine
  calendar: WorkingCalendar
  /** The calendar of another unit: an opinion is due by the hours of whoever is asked. */
  calendarOf(calendarId: number): WorkingCalendar
  limit: Limit
  now: Date
  /** The field of work of the competent unit's specialists, null where none of them is bound to it. */
  field: string | null
  /** The official who acts; undefined for the owner. */
  doer: Doer | undefined
  /** What puts back the step that is taken back. */
  undo?: { set: StateChange; seq: number }
  /** Who answers in each unit that is asked for its opinion. */
  desks: readonly (AskedDesk & { slice: Slice })[]
  /** The reason the command gives, as it stands in the list today. */
  reason?: Reason
  /** What was proposed, where the command answers it. */
  proposed?: Proposed
  /** Working days before expiry by which an apology is in time. */
  apologyDays?: number
  /** The parts that a reception sets going, where the procedure is linked. */
  plan?: Plan | undefined
}

/** A proposal as its event told it. */
export type Proposed = {
  seq: number
  reason: Reason
  day: string
  faults: Fault[]
  note: string | null
  byId: number | null
}

export type Effect = { set: StateChange; facts?: Record<string, unknown>; part?: StepPart }
