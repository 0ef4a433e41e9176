import type { Organisation } from '#modules/organisation/server/index.ts'
import type { Parts } from './parts.ts'

/** Staff plans change by the day, steps by the millisecond. */
const KEPT_MS = 60_000
const kept = new WeakMap<Organisation, Map<string, { until: number; field: string | null }>>()

/**
 * The field that a specialist's task of the unit is bound to; null when the procedure names none or nobody in the
 * unit holds it, so that no task opens for nobody.
 */
export async function specialistField(
  { organisation, clock }: Pick<Parts, 'organisation' | 'clock'>,
  unitId: number,
  field: unknown,
): Promise<string | null> {
  if (typeof field !== 'string') return null
  const answers = kept.get(organisation) ?? new Map<string, { until: number; field: string | null }>()
  kept.set(organisation, answers)
  const key = `${unitId} ${field}`
  const now = clock.now().getTime()
  const known = answers.get(key)
  if (known && known.until > now) return known.field
  const holders = await organisation.postHolders(unitId, 'specialist', field)
  const answer = holders.length > 0 ? field : null
  answers.set(key, { until: now + KEPT_MS, field: answer })
  return answer
}
