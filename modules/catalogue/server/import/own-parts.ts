import type { CompetentTier, ProcedureLevel, ProcedureRecord } from '../../contract.ts'
import { doubt, type Doubt } from './doubts.ts'
import type { ParsedRecord } from './parse-national-record.ts'

/** The level of the national record that a tier of the city stands for. */
const levelOf: Record<CompetentTier, ProcedureLevel> = {
  commune: 'commune',
  district: 'district',
  department: 'province',
  city: 'province',
}

/** What agencies of a level are called where a record names who does the work. */
const agencyWords: readonly (readonly [RegExp, ProcedureLevel])[] = [
  [/cấp xã|(?:ủy|uỷ) ban nhân dân (?:xã|phường)|công an (?:cấp )?xã/iu, 'commune'],
  [/cấp huyện|(?:ủy|uỷ) ban nhân dân (?:quận|huyện)|công an (?:cấp )?huyện/iu, 'district'],
  [/cấp tỉnh|(?:ủy|uỷ) ban nhân dân tỉnh|^sở |, sở /iu, 'province'],
]

/**
 * The national record knows nothing of the city's own steps, named unit and parts, and says of the tier only which levels do
 * the procedure. All stay from version to version, unless the record no longer names the level that decides here: then the new
 * level is taken where it is beyond doubt, and the steps made for the old one wait for an official in any case.
 */
export function ownPartsFor(
  previous: ProcedureRecord,
  { record: next, quarantined }: Pick<ParsedRecord, 'record' | 'quarantined'>,
): { record: ProcedureRecord; doubts: Doubt[] } {
  const kept = keepOwnParts(previous, next)
  const isUnsure = quarantined.some(({ path }) => path === '/levels')
  const tier = levelNow(previous, next, isUnsure)
  if (tier === 'same') return { record: kept, doubts: [] }
  const excerpt = [next.levels.join(', '), next.competentAgency, ...next.performingAgencies]
    .filter(Boolean)
    .join(' · ')
  const doubts = [
    ...(tier === 'unclear'
      ? [doubt('/competentTier', 'level_unclear', excerpt, null, proposedFor(next))]
      : []),
    ...(previous.process.length > 0 ? [doubt('/process', 'level_changed', excerpt, [])] : []),
  ]
  return {
    record: {
      ...kept,
      competentTier: tier === 'unclear' ? null : tier,
      competentUnitCode: null,
      process: [],
    },
    doubts,
  }
}

export function keepOwnParts(previous: ProcedureRecord, next: ProcedureRecord): ProcedureRecord {
  return {
    ...next,
    process: previous.process,
    competentTier: previous.competentTier,
    competentUnitCode: previous.competentUnitCode,
    ...(previous.linked ? { linked: previous.linked } : {}),
  }
}

/** Compared with what the record said before, not with who decides here: the city may have given a procedure away by itself. */
function levelNow(
  previous: ProcedureRecord,
  next: ProcedureRecord,
  isUnsure: boolean,
): CompetentTier | 'same' | 'unclear' {
  const { competentTier: tier } = previous
  const isSame =
    next.levels.length === previous.levels.length &&
    next.levels.every((level) => previous.levels.includes(level))
  if (tier === null || next.levels.includes(levelOf[tier])) return 'same'
  if (isUnsure) return 'unclear'
  if (isSame || next.levels.length === 0) return 'same'
  // Where it said nothing before, nobody knows whether this is news.
  if (previous.levels.length === 0) return 'unclear'
  const [only, ...others] = localLevels(next)
  if (only === undefined || only === 'province' || others.length > 0) return 'unclear'
  const named = [next.competentAgency ?? '', ...next.performingAgencies].flatMap((name) =>
    agencyWords.flatMap(([words, level]) => (words.test(name) ? [level] : [])),
  )
  return named.length === 0 || named.includes(only) ? only : 'unclear'
}

function localLevels({ levels }: ProcedureRecord): ('commune' | 'district' | 'province')[] {
  return levels.filter((level) => level === 'commune' || level === 'district' || level === 'province')
}

/** A department cannot be read off a level; of the others a person chooses. */
function proposedFor(next: ProcedureRecord) {
  return localLevels(next).flatMap((level) =>
    level === 'province'
      ? []
      : [{ value: level, vi: 'cấp mà bản ghi nêu', en: 'a level that the record names' }],
  )
}
