import { expect, test } from 'vitest'
import { isPlaceAfter, isSamePlace, type LogPlace } from './log-place.ts'

const place = (xid: string, caseId: string, seq: number): LogPlace => ({ xid, caseId, seq })

test('places follow one another by transaction, then case, then event, as numbers', () => {
  const inOrder = [
    place('999', '20', 9),
    place('1000', '9', 1),
    place('1000', '9', 2),
    place('1000', '10', 1),
    place('1000', '9223372036854775806', 1),
    place('1000', '9223372036854775807', 1),
  ]
  for (const [index, a] of inOrder.entries())
    for (const [other, b] of inOrder.entries()) {
      expect(isPlaceAfter(a, b), `${index} after ${other}`).toBe(index > other)
      expect(isSamePlace(a, { ...b }), `${index} as ${other}`).toBe(index === other)
    }
})
