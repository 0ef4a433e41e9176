import { Type, type Static } from 'typebox'

/** The cookie of a signed-in citizen; the token in it is opaque. */
export const citizenCookie = 'tl_citizen'
/** The cookie of a browser that holds drafts without an account. */
export const draftCookie = 'tl_draft'
/** The cookie of the language chosen. */
export const languageCookie = 'tl_lang'

/** How long a draft waits for its owner after the last change. */
export const draftDays = 30

/** Steps of filing in their order; the address of each is in `stepPaths`. */
export const steps = ['place', 'person', 'form', 'papers', 'review'] as const
export type Step = (typeof steps)[number]

export const stepPaths: Record<Step, string> = {
  place: 'noi-nop',
  person: 'nguoi-nop',
  form: 'to-khai',
  papers: 'giay-to',
  review: 'xem-lai',
}

export const personKinds = ['citizen', 'enterprise', 'household_business'] as const
export type PersonKind = (typeof personKinds)[number]

/** A person as typed into a form, right or wrong; days as people write them, dd/MM/yyyy. */
export const PersonTyped = Type.Object({
  kind: Type.Unsafe<PersonKind>(Type.Enum([...personKinds])),
  fullName: Type.String(),
  identityNumber: Type.String(),
  dateOfBirth: Type.String(),
  phone: Type.String(),
  email: Type.String(),
  address: Type.String(),
})
export type PersonTyped = Static<typeof PersonTyped>

export const nobody: PersonTyped = {
  kind: 'citizen',
  fullName: '',
  identityNumber: '',
  dateOfBirth: '',
  phone: '',
  email: '',
  address: '',
}

/** How a component comes: as files, as paper brought later, or out of the electronic form. */
export const bringings = ['file', 'paper', 'form'] as const
export type Bringing = (typeof bringings)[number]

/** Everything typed into a draft so far. */
export type Typed = {
  unitId: number | null
  /** The district last looked into, and the words last searched for, on the way to a place. */
  districtId: number | null
  wanted: string
  forWhom: 'self' | 'other'
  owner: PersonTyped
  submitter: PersonTyped
  form: Record<string, string>
  bringing: Record<string, Bringing>
  delivery: 'counter' | 'post' | 'online' | ''
}

/** A file sent ahead and waiting for the dossier; its token gives the right to attach it. */
export type DraftFile = {
  id: string
  token: string
  componentId: string
  name: string
  sizeBytes: number
  sha256: string
  type: string
  expiresAt: string
}

/** What is wrong with something typed, and how to mend it; `field` is the id of the field on its page. */
export type Problem = { field: string; step?: Step; vi: string; en: string }

/** A signed-in citizen. */
export type Citizen = { id: string; login: string; name: string; person: PersonTyped }

/** A citizen of the demo city, as `data/people/citizens.ts` makes them. */
export type DemoCitizenAccount = {
  login?: string
  fullName: string
  birthDate: string
  identityNumber: string
  phone: string
  email?: string
  address: string
}
