import type { PostKind, Unit } from '#modules/organisation/contract.ts'
import { opinionErrors } from './opinion-errors.ts'
import type { Parts } from './parts.ts'

/** Who in a unit answers when its opinion is asked, and by which calendar. */
export type AskedDesk = { unitId: number; calendarId: number; postKind: PostKind; field: string | null }

const desks: readonly PostKind[] = ['specialist', 'head', 'leader']
/** Staff plans change by the day, steps by the millisecond. */
const KEPT_MS = 60_000
const kept = new WeakMap<Parts['organisation'], Map<string, { until: number; desk: AskedDesk }>>()

/**
 * The desk that answers for a unit: its specialists of the field, else any of its specialists, else its head, else its
 * leader. Errors: `dossiers.asked_unit_empty`.
 */
export async function askedDesk(
  { organisation, clock }: Pick<Parts, 'organisation' | 'clock'>,
  unit: Unit,
  field: string | null,
): Promise<AskedDesk> {
  const answers = kept.get(organisation) ?? new Map<string, { until: number; desk: AskedDesk }>()
  kept.set(organisation, answers)
  const key = `${unit.id} ${field ?? ''}`
  const now = clock.now().getTime()
  const known = answers.get(key)
  if (known && known.until > now) return known.desk
  for (const postKind of desks) {
    const holders = await organisation.postHolders(unit.id, postKind)
    if (holders.length === 0) continue
    const isOfField = field !== null && holders.some(({ fields }) => fields.includes(field))
    const desk = {
      unitId: unit.id,
      calendarId: unit.calendarId,
      postKind,
      field: postKind === 'specialist' && isOfField ? field : null,
    }
    answers.set(key, { until: now + KEPT_MS, desk })
    return desk
  }
  throw opinionErrors.unitEmpty(unit.name)
}
