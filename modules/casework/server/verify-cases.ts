import { isDeepStrictEqual } from 'node:util'
import type { AnyDb } from '#platform/database.ts'
import type { CaseSnapshot, CaseState, EventPayload } from '../contract.ts'
import { groupBy } from '../process/group-by.ts'
import { GENESIS, linkHash } from './event-chain.ts'
import { courseChecker, lostCourses } from './insight/verify-courses.ts'
import { unpackText } from './packed-text.ts'
import type { Machine } from './process-machine.ts'
import {
  listCaseIds,
  listStored,
  type Difference,
  type StoredEvent,
  type StoredWait,
} from './verify-store.ts'
import { markingDifferences, waitDifferences, type WaitChange } from './verify-waits.ts'

type GetMachine = (db: AnyDb, definitionId: number) => Promise<Machine>

export type Verification = { cases: number; events: number; differences: Difference[] }

const BATCH = 500
const MOST_DIFFERENCES = 1000

/**
 * Recomputes every case row from its events, every hash chain, every open task, all that a case waits for and every course
 * kept for insight, and says what differs.
 */
export async function verifyCases(
  db: AnyDb,
  onProgress?: (cases: number) => void,
  getMachine?: GetMachine,
): Promise<Verification> {
  const result: Verification = { cases: 0, events: 0, differences: [] }
  let after = '0'
  for (;;) {
    const ids = await listCaseIds(db, after, BATCH)
    const first = ids[0]
    const last = ids[ids.length - 1]
    if (!first || !last) {
      const lost = await lostCourses(db)
      result.differences.push(...lost)
      return result
    }
    const { cases, events, tasks, waits } = await listStored(db, first, last)
    const eventsOf = groupBy(events, ({ case_id }) => case_id)
    const waitsOf = groupBy(waits, ({ case_id }) => case_id)
    const courseDifferences = await courseChecker(db, first, last)
    for (const row of cases) {
      const own = eventsOf.get(row.caseId) ?? []
      result.cases += 1
      result.events += own.length
      const found = [
        ...differencesOf(row, own),
        ...taskDifferences(
          row,
          tasks.filter((task) => task.case_id === row.caseId),
        ),
        ...courseDifferences(row.caseId, own),
        ...(await waitsDifferences(db, row, own, waitsOf.get(row.caseId) ?? [], getMachine)),
      ]
      if (result.differences.length < MOST_DIFFERENCES) result.differences.push(...found)
    }
    after = last
    onProgress?.(result.cases)
  }
}

/** What a case waits for besides people: by its events, and by the marking of its process, against what is stored. */
async function waitsDifferences(
  db: AnyDb,
  row: CaseSnapshot,
  events: readonly StoredEvent[],
  stored: readonly StoredWait[],
  getMachine: GetMachine | undefined,
): Promise<Difference[]> {
  const changes = events.flatMap(({ seq, payload }): WaitChange[] => {
    const text = unpackText(payload)
    // Most events change nothing of it and need not be taken apart again.
    if (!text.includes('"watch":') && !text.includes('"calendarId":')) return []
    const { watch, set }: EventPayload = JSON.parse(text)
    const moved = seq > 1 && set.calendarId !== undefined
    return watch || moved ? [{ ...watch, moved }] : []
  })
  const found = changes.length > 0 || stored.length > 0 ? waitDifferences(changes, stored) : []
  if (row.process && getMachine) {
    const machine = await getMachine(db, row.definitionId)
    found.push(...markingDifferences(machine.waits(row), stored))
  }
  return found.map((detail) => ({ caseId: row.caseId, what: 'waits', detail }))
}

/** Pure: what a row and its events disagree on. */
export function differencesOf(row: CaseSnapshot, events: readonly StoredEvent[]): Difference[] {
  const { caseId } = row
  const differences: Difference[] = []
  let before: Buffer = GENESIS
  let state: Partial<CaseState> = {}
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) return [{ caseId, what: 'events', detail: `event ${index + 1} is missing` }]
    const payloadText = unpackText(event.payload)
    const hash = linkHash(before, {
      caseId,
      seq: event.seq,
      type: event.type,
      actorId: event.actor_id,
      postId: event.post_id,
      actorUnitId: event.actor_unit_id,
      happenedAt: event.happened_at.toISOString(),
      recordedAt: event.recorded_at.toISOString(),
      payloadText,
      commandKey: event.command_key,
    })
    if (!hash.equals(event.hash))
      differences.push({ caseId, what: 'chain', detail: `event ${event.seq} does not match its hash` })
    before = event.hash
    const payload: EventPayload = JSON.parse(payloadText)
    state = { ...state, ...payload.set }
  }
  if (row.version !== events.length)
    differences.push({
      caseId,
      what: 'row',
      detail: `version is ${row.version}, events are ${events.length}`,
    })
  if (row.lastHash !== before.toString('hex'))
    differences.push({ caseId, what: 'chain', detail: 'the row does not carry the last hash' })
  for (const [field, value] of Object.entries(state)) {
    const stored = row[field as keyof CaseState]
    if (!isDeepStrictEqual(stored, value))
      differences.push({
        caseId,
        what: 'row',
        detail: `${field} is ${JSON.stringify(stored)}, events say ${JSON.stringify(value)}`,
      })
  }
  return differences
}

type StoredTask = Awaited<ReturnType<typeof listStored>>['tasks'][number]

function taskDifferences(row: CaseSnapshot, tasks: readonly StoredTask[]): Difference[] {
  const expected = [...row.marking].sort((a, b) => a.taskNo - b.taskNo)
  const same =
    expected.length === tasks.length &&
    expected.every((task, index) => {
      const stored = tasks[index]
      return (
        stored &&
        stored.task_no === task.taskNo &&
        stored.step_key === task.stepKey &&
        stored.unit_id === task.unitId &&
        stored.assignee_id === task.assigneeId &&
        stored.waiting === task.waiting &&
        stored.due_wt === task.dueWt
      )
    })
  return same ? [] : [{ caseId: row.caseId, what: 'tasks', detail: 'open tasks differ from the marking' }]
}
