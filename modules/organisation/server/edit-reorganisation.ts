import { inTransaction } from '#platform/database.ts'
import type { Officer } from '../contract.ts'
import type {
  DryRun,
  PlannedUnit,
  ReorganisationAction,
  ReorganisationHead,
  Resolution,
  SuccessionRow,
} from '../reorganisation.ts'
import { getRealDay } from './day.ts'
import { organisationErrors } from './errors.ts'
import { tryOut } from './load-world.ts'
import { requirePermission, type Parts } from './parts.ts'
import { actionsOf, nextStatus } from './reorganisation-flow.ts'
import {
  appendAct,
  findReorganisation,
  insertReorganisation,
  listPostsFrom,
  putCovers,
  putFilingEnds,
  putPlannedUnits,
  putPostHome,
  putWays,
  removePlannedUnit,
  setApproved,
  setStatus,
  updateHead,
  type ReorganisationRow,
} from './reorganisation-store.ts'
import type { WorkPort } from './work-port.ts'
import type { OrganisationDb } from './tables.ts'

/** Draws up a new document. */
export async function draftReorganisation(
  parts: Parts,
  officer: Officer,
  head: ReorganisationHead,
): Promise<number> {
  requirePermission(parts, officer, 'organisation.reorganise')
  const checked = checkedHead(head)
  return inTransaction(parts.db, async (tx) => {
    const id = await insertReorganisation(tx, checked, officer.accountId, parts.cityClock.now())
    if (id === undefined) throw organisationErrors.reorganisationTwice(head.legalNumber, head.effectiveOn)
    await appendAct(tx, id, 'drafted', officer.accountId, parts.cityClock.now(), checked)
    return id
  })
}

export function changeHead(
  parts: Parts,
  officer: Officer,
  id: number,
  head: ReorganisationHead,
): Promise<void> {
  const checked = checkedHead(head)
  return edit(parts, officer, id, 'head_changed', async (tx) => {
    await updateHead(tx, id, checked)
    return checked
  })
}

/** Says which units open, change or close; a code already named with the same act is replaced. */
export function planUnits(
  parts: Parts,
  officer: Officer,
  id: number,
  units: readonly PlannedUnit[],
): Promise<void> {
  const incomplete = units.find((unit) => unit.act !== 'close' && !(unit.name && unit.kind && unit.tier))
  if (incomplete) throw organisationErrors.incompleteUnit(incomplete.code)
  return edit(parts, officer, id, 'units_planned', async (tx) => {
    await putPlannedUnits(tx, id, units)
    return { units: units.length, first: units.slice(0, 5).map((unit) => unit.code) }
  })
}

/** Takes the rows of a file: every predecessor closes, every successor that is not there yet opens. */
export function planSuccession(
  parts: Parts,
  officer: Officer,
  id: number,
  planned: { units: readonly PlannedUnit[]; rows: readonly SuccessionRow[] },
): Promise<void> {
  return edit(parts, officer, id, 'rows_imported', async (tx) => {
    await putPlannedUnits(tx, id, planned.units)
    await putWays(tx, id, [...new Set(planned.rows.map((row) => row.predecessorCode))], planned.rows)
    return { rows: planned.rows.length }
  })
}

/** Settles one open question, or all of a kind as the dry run proposes. */
export function resolveDecision(
  parts: Parts,
  work: WorkPort,
  officer: Officer,
  id: number,
  resolution: Resolution,
): Promise<void> {
  return edit(parts, officer, id, 'resolved', async (tx, row) => {
    if (resolution.about === 'suggested')
      return { ...resolution, ...(await acceptSuggestions(tx, work, row, resolution.kind)) }
    if (resolution.about === 'filing_ends') await confirmFilingEnds(tx, work, row, resolution.procedureCodes)
    else await resolveOne(tx, row, resolution)
    return resolution
  })
}

/** Only what the dry run asks about can be confirmed: a code that is mistyped must not stand in the document. */
async function confirmFilingEnds(
  tx: OrganisationDb,
  work: WorkPort,
  row: ReorganisationRow,
  procedureCodes: readonly string[],
): Promise<void> {
  const { result } = await tryOut(tx, work, row)
  const asked = new Set(
    result.decisions.flatMap(({ kind, code }) => (kind === 'procedure_without_decider' ? [code] : [])),
  )
  const strange = procedureCodes.filter((code) => !asked.has(code))
  if (strange.length > 0) throw organisationErrors.procedureNotAsked(strange)
  await putFilingEnds(tx, row.id, procedureCodes)
}

async function resolveOne(
  tx: OrganisationDb,
  { id, effectiveOn }: ReorganisationRow,
  resolution: Exclude<Resolution, { about: 'suggested' | 'filing_ends' }>,
): Promise<void> {
  switch (resolution.about) {
    case 'succession': {
      const { predecessorCode, rule = null, ways } = resolution
      const codes = ways.map(({ successorCode }) => successorCode)
      const twice = codes.find((code, index) => codes.indexOf(code) !== index)
      if (twice !== undefined) throw organisationErrors.wayTwice(predecessorCode, twice)
      return putWays(
        tx,
        id,
        [predecessorCode],
        ways.map((way) => wayOf(predecessorCode, rule, way)),
      )
    }
    case 'post': {
      const posts = await listPostsFrom(tx, effectiveOn)
      if (!posts.some(({ postId }) => postId === resolution.postId))
        throw organisationErrors.unknownPost(resolution.postId)
      return putPostHome(tx, id, {
        postId: resolution.postId,
        successorCode: resolution.successorCode,
        kind: resolution.kind ?? null,
      })
    }
    case 'cover':
      return putCovers(tx, id, [resolution])
    case 'keep':
      await removePlannedUnit(tx, id, resolution.code, 'close')
      return putWays(tx, id, [resolution.code], [])
    case 'drop':
      return removePlannedUnit(tx, id, resolution.code, resolution.act)
  }
}

type Way = Extract<Resolution, { about: 'succession' }>['ways'][number]

function wayOf(
  predecessorCode: string,
  rule: SuccessionRow['rule'],
  { successorCode, extent, share = null, takes = [], isRest = false, takesPosts = false }: Way,
): SuccessionRow {
  return {
    predecessorCode,
    successorCode,
    extent,
    rule: extent === 'full' ? null : rule,
    share,
    takes,
    isRest,
    takesPosts,
  }
}

async function acceptSuggestions(
  tx: OrganisationDb,
  work: WorkPort,
  row: ReorganisationRow,
  kind: DryRun['decisions'][number]['kind'],
): Promise<{ accepted: Record<string, number> }> {
  const { result } = await tryOut(tx, work, row)
  const open = result.decisions.filter((decision) => decision.kind === kind)
  const accepted: Record<string, number> = {}
  for (const { ground } of open) if (ground) accepted[ground] = (accepted[ground] ?? 0) + 1
  const ways = open.flatMap((decision) => decision.suggested ?? [])
  await putWays(tx, row.id, [...new Set(ways.map((way) => way.predecessorCode))], ways)
  await putCovers(
    tx,
    row.id,
    open.flatMap(({ code, covers = [] }) => covers.map((cover) => ({ code, ...cover }))),
  )
  return { accepted }
}

/** Runs the document dry and, when nothing is left to decide, says that it is ready for approval. */
export async function checkReorganisation(
  parts: Parts,
  work: WorkPort,
  officer: Officer,
  id: number,
): Promise<DryRun> {
  requirePermission(parts, officer, 'organisation.reorganise')
  return inTransaction(parts.db, async (tx) => {
    const row = await getFor(tx, id, 'check')
    const { result } = await tryOut(tx, work, row)
    if (result.decisions.length === 0) {
      await setStatus(tx, id, 'checked')
      await appendAct(tx, id, 'checked', officer.accountId, parts.cityClock.now(), result.totals)
    }
    return result
  })
}

/** A second person approves the version they have seen. */
export async function approveReorganisation(
  parts: Parts,
  work: WorkPort,
  officer: Officer,
  id: number,
  version: number,
): Promise<void> {
  requirePermission(parts, officer, 'organisation.reorganise')
  await inTransaction(parts.db, async (tx) => {
    const row = await getFor(tx, id, 'approve', version)
    if (row.changedBy === officer.accountId) throw organisationErrors.secondPersonNeeded()
    const { result } = await tryOut(tx, work, row)
    if (result.decisions.length > 0) throw organisationErrors.reorganisationUndecided(result.decisions)
    await setStatus(tx, id, 'approved')
    await setApproved(tx, id, officer.accountId)
    await appendAct(tx, id, 'approved', officer.accountId, parts.cityClock.now(), { version })
  })
}

/** The document under lock, when its stage allows the action and it is still what was seen. */
export async function getFor(
  tx: OrganisationDb,
  id: number,
  action: ReorganisationAction,
  version?: number,
): Promise<ReorganisationRow> {
  const row = await findReorganisation(tx, id, 'locked')
  if (!row) throw organisationErrors.noReorganisation(id)
  if (!nextStatus(row.status, action))
    throw organisationErrors.reorganisationNotNow(action, row.status, actionsOf(row.status))
  if (version !== undefined && version !== row.version)
    throw organisationErrors.reorganisationChanged(version, row.version)
  return row
}

async function edit(
  parts: Parts,
  officer: Officer,
  id: number,
  act: string,
  change: (tx: OrganisationDb, row: ReorganisationRow) => Promise<Record<string, unknown>>,
): Promise<void> {
  requirePermission(parts, officer, 'organisation.reorganise')
  await inTransaction(parts.db, async (tx) => {
    const row = await getFor(tx, id, 'edit')
    const facts = await change(tx, row)
    // Whatever was checked or approved was another version.
    await setStatus(tx, id, 'draft', officer.accountId)
    await appendAct(tx, id, act, officer.accountId, parts.cityClock.now(), facts)
  })
}

function checkedHead(head: ReorganisationHead): ReorganisationHead {
  return {
    title: head.title.normalize('NFC').trim(),
    effectiveOn: getRealDay(head.effectiveOn),
    legalNumber: head.legalNumber.normalize('NFC').trim(),
    legalDate: getRealDay(head.legalDate),
  }
}
