import { postKinds, type PostKind } from '#modules/organisation/contract.ts'
import { lifecycles, type Lifecycle } from '../../insight/event-log.ts'

/** What happened to a task of people at a moment. */
export type CourseMove = {
  lifecycle: Lifecycle
  /** Milliseconds since 1970. */
  at: number
  stepKey: string
  postKind: PostKind
  unitId: number
  /** Whose it is, or who did it where nobody had claimed it. */
  personId: number | null
}

/** Words of courses – keys of steps, kinds of posts – by their numbers, which stay. */
export type CourseWords = { numberOf(word: string): number; wordOf(number: number): string }

/**
 * What happened to the tasks of a case, packed, since there may be a million: the way it is packed, whether tasks lay open
 * at the end, and six numbers a move – lifecycle, milliseconds since the move before, step, kind of post, unit, person.
 * Numbers are in groups of seven bits, the lowest first; the last bit of a number is its sign.
 */
export type Course = Buffer

/** Grows whenever histories are read differently, so that courses packed before are made again. */
export const WAY = 2
const HEAD = 2
const NUMBERS = 6
const START = Date.UTC(2020, 0, 1)
const SEVEN_BITS = 0x7f
const GOES_ON = 0x80

export function packCourse(moves: readonly CourseMove[], hasTasks: boolean, words: CourseWords): Course {
  const bytes = [WAY, hasTasks ? 1 : 0]
  let before = START
  for (const { lifecycle, at, stepKey, postKind, unitId, personId } of moves) {
    write(bytes, lifecycles.indexOf(lifecycle))
    write(bytes, at - before)
    write(bytes, words.numberOf(stepKey))
    write(bytes, words.numberOf(postKind))
    write(bytes, unitId)
    write(bytes, personId ?? 0)
    before = at
  }
  return Buffer.from(bytes)
}

function write(bytes: number[], value: number): void {
  // Beyond 31 bits, so no shifts.
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  for (; rest > SEVEN_BITS; rest = Math.floor(rest / GOES_ON)) bytes.push((rest % GOES_ON) + GOES_ON)
  bytes.push(rest)
}

export const emptyCourse: Course = Buffer.of(WAY, 0)

/** False where it was packed in another way. */
export function isReadable(course: Course): boolean {
  return course[0] === WAY
}

export function isEmpty(course: Course): boolean {
  return course.length <= HEAD
}

/** Tasks of people lay open at the end. */
export function hasTasks(course: Course): boolean {
  return course[1] === 1
}

export function eachMove(course: Course, words: CourseWords, visit: (move: CourseMove) => void): void {
  const count = readNumbers(course)
  let at = START
  for (let place = 0; place < count; place += NUMBERS) {
    at += numbers[place + 1] ?? 0
    const postKind = kinds.get(words.wordOf(numbers[place + 3] ?? 0))
    if (!postKind) continue
    visit({
      lifecycle: lifecycles[numbers[place] ?? 0] ?? 'withdraw',
      at,
      stepKey: words.wordOf(numbers[place + 2] ?? 0),
      postKind,
      unitId: numbers[place + 4] ?? 0,
      personId: numbers[place + 5] || null,
    })
  }
}

const kinds = new Map<string, PostKind>(postKinds.map((kind) => [kind, kind]))

/** Of the course that is read now: a list of its own for each of a million would be made and thrown away. */
const numbers: number[] = []

/** Reads them into `numbers`; answers how many. */
function readNumbers(course: Course): number {
  const { length } = course
  let count = 0
  for (let place = HEAD; place < length; ) {
    let byte = course[place++] ?? 0
    let value = byte & SEVEN_BITS
    for (let worth = GOES_ON; byte >= GOES_ON; worth *= GOES_ON) {
      byte = course[place++] ?? 0
      value += (byte & SEVEN_BITS) * worth
    }
    numbers[count++] = value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  return count
}
