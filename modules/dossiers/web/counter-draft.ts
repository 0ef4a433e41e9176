import type { FormField, ProcedureView } from '#modules/catalogue/contract.ts'
import { formatDay, readDay } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import type { CounterFiling, Delivery } from '../contract.ts'
import type { DossierWords } from './messages.ts'
import { papersOf, toReceived, toStaged, type AttachedFile, type PaperCount } from './papers-draft.ts'
import { emptyParty, partyProblems, toParty, type PartyDraft, type Problems } from './party-draft.ts'

/** Everything typed on the counter's sheet. Its command key makes sending it twice the same as once. */
export type CounterDraft = {
  commandKey: string
  procedureCode: string
  channel: 'counter' | 'post'
  owner: PartyDraft
  submitter: PartyDraft | null
  form: Record<string, string>
  papers: Record<string, PaperCount>
  files: AttachedFile[]
  delivery: Delivery
  sets: number
}

export const counterDraftVersion = 1

export function emptyCounterDraft(): CounterDraft {
  return {
    commandKey: crypto.randomUUID(),
    procedureCode: '',
    channel: 'counter',
    owner: emptyParty(),
    submitter: null,
    form: {},
    papers: {},
    files: [],
    delivery: 'counter',
    sets: 1,
  }
}

/** A procedure without an electronic form asks for papers only. */
export function formOf(procedure: ProcedureView): readonly FormField[] {
  return procedure.form ?? []
}

/** Every mistake at once, each at its field. */
export function counterProblems(
  draft: CounterDraft,
  procedure: ProcedureView | undefined,
  words: DossierWords['problem'],
): Problems {
  return {
    ...(procedure ? {} : { procedureCode: words.procedure }),
    ...partyProblems(draft.owner, 'owner', words),
    ...(draft.submitter ? partyProblems(draft.submitter, 'submitter', words) : {}),
    ...(procedure ? formProblems(formOf(procedure), draft.form, words) : {}),
  }
}

export function formProblems(
  fields: readonly FormField[],
  form: Readonly<Record<string, string>>,
  words: DossierWords['problem'],
): Problems {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = formProblem(field, form[field.key]?.trim() ?? '', words)
      return problem === undefined ? [] : [[`form.${field.key}`, problem]]
    }),
  )
}

function formProblem(field: FormField, value: string, words: DossierWords['problem']): string | undefined {
  if (value === '') return field.required ? words.required : undefined
  if (field.type === 'date') return readDay(value) ? undefined : words.date
  if (field.type === 'number') return /^-?\d{1,15}([.,]\d{1,6})?$/.test(value) ? undefined : words.number
  const most = field.maxLength ?? 2000
  return value.length > most ? fill(words.tooLong, { max: most }) : undefined
}

/** Days go out as `YYYY-MM-DD`, however they were typed; empty fields do not go out. */
export function toForm(
  fields: readonly FormField[],
  form: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = form[field.key]?.trim() ?? ''
      if (value === '') return []
      return [[field.key, field.type === 'date' ? (readDay(value) ?? value) : value]]
    }),
  )
}

/** A value of a form as people read it. */
export function formValue(field: FormField | undefined, value: string, language: 'vi' | 'en'): string {
  if (field?.type === 'date') return formatDay(value)
  return field?.options?.find((option) => option.value === value)?.[language] ?? value
}

export function toFiling(
  draft: CounterDraft,
  procedure: ProcedureView,
  receivingUnitId: number,
): CounterFiling {
  return {
    procedureCode: procedure.code,
    receivingUnitId,
    channel: draft.channel,
    commandKey: draft.commandKey,
    owner: toParty(draft.owner),
    ...(draft.submitter ? { submitter: toParty(draft.submitter) } : {}),
    form: toForm(formOf(procedure), draft.form),
    components: toReceived(papersOf(procedure), draft.papers),
    files: toStaged(draft.files),
    sets: draft.sets,
    delivery: draft.delivery,
  }
}
