import type { Day, Officer, OnBehalfOf } from '../contract.ts'
import { isInScope } from '../contract.ts'
import { listActing } from './account-store.ts'
import { officerOf, type Parts } from './parts.ts'
import { scopeOf, stageOf } from './substitution-flow.ts'
import type { Substitution } from './substitution-store.ts'

/** What every event tells of a substitution. */
export function onBehalfOf(one: Substitution): OnBehalfOf {
  const { id, awayAccountId, away, legalNumber } = one
  return {
    substitution: id,
    accountId: awayAccountId ?? 0,
    name: away,
    decision: legalNumber,
    ...scopeOf(one),
  }
}

/** Who acts on the officer's post on the day in their place, in work of this procedure; undefined: they do themselves. */
export async function findStandIn(
  parts: Pick<Parts, 'db' | 'registry'>,
  { postId, accountId }: Pick<Officer, 'postId' | 'accountId'>,
  onDay: Day,
  work: { code: string; field: string | null },
): Promise<Officer | undefined> {
  const { db, registry } = parts
  const one = registry
    .substitutions()
    .find(
      (known) =>
        known.postId === postId &&
        known.awayAccountId === accountId &&
        stageOf(known, onDay) === 'in_force' &&
        isInScope(scopeOf(known), work),
    )
  if (!one) return undefined
  const [substitute] = await listActing(db, onDay, { personId: one.substituteId })
  if (!substitute) return undefined
  const { unitId, kind, title, fields } = one
  return officerOf(registry, { ...substitute, postId, unitId, kind, title, fields }, onBehalfOf(one))
}
