import {
  missingForFiling,
  type ProcedureView,
  type Channel as ProcedureChannel,
} from '#modules/catalogue/contract.ts'
import type { Limit } from '#modules/calendar/contract.ts'
import type { Process, ProcessStep } from '#modules/casework/contract.ts'
import type { Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { Channel } from '../contract.ts'
import { dossierErrors } from './errors.ts'

/**
 * The unit competent to decide what is filed at `receiving`: a named department, or the unit of the
 * procedure's tier on the way from the receiving unit to the city.
 * Errors: `dossiers.not_fileable`, `dossiers.wrong_place`.
 */
export function competentUnit(procedure: ProcedureView, receiving: Unit, units: UnitTree): Unit {
  const missing = missingForFiling(procedure)
  if (missing.length > 0) throw dossierErrors.notFileable(procedure.code, missing)
  const named = procedure.competentUnitCode ? units.byCode(procedure.competentUnitCode) : undefined
  if (named) return named
  const found = [receiving, ...units.ancestors(receiving.id)].find(
    (unit) => unit.tier === procedure.competentTier,
  )
  if (!found) throw dossierErrors.wrongPlace(receiving.name, String(procedure.competentTier))
  return found
}

/** The row of the channel table that holds for a filing; of several, the first that states a limit. */
export function findChannelRow(procedure: ProcedureView, channel: Channel): ProcedureChannel | undefined {
  const rows = procedure.channels.filter((row) => row.channel === channel)
  return rows.find(({ limit }) => limit.unit !== 'undefined') ?? rows[0]
}

/** Errors: `dossiers.channel_closed`. */
export function limitFor(procedure: ProcedureView, channel: Channel): Limit {
  const row = findChannelRow(procedure, channel)
  if (!row) throw dossierErrors.channelClosed(channel)
  return row.limit
}

/** The catalogue's table as the engine takes it. */
export function processOf(procedure: Pick<ProcedureView, 'process'>): Process {
  const steps: ProcessStep[] = procedure.process.map((row) => ({
    key: row.key,
    work: row.work,
    postKind: row.doer.postKind,
    place: row.doer.unit,
    minutes: Math.round(row.hours * 60),
    ...(row.stage === undefined ? {} : { stage: row.stage }),
    ...(row.output === undefined ? {} : { output: row.output }),
    ...(row.notBy === undefined ? {} : { notBy: row.notBy }),
  }))
  return { kind: 'dossier', steps }
}
