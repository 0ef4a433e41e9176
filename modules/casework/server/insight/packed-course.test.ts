import fc from 'fast-check'
import { expect, test } from 'vitest'
import { postKinds } from '#modules/organisation/contract.ts'
import { lifecycles } from '../../insight/event-log.ts'
import {
  CourseBuilder,
  eachMove,
  emptyCourse,
  packCourse,
  unpackCourse,
  type CourseMove,
} from './packed-course.ts'

const aMove: fc.Arbitrary<CourseMove> = fc.record({
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
      const builder = new CourseBuilder()
      for (const move of moves) builder.add(move)
      const back = unpackCourse(packCourse(builder.build(hasTasks)))
      const seen: CourseMove[] = []
      eachMove(back ?? emptyCourse, (move) => seen.push(move))
      expect(seen).toEqual(moves)
      expect(back?.hasTasks).toBe(hasTasks)
    }),
  )
})

test('a course packed in another way is made again', () => {
  expect(unpackCourse(packCourse(emptyCourse))).toEqual(emptyCourse)
  expect(unpackCourse(packCourse(emptyCourse).replace('[1,', '[0,'))).toBeUndefined()
})
