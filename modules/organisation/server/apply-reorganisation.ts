import { inTransaction, withoutTables } from '#platform/database.ts'
import type { Home, Officer, WorkMove } from '../contract.ts'
import { listHomes, listKeepers, takeBack } from './apply-store.ts'
import { startOfDay } from './day.ts'
import { getFor } from './edit-reorganisation.ts'
import { organisationErrors } from './errors.ts'
import { loadWorld, tryOut } from './load-world.ts'
import { requirePermission, type Parts } from './parts.ts'
import {
  appendAct,
  findReorganisation,
  getDraft,
  listDue,
  setApplied,
  setFinished,
  setStatus,
  type ReorganisationRow,
} from './reorganisation-store.ts'
import type { OrganisationDb } from './tables.ts'
import { getRevision, listUnits, raiseRevision } from './unit-store.ts'
import type { WorkPort } from './work-port.ts'
import { moveLatePosts, writeMap } from './write-map.ts'

/**
 * Carries a reorganisation out. The new map is written at once, dated on its day; until then it may be undone and
 * everybody works on as before. On the day the open work moves (`goOn`). Refused while any decision is open.
 */
export async function applyReorganisation(
  parts: Parts,
  work: WorkPort,
  officer: Officer,
  id: number,
  version: number,
): Promise<void> {
  requirePermission(parts, officer, 'organisation.reorganise')
  await inTransaction(parts.db, async (tx) => {
    const row = await getFor(tx, id, 'apply', version)
    const { draft, world, result } = await tryOut(tx, work, row)
    if (result.decisions.length > 0) throw organisationErrors.reorganisationUndecided(result.decisions)
    await writeMap(tx, draft, world)
    await setStatus(tx, id, 'scheduled')
    await setApplied(tx, id, officer.accountId, officer.postId)
    await appendAct(tx, id, 'scheduled', officer.accountId, parts.cityClock.now(), {
      version,
      ...result.totals,
    })
    await raiseRevision(tx)
  })
  await takeUp(parts)
}

/** Takes the dated map back before its day; nothing has moved yet, so nothing is lost. */
export async function undoReorganisation(parts: Parts, officer: Officer, id: number): Promise<void> {
  requirePermission(parts, officer, 'organisation.reorganise')
  await inTransaction(parts.db, async (tx) => {
    const row = await getFor(tx, id, 'undo')
    if (row.effectiveOn <= parts.today()) throw organisationErrors.tooLateToUndo(row.effectiveOn)
    await takeBack(tx, id, row.effectiveOn)
    await setStatus(tx, id, 'undone')
    await appendAct(tx, id, 'undone', officer.accountId, parts.cityClock.now(), {})
    await raiseRevision(tx)
  })
  await takeUp(parts)
}

/**
 * Goes on with every reorganisation whose day has come, from wherever it stopped; answers how many it finished.
 * Called at the start and then again and again: doing it twice, or in two processes at once, changes nothing.
 */
export async function goOn(parts: Parts, work: WorkPort): Promise<number> {
  await parts.registry.follow(await getRevision(parts.db))
  let finished = 0
  for (const id of await listDue(parts.db, parts.today())) {
    await inTransaction(parts.db, (tx) => beginWork(tx, parts, work, id))
    await takeUp(parts)
    const moved = await work.run(withoutTables(parts.db), id)
    if (!moved?.isFinished) continue
    await inTransaction(parts.db, async (tx) => {
      const row = await findReorganisation(tx, id, 'locked')
      if (row?.status !== 'applying') return
      await setFinished(tx, id, parts.cityClock.now())
      await appendAct(tx, id, 'applied', row.appliedBy, parts.cityClock.now(), { moved: moved.moved })
      finished += 1
    })
  }
  return finished
}

/** Once, on the day: late posts follow, and the work to be moved is noted. */
async function beginWork(tx: OrganisationDb, parts: Parts, work: WorkPort, id: number): Promise<void> {
  const row = await findReorganisation(tx, id, 'locked')
  if (row?.status !== 'scheduled') return
  const draft = await getDraft(tx, row)
  const homes = await listHomes(tx, id)
  const units = await listUnits(tx)
  const codes = new Map(units.map((unit) => [unit.id, unit.code]))
  const onTheDay = (day: 'openedOn' | 'closedOn') =>
    new Set(units.filter((unit) => unit[day] === row.effectiveOn).map((unit) => unit.id))
  const [openedNow, closedNow] = [onTheDay('openedOn'), onTheDay('closedOn')]
  const done = {
    closed: new Set(homes.map((home) => home.fromUnitId).filter((unitId) => closedNow.has(unitId))),
    opened: new Set(homes.map((home) => home.toUnitId).filter((unitId) => openedNow.has(unitId))),
  }
  const late = await moveLatePosts(
    tx,
    draft,
    await loadWorld(tx, work, draft, done),
    new Map(homes.map((home) => [codes.get(home.toUnitId) ?? '', home.toUnitId])),
  )
  await setStatus(tx, id, 'applying')
  await appendAct(tx, id, 'work_begun', row.appliedBy, parts.cityClock.now(), { latePosts: late })
  await raiseRevision(tx)
  await work.begin(withoutTables(tx), await workMove(tx, parts, row, homes))
}

async function workMove(
  tx: OrganisationDb,
  parts: Parts,
  row: ReorganisationRow,
  homes: readonly Home[],
): Promise<WorkMove> {
  const units = await listUnits(tx)
  const standing = new Map(
    units.flatMap((unit) => (unit.closedOn === null ? [[unit.id, unit.calendarId] as const] : [])),
  )
  // A unit that goes on keeps whatever nobody takes from it.
  const kept = [...new Map(homes.map((home) => [home.fromUnitId, home])).values()].filter(
    (home) =>
      standing.has(home.fromUnitId) &&
      !homes.some((other) => other.fromUnitId === home.fromUnitId && other.isRest),
  )
  return {
    planId: row.id,
    homes: [
      ...homes,
      ...kept.map((home) => ({
        ...home,
        toUnitId: home.fromUnitId,
        calendarId: standing.get(home.fromUnitId) ?? home.calendarId,
        share: null,
        takes: [],
        isRest: true,
      })),
    ],
    keepers: await listKeepers(tx, [...new Set(homes.map((home) => home.toUnitId))], row.effectiveOn),
    happenedAt: startOfDay(row.effectiveOn, parts.timeZone).toISOString(),
    actor: { accountId: row.appliedBy, postId: row.appliedPost, unitId: null },
    facts: { reorganisation: row.id, legalNumber: row.legalNumber },
  }
}

/** This process sees the new map at once; others with their next look-up. */
async function takeUp(parts: Parts): Promise<void> {
  await parts.registry.refresh()
  parts.sessions.forgetAll()
}
