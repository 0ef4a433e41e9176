import { foldText } from '#platform/ui/format.ts'
import type { UnitView } from '#modules/organisation/contract.ts'
import type {
  ActionBody,
  DossierView,
  OpinionAction,
  OpinionLimit,
  OpinionView,
  SilenceRule,
  Verdict,
} from '../contract.ts'
import type { opinionsVi } from './opinion-messages.vi.ts'
import { toStaged, type AttachedFile } from './papers-draft.ts'
import type { Problems } from './party-draft.ts'

export type LimitDraft = { amount: string; unit: OpinionLimit['unit'] }

export type ConsultDraft = {
  commandKey: string
  asked: { unitId: number; name: string; limit: LimitDraft }[]
  question: string
  silence: SilenceRule
  legalGround: string
  isDirect: boolean
  beyondDueReason: string
  files: AttachedFile[]
}

export const consultDraftVersion = 1

export function emptyConsultDraft(): ConsultDraft {
  return {
    commandKey: crypto.randomUUID(),
    asked: [],
    question: '',
    silence: 'recorded',
    legalGround: '',
    isDirect: false,
    beyondDueReason: '',
    files: [],
  }
}

/** What one opinion is asked for: each action takes its own part of it. */
export type OpinionDraft = {
  commandKey: string
  verdict: Verdict | ''
  text: string
  limit: LimitDraft
  reason: string
  isGranted: boolean
  beyondDueReason: string
  files: AttachedFile[]
}

export const opinionDraftVersion = 1

export function emptyOpinionDraft(opinion: OpinionView): OpinionDraft {
  const { limit } = opinion.extension
  return {
    commandKey: crypto.randomUUID(),
    verdict: '',
    text: '',
    limit: limit
      ? { amount: amountText(limit.amount ?? 1), unit: limit.unit === 'hours' ? 'hours' : 'working_days' }
      : firstLimit(),
    reason: '',
    isGranted: true,
    beyondDueReason: '',
    files: [],
  }
}

export function firstLimit(): LimitDraft {
  return { amount: '1', unit: 'working_days' }
}

/** People write halves with a comma or with a point. */
export function readLimit({ amount, unit }: LimitDraft): OpinionLimit | undefined {
  const number = Number(amount.trim().replace(',', '.'))
  const isHalves = unit === 'hours' || Number.isInteger(number * 2)
  return number > 0 && number <= 250 && isHalves ? { unit, amount: number } : undefined
}

export function amountText(amount: number): string {
  return String(amount).replace('.', ',')
}

type Words = (typeof opinionsVi)['problem']

export function consultProblems(draft: ConsultDraft, words: Words): Problems {
  const found: [boolean, string, string][] = [
    [draft.asked.length === 0, 'unit', words.unit],
    ...draft.asked.map(({ limit }, at): [boolean, string, string] => [
      readLimit(limit) === undefined,
      `asked.${at}.amount`,
      words.amount,
    ]),
    [draft.question.trim().length < 3, 'question', words.question],
    [draft.silence === 'consent' && draft.legalGround.trim().length < 3, 'legalGround', words.ground],
  ]
  return Object.fromEntries(found.filter(([wrong]) => wrong).map(([, path, problem]) => [path, problem]))
}

export function consultBody(draft: ConsultDraft, view: DossierView): ActionBody<'consult'> {
  return {
    version: view.version,
    commandKey: draft.commandKey,
    question: draft.question.trim(),
    asked: draft.asked.flatMap(({ unitId, limit }) => {
      const read = readLimit(limit)
      return read ? [{ unitId, limit: read }] : []
    }),
    silence: draft.silence,
    ...(draft.silence === 'consent' ? { legalGround: draft.legalGround.trim() } : {}),
    extension: draft.isDirect ? 'direct' : 'on_request',
    ...reasonOf(draft),
    ...(draft.files.length > 0 ? { files: toStaged(draft.files) } : {}),
  }
}

function reasonOf({ beyondDueReason }: { beyondDueReason: string }) {
  return beyondDueReason.trim() === '' ? {} : { beyondDueReason: beyondDueReason.trim() }
}

export function opinionProblems(action: OpinionAction, draft: OpinionDraft, words: Words): Problems {
  const needsLimit = action === 'extend_opinion' || (action === 'answer_extension' && draft.isGranted)
  const found: [boolean, string, string][] = [
    [action === 'give_opinion' && draft.verdict === '', 'verdict', words.verdict],
    [
      action === 'give_opinion' &&
        draft.verdict !== '' &&
        draft.verdict !== 'agree' &&
        draft.text.trim() === '',
      'text',
      words.text,
    ],
    [needsLimit && readLimit(draft.limit) === undefined, 'amount', words.amount],
    [action === 'extend_opinion' && draft.reason.trim().length < 3, 'reason', words.reason],
  ]
  return Object.fromEntries(found.filter(([wrong]) => wrong).map(([, path, problem]) => [path, problem]))
}

export function opinionBody(
  action: OpinionAction,
  draft: OpinionDraft,
  opinion: OpinionView,
  view: DossierView,
): Record<string, unknown> {
  const common = { version: view.version, commandKey: draft.commandKey, opinion: opinion.no }
  switch (action) {
    case 'give_opinion':
      return {
        ...common,
        verdict: draft.verdict,
        ...(draft.text.trim() === '' ? {} : { text: draft.text.trim() }),
        ...(draft.files.length > 0 ? { files: toStaged(draft.files) } : {}),
      }
    case 'extend_opinion':
      return { ...common, limit: readLimit(draft.limit), reason: draft.reason.trim() }
    case 'answer_extension':
      return { ...common, ...(draft.isGranted ? { limit: readLimit(draft.limit) } : {}), ...reasonOf(draft) }
    default:
      return common
  }
}

/** Units whose names hold every typed word, without regard to marks; those that begin with what was typed first. */
export function findUnits(units: readonly UnitView[], typed: string, most = 30): UnitView[] {
  const words = foldText(typed).split(/\s+/).filter(Boolean)
  const whole = words.join(' ')
  return units
    .map((unit) => ({ unit, said: foldText(unit.name) }))
    .filter(({ said }) => words.every((word) => said.includes(word)))
    .toSorted(
      (a, b) =>
        Number(b.said.startsWith(whole)) - Number(a.said.startsWith(whole)) || (a.said < b.said ? -1 : 1),
    )
    .slice(0, most)
    .map(({ unit }) => unit)
}
