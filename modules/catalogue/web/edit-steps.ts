import type { PostKind } from '#modules/organisation/contract.ts'
import { doerPosts, type ProcessRow } from '../contract.ts'

// Changes of a table of steps that keep it whole: numbers without a gap, keys of its own, no rule about a step that is gone.

export type StepPlace = ProcessRow['doer']['unit']
export const stepPlaces: readonly StepPlace[] = ['receiving', 'competent']

export const doers = doerPosts.flatMap((postKind) =>
  stepPlaces.map((unit) => ({ value: `${postKind} ${unit}`, doer: { postKind, unit } })),
)

export function withStep(rows: readonly ProcessRow[], at: number, change: Partial<ProcessRow>): ProcessRow[] {
  return rows.map((row, index) => (index === at ? { ...row, ...change } : row))
}

export function withoutSteps(
  rows: readonly ProcessRow[],
  isGone: (row: ProcessRow) => boolean,
): ProcessRow[] {
  const left = rows.filter((row) => !isGone(row))
  const keys = new Set(left.map(({ key }) => key))
  return left.map(({ notBy, ...row }, index) => ({
    ...row,
    no: index + 1,
    ...(notBy !== undefined && keys.has(notBy) ? { notBy } : {}),
  }))
}

/** A new step stands before the last one, which returns the result. */
export function withNewStep(rows: readonly ProcessRow[]): ProcessRow[] {
  const keys = new Set(rows.map(({ key }) => key))
  let number = rows.length + 1
  while (keys.has(`step_${number}`)) number += 1
  const fresh: ProcessRow = {
    no: 0,
    key: `step_${number}`,
    work: '',
    doer: { postKind: 'specialist', unit: 'competent' },
    hours: 0,
  }
  const before = rows.length > 1 ? rows.slice(0, -1) : rows
  return [...before, fresh, ...rows.slice(before.length)].map((row, index) => ({ ...row, no: index + 1 }))
}

/** Steps that ask whoever decides for a post it does not have. */
export function isUnfit({ doer }: ProcessRow, postKinds: readonly PostKind[] | undefined): boolean {
  return postKinds !== undefined && doer.unit === 'competent' && !postKinds.includes(doer.postKind)
}

export function isComplete(rows: readonly ProcessRow[]): boolean {
  return rows.length > 0 && rows.every(({ work }) => work.trim() !== '')
}

export function sumOf(rows: readonly ProcessRow[]): number {
  return rows.reduce((sum, { hours }) => sum + hours, 0)
}
