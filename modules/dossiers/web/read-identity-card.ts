import type { PartyDraft } from './party-draft.ts'

/**
 * What the QR code of a Vietnamese identity card says, as a scanner types it: number, old number, name, birth date,
 * sex, address and day of issue, parted by bars. Undefined when the text is something else.
 */
export function readIdentityCard(scanned: string): Partial<PartyDraft> | undefined {
  const [identityNumber, , fullName, born, , address] = scanned
    .normalize('NFC')
    .split('|')
    .map((part) => part.trim())
  if (!identityNumber || !/^\d{9,12}$/.test(identityNumber) || !fullName) return undefined
  const day = /^(\d{2})(\d{2})(\d{4})$/.exec(born ?? '')
  return {
    kind: 'citizen',
    identityNumber,
    fullName,
    ...(day ? { dateOfBirth: `${day[1]}/${day[2]}/${day[3]}` } : {}),
    ...(address ? { address } : {}),
  }
}
