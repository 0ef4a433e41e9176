import { withoutTables } from '#platform/database.ts'
import type { Day, UnitId } from '../contract.ts'
import { listSuccessions } from './apply-store.ts'
import { heirOf, lastsBeyond } from './authority-flow.ts'
import { listAuthorities } from './authority-store.ts'
import { dryRun } from './plan-reorganisation.ts'
import type { Draft, World } from './read-plan.ts'
import {
  findClosedThrough,
  getDraft,
  listChangingLater,
  listOthers,
  listPostsFrom,
  type ReorganisationRow,
} from './reorganisation-store.ts'
import type { OrganisationDb } from './tables.ts'
import { listUnits, listUnitTerms } from './unit-store.ts'
import { buildUnitTree } from './unit-tree.ts'
import type { WorkPort } from './work-port.ts'
import type { DryRun } from '../reorganisation.ts'

/** What a document has done to the map already, by unit. */
export type Done = { closed: ReadonlySet<UnitId>; opened: ReadonlySet<UnitId> }

const NOTHING_DONE: Done = { closed: new Set(), opened: new Set() }

/**
 * The city as the effective day would find it if nothing were done, and what lies open at the units concerned. Of a
 * document whose map has been written, what it closed counts as open still and what it opened is not there yet.
 */
export async function loadWorld(
  db: OrganisationDb,
  work: Pick<WorkPort, 'countWork' | 'calendars' | 'decidersOn'>,
  draft: Draft,
  done: Done = NOTHING_DONE,
): Promise<World> {
  const day: Day = draft.head.effectiveOn
  const rows = await listUnits(db)
  const tree = buildUnitTree(rows, await listUnitTerms(db), day, await listSuccessions(db))
  const isOpen = (id: UnitId) => !done.opened.has(id) && (done.closed.has(id) || tree.isOpen(id))
  const later = await listChangingLater(db, day)
  const givers = new Set([
    ...draft.units.flatMap((unit) => (unit.act === 'close' ? [unit.code] : [])),
    ...draft.rows.map((row) => row.predecessorCode),
  ])
  const giving = rows.filter((unit) => givers.has(unit.code) && isOpen(unit.id))
  return {
    units: rows.map((row) => {
      const unit = tree.find(row.id)
      const parent = unit && unit.parentId !== null ? tree.find(unit.parentId) : undefined
      return {
        id: row.id,
        code: row.code,
        name: unit?.name ?? row.code,
        tier: row.tier,
        parentCode: parent?.code ?? null,
        agencyCode: row.agencyCode,
        calendarId: row.calendarId,
        openedOn: row.openedOn,
        isOpen: isOpen(row.id),
        ...(row.position ? { position: row.position } : {}),
        changesLater: later.has(row.id),
      }
    }),
    posts: (await listPostsFrom(db, day)).filter((post) => isOpen(post.unitId)),
    work:
      giving.length > 0
        ? await work.countWork(
            withoutTables(db),
            giving.map((unit) => unit.id),
          )
        : [],
    // Where a side has closed before, its heir is whom the document may move.
    authorities: (await listAuthorities(db))
      .filter((one) => lastsBeyond(one, day))
      .map(({ legalNumber, fromUnitId, toUnitId }) => ({
        legalNumber,
        fromUnitId: heirOf({ isOpen, heirs: tree.heirs }, fromUnitId) ?? fromUnitId,
        toUnitId: heirOf({ isOpen, heirs: tree.heirs }, toUnitId) ?? toUnitId,
      })),
    others: await listOthers(db, draft.id),
    calendars: new Set(work.calendars()),
    closedThrough: await findClosedThrough(db),
    procedures: await work.decidersOn(withoutTables(db), day),
  }
}

export type Tried = { draft: Draft; world: World; result: DryRun }

export async function tryOut(
  db: OrganisationDb,
  work: Pick<WorkPort, 'countWork' | 'calendars' | 'decidersOn'>,
  row: ReorganisationRow,
): Promise<Tried> {
  const draft = await getDraft(db, row)
  const world = await loadWorld(db, work, draft)
  return { draft, world, result: dryRun(draft, world) }
}
