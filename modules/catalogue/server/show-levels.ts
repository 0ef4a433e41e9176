import type { Officer } from '#modules/organisation/contract.ts'
import type { Decider, DeciderStage, Levels } from '../levels.ts'
import { cityDay } from './city-day.ts'
import { catalogueErrors } from './errors.ts'
import { earliestFor, shortestHours } from './level-flow.ts'
import { tiersOn } from './level-standing.ts'
import type { Parts } from './parts.ts'
import { listVersionsInForce, listVersionsOf, type StoredVersion } from './version-store.ts'

/** Who decided, decides and will decide a procedure, by which decision, and what a new one would start from. */
export async function getLevels(parts: Parts, officer: Officer, code: string): Promise<Levels> {
  parts.requirePermission(officer, 'catalogue.publish')
  const { db, clock, timeZone, city } = parts
  const [base] = await listVersionsInForce(db, [code])
  if (!base) throw catalogueErrors.notFound(code)
  const today = cityDay(clock, timeZone)
  const earliest = earliestFor(base, today)
  const { name, competentTier: tier, competentUnitCode: unitCode, process } = base.record
  return {
    code,
    name,
    versions: (await listVersionsOf(db, code)).map((version) => deciderOf(parts, version, today)),
    base: { version: base.version, tier, unitCode, process, hours: shortestHours(base.record) },
    earliest,
    tiers: await tiersOn(city, earliest),
    departments: city
      .unitsOn(earliest)
      .filter((unit) => unit.tier === 'department')
      .map((unit) => ({ code: unit.code, name: unit.name })),
    allowedActions: ['publish_level'],
  }
}

function deciderOf({ city }: Parts, version: StoredVersion, today: string): Decider {
  const { competentTier: tier, competentUnitCode: unitCode } = version.record
  const { validFrom, validTo, origin, decision, createdAt } = version
  const unit = unitCode === null ? undefined : city.unitsOn(validFrom).find((one) => one.code === unitCode)
  return {
    version: version.version,
    validFrom,
    validTo,
    tier,
    unitName: unit?.name ?? unitCode,
    origin,
    stage: stageOf(version, today),
    decision: decision && { ...decision, at: createdAt.toISOString() },
  }
}

function stageOf({ inForce, validFrom, validTo }: StoredVersion, today: string): DeciderStage {
  if (!inForce) return 'kept_back'
  if (validTo === validFrom) return 'replaced'
  if (validFrom > today) return 'planned'
  return validTo === null || validTo > today ? 'holds' : 'past'
}
