import type { Contribution, MeasureEvent, OpenCase, Place, SeriesName } from '../contract.ts'
import { foldHistory } from '../measures/case-fold.ts'
import type { CityDay } from './city-day.ts'

/** The city has a sum of its own, so that reading it adds no units up. */
export type Credited = Place | 'city'

export type DaySum = {
  place: Credited
  day: string
  unitId: number
  series: SeriesName
  numerator: number
  denominator: number
  online: number
  post: number
}

/** All that the events say, worked out anew and beside the stored figures. */
export type Recomputed = {
  cases: number
  contributions: number
  days: ReadonlyMap<string, DaySum>
  open: ReadonlyMap<string, OpenCase>
}

/** Folds every case from its raw events; pages may cut a case in two, as long as its events follow one another. */
export async function recompute(
  pages: AsyncIterable<readonly MeasureEvent[]>,
  day: CityDay,
): Promise<Recomputed> {
  const days = new Map<string, DaySum>()
  const open = new Map<string, OpenCase>()
  let cases = 0
  let contributions = 0
  let current: MeasureEvent[] = []

  function finish() {
    const first = current[0]
    if (!first) return
    const folded = foldHistory(current)
    cases += 1
    contributions += folded.contributions.length
    if (folded.open) open.set(first.caseId, folded.open)
    for (const each of folded.contributions) addToDays(days, each, day)
    current = []
  }

  for await (const page of pages) {
    for (const event of page) {
      if (current[0] && current[0].caseId !== event.caseId) finish()
      current.push(event)
    }
  }
  finish()
  return { cases, contributions, days, open }
}

export function dayKey({
  place,
  day,
  unitId,
  series,
}: Pick<DaySum, 'place' | 'day' | 'unitId' | 'series'>): string {
  return `${place} ${day} ${unitId} ${series}`
}

function addToDays(days: Map<string, DaySum>, one: Contribution, cityDay: CityDay) {
  if (one.denominator === 0) return
  const day = cityDay(one.at)
  for (const [place, unitId] of [
    ['competent', one.unitId],
    ['receiving', one.receivingUnitId],
    ['city', 0],
  ] as const) {
    const key = dayKey({ place, day, unitId, series: one.series })
    const sum = days.get(key) ?? {
      place,
      day,
      unitId,
      series: one.series,
      numerator: 0,
      denominator: 0,
      online: 0,
      post: 0,
    }
    sum.numerator += one.numerator
    sum.denominator += one.denominator
    if (one.channel === 'online') sum.online += one.denominator
    if (one.channel === 'post') sum.post += one.denominator
    days.set(key, sum)
  }
}
