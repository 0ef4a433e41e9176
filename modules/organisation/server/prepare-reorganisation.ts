import { inTransaction } from '#platform/database.ts'
import type { PlannedUnit, ReorganisationHead, SuccessionRow } from '../reorganisation.ts'
import { appendAct, insertReorganisation, putPlannedUnits, putWays } from './reorganisation-store.ts'
import type { OrganisationDb } from './tables.ts'

export type Prepared = {
  head: ReorganisationHead
  units: readonly PlannedUnit[]
  rows: readonly Pick<SuccessionRow, 'predecessorCode' | 'successorCode' | 'extent'>[]
}

/**
 * Lays a known reorganisation ready as a draft, with everything in it that a person must still decide.
 * A document of that decision and day is left as it is; answers whether it was new.
 */
export async function prepareReorganisation(
  db: OrganisationDb,
  { head, units, rows }: Prepared,
  now: Date,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const id = await insertReorganisation(tx, head, null, now)
    if (id === undefined) return false
    await putPlannedUnits(tx, id, units)
    await putWays(
      tx,
      id,
      [],
      rows.map((row) => ({ ...row, rule: null, share: null, takes: [], isRest: false, takesPosts: false })),
    )
    await appendAct(tx, id, 'prepared', null, now, { units: units.length, rows: rows.length })
    return true
  })
}
