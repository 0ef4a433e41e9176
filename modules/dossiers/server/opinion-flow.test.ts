import { expect, test } from 'vitest'
import type { CaseSnapshot, OpenTask } from '#modules/casework/contract.ts'
import {
  asideKey,
  changed,
  opinionsOf,
  settleAside,
  stateOf,
  taskNoOf,
  withOpinions,
  type Opinion,
} from './opinion-flow.ts'

function anOpinion(no: number, more: Partial<Opinion> = {}): Opinion {
  return {
    no,
    unitId: 40 + no,
    stage: 'open',
    silence: 'recorded',
    extension: 'on_request',
    verdict: null,
    ...more,
  }
}

function aTask(more: Partial<OpenTask>): OpenTask {
  return {
    taskNo: 5,
    stepKey: 'appraise',
    unitId: 7,
    postKind: 'specialist',
    field: null,
    assigneeId: null,
    waiting: false,
    openedAt: '2023-11-09T02:00:00.000Z',
    calendarId: 1,
    dueWt: 900,
    ...more,
  }
}

function besides({ no, unitId }: Opinion): OpenTask {
  return aTask({ taskNo: taskNoOf(no), stepKey: asideKey(no), aside: asideKey(no), unitId })
}

function aCase(tasks: OpenTask[], opinions: Opinion[]): CaseSnapshot {
  return { marking: tasks, tags: withOpinions({ field: 'tu-phap' }, opinions) } as unknown as CaseSnapshot
}

test('opinions read back as they were written into the case, whatever they are', () => {
  const opinions = [
    anOpinion(1, { stage: 'answered', verdict: 'agree_with_conditions', extension: 'used' }),
    anOpinion(2, { stage: 'lapsed', silence: 'consent', verdict: 'disagree', extension: 'asked' }),
    anOpinion(3, { stage: 'withdrawn', extension: 'direct' }),
  ]
  const tags = withOpinions({ field: 'tu-phap' }, opinions)
  expect(opinionsOf({ tags })).toEqual(opinions)
  expect(tags['field']).toBe('tu-phap')
  expect(String(tags['opinions']).length).toBeLessThan(16 * opinions.length)
  expect(opinionsOf({ tags: {} })).toEqual([])
})

test('a step of the process stops no opinion and leaves those that wait where they are', () => {
  const opinions = [anOpinion(1)]
  const before = aCase([aTask({}), ...opinions.map(besides)], opinions)
  const set = settleAside(before, { marking: before.marking.map((task) => ({ ...task, waiting: true })) })
  expect(set.marking?.map(({ waiting }) => waiting)).toEqual([true, false])
  expect(set.tags).toBeUndefined()
})

test('a case that ends closes the opinions still awaited and keeps those that came', () => {
  const opinions = [anOpinion(1, { stage: 'answered', verdict: 'agree' }), anOpinion(2)]
  const before = aCase([aTask({}), besides(anOpinion(2))], opinions)
  const set = settleAside(before, { marking: [aTask({ taskNo: 9 }), besides(anOpinion(2))], closedAt: 'now' })
  expect(set.marking?.map(({ taskNo }) => taskNo)).toEqual([9])
  expect(opinionsOf({ tags: set.tags ?? {} }).map(({ stage }) => stage)).toEqual(['answered', 'withdrawn'])
})

test('an opinion is told by its state and changed by its number', () => {
  expect(stateOf(anOpinion(1, { stage: 'lapsed' }))).toBe('lapsed_no_answer')
  expect(stateOf(anOpinion(1, { stage: 'lapsed', silence: 'consent' }))).toBe('lapsed_consent')
  expect(stateOf(anOpinion(1, { stage: 'answered', verdict: 'disagree' }))).toBe('disagree')
  const opinions = [anOpinion(1), anOpinion(2)]
  expect(changed(opinions, 2, { stage: 'withdrawn' }).map(stateOf)).toEqual(['asked', 'withdrawn'])
})
