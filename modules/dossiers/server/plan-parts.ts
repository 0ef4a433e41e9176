import type { Limit } from '#modules/calendar/contract.ts'
import {
  groupOn,
  type LinkedExtension,
  type LinkedPart,
  type ProcedureView,
} from '#modules/catalogue/contract.ts'
import type { Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import { AppError } from '#platform/errors.ts'
import { decidingUnit } from './deciding-unit.ts'
import { dayIn, type Parts } from './parts.ts'
import { limitOfWhole, type TimedPart } from './linked-clock.ts'
import type { PlannedPart } from './linked-flow.ts'
import { getCurrentProcedure } from './procedure-of.ts'

/** What the reception of a linked procedure sets going. */
export type Plan = {
  parts: PlannedPart[]
  /** More time for the whole that holds from the start, such as for far places. */
  extensions: LinkedExtension[]
  limit: Limit
}

/** The parts that a dossier of this procedure sets going, with whoever does each; undefined where it has none. */
export async function planParts(
  parts: Parts,
  procedure: ProcedureView,
  { receiving, authority, limit, at }: { receiving: Unit; authority: Unit; limit: Limit; at: Date },
): Promise<Plan | undefined> {
  const group = groupOn(procedure.linked, dayIn(parts.timeZone, at))
  if (!group) return undefined
  const planned = await Promise.all(
    group.parts.map(async (part) => ({
      key: part.key,
      name: part.name,
      procedureCode: part.procedureCode,
      limit: part.limit,
      after: part.after,
      required: part.required,
      whenRefused: part.whenRefused,
      ...(await unitFor(parts, part, receiving, at)),
    })),
  )
  const timed = planned.map((part) => timedPart(parts, part, authority.id))
  return {
    parts: planned,
    extensions: group.extensions.filter(
      ({ occasion, unitCodes }) => occasion === 'remote_place' && unitCodes?.includes(receiving.code),
    ),
    limit: limitOfWhole(limit, timed, parts.calendar.get(authority.calendarId), at),
  }
}

/** A part as its time is counted: on the calendar of its unit, or of the parent's while it has none. */
export function timedPart(
  { calendar, organisation }: Pick<Parts, 'calendar' | 'organisation'>,
  part: Pick<PlannedPart, 'key' | 'after' | 'limit' | 'unitId'>,
  parentUnitId: number,
): TimedPart {
  const units = organisation.units()
  const unit = (part.unitId === null ? undefined : units.find(part.unitId)) ?? units.get(parentUnitId)
  return {
    key: part.key,
    after: part.after,
    limit: part.limit,
    calendar: calendar.get(unit.calendarId),
  }
}

/** Whoever does a part, and by which delegation; null where nobody is found, which an official then decides. */
async function unitFor(
  parts: Parts,
  part: LinkedPart,
  receiving: Unit,
  at: Date,
): Promise<Pick<PlannedPart, 'unitId' | 'authority'>> {
  try {
    const procedure = await getCurrentProcedure(parts, part.procedureCode)
    const named = part.competentUnitCode !== null || part.competentTier !== null
    const asked = named
      ? {
          ...procedure,
          competentTier: part.competentTier ?? procedure.competentTier,
          competentUnitCode: part.competentUnitCode,
        }
      : procedure
    const units = parts.organisation.units()
    // A named unit that does not exist must not fall back on whoever has the tier.
    if (asked.competentUnitCode !== null && !units.byCode(asked.competentUnitCode)) return { unitId: null }
    const { unit, given } = decidingUnit(parts, asked, receiving, dayIn(parts.timeZone, at))
    return { unitId: openNow(units, unit.id), ...(given ? { authority: given } : {}) }
  } catch (error) {
    if (error instanceof AppError) return { unitId: null }
    throw error
  }
}

/** The unit, or its one heir when it has closed since; null where there is none or several. */
export function openNow(units: UnitTree, unitId: number): number | null {
  if (units.find(unitId) && units.isOpen(unitId)) return unitId
  const heirs = [...units.heirs(unitId)]
  return heirs.length === 1 ? (heirs[0] ?? null) : null
}
