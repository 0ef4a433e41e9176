import type { Recipient } from '../contract.ts'

/** A recipient as the tables write it. */
export function recipientText(to: Recipient): string {
  return 'officer' in to ? `officer:${to.officer}` : `citizen:${to.citizen}`
}

export function recipientOf(text: string): Recipient {
  const name = text.slice(text.indexOf(':') + 1)
  return text.startsWith('officer:') ? { officer: Number(name) } : { citizen: name }
}

export function kindOf(to: Recipient): 'officer' | 'citizen' {
  return 'officer' in to ? 'officer' : 'citizen'
}
