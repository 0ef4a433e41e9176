import type { AnyDb } from '#platform/database.ts'
import type { CaseEvent, CaseSnapshot, CaseState } from '../contract.ts'
import { groupBy } from '../process/group-by.ts'
import { listEventsBefore } from './case-store.ts'

/** A case as it stood at a moment, and what had happened in it by then. */
export type CaseAt = { snapshot: CaseSnapshot; events: CaseEvent[] }

/**
 * The cases as they stood at a moment, from their events; those of which nothing had happened yet are left out. What was
 * written down later counts from when it happened, but nothing counts before what led to it.
 */
export async function readCasesAt(
  db: AnyDb,
  caseIds: readonly string[],
  until: Date,
): Promise<Map<string, CaseAt>> {
  if (caseIds.length === 0) return new Map()
  const told = await listEventsBefore(db, [...new Set(caseIds)], until)
  return new Map(
    [...groupBy(told, ({ caseId }) => caseId)].flatMap(([caseId, events]) => {
      const found = caseAt(events)
      return found ? [[caseId, found]] : []
    }),
  )
}

/** Pure: the fold of the events that follow one another without a gap from the first. */
export function caseAt(told: readonly (CaseEvent & { hash: string })[]): CaseAt | undefined {
  const gap = told.findIndex(({ seq }, index) => seq !== index + 1)
  const events = gap === -1 ? told : told.slice(0, gap)
  const last = events.at(-1)
  if (!last) return undefined
  // The first event sets every field of a case.
  const state: CaseState = Object.assign({}, ...events.map(({ payload }) => payload.set))
  return {
    snapshot: {
      ...state,
      process: state.process ?? null,
      caseId: last.caseId,
      version: last.seq,
      touchedAt: last.recordedAt,
      lastHash: last.hash,
    },
    events: events.map(({ hash: _, ...event }) => event),
  }
}
