import type { FormField, ProcedureView } from '#modules/catalogue/contract.ts'
import type { Filing, Party } from '../contract.ts'
import { dossierErrors } from './errors.ts'

// Control, zero-width and direction marks have no place in a name, nor have the signs of markup.
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>{}]/u

/** The party with its texts composed (NFC) and trimmed. Errors: `dossiers.bad_name`. */
export function cleanParty(party: Party, field: string): Party {
  const fullName = party.fullName.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (FORBIDDEN.test(fullName) || !/\p{L}/u.test(fullName)) throw dossierErrors.badName(field)
  const address = party.address?.normalize('NFC').trim()
  if (address && FORBIDDEN.test(address)) throw dossierErrors.badName(`${field}.address`)
  return { ...party, fullName, ...(address ? { address } : {}) }
}

type Problem = { field: string; vi: string; en: string }

/** The form as the procedure asks for it: unknown fields dropped, texts composed. Errors: `dossiers.fields` with every problem at once. */
export function cleanForm(fields: readonly FormField[], form: Filing['form']): Filing['form'] {
  const problems: Problem[] = []
  const clean: Filing['form'] = {}
  for (const field of fields) {
    const value = form[field.key]?.normalize('NFC').trim() ?? ''
    const problem = value === '' ? (field.required ? missing(field) : undefined) : wrongValue(field, value)
    if (problem) problems.push(problem)
    else if (value !== '') clean[field.key] = value
  }
  if (problems.length > 0) throw dossierErrors.fields(problems)
  return clean
}

function missing(field: FormField): Problem {
  return { field: field.key, vi: `hãy điền "${field.vi}"`, en: `fill in "${field.en}"` }
}

function wrongValue(field: FormField, value: string): Problem | undefined {
  const most = field.maxLength ?? 2000
  if (value.length > most)
    return {
      field: field.key,
      vi: `"${field.vi}" dài quá ${most} ký tự`,
      en: `"${field.en}" is longer than ${most} characters`,
    }
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value))
    return {
      field: field.key,
      vi: `"${field.vi}" có ký tự điều khiển`,
      en: `"${field.en}" holds control characters`,
    }
  if (field.type === 'date' && !isDay(value))
    return {
      field: field.key,
      vi: `"${field.vi}" phải là ngày có thật, dạng năm-tháng-ngày`,
      en: `"${field.en}" must be a real day, year-month-day`,
    }
  if (field.type === 'number' && !/^-?\d{1,15}([.,]\d{1,6})?$/.test(value))
    return { field: field.key, vi: `"${field.vi}" phải là số`, en: `"${field.en}" must be a number` }
  if (field.type === 'select' && !field.options?.some((option) => option.value === value))
    return {
      field: field.key,
      vi: `"${field.vi}" phải chọn trong danh sách`,
      en: `"${field.en}" must be chosen from its list`,
    }
  return undefined
}

export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** Errors: `dossiers.unknown_component`. */
export function assertComponents(procedure: ProcedureView, filing: Pick<Filing, 'components' | 'files'>) {
  const known = new Set(
    procedure.componentGroups.flatMap((group) => group.components.map((component) => component.id)),
  )
  const used = [
    ...filing.components.map((one) => one.componentId),
    ...filing.files.map((one) => one.componentId),
  ]
  const unknown = [...new Set(used.filter((id) => !known.has(id)))]
  if (unknown.length > 0) throw dossierErrors.unknownComponents(unknown)
}
