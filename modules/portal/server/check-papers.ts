import { foldText } from '#platform/ui/format.ts'
import type { ProcedureComponent, ProcedureView } from '#modules/catalogue/contract.ts'
import type { ComponentReceived, FilingTerms } from '#modules/dossiers/contract.ts'
import type { Bringing, DraftFile, Problem, Typed } from '../contract.ts'

/** A component as the citizen meets it: whether something must be said about it, and what was said. */
export type Paper = {
  component: ProcedureComponent
  caseName: string | null
  purpose: 'submit' | 'present'
  required: boolean
  /** The electronic form of the step before may stand for this paper. */
  mayBeForm: boolean
  bringing: Bringing
  files: DraftFile[]
}

/** Every component of the procedure with what was chosen and sent for it. */
export function papersOf(
  procedure: Pick<ProcedureView, 'componentGroups' | 'form'>,
  {
    bringing,
    files,
    terms,
  }: { bringing: Typed['bringing']; files: readonly DraftFile[]; terms: Pick<FilingTerms, 'components'> },
): Paper[] {
  return procedure.componentGroups.flatMap((group) =>
    group.components.map((component) => {
      const asked = (component.originals ?? 0) + (component.copies ?? 0) > 0
      const mayBeForm = (procedure.form?.length ?? 0) > 0 && isApplication(component)
      return {
        component,
        caseName: group.caseName,
        purpose: group.purpose,
        // What holds for one case only, is only shown, or is known to the State cannot be asked of everybody.
        required:
          (terms.components?.includes(component.id) ?? (group.caseName === null && asked)) &&
          group.purpose === 'submit' &&
          !component.knownToState,
        mayBeForm,
        bringing: bringing[component.id] ?? (mayBeForm ? 'form' : 'file'),
        files: files.filter((file) => file.componentId === component.id),
      }
    }),
  )
}

/** The paper that the electronic form replaces: the application itself. */
function isApplication({ name }: ProcedureComponent): boolean {
  return /^(to khai|don|phieu|giay de nghi|van ban de nghi)\b/.test(foldText(name))
}

/** What is missing among the papers, and files that waited too long. */
export function checkPapers(papers: readonly Paper[], delivery: Typed['delivery'], now: Date): Problem[] {
  const problems: Problem[] = []
  for (const { component, required, bringing, files } of papers) {
    const field = `file.${component.id}`
    if (required && bringing === 'file' && files.length === 0)
      problems.push({
        field,
        step: 'papers',
        vi: `Chưa có tệp cho “${component.name}”. Hãy gửi tệp, hoặc chọn mang bản giấy đến sau`,
        en: `No file for “${component.name}”. Send one, or choose to bring the paper later`,
      })
    for (const file of files.filter((one) => new Date(one.expiresAt) <= now))
      problems.push({
        field,
        step: 'papers',
        vi: `Tệp “${file.name}” đã quá thời gian giữ. Hãy xóa và gửi lại tệp này`,
        en: `The file “${file.name}” was kept too long. Remove it and send it again`,
      })
  }
  if (delivery === '')
    problems.push({
      field: 'delivery',
      step: 'papers',
      vi: 'Hãy chọn cách nhận kết quả',
      en: 'Choose how to receive the result',
    })
  return problems
}

/** The checklist as it stands at filing; papers to be brought later are counted as not yet received. */
export function componentsReceived(papers: readonly Paper[]): ComponentReceived[] {
  return papers.flatMap(({ component, bringing, files }) => {
    const fromData = component.knownToState === true || (bringing === 'form' && files.length === 0)
    if (!fromData && files.length === 0) return []
    return [
      { componentId: component.id, originals: 0, copies: files.length, ...(fromData ? { fromData } : {}) },
    ]
  })
}
