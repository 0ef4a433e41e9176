import type { PostKind } from '#modules/organisation/contract.ts'
import { dayOf, formatDay, readDay } from '#platform/ui/format.ts'
import {
  fitsStop,
  mustSayWhy,
  type DossierAction,
  type DossierView,
  type Fault,
  type OpinionAction,
  type Outcome,
  type ProposalView,
  type Reason,
} from '../contract.ts'
import type { DossierWords } from './messages.ts'
import {
  countsOfDossier,
  papersOfDossier,
  toReceived,
  toStaged,
  type AttachedFile,
  type PaperCount,
} from './papers-draft.ts'
import type { Problems } from './party-draft.ts'

type Asked =
  | 'assignee'
  | 'reason'
  | 'faults'
  | 'dueOn'
  | 'newDueOn'
  | 'expectedOn'
  | 'papers'
  | 'outcome'
  | 'result'
  | 'receivedBy'
  | 'documentNumber'
  | 'returned'

/** What is done by the bar of actions; opinions have a panel of their own. */
export type BarAction = Exclude<DossierAction, OpinionAction>

/** What each action asks for besides a note; `null`: it is done at once. */
export const asked: Record<BarAction, readonly Asked[] | null> = {
  receive: ['papers'],
  refuse: ['reason', 'faults'],
  hand_over: [],
  claim: null,
  release: null,
  request_supplement: ['reason', 'faults', 'dueOn'],
  supply_supplement: ['papers'],
  propose: ['outcome'],
  review: [],
  approve: [],
  return_for_rework: ['reason'],
  issue: ['result'],
  return_result: ['receivedBy'],
  accept_withdrawal: ['returned'],
  reject_withdrawal: ['reason'],
  reassign: ['assignee'],
  recall: null,
  suspend: ['reason', 'expectedOn', 'documentNumber'],
  resume: [],
  propose_supplement: ['reason', 'faults', 'dueOn'],
  approve_supplement: ['dueOn'],
  reject_supplement: [],
  propose_extension: ['reason', 'newDueOn'],
  approve_extension: ['documentNumber'],
  reject_extension: [],
  stop: ['reason', 'returned', 'documentNumber'],
  withdraw: [],
}

const reasonKinds: Partial<Record<BarAction, Reason['kind']>> = {
  refuse: 'refuse',
  request_supplement: 'supplement',
  return_for_rework: 'rework',
  reject_withdrawal: 'withdrawal',
  suspend: 'suspend',
  propose_supplement: 'supplement',
  propose_extension: 'extension',
  stop: 'stop',
}

/** The reasons that this official may give for this action on this dossier. */
export function reasonsFor(
  action: BarAction,
  all: readonly Reason[],
  { status, standing }: Pick<DossierView, 'status' | 'standing'>,
  post: PostKind | undefined,
): Reason[] {
  const awaited = {
    isAwaitingPayment: status === 'awaiting_payment',
    supplementExpired: standing.supplementExpired,
  }
  return all.filter(
    ({ kind, cause, who }) =>
      kind === reasonKinds[action] &&
      (!who || (post !== undefined && who.includes(post))) &&
      (action !== 'stop' || fitsStop(cause, awaited)),
  )
}

/** One key an action; none of them is a key of the page. */
export const actionKeys: Record<BarAction, string> = {
  receive: 'r',
  refuse: 'x',
  hand_over: 'h',
  claim: 'c',
  release: 'u',
  request_supplement: 's',
  supply_supplement: 'b',
  propose: 'p',
  review: 'v',
  approve: 'a',
  return_for_rework: 'w',
  issue: 'i',
  return_result: 't',
  accept_withdrawal: 'y',
  reject_withdrawal: 'n',
  reassign: 'g',
  recall: 'l',
  // One key for two things that are never offered together.
  suspend: 'm',
  resume: 'm',
  propose_supplement: 's',
  approve_supplement: 'q',
  reject_supplement: 'j',
  propose_extension: 'f',
  approve_extension: 'f',
  reject_extension: 'k',
  stop: 'o',
  withdraw: 'z',
}

/** Actions that end, turn back or go aside; shown apart from those that go on. */
export const backwards: readonly BarAction[] = [
  'refuse',
  'release',
  'request_supplement',
  'return_for_rework',
  'reject_withdrawal',
  'reassign',
  'recall',
  'suspend',
  'propose_supplement',
  'propose_extension',
  'reject_supplement',
  'reject_extension',
  'stop',
  'withdraw',
]

export type FaultDraft = { componentId: string; what: string; bring: string }

export type ActionDraft = {
  commandKey: string
  note: string
  reasonCode: string
  faults: FaultDraft[]
  dueOn: string
  outcome: Outcome | ''
  resultNumber: string
  receivedBy: string
  /** Number of the task and account of who is to do it, as text while typed. */
  taskNo: string
  assigneeId: string
  documentNumber: string
  papersReturned: string
  feesReturned: string
  papers: Record<string, PaperCount> | null
  files: AttachedFile[]
}

export const actionDraftVersion = 2

export function emptyFault(): FaultDraft {
  return { componentId: '', what: '', bring: '' }
}

function emptyActionDraft(): ActionDraft {
  return {
    commandKey: crypto.randomUUID(),
    note: '',
    reasonCode: '',
    faults: [emptyFault()],
    dueOn: '',
    outcome: '',
    resultNumber: '',
    receivedBy: '',
    taskNo: '',
    assigneeId: '',
    documentNumber: '',
    papersReturned: '',
    feesReturned: '',
    papers: null,
    files: [],
  }
}

const proposalKinds: Partial<Record<BarAction, ProposalView['kind']>> = {
  approve_extension: 'extension',
  reject_extension: 'extension',
  approve_supplement: 'supplement',
  reject_supplement: 'supplement',
}

/** What an action approves or turns down. */
export function proposalOf(action: BarAction, view: DossierView): ProposalView | undefined {
  return view.proposals.find((one) => one.kind === proposalKinds[action])
}

/** An empty draft with what is known already: who approves sees the proposed day, and may change it. */
export function freshActionDraft(action: BarAction, view: DossierView): ActionDraft {
  const day = dayAsked(action) && proposalOf(action, view)?.day
  return { ...emptyActionDraft(), ...(day ? { dueOn: formatDay(day) } : {}) }
}

/** The last day known from the dossier itself; a demo city's days are not those of the browser. */
export function lastDayOf(view: DossierView): string {
  return dayOf(new Date(view.history.at(-1)?.recordedAt ?? view.submittedAt))
}

export function paperCountsOf(draft: ActionDraft, view: DossierView): Record<string, PaperCount> {
  return draft.papers ?? { ...countsOfDossier(view.components) }
}

export function actionProblems(
  action: BarAction,
  draft: ActionDraft,
  words: DossierWords['problem'],
  today: string,
): Problems {
  const asks = asked[action] ?? []
  const faults = filledFaults(draft)
  const found: [boolean, string, string][] = [
    [asks.includes('reason') && draft.reasonCode === '', 'reasonCode', words.reason],
    [isAsking(action) && faults.length === 0, 'faults.0.what', words.faults],
    [
      asks.includes('faults') && draft.faults.some((fault) => badFault(fault)),
      `faults.${draft.faults.findIndex(badFault)}.what`,
      words.faults,
    ],
    [dayAsked(action) !== undefined && !((readDay(draft.dueOn) ?? '') > today), 'dueOn', words.dueOn],
    [mustSayWhy.includes(action) && draft.note.trim().length < 3, 'note', words.note],
    [asks.includes('outcome') && draft.outcome === '', 'outcome', words.outcome],
    [asks.includes('assignee') && draft.assigneeId === '', 'assigneeId', words.assignee],
    [asks.includes('assignee') && draft.note.trim().length < 3, 'note', words.why],
    [asks.includes('result') && draft.resultNumber.trim() === '', 'resultNumber', words.resultNumber],
  ]
  return Object.fromEntries(found.filter(([wrong]) => wrong).map(([, path, problem]) => [path, problem]))
}

/** The name of the one day an action asks for. */
export function dayAsked(action: BarAction): 'dueOn' | 'newDueOn' | 'expectedOn' | undefined {
  return (['dueOn', 'newDueOn', 'expectedOn'] as const).find((name) => asked[action]?.includes(name))
}

function isAsking(action: BarAction): boolean {
  return action === 'request_supplement' || action === 'propose_supplement'
}

function filled(name: string, text: string): Record<string, string> {
  return text.trim() === '' ? {} : { [name]: text.trim() }
}

function badFault({ componentId, what, bring }: FaultDraft): boolean {
  const begun = componentId !== '' || what.trim() !== '' || bring.trim() !== ''
  return begun && what.trim().length < 3
}

function filledFaults({ faults }: ActionDraft): Fault[] {
  return faults.flatMap(({ componentId, what, bring }) =>
    what.trim() === ''
      ? []
      : [
          {
            what: what.trim(),
            ...(componentId === '' ? {} : { componentId }),
            ...(bring.trim() === '' ? {} : { bring: bring.trim() }),
          },
        ],
  )
}

/** The body of the call, of exactly what this action asks for. */
export function actionBody(
  action: BarAction,
  draft: ActionDraft,
  view: DossierView,
): Record<string, unknown> {
  const asks = asked[action] ?? []
  const faults = filledFaults(draft)
  const day = dayAsked(action)
  return {
    version: view.version,
    commandKey: draft.commandKey,
    ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
    ...(asks.includes('reason') ? { reasonCode: draft.reasonCode } : {}),
    ...(asks.includes('faults') && (faults.length > 0 || isAsking(action)) ? { faults } : {}),
    ...(day === undefined ? {} : { [day]: readDay(draft.dueOn) ?? '' }),
    ...(asks.includes('assignee')
      ? { taskNo: Number(draft.taskNo), assigneeId: Number(draft.assigneeId) }
      : {}),
    ...(asks.includes('outcome') ? { outcome: draft.outcome } : {}),
    ...(asks.includes('papers')
      ? { components: toReceived(papersOfDossier(view.components), paperCountsOf(draft, view)) }
      : {}),
    ...(action === 'supply_supplement' || asks.includes('result') ? { files: toStaged(draft.files) } : {}),
    ...(asks.includes('result') ? { resultNumber: draft.resultNumber.trim() } : {}),
    ...(asks.includes('documentNumber') ? filled('documentNumber', draft.documentNumber) : {}),
    ...(asks.includes('returned')
      ? { ...filled('papersReturned', draft.papersReturned), ...filled('feesReturned', draft.feesReturned) }
      : {}),
    ...(asks.includes('receivedBy') && draft.receivedBy.trim() !== ''
      ? { receivedBy: draft.receivedBy.trim() }
      : {}),
  }
}
