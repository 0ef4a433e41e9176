import type { Parts } from './parts.ts'
import { holdersNow } from './staff-plan.ts'

/**
 * The field that a specialist's task of the unit is bound to; null when the procedure names none or nobody in the
 * unit holds it, so that no task opens for nobody.
 */
export async function specialistField(
  parts: Pick<Parts, 'organisation' | 'clock'>,
  unitId: number,
  field: unknown,
): Promise<string | null> {
  if (typeof field !== 'string') return null
  const holders = await holdersNow(parts, unitId, 'specialist', field)
  return holders.length > 0 ? field : null
}
