import { expect, test } from 'vitest'
import type { FormField } from '#modules/catalogue/contract.ts'
import { formProblems, formValue, toForm } from './counter-draft.ts'
import { dossiersVi } from './messages.vi.ts'
import { emptyParty, partyProblems, toParty } from './party-draft.ts'

const born: FormField = { key: 'birthDate', vi: 'Ngày sinh', en: 'Born', type: 'date', required: true }
const sex: FormField = {
  key: 'sex',
  vi: 'Giới tính',
  en: 'Sex',
  type: 'select',
  required: false,
  options: [{ value: 'male', vi: 'Nam', en: 'Male' }],
}
const words = dossiersVi.problem

test('a date typed as people write it goes out as a calendar day, and empty fields stay at home', () => {
  expect(toForm([born, sex], { birthDate: '5/3/2023', sex: ' ', stray: 'x' })).toEqual({
    birthDate: '2023-03-05',
  })
  expect(formValue(born, '2023-03-05', 'vi')).toBe('05/03/2023')
  expect(formValue(sex, 'male', 'en')).toBe('Male')
})

test('all mistakes of a form are told at once, each at its field', () => {
  const name: FormField = { key: 'name', vi: 'Tên', en: 'Name', type: 'text', required: true, maxLength: 3 }
  expect(formProblems([born, name], { birthDate: '31/02/2023', name: 'dài quá' }, words)).toEqual({
    'form.birthDate': words.date,
    'form.name': 'Dài quá 3 ký tự',
  })
})

test('an owner needs a name, and what else is given must be readable', () => {
  expect(partyProblems({ ...emptyParty(), phone: 'abc', dateOfBirth: '1/13/2000' }, 'owner', words)).toEqual({
    'owner.fullName': words.required,
    'owner.phone': words.phone,
    'owner.dateOfBirth': words.date,
  })
  expect(toParty({ ...emptyParty(), fullName: ' Lê Thử ', phone: ' ' })).toEqual({
    kind: 'citizen',
    fullName: 'Lê Thử',
  })
})
