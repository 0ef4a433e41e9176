import type { FormField } from '#modules/catalogue/contract.ts'
import type { Step, Typed } from '../contract.ts'
import { readPerson } from './read-person.ts'

/** Longest kept of one answer, so that a draft stays small; the field's own rule speaks long before. */
const MOST = 4_000

/** What was typed so far with the answers of one step in it, right or wrong. */
export function readStep(
  step: Step,
  typed: Typed,
  text: (name: string) => string,
  fields: readonly FormField[],
): Typed {
  switch (step) {
    case 'place':
      return readPlace(typed, text)
    case 'person':
      return {
        ...typed,
        owner: readPerson(text, 'owner'),
        ...(typed.forWhom === 'other' ? { submitter: readPerson(text, 'submitter') } : {}),
      }
    case 'form':
      return {
        ...typed,
        form: {
          ...typed.form,
          ...Object.fromEntries(fields.map(({ key }) => [key, text(`form.${key}`).slice(0, MOST)])),
        },
      }
    default:
      return typed
  }
}

function readPlace(typed: Typed, text: (name: string) => string): Typed {
  const go = text('go')
  const forWhom = text('forWhom') === 'other' ? 'other' : 'self'
  const district = idOf(text('districtId'))
  return {
    ...typed,
    unitId: idOf(text('unitId')) ?? typed.unitId,
    // The two ways to a place exclude each other: the one just used is the one shown.
    districtId: go === 'find' ? null : district,
    wanted: go === 'district' ? '' : text('wanted').slice(0, 100),
    forWhom,
    // Data of the account are the submitter's own; the other person's are not known yet.
    ...(forWhom === 'other' && typed.forWhom === 'self'
      ? { owner: { ...typed.owner, ...nobodysData(typed) } }
      : {}),
    ...(forWhom === 'self' && typed.forWhom === 'other'
      ? { owner: typed.submitter, submitter: typed.owner }
      : {}),
  }
}

function nobodysData({ owner, submitter }: Typed) {
  const prefilled = owner.identityNumber !== '' && owner.identityNumber === submitter.identityNumber
  return prefilled
    ? { fullName: '', identityNumber: '', dateOfBirth: '', phone: '', email: '', address: '' }
    : {}
}

function idOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
