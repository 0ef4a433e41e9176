import fc from 'fast-check'
import { expect, test } from 'vitest'
import { postKinds } from '#modules/organisation/contract.ts'
import { lifecycles } from '../../insight/event-log.ts'
import { packCourse, unpackCourse } from './packed-course.ts'

const aMove = fc.record({
  lifecycle: fc.constantFrom(...lifecycles),
  at: fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) }),
  stepKey: fc.oneof(fc.constantFrom('1', '2', 'specialist'), fc.string()),
  postKind: fc.constantFrom(...postKinds),
  unitId: fc.integer({ min: 1, max: 10_000 }),
  personId: fc.option(fc.integer({ min: 1, max: 100_000 })),
})

test('a course is the same when it is unpacked', () => {
  fc.assert(
    fc.property(fc.array(aMove), fc.boolean(), (moves, hasTasks) => {
      expect(unpackCourse(packCourse({ moves, hasTasks }))).toEqual({ moves, hasTasks })
    }),
  )
})

test('a course packed in another way, or with a kind of post that is no more, is made again', () => {
  const packed = packCourse({
    moves: [{ lifecycle: 'start', at: 0, stepKey: 'a', postKind: 'clerk', unitId: 1, personId: null }],
    hasTasks: false,
  })
  expect(unpackCourse(packed)).toBeDefined()
  expect(unpackCourse(packed.replace('[1,', '[0,'))).toBeUndefined()
  expect(unpackCourse(packed.replace('clerk', 'gatekeeper'))).toBeUndefined()
})
