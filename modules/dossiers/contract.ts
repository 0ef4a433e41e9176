import { Type, type Static } from 'typebox'
import { CommandKey } from '#modules/casework/contract.ts'
import type { PauseCause } from '#modules/calendar/contract.ts'
import type { PermissionWord, PostKind } from '#modules/organisation/contract.ts'
import { reassignBody, type HandedOn } from './handing-on.ts'
import {
  ComponentReceived,
  Delivery,
  FormData,
  Name,
  Party,
  StagedFile,
  Text,
  type Channel,
  type FilingTerms,
} from './filing.ts'
import type { DecidedUnder, SignatureView } from './lists.ts'
import type { DeskLinked, LinkedView } from './linked.ts'
import { opinionBodies, type OpinionView, type PublicOpinion } from './opinion.ts'
import { suspensionBodies, type ProposalView, type SuspensionFacts } from './suspension.ts'

export * from './filing.ts'
export * from './handing-on.ts'
export * from './work.ts'
export * from './opinion.ts'
export * from './suspension.ts'
export * from './linked.ts'
export * from './lists.ts'

/** Where a dossier stands for its owner; the number is the code of the national exchange. */
export const nationalCodes = {
  submitted: 1,
  received: 2,
  refused: 3,
  processing: 4,
  awaiting_supplement: 5,
  awaiting_payment: 6,
  withdrawal_requested: 7,
  stopped: 8,
  decided: 9,
  returned: 10,
  /** Within 4: in process, the clock standing for a reason of law other than papers or payment. */
  suspended: 4,
} as const
export type DossierStatus = keyof typeof nationalCodes

/** Everything that can be done to a dossier, and the word that permits it; `null`: only its owner may. */
export const actionPermissions = {
  receive: 'dossiers.receive',
  refuse: 'dossiers.receive',
  hand_over: 'dossiers.receive',
  claim: 'dossiers.read',
  release: 'dossiers.read',
  request_supplement: 'dossiers.read',
  supply_supplement: 'dossiers.receive',
  propose: 'dossiers.process',
  review: 'dossiers.review',
  approve: 'dossiers.decide',
  return_for_rework: 'dossiers.read',
  issue: 'dossiers.issue',
  return_result: 'dossiers.return_result',
  accept_withdrawal: 'dossiers.receive',
  reject_withdrawal: 'dossiers.receive',
  consult: 'dossiers.process',
  give_opinion: 'dossiers.read',
  extend_opinion: 'dossiers.read',
  answer_extension: 'dossiers.read',
  accept_late_opinion: 'dossiers.read',
  withdraw_consultation: 'dossiers.read',
  reassign: 'dossiers.reassign',
  recall: 'dossiers.read',
  suspend: 'dossiers.suspend',
  resume: 'dossiers.suspend',
  propose_supplement: 'dossiers.read',
  approve_supplement: 'dossiers.approve_exception',
  reject_supplement: 'dossiers.approve_exception',
  propose_extension: 'dossiers.suspend',
  approve_extension: 'dossiers.approve_exception',
  reject_extension: 'dossiers.approve_exception',
  stop: 'dossiers.read',
  withdraw: null,
} as const satisfies Record<string, PermissionWord | null>
export type DossierAction = keyof typeof actionPermissions

export const outcomes = ['granted', 'denied'] as const
export type Outcome = (typeof outcomes)[number]

const step = {
  version: Type.Integer({ minimum: 1 }),
  commandKey: CommandKey,
  note: Type.Optional(Text(2000)),
}
const reason = { reasonCode: Type.String({ pattern: '^[a-z_]{2,40}$' }) }

/** One thing wrong with the dossier: which component or field, what is wrong, what to bring. */
export const Fault = Type.Object({
  componentId: Type.Optional(Type.String({ maxLength: 60 })),
  field: Type.Optional(Type.String({ maxLength: 60 })),
  what: Type.String({ minLength: 3, maxLength: 500 }),
  bring: Type.Optional(Text(500)),
})
export type Fault = Static<typeof Fault>

/** The body each action takes. */
export const actionBodies = {
  receive: Type.Object({
    ...step,
    components: Type.Optional(Type.Array(ComponentReceived, { maxItems: 60 })),
  }),
  refuse: Type.Object({ ...step, ...reason, faults: Type.Optional(Type.Array(Fault, { maxItems: 40 })) }),
  hand_over: Type.Object(step),
  claim: Type.Object(step),
  release: Type.Object(step),
  request_supplement: Type.Object({
    ...step,
    ...reason,
    faults: Type.Array(Fault, { minItems: 1, maxItems: 40 }),
    /** Last day for the papers, YYYY-MM-DD. */
    dueOn: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  }),
  propose_supplement: Type.Object({
    ...step,
    ...reason,
    faults: Type.Array(Fault, { minItems: 1, maxItems: 40 }),
    dueOn: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  }),
  supply_supplement: Type.Object({
    ...step,
    components: Type.Optional(Type.Array(ComponentReceived, { maxItems: 60 })),
    files: Type.Optional(Type.Array(StagedFile, { maxItems: 60 })),
    form: Type.Optional(FormData),
  }),
  propose: Type.Object({ ...step, outcome: Type.Union([Type.Literal('granted'), Type.Literal('denied')]) }),
  review: Type.Object(step),
  approve: Type.Object(step),
  return_for_rework: Type.Object({ ...step, ...reason }),
  issue: Type.Object({
    ...step,
    resultNumber: Type.String({ minLength: 1, maxLength: 60 }),
    files: Type.Array(StagedFile, { maxItems: 10 }),
  }),
  return_result: Type.Object({ ...step, receivedBy: Type.Optional(Name) }),
  accept_withdrawal: Type.Object({
    ...step,
    papersReturned: suspensionBodies.stop.papersReturned,
    feesReturned: suspensionBodies.stop.feesReturned,
  }),
  reject_withdrawal: Type.Object({ ...step, ...reason }),
  consult: Type.Object({ ...step, ...opinionBodies.consult }),
  give_opinion: Type.Object({ ...step, ...opinionBodies.give_opinion }),
  extend_opinion: Type.Object({ ...step, ...opinionBodies.extend_opinion }),
  answer_extension: Type.Object({ ...step, ...opinionBodies.answer_extension }),
  accept_late_opinion: Type.Object({ ...step, ...opinionBodies.accept_late_opinion }),
  withdraw_consultation: Type.Object({ ...step, ...opinionBodies.withdraw_consultation }),
  reassign: Type.Object({ ...step, ...reassignBody }),
  recall: Type.Object(step),
  suspend: Type.Object({ ...step, ...suspensionBodies.suspend }),
  resume: Type.Object({ ...step, ...suspensionBodies.resume }),
  approve_supplement: Type.Object({ ...step, ...suspensionBodies.approve_supplement }),
  reject_supplement: Type.Object({ ...step, ...suspensionBodies.reject_supplement }),
  propose_extension: Type.Object({ ...step, ...suspensionBodies.propose_extension }),
  approve_extension: Type.Object({ ...step, ...suspensionBodies.approve_extension }),
  reject_extension: Type.Object({ ...step, ...suspensionBodies.reject_extension }),
  stop: Type.Object({ ...step, ...suspensionBodies.stop }),
  withdraw: Type.Object(step),
} as const satisfies Record<DossierAction, unknown>
export type ActionBody<Action extends DossierAction> = Static<(typeof actionBodies)[Action]>

export type UnitRef = { id: number; name: string }

export type ClockView = {
  state: 'not_started' | 'running' | 'paused' | 'ended'
  dueAt: string | null
  promisedAt: string | null
  overdue: boolean
  /** Working minutes to the due moment, negative when past; null without a due date. */
  remainingMinutes: number | null
  limit: string
  /** The derivation in words, one line a step, Vietnamese and English. */
  explanation: { vi: string[]; en: string[] }
}

export type StepView = {
  key: string
  work: string
  unit: UnitRef
  postKind: string
  minutes: number
  state: 'done' | 'open' | 'waiting' | 'ahead'
  /** The work of the earlier step whose doer may not do this one. */
  notBy: string | null
  assignee: string | null
}

export type ComponentView = {
  componentId: string
  name: string
  caseName: string | null
  requiredOriginals: number
  requiredCopies: number
  knownToState: boolean
  /** Whether this dossier needs it: papers of one case only are not asked of everybody. */
  needed: boolean
  received: ComponentReceived | null
}

export type DossierFile = {
  id: string
  name: string
  sizeBytes: number
  sha256: string
  type: string
  kind: string
  componentId: string | null
  uploadedAt: string
}

export type HistoryLine = {
  seq: number
  type: string
  vi: string
  en: string
  happenedAt: string
  recordedAt: string
  /** Name and post, or null for the citizen and the system. */
  by: string | null
  unit: string | null
  /** For whom it was done, and by which paper. */
  onBehalfOf: { name: string; decision: string } | null
  note: string | null
}

export type DossierView = {
  caseId: string
  version: number
  code: string
  status: DossierStatus
  nationalCode: number
  channel: Channel
  procedure: { code: string; name: string; versionId: string; field: string }
  /** What published decision tables said when it was filed; null where none did. */
  terms: FilingTerms | null
  title: string
  owner: Party
  submitter: Party | null
  form: FormData
  sets: number
  delivery: Delivery
  outcome: Outcome | null
  resultNumber: string | null
  signed: SignatureView | null
  receivingUnit: UnitRef
  competentUnit: UnitRef
  decidedUnder: DecidedUnder | null
  holdingUnit: UnitRef
  submittedAt: string
  receivedAt: string | null
  closedAt: string | null
  clock: ClockView
  steps: StepView[]
  components: ComponentView[]
  files: DossierFile[]
  faults: Fault[]
  supplementDueOn: string | null
  opinions: OpinionView[]
  standing: SuspensionFacts
  proposals: ProposalView[]
  /** The parts of a linked procedure; null for a dossier that stands alone. */
  linked: DeskLinked | null
  /** Where the process cannot go on by itself; an operator helps. */
  incidents: { element: string; why: { vi: string; en: string }; since: string }[]
  history: HistoryLine[]
  /** The past day at whose end it is shown; null: as it is now. */
  onDay: string | null
  /** The earlier step this person did, where the process asks that somebody else does the present one. */
  otherPersonAfter: string | null
  handedOn: HandedOn | null
  /** What this official may do now; screens render this list and never guess. */
  allowedActions: DossierAction[]
  /** Why this official sees it: whole, or the part that concerns an agency asked for its opinion. */
  shown: 'whole' | 'to_asked_agency'
  /** Forms that can be printed now: '01' receipt, '02' supplement, '03' refusal, '04' apology, '05' stop, '06' control slip. */
  slips: string[]
}

/** A line of a work list or of a search. */
export type DossierLine = {
  caseId: string
  version: number
  code: string
  status: DossierStatus
  procedureCode: string
  procedureName: string
  ownerName: string
  channel: Channel
  stepKey: string | null
  stepWork: string | null
  assigneeId: number | null
  assigneeName: string | null
  waiting: boolean
  /** The opinion this line waits for, where the post is asked for one; then the due moments are those of the opinion. */
  opinionNo: number | null
  holdingUnit: UnitRef
  receivedAt: string | null
  dueAt: string | null
  stepDueAt: string | null
  overdue: boolean
  remainingMinutes: number | null
  /** An apology with a new date is due soon, or was due already; null where none is. */
  apology: 'soon' | 'late' | null
  /** A request of this dossier waits for a head or a leader. */
  proposal: 'supplement' | 'extension' | null
  allowedActions: DossierAction[]
}

export type FoundDossiers = {
  lines: DossierLine[]
  /** As of the end of which day; null: as it is now. */
  onDay: string | null
  /** Further dossiers were not looked at or not shown. */
  more: boolean
  /** Of a past day: the units by which it may be narrowed; null: all there were. */
  units: UnitRef[] | null
}

/** Whether the caller is to be told when the due date moves. */
export const WatchBody = Type.Object({ watched: Type.Boolean() }, { additionalProperties: false })
export type WatchBody = Static<typeof WatchBody>

/** What was filed under one delegation of authority, the newest first; `count` is over all pages. */
export type DelegatedPage = { count: number; dossiers: DossierLine[]; after: string | null }

/** Reasons an official chooses from; data with a validity, seeded by the module. */
export type Reason = {
  code: string
  kind: 'refuse' | 'supplement' | 'rework' | 'withdrawal' | 'suspend' | 'extension' | 'stop'
  vi: string
  en: string
  legalGround: string | null
  /** The cause the legal clock knows: of a suspension, or of what was not done before a stop. */
  cause?: PauseCause | null
  cap?: number | null
  capUnit?: 'working_days' | 'calendar_days' | null
  /** The kinds of post that may give it; none: each that may act. */
  who?: PostKind[] | null
}

/** What a person with the code and the secret, or the owner's account, may see. */
export type PublicDossier = Pick<
  DossierView,
  | 'caseId'
  | 'version'
  | 'code'
  | 'status'
  | 'nationalCode'
  | 'channel'
  | 'procedure'
  | 'terms'
  | 'receivingUnit'
  | 'competentUnit'
  | 'decidedUnder'
  | 'holdingUnit'
  | 'submittedAt'
  | 'receivedAt'
  | 'closedAt'
  | 'clock'
  | 'faults'
  | 'supplementDueOn'
  | 'standing'
  | 'files'
  | 'components'
  | 'outcome'
  | 'resultNumber'
  | 'signed'
  | 'delivery'
> & {
  ownerName: string
  opinions: PublicOpinion[]
  linked: LinkedView | null
  /** What happened, that of its parts included; `part` names the part. */
  timeline: { at: string; vi: string; en: string; unit: string | null; part: string | null }[]
  allowedActions: ('supply_supplement' | 'withdraw')[]
}

/** Live message to desks and walls: a dossier moved. */
export type DossierMoved = {
  caseId: string
  code: string
  version: number
  type: string
  status: DossierStatus
  unitId: number
  fromUnitId: number | null
  at: string
}
