import { personKinds, type PersonTyped } from '../contract.ts'

/** Longest that is kept of one answer; what is longer is refused by its own rule before. */
const MOST = 2_000

/** A person's fields as sent, right or wrong. */
export function readPerson(text: (name: string) => string, at: string): PersonTyped {
  const field = (name: string) => text(`${at}.${name}`).slice(0, MOST)
  const kind = personKinds.find((one) => one === field('kind')) ?? 'citizen'
  return {
    kind,
    fullName: field('fullName'),
    identityNumber: field('identityNumber'),
    dateOfBirth: field('dateOfBirth'),
    phone: field('phone'),
    email: field('email'),
    address: field('address'),
  }
}
