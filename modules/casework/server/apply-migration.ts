import { inTransaction } from '#platform/database.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { MigrationAction, MigrationState, MigrationView, StayReason } from '../migration.ts'
import { findCases } from './case-store.ts'
import { caseworkErrors } from './errors.ts'
import {
  addMoved,
  collectCases,
  deleteMigration,
  dropCases,
  findMigration,
  hasCases,
  leaveCases,
  listMigrations,
  listUnfinished,
  markApplied,
  markApplying,
  markApproved,
  setDefinition,
  takeCases,
  type MigrationRow,
} from './migration-store.ts'
import { moverOf, type Mover } from './plan-migration.ts'
import { handOf, type ProcessParts } from './process-parts.ts'
import type { Hand } from './publishing-flow.ts'
import { getProcess } from './show-process.ts'

/** A case is locked for as long as one batch takes to write. */
const BATCH = 100
const EVENT = 'casework.migrated'

const lawful: Record<MigrationState, readonly MigrationAction[]> = {
  draft: ['approve', 'remove'],
  approved: ['apply', 'remove'],
  applying: [],
  applied: [],
}

function allowedOn({ state, draftedBy }: MigrationRow, { accountId, mayDraft, mayPublish }: Hand) {
  return lawful[state].filter((action) =>
    action === 'approve' ? mayPublish && draftedBy !== accountId : action === 'apply' ? mayPublish : mayDraft,
  )
}

export async function listMoves(
  parts: ProcessParts,
  officer: Officer,
  processId: number,
): Promise<{ migrations: MigrationView[] }> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  await getProcess(parts, processId)
  const rows = await listMigrations(parts.db, processId)
  const people = rows.flatMap(({ draftedBy, approvedBy }) => [
    draftedBy,
    ...(approvedBy === null ? [] : [approvedBy]),
  ])
  const names = people.length > 0 ? await parts.organisation.namesOf(people) : new Map<number, string>()
  const nameOf = (id: number) => names.get(id) ?? `#${id}`
  const hand = handOf(parts, officer)
  return {
    migrations: rows.map((row) => ({
      id: row.id,
      from: row.from,
      to: row.to,
      mapping: row.mapping,
      state: row.state,
      draftedBy: nameOf(row.draftedBy),
      approvedBy: row.approvedBy === null ? null : nameOf(row.approvedBy),
      moved: row.moved,
      left: row.left,
      todo: row.todo,
      allowedActions: allowedOn(row, hand),
    })),
  }
}

type Key = { processId: number; id: number }

/** Another person than the planner approves. Errors: `casework.migration_action`. */
export async function approveMigration(parts: ProcessParts, officer: Officer, key: Key): Promise<void> {
  parts.organisation.requirePermission(officer, 'casework.publish_process')
  await migrationFor(parts, officer, key, 'approve')
  if (!(await markApproved(parts.db, key.id, officer.accountId, parts.clock.now())))
    throw caseworkErrors.migrationAction('approve')
}

export async function removeMigration(parts: ProcessParts, officer: Officer, key: Key): Promise<void> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  await migrationFor(parts, officer, key, 'remove')
  if (!(await deleteMigration(parts.db, key.id))) throw caseworkErrors.migrationAction('remove')
}

/** Collects the cases of an approved move; `goOnMoving` carries them. Errors: `casework.migration_action`. */
export async function beginMigration(parts: ProcessParts, officer: Officer, key: Key): Promise<void> {
  parts.organisation.requirePermission(officer, 'casework.publish_process')
  const row = await migrationFor(parts, officer, key, 'apply')
  const { accountId, postId, unitId } = officer
  await inTransaction(parts.db, async (tx) => {
    if (!(await markApplying(tx, key.id, { accountId, postId, unitId })))
      throw caseworkErrors.migrationAction('apply')
    await collectCases(tx, key.id, await concerned(parts, row))
  })
}

async function concerned(parts: ProcessParts, row: MigrationRow) {
  const { subject } = await getProcess(parts, row.processId)
  return {
    fromDefinitionId: row.fromDefinitionId,
    // A version's definition is its own; a table written alike may be that of several procedures.
    subject: row.from === 0 ? subject : null,
    tag: parts.subjects.tag,
  }
}

async function migrationFor(
  parts: ProcessParts,
  officer: Officer,
  { processId, id }: Key,
  action: MigrationAction,
): Promise<MigrationRow> {
  const row = await findMigration(parts.db, id)
  if (row?.processId !== processId) throw caseworkErrors.noSuchMigration(id)
  if (!allowedOn(row, handOf(parts, officer)).includes(action)) throw caseworkErrors.migrationAction(action)
  return row
}

/**
 * Carries on with every move that is not finished, batch by batch. Each batch is a transaction of its own, so it may be
 * stopped at any point and begun again, by this process or another. Answers how many cases were moved.
 */
export async function goOnMoving(parts: ProcessParts): Promise<number> {
  let moved = 0
  for (const id of await listUnfinished(parts.db)) {
    const row = await findMigration(parts.db, id)
    if (!row) continue
    const mover = await moverOf(parts, row, row.mapping)
    for (;;) {
      const batch = await moveBatch(parts, row, mover)
      moved += batch.moved
      if (batch.looked > 0) continue
      // What another process holds is its own to finish.
      if (await hasCases(parts.db, id)) break
      // A case opened by a transaction that had begun before is found now.
      if ((await collectCases(parts.db, id, await concerned(parts, row))) > 0) continue
      await markApplied(parts.db, id, parts.clock.now())
      break
    }
  }
  return moved
}

function moveBatch(
  parts: ProcessParts,
  row: MigrationRow,
  mover: Mover,
): Promise<{ looked: number; moved: number }> {
  return inTransaction(parts.db, async (tx) => {
    const ids = await takeCases(tx, row.id, BATCH)
    if (ids.length === 0) return { looked: 0, moved: 0 }
    const gone: string[] = []
    const moved: string[] = []
    const left: { caseId: string; reason: StayReason }[] = []
    for (const snapshot of await findCases(tx, ids)) {
      const { caseId } = snapshot
      if (snapshot.closedAt !== null || snapshot.definitionId !== row.fromDefinitionId) {
        gone.push(caseId)
        continue
      }
      const found = mover.of(snapshot)
      if ('stays' in found) {
        left.push({ caseId, reason: found.stays })
        continue
      }
      await parts.advance(tx, snapshot, {
        key: `migrate:${row.id}`,
        type: EVENT,
        actor: row.actor ?? { accountId: null, postId: null, unitId: null },
        set: found.set,
        ...found.part,
        facts: { migration: row.id, from: row.from, to: row.to },
      })
      moved.push(caseId)
    }
    await setDefinition(tx, moved, row.toDefinitionId)
    await dropCases(tx, row.id, [...moved, ...gone])
    await leaveCases(tx, row.id, left)
    if (moved.length > 0) await addMoved(tx, row.id, moved.length)
    return { looked: ids.length, moved: moved.length }
  })
}
