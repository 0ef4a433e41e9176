import { Type } from 'typebox'
import type { PauseCause } from '#modules/calendar/contract.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const DocumentNumber = Type.Optional(Type.String({ minLength: 1, maxLength: 60 }))
const Returned = Type.Optional(Type.String({ maxLength: 300 }))
const reason = { reasonCode: Type.String({ pattern: '^[a-z_]{2,40}$' }) }

/** What suspending, asking again, extending and stopping take besides the step itself. */
export const suspensionBodies = {
  suspend: {
    ...reason,
    /** When the answer is expected, not after the cap of the reason. */
    expectedOn: Day,
    documentNumber: DocumentNumber,
  },
  resume: {},
  /** The last day for the papers may be set anew. */
  approve_supplement: { dueOn: Day },
  reject_supplement: {},
  propose_extension: { ...reason, newDueOn: Day },
  approve_extension: { documentNumber: DocumentNumber },
  reject_extension: {},
  stop: { ...reason, documentNumber: DocumentNumber, papersReturned: Returned, feesReturned: Returned },
} as const

/** Actions that are nothing without a sentence saying why. */
export const mustSayWhy: readonly string[] = ['reject_supplement', 'propose_extension', 'reject_extension']

type Words = { vi: string; en: string }

/** A reason as it was when it was given. */
export type GivenReason = Words & { code: string; legalGround: string | null }

/** Why the clock stands, and for how long at most. */
export type SuspensionView = {
  reason: GivenReason
  since: string
  expectedOn: string | null
  /** When the clock runs again by itself. */
  capAt: string | null
  documentNumber: string | null
}

/** When an apology was given: in time, too close to the due date, or after it. */
export type ApologyTiming = 'in_time' | 'short_notice' | 'late'

/** A request that waits for a head or a leader. */
export type ProposalView = {
  kind: 'supplement' | 'extension'
  reason: GivenReason
  /** The new due date, or the last day for the papers. */
  day: string
  faults: { componentId?: string; what: string; bring?: string }[]
  note: string | null
  by: string | null
  at: string
}

/** The one new date, beside the original one. */
export type ExtensionView = {
  at: string
  reason: GivenReason
  note: string | null
  previousDueAt: string
  newDueOn: string
  timing: ApologyTiming
  documentNumber: string | null
}

/** How a dossier ended without a decision. */
export type StopView = {
  at: string
  reason: GivenReason
  note: string | null
  documentNumber: string | null
  papersReturned: string | null
  feesReturned: string | null
}

/** Everything about standing still, going on and ending early, as both officials and owners see it. */
export type SuspensionFacts = {
  suspension: SuspensionView | null
  extension: ExtensionView | null
  stopped: StopView | null
  /** How often papers were asked for; more than once counts as late. */
  supplements: number
  /** The supplement's last day has passed and the papers have not come. */
  supplementExpired: boolean
}

/** Whether a reason to stop fits a dossier: what it says was not done in time must have been awaited. */
export function fitsStop(
  cause: PauseCause | null | undefined,
  { isAwaitingPayment, supplementExpired }: { isAwaitingPayment: boolean; supplementExpired: boolean },
): boolean {
  if (cause === 'supplement') return supplementExpired
  return cause !== 'financial_duty' || isAwaitingPayment
}
