/** In whose place somebody acts, and by which paper; said in every event made so. */
export type OnBehalfOf = {
  readonly substitution: number
  /** Of the person who is away: work claimed meanwhile is theirs, so that nothing need be handed back. */
  readonly accountId: number
  readonly name: string
  readonly decision: string
}

/** `decentralised` gives the competence away; what was only `delegated` may not be delegated on. */
export const authorityKinds = ['decentralised', 'delegated'] as const
export type AuthorityKind = (typeof authorityKinds)[number]

/** By which decision a unit decides a procedure in the place of the competent one; said in the event that files the case. */
export type AuthorityGiven = {
  readonly id: number
  readonly kind: AuthorityKind
  readonly legalNumber: string
  readonly decidedOn: string
  readonly fromUnitId: number
  readonly toUnitId: number
}

/** How a paper names the decision beside the unit that decides. */
export function authorityInWords(
  { kind, legalNumber, decidedOn }: Pick<AuthorityGiven, 'kind' | 'legalNumber' | 'decidedOn'>,
  giver: string,
): { vi: string; en: string } {
  const day = decidedOn.split('-').reverse().join('/')
  return {
    vi: `theo ${kind === 'delegated' ? 'ủy quyền' : 'phân cấp'} của ${giver} tại Quyết định số ${legalNumber} ngày ${day}`,
    en: `by authority ${kind} by ${giver}, decision ${legalNumber} of ${day}`,
  }
}
