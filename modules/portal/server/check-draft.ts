import type { ProcedureView } from '#modules/catalogue/contract.ts'
import type { Filing, FilingTerms } from '#modules/dossiers/contract.ts'
import type { Problem, Step } from '../contract.ts'
import type { checkForm } from './check-form.ts'
import { checkPapers, componentsReceived, papersOf } from './check-papers.ts'
import { checkPerson } from './check-person.ts'
import type { Draft } from './draft-store.ts'
import type { Places } from './places.ts'

type Around = {
  procedure: ProcedureView
  form: ReturnType<typeof checkForm>
  terms: FilingTerms
  places: Places
  now: Date
  today: string
}

/** Everything that still stands in the way of sending, step by step, and the filing when nothing does. */
export function checkDraft(
  { typed, files }: Pick<Draft, 'typed' | 'files'>,
  { procedure, form, terms, places, now, today }: Around,
): { problems: Record<Exclude<Step, 'review'>, Problem[]>; filing: Filing | undefined } {
  const unitId = typed.unitId
  const placed = unitId !== null && places.has(unitId)
  const owner = checkPerson(typed.owner, 'owner', today)
  const submitter = typed.forWhom === 'other' ? checkPerson(typed.submitter, 'submitter', today) : undefined
  const papers = papersOf(procedure, { bringing: typed.bringing, files, terms })
  const problems = {
    place: placed ? [] : [noPlace],
    person: [...owner.problems, ...(submitter?.problems ?? [])],
    form: form.problems,
    papers: checkPapers(papers, typed.delivery, now),
  }
  if (
    Object.values(problems).some((list) => list.length > 0) ||
    !placed ||
    !owner.party ||
    typed.delivery === ''
  )
    return { problems, filing: undefined }
  return {
    problems,
    filing: {
      procedureCode: procedure.code,
      receivingUnitId: unitId,
      owner: owner.party,
      ...(submitter?.party ? { submitter: submitter.party } : {}),
      form: form.form,
      components: componentsReceived(papers),
      files: files.map(({ token, componentId }) => ({ token, componentId })),
      sets: procedure.dossierSets ?? 1,
      delivery: typed.delivery,
    },
  }
}

const noPlace: Problem = {
  field: 'unitId',
  step: 'place',
  vi: 'Hãy chọn nơi nộp hồ sơ',
  en: 'Choose where to file',
}
