import type { DossierView } from '../contract.ts'

const place = 'thanglong.handed-on'
const most = 8

/** Dossiers handed on from this window, the latest first; whether one may still be taken back only the server knows. */
export function handedOn(): string[] {
  const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]')
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
}

/** Remembers a dossier that its giver may take back, and forgets one that came back. */
export function noteHandedOn({ caseId, allowedActions }: Pick<DossierView, 'caseId' | 'allowedActions'>) {
  const others = handedOn().filter((one) => one !== caseId)
  const kept = allowedActions.includes('recall') ? [caseId, ...others] : others
  sessionStorage.setItem(place, JSON.stringify(kept.slice(0, most)))
}
