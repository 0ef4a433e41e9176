import type { Officer, PostKind } from '#modules/organisation/contract.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import type { Parts } from './parts.ts'

/** Staff plans change by the day, steps by the millisecond. */
const KEPT_MS = 60_000
type Kept = { until: number; holders: readonly Officer[] }
const kept = new WeakMap<Organisation, Map<string, Kept>>()

/** Who holds posts of the kind in a unit, of the field where one is named; known for a minute. */
export async function holdersNow(
  { organisation, clock }: Pick<Parts, 'organisation' | 'clock'>,
  unitId: number,
  postKind: PostKind,
  field?: string,
): Promise<readonly Officer[]> {
  const answers = kept.get(organisation) ?? new Map<string, Kept>()
  kept.set(organisation, answers)
  const key = `${unitId} ${postKind} ${field ?? ''}`
  const now = clock.now().getTime()
  const known = answers.get(key)
  if (known && known.until > now) return known.holders
  const holders = await organisation.postHolders(unitId, postKind, field)
  answers.set(key, { until: now + KEPT_MS, holders })
  return holders
}
