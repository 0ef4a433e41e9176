import { expect, test } from 'vitest'
import type { DossierLine } from '../contract.ts'
import { filterWork } from './work-filter.ts'

const now = '2023-08-21T03:00:00Z'

function aLine(code: string, more: Partial<DossierLine> = {}): DossierLine {
  return {
    caseId: code,
    version: 1,
    code,
    status: 'processing',
    procedureCode: '1.001193',
    procedureName: 'Đăng ký khai sinh',
    ownerName: 'Nguyễn Thị Hường',
    channel: 'counter',
    stepKey: 'appraise',
    stepWork: 'Thẩm định',
    assigneeId: null,
    assigneeName: null,
    waiting: false,
    opinionNo: null,
    holdingUnit: { id: 1, name: 'Phường' },
    receivedAt: null,
    dueAt: null,
    stepDueAt: null,
    overdue: false,
    remainingMinutes: null,
    apology: null,
    proposal: null,
    allowedActions: [],
    ...more,
  }
}

function codes(lines: readonly DossierLine[], view: Parameters<typeof filterWork>[1]['view'], text = '') {
  return filterWork(lines, { view, text, accountId: 7, now }).map((line) => line.code)
}

test('the work list shows what is most overdue first and what waits for its owner last', () => {
  const lines = [
    aLine('calm', { dueAt: '2023-08-25T10:00:00Z' }),
    aLine('waiting', { waiting: true, dueAt: '2023-08-01T10:00:00Z' }),
    aLine('dateless'),
    aLine('late', { overdue: true, dueAt: '2023-08-20T10:00:00Z' }),
    aLine('online', { status: 'submitted', stepDueAt: '2023-08-21T10:00:00Z' }),
  ]
  expect(codes(lines, 'total')).toEqual(['late', 'online', 'calm', 'dateless', 'waiting'])
})

test('typing without diacritics finds the owner and the procedure, in any order of words', () => {
  const lines = [aLine('a'), aLine('b', { ownerName: 'Trần Văn Đạt' })]
  expect(codes(lines, 'total', 'huong khai')).toEqual(['a'])
  expect(codes(lines, 'total', 'DAT')).toEqual(['b'])
  expect(codes(lines, 'total', '  ')).toEqual(['a', 'b'])
})

test('each view of the work list keeps its own lines', () => {
  const lines = [
    aLine('mine', { assigneeId: 7 }),
    aLine('today', { assigneeId: 8, stepDueAt: '2023-08-21T10:00:00Z' }),
    aLine('tomorrow', { assigneeId: 8, stepDueAt: '2023-08-21T17:30:00Z' }),
    aLine('late', { assigneeId: 8, stepDueAt: '2023-08-21T02:00:00Z' }),
    aLine('asked', { assigneeId: 8, stepDueAt: '2023-08-21T02:00:00Z', waiting: true }),
    aLine('new', { status: 'submitted' }),
  ]
  expect(codes(lines, 'mine')).toEqual(['mine'])
  expect(codes(lines, 'dueToday')).toEqual(['today'])
  expect(codes(lines, 'overdue')).toEqual(['late'])
  expect(codes(lines, 'online')).toEqual(['new'])
  expect(codes(lines, 'unclaimed')).toEqual(['new'])
})
