import { dayParts, maskIdentity } from './form-words.ts'

/** Who issues a paper, where and when. */
export interface PaperHead {
  superiorAgency?: string
  agency: string
  number: string
  /** The suffix of the number: `TTPVHCC` of a public service centre, `BPTNTKQ` of a reception unit. */
  symbol: string
  place: string
  issuedAt: Date
  timeZone: string
}

export interface PersonOnPaper {
  /** Ông, Bà, or the kind of organisation. */
  title?: string
  name: string
  address?: string
  phone?: string
  email?: string
  /** Printed with all but its last four signs hidden. */
  identityNumber?: string
}

export interface ComponentOnPaper {
  name: string
  originals: number
  certified: number
  copies: number
  note?: string
}

/** Whom to ask. */
export interface ContactOnPaper {
  officer: string
  phone?: string
  website?: string
}

/** Who signs: over the name the lines of the capacity, or else what the form calls the signer. */
export interface SignerOnPaper {
  name: string
  lines: readonly string[]
  /** In whose place, by which paper. */
  instead: string | null
}

export function headForPrint(head: PaperHead) {
  return {
    superior: head.superiorAgency,
    agency: head.agency,
    number: head.number,
    symbol: head.symbol,
    place: head.place,
    ...dayParts(head.issuedAt, head.timeZone),
  }
}

export function personForPrint(person: PersonOnPaper) {
  const { identityNumber, title, name, ...rest } = person
  return {
    ...rest,
    name: title ? `${title} ${name}` : name,
    identity: identityNumber === undefined ? undefined : maskIdentity(identityNumber),
  }
}
