import { expect, test } from 'vitest'
import type { CaseEvent, OpenTask } from '../contract.ts'
import { tasksMoved } from './follow-tasks.ts'

const clerk = 7
const at = (taskNo: number, more: Partial<OpenTask> = {}): OpenTask => ({
  taskNo,
  stepKey: `step${taskNo}`,
  unitId: 1,
  postKind: 'specialist',
  field: null,
  assigneeId: null,
  waiting: false,
  openedAt: '2026-01-05T01:00:00.000Z',
  calendarId: 1,
  dueWt: null,
  ...more,
})

function moved(before: OpenTask[], after: OpenTask[], more: Partial<CaseEvent> & { facts?: object } = {}) {
  const { facts = {}, ...event } = more
  const { moves, tasks } = tasksMoved(before, {
    caseId: '1',
    seq: 2,
    type: 'test.moved',
    actorId: clerk,
    postId: 1,
    actorUnitId: 1,
    happenedAt: '2026-01-05T01:00:00.000Z',
    recordedAt: '2026-01-05T01:00:00.000Z',
    payload: { set: { marking: after }, ...facts },
    ...event,
  })
  expect(tasks).toEqual(after.filter(({ aside }) => aside === undefined))
  return moves.map(({ lifecycle, task }) => `${lifecycle} ${task.taskNo}`)
}

const courses: [string, string[], string[]][] = [
  [
    'a task that its holder handed on is done, and the next lies there',
    moved([at(1, { assigneeId: clerk })], [at(2)]),
    ['complete 1', 'schedule 2'],
  ],
  ['a task nobody had claimed is done by somebody of its unit', moved([at(1)], []), ['complete 1']],
  ['a claim takes a task up', moved([at(1)], [at(1, { assigneeId: clerk })]), ['start 1']],
  [
    'work given on to another has been taken up already',
    moved([at(1, { assigneeId: clerk })], [at(1, { assigneeId: 8 })]),
    [],
  ],
  ['standing still begins', moved([at(1)], [at(1, { waiting: true })]), ['suspend 1']],
  ['standing still ends', moved([at(1, { waiting: true })], [at(1)]), ['resume 1']],
  [
    'what a timer takes away was not done',
    moved([at(1)], [at(2)], { actorId: null }),
    ['withdraw 1', 'schedule 2'],
  ],
  [
    'what somebody of another unit stops was not done',
    moved([at(1)], [], { actorUnitId: 9 }),
    ['withdraw 1'],
  ],
  [
    'what is stopped over the head of its holder was not done',
    moved([at(1, { assigneeId: 8 })], []),
    ['withdraw 1'],
  ],
  [
    'a substitute does it for the holder',
    moved([at(1, { assigneeId: 8 })], [], { facts: { onBehalfOf: {} } }),
    ['complete 1'],
  ],
  [
    'what is taken back was not done by the one it lay before',
    moved([at(2)], [at(1)], { facts: { undone: 2 } }),
    ['withdraw 2', 'schedule 1'],
  ],
  [
    'moving to another version does no work',
    moved([at(1)], [at(3)], { type: 'casework.migrated' }),
    ['withdraw 1', 'schedule 3'],
  ],
  [
    'tasks beside the process are no steps of it',
    moved([at(1)], [at(1), at(-1, { aside: 'consult:1' })]),
    [],
  ],
]
test.each(courses)('in a history, %s', (_, told, wanted) => {
  expect(told).toEqual(wanted)
})

test('an event that moves no task leaves them as they stood', () => {
  const before = [at(1)]
  const event = { payload: { set: { moneyStatus: 'paid' } } } as unknown as CaseEvent
  expect(tasksMoved(before, event)).toEqual({ moves: [], tasks: before })
})
