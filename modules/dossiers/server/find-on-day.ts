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

/** Dossiers looked at in one go, and after how many a search of a past day stops and says so. */
const PAGE = 100
const MOST_LOOKED_AT = 1_000

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
): Promise<FoundDossiers> {
  const { casework, db, organisation } = parts
  const past = organisation.getPastDay(on)
  if (past.day === organisation.today() && unit === undefined)
    return { lines: await findLines(parts, officer, q, limit), onDay: null, more: false, units: null }
  const map = organisation.units(past.day)
  const reach = organisation.unitsOfOn(past.day, officer, 'dossiers.read')
  const wanted = unit === undefined ? reach : heldBy(map, reach, unit, past.day)
  const kept = new Map<string, { snapshot: CaseSnapshot; row: DossierRow }>()
  let looked = 0
  let more = false
  const pages = searchDossiersBefore(db, q, scopeOf(map, wanted), {
    filedBefore: past.until,
    pageSize: PAGE,
  })
  for await (const rows of pages) {
    const ids = rows.map(({ caseId }) => caseId)
    const now = await casework.findCases(db, ids)
    const mine = now.filter((one) => isReader(parts, officer, one)).map(({ caseId }) => caseId)
    const then = await casework.readCasesAt(db, mine, past.until)
    for (const row of rows) {
      const snapshot = then.get(row.caseId)?.snapshot
      if (!snapshot || !isAmong(wanted, snapshot, unit !== undefined)) continue
      if (kept.size === limit) more = true
      else kept.set(row.caseId, { snapshot, row })
    }
    looked += rows.length
    more ||= looked >= MOST_LOOKED_AT && rows.length === PAGE
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
