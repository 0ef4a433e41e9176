import type { CaseSnapshot } from '#modules/casework/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { DossierLine, FoundDossiers, UnitRef } from '../contract.ts'
import type { DossierRow } from './dossier-store.ts'
import { isReader } from './dossier-view.ts'
import { dossierErrors } from './errors.ts'
import type { Parts } from './parts.ts'
import { partsOnDay } from './parts-on-day.ts'
import { searchDossiersBefore } from './search-store.ts'
import { findLines, linesOf } from './work-list.ts'

/** After how many dossiers looked at, or histories read back, a search of a past day stops and says so. */
type Most = { lookedAt: number; readBack: number }
const MOST: Most = { lookedAt: 50_000, readBack: 5_000 }

type Asked = { q: string; on: string; unit: number | undefined; limit: number }

/**
 * Dossiers as they stood at the end of a past day. Two questions are kept apart: who may see a dossier is asked of today,
 * and which dossiers the list is about is asked of the day: those that concerned a unit within the officer's own subtree of
 * that day's map or one it has inherited, or, where a unit is named, those it and the units below it held.
 * Errors: those of the day, `dossiers.unit_not_open`, `dossiers.not_yours`.
 */
export async function findOnDay(
  parts: Parts,
  officer: Officer,
  { q, on, unit, limit }: Asked,
  most = MOST,
): Promise<FoundDossiers> {
  const { casework, db, organisation } = parts
  const past = organisation.getPastDay(on)
  if (past.day === organisation.today() && unit === undefined)
    return { lines: await findLines(parts, officer, q, limit), onDay: null, more: false, units: null }
  const map = organisation.units(past.day)
  const reach = organisation.unitsOfOn(past.day, officer, 'dossiers.read')
  const wanted = unit === undefined ? reach : heldBy(map, reach, unit, past.day)
  const kept = new Map<string, { snapshot: CaseSnapshot; row: DossierRow }>()
  const spent = { lookedAt: 0, readBack: 0 }
  let more = false
  for await (const rows of searchDossiersBefore(db, q, scopeOf(map, wanted), past.until)) {
    // Asked before the page after, so that a list that ends here does not say there were more.
    if (spent.lookedAt >= most.lookedAt || spent.readBack >= most.readBack) more = true
    if (more) break
    const ids = rows.map(({ caseId }) => caseId)
    const mine = (await casework.findCases(db, ids)).filter((one) => isReader(parts, officer, one))
    const { then, readBack } = await asTheyStood(parts, mine, past.until)
    spent.lookedAt += rows.length
    spent.readBack += readBack
    for (const row of rows) {
      const snapshot = then.get(row.caseId)
      if (!snapshot || !isAmong(wanted, snapshot, unit !== undefined)) continue
      if (kept.size === limit) more = true
      else kept.set(row.caseId, { snapshot, row })
    }
    if (more) break
  }
  const found = [...kept.values()]
  const lines = await linesOf(
    await partsOnDay(parts, past),
    officer,
    found.map(({ snapshot }) => snapshot),
    found.map(({ row }) => row),
  )
  return { lines: lines.map(withoutActions), onDay: past.day, more, units: namesOf(map, reach) }
}

/** What nothing was written to since stands now as it stood then; only of the others is the history read. */
async function asTheyStood(
  { casework, db }: Parts,
  now: readonly CaseSnapshot[],
  until: Date,
): Promise<{ then: Map<string, CaseSnapshot>; readBack: number }> {
  const then = new Map(now.map((one) => [one.caseId, one]))
  const touched = now.filter(({ touchedAt }) => Date.parse(touchedAt) >= until.getTime())
  const back = await casework.readCasesAt(
    db,
    touched.map(({ caseId }) => caseId),
    until,
  )
  for (const { caseId } of touched) {
    const snapshot = back.get(caseId)?.snapshot
    if (snapshot) then.set(caseId, snapshot)
    else then.delete(caseId)
  }
  return { then, readBack: touched.length }
}

type Units = 'all' | ReadonlySet<number>

/** What the unit and those below it on that map held, as far as it lies within the officer's reach of the day. */
function heldBy(map: UnitTree, reach: Units, unit: number, day: string): ReadonlySet<number> {
  if (!map.isOpen(unit)) throw dossierErrors.unitNotOpen(unit, day)
  if (reach !== 'all' && !reach.has(unit)) throw dossierErrors.notYours()
  return new Set([...map.subtree(unit)].filter((id) => reach === 'all' || reach.has(id)))
}

function namesOf(map: UnitTree, reach: Units): UnitRef[] | null {
  if (reach === 'all') return null
  return [...reach].map((id) => ({ id, name: map.nameOf(id) })).sort((a, b) => a.id - b.id)
}

/** A dossier is found by the units it was filed at and for; those may have been followed by others until the day. */
function scopeOf(map: UnitTree, wanted: Units): 'all' | number[] {
  if (wanted === 'all') return 'all'
  return [...new Set([...wanted].flatMap((id) => [id, ...map.forebears(id)]))]
}

function isAmong(
  wanted: Units,
  { unitId, authorityId, receivingUnitId, tags }: CaseSnapshot,
  isHeld: boolean,
): boolean {
  if (wanted === 'all') return true
  const units = isHeld ? [unitId] : [unitId, authorityId, receivingUnitId, tags.authorityFrom]
  return units.some((id) => typeof id === 'number' && wanted.has(id))
}

function withoutActions(line: DossierLine): DossierLine {
  return { ...line, allowedActions: [] }
}
