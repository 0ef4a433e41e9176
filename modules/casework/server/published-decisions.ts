import type { AnyDb } from '#platform/database.ts'
import type { Decide } from '../process/decide.ts'
import { decideByTables } from '../process/dmn/decide-by-tables.ts'
import { importDmn } from '../process/dmn/dmn-import.ts'
import { findVersion, type InForce } from './publishing-store.ts'

/** Decisions that were published with a process, for its owner to ask outside of any case. */
export type PublishedDecisions = {
  /** Ids and names. */
  names: ReadonlySet<string>
  /** Errors: ProcessFailure where the tables do not say. */
  decide: Decide
}

/** Reads the decisions of a published version once: its text never changes. */
export function createPublishedDecisions() {
  const known = new Map<string, PublishedDecisions>()
  return async function decisionsOf(
    db: AnyDb,
    { processId, no, hasDecisions }: Pick<InForce, 'processId' | 'no' | 'hasDecisions'>,
  ): Promise<PublishedDecisions | undefined> {
    if (!hasDecisions) return undefined
    const key = `${processId}@${no}`
    const kept = known.get(key)
    if (kept) return kept
    const version = await findVersion(db, processId, no)
    const { decisions } = importDmn(version?.content.dmn ?? '')
    const read = {
      names: new Set(decisions.flatMap(({ id, name }) => [id, name])),
      decide: decideByTables(decisions),
    }
    if (!db.isTransaction) known.set(key, read)
    return read
  }
}
