import { formatDay, readDay } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import type { Party } from '../contract.ts'
import type { DossierWords } from './messages.ts'

/** A party as it is being typed: every field a text, the date as people write it. */
export type PartyDraft = {
  kind: Party['kind']
  identityNumber: string
  fullName: string
  dateOfBirth: string
  address: string
  phone: string
  email: string
}

/** What is wrong, by path of the field. */
export type Problems = Readonly<Record<string, string>>

export function emptyParty(): PartyDraft {
  return {
    kind: 'citizen',
    identityNumber: '',
    fullName: '',
    dateOfBirth: '',
    address: '',
    phone: '',
    email: '',
  }
}

/** Says at each field what is wrong before anything is sent; the server asks again. */
export function partyProblems(party: PartyDraft, prefix: string, words: DossierWords['problem']): Problems {
  const found: Record<string, string> = {}
  const name = party.fullName.trim()
  if (name === '') found['fullName'] = words.required
  else if (name.length < 2 || name.length > 120) found['fullName'] = words.name
  if (party.identityNumber && !/^[0-9]{9,14}(-[0-9]{3})?$/.test(party.identityNumber.trim())) {
    found['identityNumber'] = words.identityNumber
  }
  if (party.dateOfBirth && !readDay(party.dateOfBirth)) found['dateOfBirth'] = words.date
  if (party.phone && !/^[0-9+ ]{8,16}$/.test(party.phone.trim())) found['phone'] = words.phone
  if (party.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(party.email.trim())) found['email'] = words.email
  if (party.address.length > 300) found['address'] = fill(words.tooLong, { max: 300 })
  return Object.fromEntries(Object.entries(found).map(([field, problem]) => [`${prefix}.${field}`, problem]))
}

export function toParty(draft: PartyDraft): Party {
  const born = readDay(draft.dateOfBirth)
  return {
    kind: draft.kind,
    fullName: draft.fullName.trim(),
    ...given('identityNumber', draft.identityNumber),
    ...(born && draft.kind === 'citizen' ? { dateOfBirth: born } : {}),
    ...given('address', draft.address),
    ...given('phone', draft.phone),
    ...given('email', draft.email),
  }
}

export function partyLines(party: Party, words: DossierWords['party']): { label: string; value: string }[] {
  return [
    { label: words.identityNumber, value: party.identityNumber },
    { label: words.dateOfBirth, value: party.dateOfBirth && formatDay(party.dateOfBirth) },
    { label: words.phone, value: party.phone },
    { label: words.email, value: party.email },
    { label: words.address, value: party.address },
  ].flatMap(({ label, value }) => (value ? [{ label, value }] : []))
}

function given<Key extends string>(key: Key, text: string): Partial<Record<Key, string>> {
  const value = text.trim()
  return value === '' ? {} : ({ [key]: value } as Record<Key, string>)
}
