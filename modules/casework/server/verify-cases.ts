import { isDeepStrictEqual } from 'node:util'
import type { AnyDb } from '#platform/database.ts'
import type { CaseSnapshot, CaseState, EventPayload } from '../contract.ts'
import { GENESIS, linkHash } from './event-chain.ts'
import { unpackText } from './packed-text.ts'
import { listCaseIds, listStored, type StoredEvent } from './verify-store.ts'

export type Difference = { caseId: string; what: 'row' | 'chain' | 'tasks' | 'events'; detail: string }
export type Verification = { cases: number; events: number; differences: Difference[] }

const BATCH = 500
const MOST_DIFFERENCES = 1000

/** Recomputes every case row from its events, every hash chain and every open task, and says what differs. */
export async function verifyCases(db: AnyDb, onProgress?: (cases: number) => void): Promise<Verification> {
  const result: Verification = { cases: 0, events: 0, differences: [] }
  let after = '0'
  for (;;) {
    const ids = await listCaseIds(db, after, BATCH)
    const first = ids[0]
    const last = ids[ids.length - 1]
    if (!first || !last) return result
    const { cases, events, tasks } = await listStored(db, first, last)
    const eventsOf = groupEvents(events)
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
      ]
      if (result.differences.length < MOST_DIFFERENCES) result.differences.push(...found)
    }
    after = last
    onProgress?.(result.cases)
  }
}

function groupEvents(events: StoredEvent[]): Map<string, StoredEvent[]> {
  const groups = new Map<string, StoredEvent[]>()
  for (const event of events) {
    const group = groups.get(event.case_id)
    if (group) group.push(event)
    else groups.set(event.case_id, [event])
  }
  return groups
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
