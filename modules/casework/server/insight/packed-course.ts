import { postKinds, type PostKind } from '#modules/organisation/contract.ts'
import { lifecycles, num, type Lifecycle } from '../../insight/event-log.ts'

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

/**
 * What happened to the tasks of a case, kept flat since there may be a million: texts once, and six numbers a move –
 * lifecycle, milliseconds since the move before, step, kind of post, unit, person.
 */
export type Course = {
  texts: readonly string[]
  numbers: readonly number[]
  /** Tasks of people lay open at the end. */
  hasTasks: boolean
}

/** Grows whenever histories are read differently, so that courses packed before are made again. */
const WAY = 1
const NUMBERS = 6
const START = Date.UTC(2020, 0, 1)

export const emptyCourse: Course = { texts: [], numbers: [], hasTasks: false }

export class CourseBuilder {
  private readonly texts: string[] = []
  private readonly numbers: number[] = []
  private before = START

  add({ lifecycle, at, stepKey, postKind, unitId, personId }: CourseMove): void {
    this.numbers.push(
      lifecycles.indexOf(lifecycle),
      at - this.before,
      this.placeOf(stepKey),
      this.placeOf(postKind),
      unitId,
      personId ?? 0,
    )
    this.before = at
  }

  build(hasTasks: boolean): Course {
    return { texts: this.texts, numbers: this.numbers, hasTasks }
  }

  private placeOf(text: string): number {
    const place = this.texts.indexOf(text)
    return place === -1 ? this.texts.push(text) - 1 : place
  }
}

export function isEmpty({ numbers }: Course): boolean {
  return numbers.length === 0
}

export function eachMove({ texts, numbers }: Course, visit: (move: CourseMove) => void): void {
  let at = START
  for (let place = 0; place < numbers.length; place += NUMBERS) {
    const postKind = kinds.get(texts[num(numbers, place + 3)] ?? '')
    at += num(numbers, place + 1)
    if (!postKind) continue
    visit({
      lifecycle: lifecycles[num(numbers, place)] ?? 'withdraw',
      at,
      stepKey: texts[num(numbers, place + 2)] ?? '',
      postKind,
      unitId: num(numbers, place + 4),
      personId: num(numbers, place + 5) || null,
    })
  }
}

const kinds = new Map<string, PostKind>(postKinds.map((kind) => [kind, kind]))

export function packCourse({ texts, numbers, hasTasks }: Course): string {
  return JSON.stringify([WAY, hasTasks ? 1 : 0, texts, numbers])
}

/** Undefined where it was packed in another way. */
export function unpackCourse(packed: string): Course | undefined {
  const [way, hasTasks, texts, numbers]: [number, number, string[], number[]] = JSON.parse(packed)
  return way === WAY ? { texts, numbers, hasTasks: hasTasks === 1 } : undefined
}
