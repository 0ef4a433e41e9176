import { expect, test } from 'vitest'
import type { CaseEvent } from '#modules/casework/contract.ts'
import {
  linkOfStep,
  openRequired,
  partsOf,
  readyParts,
  waitsForParts,
  type LinkFact,
  type PlannedPart,
} from './linked-flow.ts'

const plan: PlannedPart[] = [
  aPart('birth', [], 'stop'),
  aPart('residence', ['birth'], 'decide'),
  aPart('insurance', ['birth'], 'decide'),
  { ...aPart('gift', ['insurance'], 'decide'), required: false },
]

function aPart(key: string, after: string[], whenRefused: 'stop' | 'decide'): PlannedPart {
  return {
    key,
    name: key,
    procedureCode: '1.000001',
    limit: { unit: 'working_days', amount: 1 },
    after,
    required: true,
    whenRefused,
    unitId: 5,
  }
}

function history(...links: LinkFact[]): CaseEvent[] {
  return [{ kind: 'plan' as const, parts: plan }, ...links].map((link, index) => ({
    caseId: '1',
    seq: index + 1,
    type: 'dossiers.received',
    actorId: null,
    postId: null,
    actorUnitId: null,
    happenedAt: '2023-11-09T02:00:00.000Z',
    recordedAt: '2023-11-09T02:00:00.000Z',
    payload: { link, set: {} },
  }))
}

function opened(part: string): LinkFact {
  return { kind: 'opened', part, name: part, childId: '2', childCode: 'H26-1', fromUnitId: 4, toUnitId: 5 }
}

function ended(part: string, end: 'granted' | 'denied' | 'stopped'): LinkFact {
  return {
    kind: 'ended',
    part,
    name: part,
    childId: '2',
    end,
    resultNumber: null,
    fromUnitId: 5,
    toUnitId: 4,
    endedAt: '2023-11-10T02:00:00.000Z',
    slice: 'early',
  }
}

const keys = (parts: readonly { key: string }[]) => parts.map(({ key }) => key)

test('only what waits for nothing may begin, and the rest when what it waits for is granted', () => {
  expect(keys(readyParts(partsOf(history())))).toEqual(['birth'])
  expect(readyParts(partsOf(history(opened('birth'))))).toEqual([])
  expect(keys(readyParts(partsOf(history(opened('birth'), ended('birth', 'granted')))))).toEqual([
    'residence',
    'insurance',
  ])
})

test('what waits for a part that was not granted is dropped, through every part that waits in turn', () => {
  const parts = partsOf(history(opened('birth'), ended('birth', 'denied')))
  expect(parts.map(({ state }) => state)).toEqual(['ended', 'dropped', 'dropped', 'dropped'])
  expect(openRequired(parts)).toBe('')
})

test('a parent waits for its required parts alone', () => {
  expect(openRequired(partsOf(history()))).toBe('birth,residence,insurance')
  const parts = partsOf(
    history(ended('birth', 'granted'), ended('residence', 'denied'), ended('insurance', 'granted')),
  )
  expect(openRequired(parts)).toBe('')
  expect(keys(readyParts(parts))).toEqual(['gift'])
  expect(waitsForParts({ tags: { openParts: 'birth' } }, 'propose')).toBe(true)
  expect(waitsForParts({ tags: { openParts: 'birth' } }, 'claim')).toBe(false)
  expect(waitsForParts({ tags: { openParts: '' } }, 'propose')).toBe(false)
  expect(waitsForParts({ tags: {} }, 'issue')).toBe(false)
})

test('a part nobody was found for waits for a unit to be chosen, and then begins like any other', () => {
  const unplaced: LinkFact = {
    kind: 'unplaced',
    part: 'birth',
    name: 'birth',
    reason: 'dossiers.wrong_place',
  }
  const parts = partsOf(history(unplaced))
  expect(parts[0]).toMatchObject({ state: 'unplaced', reason: 'dossiers.wrong_place' })
  expect(readyParts(parts)).toEqual([])
  const placed = partsOf(history(unplaced, { kind: 'placed', part: 'birth', name: 'birth', unitId: 9 }))
  expect(readyParts(placed)).toMatchObject([{ key: 'birth', unitId: 9 }])
})

test('a part tells its parent how it ended and that it asked for papers; a parent tells its parts that it was stopped', () => {
  const child = { status: 'processing', tags: { parentId: '7', part: 'birth' } }
  const parent = { status: 'processing', tags: { openParts: 'birth' } }
  expect(linkOfStep(child, { status: 'decided' })).toMatchObject({ kind: 'child_ended', parentId: '7' })
  expect(linkOfStep(child, { status: 'awaiting_supplement' })).toMatchObject({ kind: 'child_supplement' })
  expect(linkOfStep(child, { marking: [] })).toBeUndefined()
  expect(linkOfStep(parent, { status: 'stopped' })).toEqual({ kind: 'parent_ended' })
  expect(linkOfStep(parent, { status: 'decided' })).toBeUndefined()
  expect(linkOfStep({ status: 'processing', tags: {} }, { status: 'decided' })).toBeUndefined()
})
