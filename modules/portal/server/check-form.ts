import { readDay } from '#platform/ui/format.ts'
import type { FormField } from '#modules/catalogue/contract.ts'
import type { Problem } from '../contract.ts'

/** The form as the dossier takes it (days as YYYY-MM-DD), and everything that is wrong with what was typed. */
export function checkForm(
  fields: readonly FormField[],
  typed: Readonly<Record<string, string>>,
): { form: Record<string, string>; problems: Problem[] } {
  const form: Record<string, string> = {}
  const problems: Problem[] = []
  for (const field of fields) {
    const value = (typed[field.key] ?? '').normalize('NFC').trim()
    if (value === '') {
      if (field.required) problems.push(problem(field, `Hãy điền “${field.vi}”`, `Fill in “${field.en}”`))
      continue
    }
    const { clean, wrong } = checkValue(field, value)
    if (wrong) problems.push(wrong)
    else form[field.key] = clean ?? value
  }
  return { form, problems }
}

function checkValue(field: FormField, value: string): { clean?: string; wrong?: Problem } {
  const most = field.maxLength ?? 2_000
  if (value.length > most)
    return {
      wrong: problem(
        field,
        `“${field.vi}” dài ${value.length} ký tự, nhiều nhất ${most}`,
        `“${field.en}” has ${value.length} characters, at most ${most}`,
      ),
    }
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value))
    return {
      wrong: problem(
        field,
        `“${field.vi}” có ký tự ẩn. Hãy gõ lại`,
        `“${field.en}” holds hidden characters. Type it again`,
      ),
    }
  switch (field.type) {
    case 'date': {
      const day = readDay(value)
      if (day) return { clean: day }
      return {
        wrong: problem(
          field,
          `“${field.vi}” phải là ngày có thật, viết như 05/03/1990`,
          `“${field.en}” must be a real day, written like 05/03/1990`,
        ),
      }
    }
    case 'number': {
      const number = value.replaceAll(/\s/g, '')
      if (/^-?\d{1,15}([.,]\d{1,6})?$/.test(number)) return { clean: number }
      return {
        wrong: problem(
          field,
          `“${field.vi}” phải là số, viết như 1250 hoặc 12,5`,
          `“${field.en}” must be a number, like 1250 or 12,5`,
        ),
      }
    }
    case 'select':
      if (field.options?.some((option) => option.value === value)) return {}
      return {
        wrong: problem(field, `Hãy chọn “${field.vi}” trong danh sách`, `Choose “${field.en}” from its list`),
      }
    case 'text':
      return {}
  }
}

function problem(field: FormField, vi: string, en: string): Problem {
  return { field: `form.${field.key}`, step: 'form', vi, en }
}
