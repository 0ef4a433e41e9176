import type { PostKind } from '#modules/organisation/contract.ts'
import type { CompetentTier, ProcedureRecord } from '../contract.ts'
import { levelErrors } from './level-errors.ts'
import { missingKinds } from './level-flow.ts'
import type { CityOnDay, Parts } from './parts.ts'

type Standing = Pick<ProcedureRecord, 'code' | 'competentUnitCode' | 'process'> & {
  competentTier: CompetentTier
}

/**
 * Refuses a level that nobody stands for on the day, and steps that need a post no unit of it has.
 * Errors: `catalogue.level_without_unit`, `catalogue.level_unit`, `catalogue.level_without_post`, `catalogue.process_of_other_level`.
 */
export async function assertLevelStands(
  { city, publishedSteps }: Pick<Parts, 'city' | 'publishedSteps'>,
  { code, competentTier: tier, competentUnitCode: unitCode, process }: Standing,
  day: string,
): Promise<void> {
  const ofTier = city.unitsOn(day).filter((unit) => unit.tier === tier)
  if (ofTier.length === 0) throw levelErrors.levelWithoutUnit(tier, day)
  const deciding = unitCode === null ? ofTier : ofTier.filter((unit) => unit.code === unitCode)
  if (deciding.length === 0 || (tier === 'department') !== (unitCode !== null))
    throw levelErrors.unitNeeded(unitCode, day)
  const kindsOf = await city.postKindsOn(day)
  const present = new Set(deciding.flatMap(({ id }) => [...(kindsOf.get(id) ?? [])]))
  const published = await publishedSteps(code, day)
  const missing = published
    ? missingKinds(
        published.map(({ postKind, place }) => ({ postKind, atCompetent: place === 'competent' })),
        present,
      )
    : missingKinds(
        process.map(({ doer }) => ({ postKind: doer.postKind, atCompetent: doer.unit === 'competent' })),
        present,
      )
  if (missing.length > 0) throw levelErrors.nobodyThere(tier, missing, published ? 'published' : 'table')
}

/** Which levels the city has on the day, with the kinds of post that some unit of each has. */
export async function tiersOn(
  city: CityOnDay,
  day: string,
): Promise<{ tier: CompetentTier; postKinds: PostKind[] }[]> {
  const kindsOf = await city.postKindsOn(day)
  const found = new Map<CompetentTier, Set<PostKind>>()
  for (const { id, tier } of city.unitsOn(day)) {
    const kinds = found.get(tier) ?? new Set<PostKind>()
    for (const kind of kindsOf.get(id) ?? []) kinds.add(kind)
    found.set(tier, kinds)
  }
  return [...found].map(([tier, kinds]) => ({ tier, postKinds: [...kinds].toSorted() }))
}
