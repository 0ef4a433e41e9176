import type { PostKind } from '#modules/organisation/contract.ts'
import { nominalHours, type CompetentTier, type ProcedureRecord, type ProcessRow } from '../contract.ts'
import type { UnfitTable } from './level-errors.ts'

export type NewLevel = {
  tier: CompetentTier
  unitCode: string | null
  /** Who decides, as the procedure names it. */
  agency: string
  process: ProcessRow[]
}

/**
 * The record as the new level decides it: only what names who decides changes, and the steps if others were given. Its
 * `levels` stay what the national record says, by which the next import sees whether that has changed.
 */
export function atLevel(
  record: ProcedureRecord,
  { tier, unitCode, agency, process }: NewLevel,
): ProcedureRecord {
  return {
    ...record,
    competentTier: tier,
    competentUnitCode: unitCode,
    competentAgency: agency,
    performingAgencies: [agency],
    receptionAddress: `Bộ phận Tiếp nhận và Trả kết quả của ${agency}`,
    process,
  }
}

/** Working hours of the shortest limit; null where none is stated. */
export function shortestHours({ channels }: Pick<ProcedureRecord, 'channels'>): number | null {
  const hours = channels.map(({ limit }) => nominalHours(limit)).filter((one) => one !== null)
  return hours.length === 0 ? null : Math.min(...hours)
}

/** What would let a dossier stand still on the table, or take longer than the law allows and than it took before. */
export function unfitOf(
  process: readonly ProcessRow[],
  before: Pick<ProcedureRecord, 'process' | 'channels'>,
): UnfitTable | undefined {
  const [first] = process
  const last = process.at(-1)
  if (!first || !last) return 'empty'
  if (first.doer.postKind !== 'one_stop' || first.doer.unit !== 'receiving') return 'first'
  if (last.doer.postKind !== 'one_stop') return 'last'
  const most = Math.max(shortestHours(before) ?? Infinity, hoursOf(before.process))
  return hoursOf(process) > most ? 'long' : undefined
}

function hoursOf(process: readonly ProcessRow[]): number {
  return process.reduce((sum, { hours }) => sum + hours, 0)
}

/** Kinds of post that the steps ask of whoever decides, and that nobody there is. */
export function missingKinds(
  steps: readonly { postKind: PostKind; atCompetent: boolean }[],
  present: ReadonlySet<PostKind>,
): PostKind[] {
  const asked = steps.flatMap(({ postKind, atCompetent }) => (atCompetent ? [postKind] : []))
  return [...new Set(asked)].filter((kind) => !present.has(kind))
}

/** The usual name of who decides at the tier. */
export function agencyOf(tier: CompetentTier, unitName: string | undefined): string {
  switch (tier) {
    case 'commune':
      return 'Ủy ban nhân dân cấp xã'
    case 'district':
      return 'Ủy ban nhân dân cấp huyện'
    case 'city':
      return 'Ủy ban nhân dân thành phố'
    case 'department':
      return unitName ?? 'Sở, ban, ngành'
  }
}

/** What holds now, and what was filed under it, stays; so no new version dates back. */
export function earliestFor({ validFrom }: { validFrom: string }, today: string): string {
  return validFrom > today ? validFrom : today
}
