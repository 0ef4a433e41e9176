/** What of a post's work somebody stands in for: what bears one of the codes, or stands under one of the fields. */
export type WorkScope = { readonly fields: readonly string[]; readonly procedureCodes: readonly string[] }

/** In whose place somebody acts, and by which paper; said in every event made so. */
export type OnBehalfOf = {
  readonly substitution: number
  /** Of the person who is away: work claimed meanwhile is theirs, so that nothing need be handed back. */
  readonly accountId: number
  readonly name: string
  readonly decision: string
  /** Left out: all the work of the post. */
  readonly scope?: WorkScope
}

/** Whether work on a procedure is among what somebody stands in for; whoever acts for themselves is not bound so. */
export function isInScope(
  onBehalfOf: Pick<OnBehalfOf, 'scope'> | undefined,
  { code, field }: { code: string; field: string | null },
): boolean {
  const scope = onBehalfOf?.scope
  if (!scope) return true
  return scope.procedureCodes.includes(code) || (field !== null && scope.fields.includes(field))
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
