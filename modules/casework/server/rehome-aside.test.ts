import { expect, test } from 'vitest'
import { homeFinder } from './rehome-flow.ts'
import type { Standing } from './rehome-store.ts'

test('a task beside the process moves to the heir of its own unit, and the case stays where it is', () => {
  const task = { taskNo: 5, stepKey: 'appraise', unitId: 7, assigneeId: 1 }
  const beside = { taskNo: -1, stepKey: 'consult:1', aside: 'consult:1', unitId: 40, assigneeId: null }
  const finder = homeFinder({
    homes: [
      { fromUnitId: 40, toUnitId: 41, rule: 'all', share: null, takes: [], isRest: false, calendarId: 1 },
    ],
    keepers: [],
  })
  const snapshot = { unitId: 7, authorityId: 7, receivingUnitId: 7, isClosed: false, marking: [task, beside] }
  expect(finder.changeOf(snapshot as unknown as Standing, undefined)).toEqual({
    marking: [task, { ...beside, unitId: 41 }],
  })
})
