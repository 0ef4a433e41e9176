import { inTransaction, type AnyDb } from '#platform/database.ts'
import { AppError } from '#platform/errors.ts'
import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type { Step } from '#modules/casework/server/index.ts'
import { dossierErrors } from './errors.ts'
import type { Parts } from './parts.ts'

/** People act on the same case meanwhile; each of their steps costs one more try. */
const MOST_TRIES = 8

type Next = (
  snapshot: CaseSnapshot,
  events: readonly CaseEvent[],
) => Promise<Step | undefined> | Step | undefined

/**
 * A step of the system on a case as it is at this moment. `next` sees the whole history and answers undefined when the
 * thing is already done, so that doing it again changes nothing. `also` writes the owner's rows in the same transaction.
 */
export async function advanceFresh(
  { casework, db }: Pick<Parts, 'casework' | 'db'>,
  caseId: string,
  next: Next,
  also?: (tx: AnyDb, after: CaseSnapshot) => Promise<void>,
): Promise<CaseSnapshot | undefined> {
  for (let tries = 1; ; tries++) {
    const snapshot = await casework.findCase(db, caseId)
    if (!snapshot) throw dossierErrors.notFound()
    const step = await next(snapshot, await casework.listEvents(db, caseId))
    if (!step) return undefined
    try {
      return await inTransaction(db, async (tx: AnyDb) => {
        const { snapshot: after } = await casework.advance(tx, snapshot, step)
        await also?.(tx, after)
        return after
      })
    } catch (error) {
      const isStale = error instanceof AppError && error.code === 'casework.stale_version'
      if (!isStale || tries === MOST_TRIES) throw error
    }
  }
}
