import fc from 'fast-check'
import { expect, test } from 'vitest'
import { postKinds } from '#modules/organisation/contract.ts'
import { lifecycles } from '../../insight/event-log.ts'
import {
  eachMove,
  emptyCourse,
  hasTasks,
  isEmpty,
  isReadable,
  packCourse,
  type CourseMove,
  type CourseWords,
} from './packed-course.ts'

const aMove: fc.Arbitrary<CourseMove> = fc.record({
  lifecycle: fc.constantFrom(...lifecycles),
  at: fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) }),
  stepKey: fc.oneof(fc.constantFrom('1', '2', 'specialist', 'Thẩm định'), fc.string()),
  postKind: fc.constantFrom(...postKinds),
  unitId: fc.integer({ min: 1, max: 10_000 }),
  personId: fc.option(fc.integer({ min: 1, max: 2_000_000_000 })),
})

function someWords(): CourseWords {
  const words: string[] = []
  return {
    numberOf: (word) => (words.includes(word) ? words.indexOf(word) : words.push(word) - 1),
    wordOf: (number) => words[number] ?? '',
  }
}

test('courses are the same when they are unpacked, one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(aMove), fc.boolean())), (courses) => {
      const words = someWords()
      const packed = courses.map(([moves, open]) => packCourse(moves, open, words))
      for (const [index, [moves, open]] of courses.entries()) {
        const course = packed[index] ?? emptyCourse
        const seen: CourseMove[] = []
        eachMove(course, words, (move) => seen.push(move))
        expect(seen).toEqual(moves)
        expect([hasTasks(course), isEmpty(course)]).toEqual([open, moves.length === 0])
      }
    }),
  )
})

test('a course packed in another way is made again', () => {
  expect(isReadable(emptyCourse)).toBe(true)
  expect(isReadable(Buffer.from('[1,0,[],[]]'))).toBe(false)
})
