import type { Decision, KnownFact, Problem } from '#modules/casework/contract.ts'
import { ProcessFailure, type PublishedDecisions } from '#modules/casework/server/index.ts'
import type { FormField, ProcedureView } from '#modules/catalogue/contract.ts'
import {
  decidedAtFiling,
  type Channel,
  type DecidedAtFiling,
  type Filing,
  type FilingTerms,
} from '../contract.ts'

type Answer = string | number | null
/** What is known of a dossier at filing, under the names that decisions and conditions use. */
export type FilingFacts = Readonly<Record<string, Answer>>

const MOST_VND = 1_000_000_000_000

/** The answers of the form as a decision takes them: numbers as numbers, what is not filled in as nothing. */
export function formFacts(fields: readonly FormField[], form: Filing['form']): FilingFacts {
  return Object.fromEntries(
    fields.map(({ key, type }) => {
      const written = form[key]?.trim() ?? ''
      if (written === '') return [key, null]
      if (type !== 'number') return [key, written]
      const number = Number(written.replaceAll(/\s/g, '').replace(',', '.'))
      return [key, Number.isFinite(number) ? number : null]
    }),
  )
}

/** Answers that the process itself asks for go with the case; nothing else of the form does. */
export function askedOfForm(asks: readonly string[], facts: FilingFacts): Record<string, string | number> {
  return Object.fromEntries(
    asks.flatMap((name) => {
      const value = facts[name]
      return value === undefined || value === null ? [] : [[name, value]]
    }),
  )
}

/** What decisions may ask of the form. */
export function factsOfForm(fields: readonly FormField[]): KnownFact[] {
  return fields.map(({ key, options, vi, en }) => ({
    name: key,
    values: options?.map(({ value }) => value) ?? [],
    vi: `Tờ khai: ${vi}`,
    en: `Form: ${en}`,
  }))
}

type Asked = {
  decisions: PublishedDecisions
  procedure: Pick<ProcedureView, 'code' | 'form' | 'field' | 'componentGroups'>
  /** The fee that the procedure states for the channel. */
  statedVnd: number | null
  ground: NonNullable<FilingTerms['ground']>
}

/** What the published tables say of a filing as far as it is filled in. Never throws: what they do not say is null. */
export function termsBy(
  { decisions, procedure, statedVnd, ground }: Asked,
  { channel, form, sets }: { channel: Channel; form: Filing['form']; sets: number },
): FilingTerms {
  const facts = {
    ...formFacts(procedure.form ?? [], form),
    channel,
    sets,
    procedureCode: procedure.code,
    field: procedure.field,
  }
  const decided = (Object.keys(decidedAtFiling) as DecidedAtFiling[]).filter((what) =>
    decisions.names.has(decidedAtFiling[what]),
  )
  const known = idsOf(procedure)
  return {
    feeVnd: decided.includes('fee') ? feeIn(answerOf(decisions, 'fee', facts)) : statedVnd,
    components: decided.includes('components')
      ? componentsIn(answerOf(decisions, 'components', facts), known)
      : null,
    decided,
    ground: decided.length > 0 ? ground : null,
  }
}

/** Undefined: the tables fail on these facts. */
function answerOf({ decide }: PublishedDecisions, what: DecidedAtFiling, facts: FilingFacts): unknown {
  try {
    return decide(decidedAtFiling[what], facts)
  } catch (error) {
    if (error instanceof ProcessFailure) return undefined
    throw error
  }
}

function feeIn(answer: unknown): number | null {
  return typeof answer === 'number' && Number.isInteger(answer) && answer >= 0 && answer <= MOST_VND
    ? answer
    : null
}

/** One id or several, also lists of lists as a collecting table gives them; no rule met asks for nothing. */
function componentsIn(answer: unknown, known: ReadonlySet<string>): string[] | null {
  if (answer === undefined) return null
  const ids = [answer].flat(2).filter((one) => one !== null)
  return ids.every((id): id is string => typeof id === 'string' && known.has(id)) ? [...new Set(ids)] : null
}

function idsOf({ componentGroups }: Pick<ProcedureView, 'componentGroups'>): Set<string> {
  return new Set(componentGroups.flatMap(({ components }) => components.map(({ id }) => id)))
}

/** The decisions that filing asks, in words for whoever writes tables. */
export function askedAtFiling(procedure: Pick<ProcedureView, 'componentGroups'>): KnownFact[] {
  return [
    {
      name: decidedAtFiling.fee,
      values: [],
      vi: 'Phí, lệ phí phải nộp, tính bằng đồng',
      en: 'The fee to be paid, in đồng',
    },
    {
      name: decidedAtFiling.components,
      values: [...idsOf(procedure)],
      vi: 'Mã các giấy tờ hồ sơ phải có',
      en: 'Ids of the components the dossier needs',
    },
  ]
}

/** Faults of decisions that would only be met when somebody files. */
export function checkFilingDecisions(
  decisions: readonly Decision[],
  procedure: Pick<ProcedureView, 'componentGroups'>,
): Problem[] {
  const known = idsOf(procedure)
  return decisions.flatMap(({ id, name, logic }): Problem[] => {
    if (logic.is !== 'table') return []
    const [output] = logic.outputs
    const isAsked = (what: DecidedAtFiling) => [id, name].includes(decidedAtFiling[what])
    if (isAsked('fee') && (logic.outputs.length !== 1 || !['number', 'any'].includes(output?.type ?? '')))
      return [
        fault(id, 'dossiers.fee_not_a_number', {
          vi: 'Bảng "fee" phải có đúng một cột kết quả kiểu số, tính bằng đồng. Hãy sửa cột kết quả.',
          en: 'The table "fee" must have exactly one output, a number in đồng. Mend its output.',
        }),
      ]
    if (!isAsked('components')) return []
    const unknown = logic.rules
      .flatMap(({ gives }) => gives)
      .flatMap((text) => [...text.matchAll(/"([^"]*)"/g)].flatMap(([, word]) => word ?? []))
      .filter((word) => !known.has(word))
    return [...new Set(unknown)].map((word) =>
      fault(id, 'dossiers.unknown_component', {
        vi: `Bảng "components" đòi giấy tờ "${word}", thủ tục không có. Hãy dùng một trong: ${[...known].join(', ')}.`,
        en: `The table "components" asks for "${word}", which the procedure does not know. Use one of: ${[...known].join(', ')}.`,
      }),
    )
  })
}

function fault(elementId: string, rule: string, words: { vi: string; en: string }): Problem {
  return { elementId, rule, severity: 'error', ...words }
}
