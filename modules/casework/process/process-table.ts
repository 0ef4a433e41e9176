import type { PostKind } from '#modules/organisation/contract.ts'

/** Where a doer's post stands, relative to the case. */
export const doerPlaces = ['receiving', 'competent'] as const
export type DoerPlace = (typeof doerPlaces)[number]

/** One row of the table that officials write: who does what, in how many working minutes, with what output. */
export type ProcessStep = {
  key: string
  work: string
  postKind: PostKind
  place: DoerPlace
  minutes: number
  stage?: string
  output?: string
  /** The key of an earlier step; whoever did that one may not do this one. */
  notBy?: string
}

/** A process: its rows in order. The first row opens with the case; the last row done closes it. */
export type Process = { kind: string; steps: readonly ProcessStep[] }
