import { expect, test } from 'vitest'
import type { OpenTask } from '../contract.ts'
import { payloadOf } from './event-chain.ts'

const task: OpenTask = {
  taskNo: 2,
  stepKey: 'appraise',
  unitId: 52,
  postKind: 'specialist',
  field: 'Hộ tịch',
  assigneeId: null,
  waiting: false,
  openedAt: '2023-11-09T02:00:00.688Z',
  calendarId: 2,
  dueWt: 110_760,
}

test('the text of an event is the JSON of what it tells, whatever of it was written out before', () => {
  const set = { marking: [task], process: null, status: 'processing', tags: { field: 'Hộ tịch' } }
  const facts = { outcome: 'granted', note: 'a "quoted" word' }
  const watch = { timersOff: ['2:too_long'] }
  const sent = { messages: [], signals: [{ name: 'seen', at: 'told' }] }
  const texts = { marking: JSON.stringify(set.marking), process: 'null', tags: JSON.stringify(set.tags) }
  expect(payloadOf({ facts, sent }, set, watch, texts)).toBe(JSON.stringify({ ...facts, sent, watch, set }))
  expect(payloadOf({ facts }, set, watch)).toBe(JSON.stringify({ ...facts, watch, set }))
  expect(payloadOf({}, {}, undefined, texts)).toBe('{"set":{}}')
})
