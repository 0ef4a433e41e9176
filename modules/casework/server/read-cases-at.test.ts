import { expect, test } from 'vitest'
import type { CaseEvent, CaseState, StateChange } from '../contract.ts'
import { caseAt } from './read-cases-at.ts'

function told(seq: number, set: StateChange): CaseEvent & { hash: string } {
  const at = `2023-11-0${seq}T02:00:00.000Z`
  return {
    caseId: '1',
    seq,
    type: 'dossiers.claimed',
    actorId: null,
    postId: null,
    actorUnitId: null,
    happenedAt: at,
    recordedAt: at,
    payload: { set },
    hash: `h${seq}`,
  }
}

const first = told(1, { status: 'received', unitId: 1, tags: { a: 1 } } as Partial<CaseState>)

test('a case at a moment is the fold of what had happened, at the version of the last of it', () => {
  const at = caseAt([first, told(2, { status: 'processing' }), told(3, { unitId: 2, tags: { b: 2 } })])
  expect(at?.snapshot).toMatchObject({
    status: 'processing',
    unitId: 2,
    tags: { b: 2 },
    version: 3,
    lastHash: 'h3',
    touchedAt: '2023-11-03T02:00:00.000Z',
  })
  expect(at?.events.map(({ seq }) => seq)).toEqual([1, 2, 3])
})

test('nothing counts before what led to it, and a case without its first event is none', () => {
  expect(caseAt([first, told(3, { unitId: 2 })])?.snapshot).toMatchObject({ version: 1, unitId: 1 })
  expect(caseAt([told(2, { unitId: 2 })])).toBeUndefined()
  expect(caseAt([])).toBeUndefined()
})
