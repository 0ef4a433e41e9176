import type { PostKind, Unit } from '#modules/organisation/contract.ts'
import { opinionErrors } from './opinion-errors.ts'
import type { Parts } from './parts.ts'
import { holdersNow } from './staff-plan.ts'

/** Who in a unit answers when its opinion is asked, and by which calendar. */
export type AskedDesk = { unitId: number; calendarId: number; postKind: PostKind; field: string | null }

/** The slice of time it is given, as positions on its calendar and as the moment of the last. */
export type Slice = { askedWt: number; dueWt: number; dueAt: Date }

const desks: readonly PostKind[] = ['specialist', 'head', 'leader']

/**
 * The desk that answers for a unit: its specialists of the field, else any of its specialists, else its head, else its
 * leader. Errors: `dossiers.asked_unit_empty`.
 */
export async function askedDesk(
  parts: Pick<Parts, 'organisation' | 'clock'>,
  unit: Unit,
  field: string | null,
): Promise<AskedDesk> {
  for (const postKind of desks) {
    const holders = await holdersNow(parts, unit.id, postKind)
    if (holders.length === 0) continue
    const isOfField = field !== null && holders.some(({ fields }) => fields.includes(field))
    return {
      unitId: unit.id,
      calendarId: unit.calendarId,
      postKind,
      field: postKind === 'specialist' && isOfField ? field : null,
    }
  }
  throw opinionErrors.unitEmpty(unit.name)
}
