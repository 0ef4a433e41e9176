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
export type Course = {
  moves: readonly CourseMove[]
  /** Tasks of people lay open at the end. */
  hasTasks: boolean
}

/** Grows whenever histories are read differently, so that courses packed before are made again. */
const WAY = 1
const NUMBERS = 6

/** Texts once, and six numbers a move; moments from the one before, from 2020 on. */
export function packCourse({ moves, hasTasks }: Course): string {
  const texts: string[] = []
  const placeOf = (text: string) => {
    const place = texts.indexOf(text)
    return place === -1 ? texts.push(text) - 1 : place
  }
  let before = START
  const numbers = moves.flatMap(({ lifecycle, at, stepKey, postKind, unitId, personId }) => {
    const since = at - before
    before = at
    return [lifecycles.indexOf(lifecycle), since, placeOf(stepKey), placeOf(postKind), unitId, personId ?? 0]
  })
  return JSON.stringify([WAY, hasTasks ? 1 : 0, texts, numbers])
}

const START = Date.UTC(2020, 0, 1)

/** Undefined where it was packed in another way. */
export function unpackCourse(packed: string): Course | undefined {
  const [way, hasTasks, texts, numbers]: [number, number, string[], number[]] = JSON.parse(packed)
  if (way !== WAY) return undefined
  const kinds = texts.map((text) => postKinds.find((kind) => kind === text))
  const moves: CourseMove[] = []
  let at = START
  for (let place = 0; place < numbers.length; place += NUMBERS) {
    const lifecycle = lifecycles[num(numbers, place)]
    const postKind = kinds[num(numbers, place + 3)]
    if (!lifecycle || !postKind) return undefined
    at += num(numbers, place + 1)
    const stepKey = texts[num(numbers, place + 2)] ?? ''
    moves.push({
      lifecycle,
      at,
      stepKey,
      postKind,
      unitId: num(numbers, place + 4),
      personId: numbers[place + 5] || null,
    })
  }
  return { moves, hasTasks: hasTasks === 1 }
}
