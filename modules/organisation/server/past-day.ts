import type { Day } from '../contract.ts'
import { getRealDay, nextDay, startOfDay } from './day.ts'
import { organisationErrors } from './errors.ts'
import type { Parts } from './parts.ts'

/** A day that may be looked back at, and the moment at which it is over. */
export type PastDay = { day: Day; until: Date }

/**
 * The day of the text, today included: something may be told as it stood at its end.
 * Errors: `organisation.wrong_day`, `organisation.day_to_come`, `organisation.before_first_unit`.
 */
export function getPastDay({ registry, today, timeZone }: Parts, text: string): PastDay {
  const day = getRealDay(text)
  if (day > today()) throw organisationErrors.dayToCome(day, today())
  const tree = registry.units(day)
  if (!tree.root) {
    const openings = registry
      .units()
      .known()
      .map(({ id }) => tree.lifeOf(id).openedOn)
    throw organisationErrors.beforeFirstUnit(day, openings.toSorted()[0] ?? today())
  }
  return { day, until: startOfDay(nextDay(day), timeZone) }
}
